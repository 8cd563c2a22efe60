"""The rows of a check-up and the cells behind its concentrations, as columns: a million accounts is ordinary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.answers.accounts import KEYS, By
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.duck import query
from trousseau.ledger.facts import Facts
from trousseau.method.checkup import AccountSum, DimensionSums

DIMENSIONS = ("zone", "division", "currency")
"""What every check-up looks at."""

COLUMNS = ("account", "code", "name", "group", "revenue", "lines")
"""Of the columns of a ranking, those of an `AccountSum`, in its order."""

BLOCK = 500
"""Rows made at a time."""

DENSE = 5_000_000
"""Pairs of a value and a row that are added up without sorting, at most."""

TO_DISCLOSE = 0.0999
"""Just under the share from which a customer must be named: smaller groups cannot change who is."""


@dataclass(frozen=True)
class Ranking:
    """What a check-up is made of."""

    rows: Rows
    dimensions: list[DimensionSums]


class Rows(Sequence[AccountSum]):
    """The ranked accounts or groups, made some at a time when they are looked at."""

    def __init__(self, table: pa.Table) -> None:
        """`table` as `answers/ranking.sql` gives it."""
        self.table = table.combine_chunks()
        self._blocks: dict[int, list[AccountSum]] = {}

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, index: int) -> AccountSum: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[AccountSum]: ...
    def __getitem__(self, index: int | slice) -> AccountSum | Sequence[AccountSum]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        block, at = divmod(range(len(self))[index], BLOCK)
        if block not in self._blocks:
            columns = (self.table[name].slice(block * BLOCK, BLOCK).to_pylist() for name in COLUMNS)
            self._blocks[block] = [AccountSum(*row) for row in zip(*columns, strict=True)]
        return self._blocks[block][at]

    @cached_property
    def values(self) -> npt.NDArray[np.float64]:
        """The revenues as floats, for statistics."""
        values: npt.NDArray[np.float64] = self.table["value"].to_numpy()
        return values

    def groups(self) -> list[str | None] | None:
        """The group of each row; None when grouping cannot change who makes a tenth of the revenue."""
        column = self.table["group"]
        if column.null_count == len(column):
            return None
        grouped = self.table.filter(pc.is_valid(column))
        sums = grouped.group_by("group").aggregate([("value", "sum")])["value_sum"]
        least = TO_DISCLOSE * float(self.values.sum())
        if max(pc.max(sums).as_py(), pc.max(grouped["value"]).as_py()) < least:
            return None
        groups: list[str | None] = column.to_pylist()
        return groups


def ranking(facts: Facts, window: Window, *, scope: Scope, by: By) -> Ranking:
    """The rows of a window with a converted line, greatest first, and their cells by dimension."""
    question = Question(facts, scope)
    cells = question.cells(window, compared=False)
    if by == "account":
        table = question.ask("ranking", cells=cells, id="a.account", names=question.names()["accounts"])
        numbers, ids = table["id"], table["id"]
    else:
        names = {**question.names(), **KEYS[by]}
        members = f"({query('answers/members.sql').format(**names)})"
        groups = f"({query('answers/groups.sql').format(**names)})"
        labelled = (
            f"(SELECT m.id, c.revenue, c.converted FROM {cells} AS c JOIN {members} AS m ON m.number = c.account)"
        )
        table = question.ask("ranking", cells=labelled, id="a.id", names=groups)
        belonging = question.ask("members", **names)
        numbers, ids = belonging["number"], belonging["id"]
    rows = pc.index_in(ids, value_set=table["id"].combine_chunks())
    return Ranking(Rows(table), _dimensions(question, cells, numbers, rows, table.num_rows))


def _dimensions(
    question: Question, cells: str, numbers: pa.ChunkedArray, rows: pa.ChunkedArray, size: int
) -> list[DimensionSums]:
    """The cells by zone, division, currency; `numbers` of accounts are in the `rows` of a ranking of that size."""
    table = question.ask("ranking_cells", cells=cells)
    places = question.ask("ranking_places", cells=cells)
    row_of = np.full(int(max(pc.max(numbers).as_py() or 0, pc.max(table["account"]).as_py() or 0)) + 1, -1)
    row_of[numbers.to_numpy()] = pc.fill_null(rows, -1).to_numpy()
    row = row_of[table["account"].to_numpy()]
    place, amount, converted = (table[name].to_numpy() for name in ("place", "amount", "converted"))
    return [_dimension(name, places, row, place, amount=amount, converted=converted, size=size) for name in DIMENSIONS]


def _dimension(
    name: str,
    places: pa.Table,
    row: npt.NDArray[np.int64],
    place: npt.NDArray[np.int64],
    *,
    amount: npt.NDArray[np.float64],
    converted: npt.NDArray[np.float64],
    size: int,
) -> DimensionSums:
    """One dimension: its values in alphabetical order with their exact sums, and its cells by value, then row."""
    sums: dict[str, Decimal] = {}
    for value, revenue in zip(places[name].to_pylist(), places["revenue"].to_pylist(), strict=True):
        sums[value] = sums.get(value, Decimal(0)) + revenue
    values = sorted(sums)
    numbers = places["id"].to_numpy()
    value_of = np.full(int(max(numbers.max(initial=0), place.max(initial=0))) + 1, -1)
    value_of[numbers] = [values.index(value) for value in places[name].to_pylist()]
    value = value_of[place]
    inside = (value >= 0) & (row >= 0)
    pairs = value[inside] * size + row[inside]
    at, numbered = pairs, np.arange(len(values) * size)
    if len(numbered) > DENSE:  # too many pairs could be: number those there are
        numbered, at = np.unique(pairs, return_inverse=True)
    lines = np.bincount(at, weights=converted[inside], minlength=len(numbered))
    added = np.bincount(at, weights=amount[inside], minlength=len(numbered)) / 10_000
    kept = lines > 0
    pairs = numbered[kept]
    return DimensionSums(
        name=name,
        values=values,
        revenue=[sums[value] for value in values],
        value=(pairs // max(size, 1)).astype(np.intp),
        account=(pairs % max(size, 1)).astype(np.intp),
        amount=added[kept],
    )
