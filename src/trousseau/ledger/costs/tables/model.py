"""What was read of a table, and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from trousseau.ledger.costs.model import ActivityRate, Budget, Financing, FixedCost
from trousseau.ledger.reading.model import Question

TableKind = Literal["drivers", "rates", "fixed", "budgets"]


@dataclass(frozen=True)
class Problem:
    """One row set aside, or one cell of a wide row: where, what, why; `code` is worded by `figures.costs`."""

    row: int
    column: str
    value: str
    code: str
    cells: tuple[str, ...] = ()
    """The whole row as the file writes it."""


@dataclass(frozen=True)
class Quantity:
    """What an account used of a driver over a period, both days included."""

    account: str
    driver: str
    start: date
    end: date
    quantity: Decimal


@dataclass(frozen=True)
class TableRead:
    """A table as it was understood. While `questions` are open, nothing else was read."""

    kind: TableKind
    columns: tuple[str, ...]
    form: str = ""
    """Of drivers: long (one quantity a row) or wide (one column a driver)."""
    quantities: tuple[Quantity, ...] = ()
    rates: tuple[ActivityRate, ...] = ()
    financing: tuple[Financing, ...] = ()
    fixed: tuple[FixedCost, ...] = ()
    budgets: tuple[Budget, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    missing: tuple[str, ...] = ()
    """What no column holds: account, period, driver, quantity…"""
    aside: tuple[str, ...] = ()
    """Columns that were left aside."""
    labels: tuple[tuple[str, str], ...] = ()
    """Of each driver met, how the file calls it."""
    rows: int = 0

    @property
    def entries(self) -> int:
        """How many things it tells."""
        return sum(map(len, (self.quantities, self.rates, self.financing, self.fixed, self.budgets)))

    @property
    def drivers(self) -> tuple[str, ...]:
        """The drivers it tells of."""
        return tuple(sorted({*(one.driver for one in self.quantities), *(one.driver for one in self.rates)}))

    @property
    def start(self) -> date | None:
        """The first day it tells of."""
        return min([*(one.start for one in self._spans), *self._from], default=None)

    @property
    def end(self) -> date | None:
        """The last day it tells of; of rates, the first day of the last one."""
        return max([*(one.end for one in self._spans), *self._from], default=None)

    @property
    def _spans(self) -> list[Quantity | FixedCost | Budget]:
        """What is told of a period."""
        return [*self.quantities, *self.fixed, *self.budgets]

    @property
    def _from(self) -> list[date]:
        """The days from which rates are in force."""
        return [*(one.start for one in self.rates), *(one.start for one in self.financing)]
