"""What is known of costs, and what is not: drivers by month, rates, fixed costs, budgets, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.db.models import OuterRef, Subquery

from trousseau.accounts.access import every_account
from trousseau.costs.models import Budget, Driver, FinancingRate, FixedCost, Table
from trousseau.costs.queries.known import told
from trousseau.imports import folders
from trousseau.ledger import answers
from trousseau.ledger.costs import COUNTED, PAYMENT_DAYS, Costs
from trousseau.ledger.costs.months import financing_of
from trousseau.ledger.costs.worked import Worked
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.manifest import FactsError

MOST = 200
"""Budgets shown."""


@dataclass(frozen=True)
class Month:
    """Whether a month is known of a driver: told and priced, told, or nothing."""

    month: date
    state: str
    """known, unpriced or unknown."""


@dataclass(frozen=True)
class Row:
    """One driver with its months and its newest rate."""

    driver: Driver
    months: tuple[Month, ...]
    cost: Decimal | None
    since: date | None
    counted: bool
    """Counted in the sales lines: it needs a rate only."""

    @property
    def whole(self) -> bool:
        """Whether every month is known."""
        return bool(self.months) and all(month.state == "known" for month in self.months)


@dataclass(frozen=True)
class Place:
    """The fixed costs of a division, a zone or the company, one a period; None: not told."""

    division: str
    zone: str
    costs: tuple[FixedCost | None, ...]


@dataclass(frozen=True)
class Known:
    """Everything the page shows."""

    months: tuple[date, ...]
    rows: tuple[Row, ...]
    financing: tuple[FinancingRate, ...]
    periods: tuple[tuple[date, date], ...]
    """The periods of fixed costs, the newest first."""
    places: tuple[Place, ...]
    budgets: tuple[Budget, ...]
    more_budgets: int
    tables: tuple[Table, ...]
    divisions: tuple[str, ...]
    zones: tuple[str, ...]
    undivided: tuple[str, ...]
    """Divisions no fixed cost is told of."""


def facts() -> Facts | None:
    """The newest facts, if there are any."""
    try:
        found = folders.facts()
    except FactsError:
        return None
    return found if found.first is not None else None


def known() -> Known:
    """What is known now, over the last twelve months."""
    there, costs = facts(), told()
    worked = _worked(there.folder, there.version, costs) if there is not None else None
    months = tuple(part.month for part in worked.months) if worked else ()
    fixed = tuple(FixedCost.objects.all())
    periods = tuple(sorted({(one.start, one.end) for one in fixed}, reverse=True))
    divisions, zones = _places(there.folder, there.version) if there is not None else ((), ())
    name = every_account().filter(key=OuterRef("account")).values("name")[:1]
    budgets = Budget.objects.annotate(account_name=Subquery(name)).order_by("-start", "division", "account")
    return Known(
        months=months,
        rows=tuple(_row(driver, worked, costs) for driver in Driver.objects.prefetch_related("rates")),
        financing=tuple(FinancingRate.objects.order_by("-start")),
        periods=periods,
        places=_grid(fixed, periods),
        budgets=tuple(budgets[:MOST]),
        more_budgets=max(0, budgets.count() - MOST),
        tables=tuple(Table.objects.filter(loaded_at__isnull=False).select_related("created_by").order_by("-loaded_at")),
        divisions=divisions,
        zones=zones,
        undivided=tuple(name for name in divisions if name not in {one.division for one in fixed}),
    )


def _grid(fixed: Sequence[FixedCost], periods: Sequence[tuple[date, date]]) -> tuple[Place, ...]:
    """The fixed costs by place and period; divisions, then zones, then the company."""
    told_of = {(one.division, one.zone, one.start, one.end): one for one in fixed}
    places = sorted({(one.division, one.zone) for one in fixed}, key=lambda at: (not at[0], not at[1], at))
    return tuple(Place(*at, tuple(told_of.get((*at, *period)) for period in periods)) for at in places)


def _row(driver: Driver, worked: Worked | None, costs: Costs) -> Row:
    rates = list(driver.rates.all())
    last = max(rates, key=lambda rate: rate.start, default=None)
    return Row(
        driver=driver,
        months=_months(driver.name, worked, costs) if worked else (),
        cost=last.cost if last else None,
        since=last.start if last else None,
        counted=driver.name in COUNTED,
    )


def _months(name: str, worked: Worked, costs: Costs) -> tuple[Month, ...]:
    """The state of each month of one driver."""
    said = worked.told.get(name, frozenset())
    rates = financing_of(costs, worked.months) if name == PAYMENT_DAYS else worked.rates.get(name, {})
    return tuple(Month(part.month, _state(part.month, said, rates)) for part in worked.months)


def _state(month: date, said: frozenset[date], rates: object) -> str:
    if month not in said:
        return "unknown"
    return "known" if month in rates else "unpriced"  # type: ignore[operator]  # mappings by month


@lru_cache(maxsize=4)
def _worked(folder: Path, version: str, costs: Costs) -> Worked:
    """The tables of the last twelve months, kept in the process: facts and costs that are equal say the same."""
    there = Facts.open(folder, version)
    return Worked(there, answers.windows(there)["r12"], costs)


@lru_cache(maxsize=4)
def _places(folder: Path, version: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The divisions and zones of the last twelve months, kept in the process."""
    there = Facts.open(folder, version)
    window = answers.windows(there)["r12"]
    found: list[Sequence[str]] = [
        sorted(value for value in answers.breakdown(there, window, name)["value"].to_pylist() if value)
        for name in ("division", "zone")
    ]
    return tuple(found[0]), tuple(found[1])
