"""A check-up from the sales lines: of a file without any database, or of the stored facts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import overload

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.answers import ALL, Scope, Window, totals, unconverted
from trousseau.ledger.answers.accounts import KEYS, By
from trousseau.ledger.answers.question import Question
from trousseau.ledger.duck import query, reading
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.passing import pass_through
from trousseau.ledger.rates import Rates
from trousseau.method.checkup import AccountSum, Checkup, DimensionSums, LineCounts
from trousseau.method.checkup import check_up as measured

DIMENSIONS = ("zone", "division", "currency")
"""What every check-up looks at; families and products are answered by `answers.breakdown`."""


def check_up(
    facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account", keep: int | None = None
) -> Checkup:
    """The check-up of a window of the facts; `keep` limits the ranked rows kept (None: all).

    Its counts are of the lines of the window. Accounts with unconverted lines only are in no ranking: their lines are
    in `lines.unconverted` and `unconverted`.
    """
    question = Question(facts, scope)
    names = {**question.names(), **KEYS[by]}
    with reading() as con:
        question.keep(con, "cells", "ranked_cells", **names, cells=question.cells(window, compared=False))
        question.keep(con, "ranking", "ranking", **names)
        rows = Rows(con.sql("SELECT * FROM ranking ORDER BY place").to_arrow_table())
        dimensions = [_dimension(con, name, names["places"]) for name in DIMENSIONS]
    said = totals(facts, window, scope=scope)
    stranded = unconverted(facts, window, scope=scope).to_pylist() if said.unconverted else []
    return measured(
        rows,
        start=window.start,
        end=window.end,
        base_currency=facts.base,
        by=by,
        lines=LineCounts(
            read=said.lines, accepted=said.lines, quarantined=0, totals=0, unconverted=said.unconverted
        ),
        revenue=said.revenue,
        dimensions=dimensions,
        unconverted=[(row["currency"], row["lines"], row["amount"]) for row in stranded],
        keep=keep,
        values=rows.values,
        groups=rows.groups if by == "account" else None,
    )


def check_up_lines(
    batches: Iterable[pa.RecordBatch],
    *,
    rates: Rates | None = None,
    base: str | None = None,
    start: date | None = None,
    end: date | None = None,
    scope: Scope = ALL,
    by: By = "account",
    keep: int | None = None,
) -> Checkup:
    """The check-up of a stream of LINES batches (`Reading.batches()`), nothing stored.

    `base` None: amounts as they stand. With a base, `rates` (the company's own) win and the ECB's fill what they do
    not say. `start` and `end` (included) default to the first and last line. Its line counts are those of the lines
    in that period: the caller adds what the reading quarantined (`dataclasses.replace`).
    """
    with tempfile.TemporaryDirectory(prefix="trousseau-") as room:
        facts = pass_through(batches, Path(room), rates=rates, base=base, start=start, end=end)
        today = facts.today
        window = Window("all", start or facts.first or today, end or facts.last or start or today)
        return check_up(facts, window, scope=scope, by=by, keep=keep)


class Rows(Sequence[AccountSum]):
    """The rows of a check-up, made from columns when they are looked at."""

    def __init__(self, table: pa.Table) -> None:
        """`table` as `answers/ranking.sql` gives it."""
        self.table = table.combine_chunks()

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @overload
    def __getitem__(self, index: int) -> AccountSum: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[AccountSum]: ...
    def __getitem__(self, index: int | slice) -> AccountSum | Sequence[AccountSum]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        columns = (self.table[name][index].as_py() for name in ("account", "code", "name", "group", "revenue", "lines"))
        return AccountSum(*columns)

    @cached_property
    def values(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """The revenues as floats, for statistics."""
        values: np.ndarray[tuple[int], np.dtype[np.float64]] = self.table["value"].to_numpy()
        return values

    @cached_property
    def groups(self) -> Sequence[str | None] | None:
        """The group of each row; None when no row has one."""
        column = self.table["group"]
        return column.to_pylist() if column.null_count < len(column) else None


def _dimension(con: duckdb.DuckDBPyConnection, name: str, places: str) -> DimensionSums:
    """Exact sums by value, and the cells inside each."""
    select = query("answers/ranked_dimension.sql").format(value=name, places=places)
    con.execute(f"CREATE OR REPLACE TEMP TABLE dimension AS {select}")
    sums = con.sql("SELECT value, sum(revenue) FROM dimension GROUP BY value ORDER BY value").fetchall()
    values = [value for value, _ in sums]
    # In order, so that sums of floats are the same in every run.
    cells = con.sql("SELECT value, place, CAST(revenue AS DOUBLE) AS amount FROM dimension ORDER BY ALL").to_arrow_table()
    return DimensionSums(
        name=name,
        values=values,
        revenue=[Decimal(revenue) for _, revenue in sums],
        value=pc.index_in(cells["value"], value_set=pa.array(values, pa.string())).to_numpy().astype(np.intp),
        account=cells["place"].to_numpy().astype(np.intp),
        amount=cells["amount"].to_numpy(),
    )
