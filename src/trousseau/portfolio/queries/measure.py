"""The check-up of a question, with what moved since the period before and how its indicators came to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from trousseau.figures.indicators import Indicator
from trousseau.ledger import answers
from trousseau.ledger.answers import Window
from trousseau.ledger.checkup import check_up
from trousseau.method.checkup import Checkup
from trousseau.portfolio import indicators
from trousseau.portfolio.comparison import Standing
from trousseau.portfolio.queries.families import families
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

QUARTERS = 7
"""How many earlier quarters the trend looks back, so that with today's it has eight points."""


@dataclass(frozen=True, eq=False)
class Measured:
    """A check-up computed now, and each account's revenue over the period before."""

    asked: Asked
    checkup: Checkup
    accounts: dict[str, Account]
    moved: indicators.Movement | None
    rows: tuple[Indicator, ...]

    @property
    def previous_revenue(self) -> Decimal | None:
        """The revenue over the period before; None where there is nothing to compare with."""
        return self.moved.before if self.moved else None


@dataclass(frozen=True)
class Account:
    """What the table of accounts shows beside the rank."""

    account: str
    previous: Decimal | None
    zone: str
    division: str
    entities: int
    """Legal entities in the row: 1 by account."""

    def growth(self, revenue: Decimal) -> float | None:
        """Revenue ÷ previous − 1; None where there was nothing before."""
        return None if not self.previous or self.previous <= 0 else float(revenue / self.previous) - 1.0


_measured: Kept[Measured] = Kept(64, "measured")
_whole: Kept[Checkup] = Kept(16, "whole")
_values: Kept[dict[str, float]] = Kept(256, "values", long=True)
_sparks: Kept[dict[str, list[Decimal | None]]] = Kept(64, "sparks")


def measured(asked: Asked) -> Measured:
    """The check-up of a question; kept until the facts change."""
    return _measured.get(key(asked), lambda: _measure(asked))


def _measure(asked: Asked) -> Measured:
    checkup = check_up(asked.facts, asked.window, scope=asked.scope, by=asked.by)
    table = _accounts(asked)
    moved = _moved(asked, table)
    return Measured(
        asked=asked,
        checkup=checkup,
        accounts=_by_account(table),
        moved=moved,
        rows=indicators.measured(checkup, moved),
    )


def whole(asked: Asked) -> Checkup:
    """The check-up with its product families too, which are counted on lines and so cost more."""

    def add() -> Checkup:
        checkup = measured(asked).checkup
        found = families(asked, {row.account: row.name for row in checkup.ranked})
        return replace(checkup, by_dimension={**checkup.by_dimension, "family": found})

    return _whole.get(key(asked), add)


def _by_account(table: pa.Table) -> dict[str, Account]:
    """The answer's rows by account."""
    columns = [table[name].to_pylist() for name in ("account", "previous", "zone", "division", "accounts")]
    return {
        account: Account(account, previous, zone or "", division or "", entities)
        for account, previous, zone, division, entities in zip(*columns, strict=True)
    }


def sparks(asked: Asked, only: tuple[str, ...], months: int = 12) -> dict[str, list[Decimal | None]]:
    """Monthly revenue of some accounts, oldest first, for spark lines."""

    def read() -> dict[str, list[Decimal | None]]:
        table = answers.sparks(asked.facts, last=months, scope=asked.scope, by=asked.by, only=only)
        return dict(zip(table["account"].to_pylist(), table["revenue"].to_pylist(), strict=True))

    return _sparks.get(key(asked, only, months), read)


def quarters(asked: Asked) -> tuple[tuple[date, dict[str, float]], ...]:
    """The indicators of the same twelve months one quarter earlier, two quarters … oldest first, by last day.

    Only where the question is about twelve months and the ledger reaches back that far.
    """
    found = [(earlier.window.end, values(earlier)) for earlier in _earlier(asked)]
    return tuple(reversed(found))


def values(asked: Asked) -> dict[str, float]:
    """The indicators of a question, by key, without all that the tables would need."""

    def read() -> dict[str, float]:
        checkup = check_up(asked.facts, asked.window, scope=asked.scope, by=asked.by, keep=1)
        return indicators.values(indicators.measured(checkup, _moved(asked, _pairs(asked))))

    return _values.get(key(asked), read)


def _accounts(asked: Asked) -> pa.Table:
    return answers.accounts(asked.facts, asked.window, scope=asked.scope, by=asked.by)


def _pairs(asked: Asked) -> pa.Table:
    return answers.movement(asked.facts, asked.window, scope=asked.scope, by=asked.by)


def _moved(asked: Asked, table: pa.Table) -> indicators.Movement | None:
    """What moved since the period before; None where there is none."""
    if asked.window.previous_start is None:
        return None
    return indicators.movement(zip(table["revenue"].to_pylist(), table["previous"].to_pylist(), strict=True))


def _earlier(asked: Asked) -> Iterator[Asked]:
    window, first = asked.window, asked.facts.first
    if window.name not in {"r12", "fy"} or first is None:
        return
    for back in range(1, QUARTERS + 1):
        start, end = months_before(window.start, 3 * back), _end_months_before(window.end, 3 * back)
        if start < first.replace(day=1):
            return
        before_start, before_end = months_before(start, 12), start - timedelta(days=1)
        comparable = before_start >= first.replace(day=1)
        yield asked.over(
            Window("dates", start, end, before_start, before_end) if comparable else Window("dates", start, end)
        )


def months_before(first: date, months: int) -> date:
    """The first of the month so many months before a first of month."""
    index = first.year * 12 + first.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def _end_months_before(last: date, months: int) -> date:
    """The last day of the month so many months before a last day of month."""
    return months_before((last + timedelta(days=1)).replace(day=1), months) - timedelta(days=1)


def standings(checkup: Checkup) -> Iterator[Standing]:
    """Where each account stands, to compare with another check-up."""
    return (Standing(row.account, row.name, row.revenue, row.class_) for row in checkup.ranked)
