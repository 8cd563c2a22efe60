"""What the demonstration's people tell of the total spend of their clients, and of the days they spent on them.

Okanda and Voltané spend far more than they buy, and get hardly a day; the largest are well served already. One figure
contradicts the ledger, one is too old, one was told again.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from trousseau.access.models import User
from trousseau.demo.company import BASE
from trousseau.ledger import answers
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, month, shift
from trousseau.ledger.selection.offers import offers
from trousseau.method.wallet import Confidence
from trousseau.portfolio.queries.classes import whole_company
from trousseau.selection.actions import Told, ToldOf, load_spend
from trousseau.selection.actions.days import DaysOf, load_days
from trousseau.selection.models import DaysTold, SpendTold

FILE = "depenses_totales.xlsx"
CLIENTS = 28
"""The largest, of which spend is told division by division."""
TOMORROW: dict[str, tuple[tuple[str, str, int, str, Confidence, int], ...]] = {
    "Okanda": (
        ("Osaka", "Hydraulique", 9_400_000, "Plan d’investissement 2027, présenté à Osaka", "medium", 40),
        ("Osaka", "Services", 3_600_000, "Directeur de la maintenance, visite d’atelier", "medium", 75),
        ("Nagoya", "Hydraulique", 5_200_000, "Appel d’offres du lot 2", "high", 25),
        ("Nagoya", "Fonderie", 2_900_000, "Fournisseur actuel interrogé au salon", "low", 130),
    ),
    "Voltané SAS": (
        ("Usine de Tarbes", "Hydraulique", 4_300_000, "Budget d’achats 2026 remis par l’acheteuse", "high", 30),
        ("Usine de Tarbes", "Fonderie", 3_900_000, "Budget d’achats 2026 remis par l’acheteuse", "high", 30),
        ("Usine de Dax", "Fonderie", 2_600_000, "Permis de construire et plan de charge", "low", 95),
        ("Usine de Dax", "Services", 1_400_000, "Estimation du responsable de site", "medium", 60),
    ),
}
"""Unit, offer, euros a year, source, confidence, days ago."""
SOURCES = (
    "Entretien avec la direction des achats", "Rapport annuel 2025", "Revue d’affaires de printemps",
    "Appel d’offres de l’an dernier", "Étude de marché de la branche", "Estimation du responsable de compte",
)  # fmt: skip
SURE: tuple[Confidence, ...] = ("high", "medium", "medium", "low")
CONTRADICTED = "Cie des Eaux du Gers SA"
OLD = "Castelmar"
AGAIN = "Alstrom"
LITTLE = {"Okanda": 0.4, "Voltané SAS": 0.7}
"""Days a month that the coming ones get."""
DIARY = "Relevé d’activité du responsable de compte"


def tell(director: User, facts: Facts, seed: int = 0) -> None:
    """Tell it all, where nothing has been told yet."""
    company = whole_company(facts)
    if company is None:
        return
    largest = answers.accounts(facts, company.window, scope=company.scope, by="group").to_pylist()
    chosen = [row for row in largest if row["revenue"] and row["revenue"] > 0]
    if not SpendTold.objects.exists():
        load_spend(director, _spend(facts, chosen, seed), FILE)
    if not DaysTold.objects.exists():
        load_days(director, _days(facts, chosen, seed), FILE)


def _spend(facts: Facts, rows: list[dict[str, Any]], seed: int) -> Iterator[ToldOf]:
    window = answers.windows(facts)["r12"]
    for row in rows[:CLIENTS]:
        client, name = str(row["account"]), str(row["name"])
        if name in TOMORROW:
            continue
        rng = np.random.default_rng([seed, zlib.crc32(client.encode())])
        accounts = _accounts(facts, client, str(row["group"] or ""))
        share = rng.uniform(0.34, 0.72)
        for offer, sales in offers(facts, accounts, window.start, window.end).divisions.items():
            amount = 0.8 * float(sales) if name == CONTRADICTED else float(sales) / (share * rng.uniform(0.8, 1.2))
            day = facts.today - timedelta(days=int(rng.integers(20, 420)) + (600 if name == OLD else 0))
            source = SOURCES[int(rng.integers(len(SOURCES)))]
            told = Told("", offer, _round(amount), BASE, source, day, SURE[int(rng.integers(len(SURE)))])
            if name == AGAIN:
                earlier = Told("", offer, _round(0.8 * amount), BASE, SOURCES[-1], _before(day), "low")
                yield ToldOf(client, name, earlier)
            yield ToldOf(client, name, told)
    clients = {str(row["name"]): str(row["account"]) for row in rows}
    for name, cells in TOMORROW.items():
        if name in clients:
            for unit, offer, amount, source, confidence, ago in cells:
                day = facts.today - timedelta(days=ago)
                yield ToldOf(clients[name], name, Told(unit, offer, Decimal(amount), BASE, source, day, confidence))


def _days(facts: Facts, rows: list[dict[str, Any]], seed: int) -> Iterator[DaysOf]:
    """Days of each of the last fourteen months: about as sales go for the largest, hardly any for the coming ones."""
    last = month(facts.last or facts.today)
    for place, row in enumerate(rows):
        client, name = str(row["account"]), str(row["name"])
        if place >= CLIENTS and name not in LITTLE:
            continue
        rng = np.random.default_rng([seed, zlib.crc32(client.encode()), 1])
        usual = LITTLE.get(name, 1.0 + math.sqrt(row["revenue"]) / 900)
        for name_of_month in between(shift(last, -13), last):
            days = Decimal(int(4 * rng.gamma(6, usual / 6))) / 4
            yield DaysOf(client, name, first_day(name_of_month), days, DIARY)


def _accounts(facts: Facts, client: str, group: str) -> list[str]:
    """The accounts of a client."""
    if not group:
        return [client]
    rows = answers.accounts(facts, answers.windows(facts)["all"]).to_pylist()
    return [row["account"] for row in rows if row["group"] == group]


def _before(day: date) -> date:
    return day - timedelta(days=300)


def _round(amount: float) -> Decimal:
    """To ten thousand, and at least that."""
    return Decimal(max(int(amount / 10_000), 1) * 10_000)
