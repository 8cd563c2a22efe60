"""What the demonstration company tells of its costs: drivers by account and quarter, rates, fixed costs, budgets.

Quantities follow each account's own sales, with a seeded wobble; the loss-makers of the story ask for far more than
they bring, and customers that erode silently pay later and later.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db import transaction

from trousseau.costs import actions, refreshing
from trousseau.costs.models import Budget, Driver, Table
from trousseau.costs.queries import told
from trousseau.demo.company import NAMED
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope
from trousseau.ledger.costs import contribution_cells
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import last_complete, shift

FILE = "inducteurs_garonne.csv"
MONTHS = 36
UNITS = {
    "visits": ("Visites", "visite"),
    "support_hours": ("Heures de support", "heure"),
    "deliveries": ("Livraisons", "livraison"),
    "returns": ("Retours traités", "retour"),
    "rebates": ("Remises de fin d’année", "€"),
    "payment_days": ("Délai de paiement", "jour"),
    "orders": ("Commandes", "commande"),
    "credit_notes": ("Avoirs", "avoir"),
}
HEADER = ("Compte", "Période", "Visites", "Heures de support", "Livraisons", "Retours", "Remises de fin d'année",
          "Délai de paiement")  # fmt: skip
RATES = {
    "visits": "320", "support_hours": "85", "deliveries": "140", "returns": "180", "orders": "38", "credit_notes": "55",
}  # fmt: skip
"""What one costs, in euros; a year earlier, 3 % less."""
FINANCING = Decimal("0.045")
LOSS_MAKERS = frozenset({"Sandrup Group AB", "Garrick & Sons Ltd", "Estelar Prensas SA"})
ERODING = {one.name: one.erosion.months for one in NAMED if one.erosion}
DIVISION_SHARE = {"Usinage": Decimal("0.80")}
"""Fixed costs as a share of the division's contribution: Usinage cannot do without its first customer."""
OTHER_DIVISIONS = Decimal("0.55")
ZONE_SHARE = Decimal("0.12")
ACCOUNT_PLANS = (Decimal("1.05"), Decimal("0.97"), Decimal("1.02"), Decimal("1.12"), Decimal("0.94"))
"""What was planned of each of the first accounts against what it did, in turn."""
DIVISION_PLANS = {"Usinage": Decimal("1.06")}
"""Contribution planned against what was left; other divisions did as planned."""


@dataclass(frozen=True)
class _Service:
    """How much service an account asks for, against what its sales would make one expect."""

    visits: float = 1.0
    support: float = 1.0
    deliveries: float = 1.0
    returns: float = 1.0


DEMANDING = _Service(visits=2.0, support=3.4, deliveries=3.0, returns=6.0)


def tell(facts: Facts, seed: int = 0) -> None:
    """Tell it all, where nothing has been told yet."""
    if Table.objects.exists() or Driver.objects.exists():
        return
    with transaction.atomic():
        for name, (label, unit) in UNITS.items():
            actions.define_driver(None, label, name=name, unit=unit)
        actions.load(actions.receive([drivers_told(facts, seed)], FILE, "drivers", None), None)
        _rates(facts)
        _fixed_and_budgets(facts)
    refreshing.contributions(facts)


def drivers_told(facts: Facts, seed: int) -> bytes:
    """The table of drivers as a company would send it: one row an account and quarter, in cp1252."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADER)
    sold = answers.sparks(facts, last=MONTHS).to_pylist()
    everyone = answers.accounts(facts, answers.windows(facts)["all"])
    names = dict(zip(everyone["account"].to_pylist(), everyone["name"].to_pylist(), strict=True))
    periods = list(_periods(facts))
    for row in sold:
        account = row["account"]
        rng = np.random.default_rng([seed, zlib.crc32(account.encode())])
        for text, months in periods:
            revenue = float(sum((row["revenue"][at] or 0 for at in months), Decimal(0)))
            share = len(months) / 3
            ago = MONTHS - 1 - max(months)
            values = _quarter(rng, names[account], revenue, share, ago)
            if revenue > 0:
                writer.writerow([account, text, *values])
    return out.getvalue().encode("cp1252")


def _quarter(rng: np.random.Generator, name: str, revenue: float, share: float, ago: int) -> Sequence[str]:
    """What one account used in one quarter: `share` of it, `ago` months before the last."""
    service = DEMANDING if name in LOSS_MAKERS else _Service()
    sold = max(revenue, 0.0)
    visits = rng.poisson(service.visits * (1.2 * share + sold / 110_000))
    support = rng.gamma(4, service.support * (sold / 2_600 + 2 * share) / 4)
    deliveries = rng.poisson(service.deliveries * (sold / 9_500 + share))
    returns = rng.poisson(service.returns * sold / 60_000)
    rebates = sold * 0.012 if sold / share > 500_000 and name not in LOSS_MAKERS else 0.0
    days = _payment_days(rng, name, ago)
    return (
        str(visits), f"{support:.1f}".replace(".", ","), str(deliveries), str(returns),
        f"{rebates:.2f}".replace(".", ","), f"{days:.0f}",
    )  # fmt: skip


def _payment_days(rng: np.random.Generator, name: str, ago: int) -> float:
    """Days to pay: each account has its habit; those that erode take a month more in the end."""
    habit = 38 + zlib.crc32(name.encode()) % 25
    if name in LOSS_MAKERS:
        habit = 96
    drift = 0.0
    if name in ERODING:
        drift = 30 * max(0.0, 1 - ago / ERODING[name])
    return habit + drift + rng.normal(0, 1.5)


def _periods(facts: Facts) -> Iterator[tuple[str, list[int]]]:
    """Whole quarters, and single months where the first or last quarter is not whole: text, places of the months."""
    if facts.last is None:
        return
    end = last_complete(facts.last, facts.today)
    quarters: dict[str, list[tuple[str, int]]] = {}
    for at in range(MONTHS):
        name = shift(end, at + 1 - MONTHS)
        quarters.setdefault(f"{name[:4]}-T{(int(name[5:7]) + 2) // 3}", []).append((name, at))
    for text, months in quarters.items():
        if len(months) == 3:
            yield text, [at for _, at in months]
        else:
            yield from ((name, [at]) for name, at in months)


def _rates(facts: Facts) -> None:
    """Activity rates of each year, and the rate of financing."""
    drivers = {driver.name: driver for driver in Driver.objects.all()}
    for age, year in enumerate(sorted(_years(facts), reverse=True)):
        for name, cost in RATES.items():
            worth = (Decimal(cost) * Decimal("0.97") ** age).quantize(Decimal("0.01"))
            actions.set_rate(None, drivers[name], date(year, 1, 1), worth)
    actions.set_financing(None, date(min(_years(facts)), 1, 1), FINANCING)


def _years(facts: Facts) -> range:
    return range(facts.first.year, facts.last.year + 1) if facts.first and facts.last else range(0)


def _fixed_and_budgets(facts: Facts) -> None:
    """Fixed costs of each division and zone, budgets of the divisions and of the first accounts, year by year."""
    window = answers.windows(facts)["r12"]
    everyone = answers.accounts(facts, window).to_pylist()
    own = tuple(row["account"] for row in everyone if row["name"].startswith("Garonne"))
    cells = contribution_cells(facts, window, told(), scope=Scope(excluded=own)).to_pylist()
    for cell in cells:
        taken = (cell[name] or Decimal(0) for name in ("cost", "serve", "financing"))
        cell["left"] = cell["costed"] - sum(taken, Decimal(0))
    for age, year in enumerate(sorted(_years(facts), reverse=True)):
        worth = Decimal("0.98") ** age
        days = (date(year, 1, 1), date(year, 12, 31))
        for name, amount in _by(cells, "division", "left").items():
            fixed = _round(amount * DIVISION_SHARE.get(name, OTHER_DIVISIONS) * worth)
            actions.set_fixed(None, *days, fixed, division=name)
        for name, amount in _by(cells, "zone", "left").items():
            actions.set_fixed(None, *days, _round(amount * ZONE_SHARE * worth), zone=name)
        for name, amount in _by(cells, "division", "revenue").items():
            actions.set_budget(None, *days, _round(amount * Decimal("1.04") * worth), division=name)
        for name, amount in _by(cells, "division", "left").items():
            planned = _round(amount * DIVISION_PLANS.get(name, Decimal(1)) * worth)
            actions.set_budget(None, *days, planned, division=name, measure=Budget.Measure.CONTRIBUTION)
    first = list(_by(cells, "account", "revenue").items())[:20]
    for year in (window.end.year - 1, window.end.year):
        for place, (account, amount) in enumerate(first):
            planned = _round(amount * ACCOUNT_PLANS[place % len(ACCOUNT_PLANS)])
            actions.set_budget(None, date(year, 1, 1), date(year, 12, 31), planned, account=account)


def _by(cells: Sequence[Mapping[str, Any]], dimension: str, measure: str) -> dict[str, Decimal]:
    """Sums by a dimension, greatest first, those above nothing."""
    sums: dict[str, Decimal] = {}
    for cell in cells:
        sums[cell[dimension]] = sums.get(cell[dimension], Decimal(0)) + cell[measure]
    found = ((name, amount) for name, amount in sums.items() if name and amount > 0)
    return dict(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def _round(amount: Decimal) -> Decimal:
    """To ten thousand."""
    return Decimal(int(amount / 10_000) * 10_000)
