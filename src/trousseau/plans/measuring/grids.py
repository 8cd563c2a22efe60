"""Sums of accounts by month as arrays: a window of months is the difference of two running sums.

Amounts are whole ten-thousandths, so that a sum here is the sum of the ledger to the last decimal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from trousseau.ledger.facts.calendar import between, month

SCALE = 10_000
Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """Running sums of some measures: accounts × (months + 1), the first column 0."""

    months: Mapping[str, int]
    """Each month of the grid (YYYY-MM) and its column."""
    rows: Mapping[str, int]
    """Each account that has a row."""
    sums: Mapping[str, Numbers]

    def over(self, accounts: Iterable[str], measure: str, first: str, last: str) -> int:
        """A measure added up over accounts and months, both ends included."""
        wanted = [self.rows[name] for name in accounts if name in self.rows]
        if not wanted:
            return 0
        running = self.sums[measure]
        start, end = self.months[first], self.months[last] + 1
        return int((running[wanted, end] - running[wanted, start]).sum())

    def reaches(self, first: str) -> bool:
        """Whether the grid has that month."""
        return first in self.months


def grid(table: pa.Table, measures: Sequence[str], first: str, last: str) -> Grid:
    """The grid of a table with `account`, `month` and the measures, from one month to another; others are left out."""
    names = between(first, last)
    months = {name: at for at, name in enumerate(names)}
    encoded = table["account"].combine_chunks().dictionary_encode()
    accounts = encoded.dictionary.to_pylist()
    rows = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    columns = np.array([months.get(month(day), -1) for day in table["month"].to_pylist()], dtype=np.int64)
    inside = columns >= 0
    sums = {}
    for measure in measures:
        cells = np.zeros((len(accounts), len(names) + 1), dtype=np.int64)
        values = whole(table[measure])
        np.add.at(cells, (rows[inside], columns[inside] + 1), values[inside])
        sums[measure] = np.cumsum(cells, axis=1)
    return Grid(months, {name: at for at, name in enumerate(accounts)}, sums)


def whole(column: pa.ChunkedArray) -> Numbers:
    """A column as whole numbers; money in ten-thousandths, exactly."""
    column = column.combine_chunks()
    if pa.types.is_decimal(column.type):
        if len(column) == 0:
            return np.zeros(0, dtype=np.int64)
        # A decimal of four places is stored as a whole number of 128 bits; the lower 64 hold what money needs.
        low = np.frombuffer(column.buffers()[1], dtype=np.int64).reshape(-1, 2)[column.offset :, 0]
        found: Numbers = low[: len(column)].copy()
        return found
    numbers: Numbers = column.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers
