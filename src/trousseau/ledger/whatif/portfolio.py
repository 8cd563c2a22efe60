"""The portfolio a what-if starts from: what each account contributes in each place, as exact whole numbers.

Amounts are ten-thousandths of the base currency in 64-bit numbers (Python's own where one does not fit), so that sums
of any part are exact and quick.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from trousseau.ledger.answers.accounts import KEYS, By
from trousseau.ledger.answers.items import items
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.costs import NOTHING, Costs, FixedCosts, contribution_cells, fixed_costs
from trousseau.ledger.facts import Facts

Whole = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.intp]
Part = Literal["division", "zone"]
STEP = 10_000
DIMENSIONS = ("account", "zone", "division", "currency")


@dataclass(frozen=True, eq=False)
class Portfolio:
    """n cells of a window: revenue, what is known of its cost, and what each cell is."""

    labels: dict[str, tuple[list[str], Codes]]
    """account (or group), zone, division, currency, and family where it was asked: names, and each cell's."""
    revenue: Whole
    costed: Whole
    """The revenue whose cost is known."""
    cost: Whole
    serve: Whole
    """Cost to serve and financing, as far as they are known."""
    known: Mask
    """The cells with a known cost."""
    served: bool
    """Whether any cost to serve or financing is known."""
    fixed: Mapping[Part, FixedCosts] = field(default_factory=dict)
    """The fixed costs of the window by division and by zone; empty: nothing is told of them."""

    @property
    def contribution(self) -> Whole:
        """Margin − cost to serve, as far as it is known."""
        contribution: Whole = self.costed - self.cost - self.serve
        return contribution

    @cached_property
    def accounts(self) -> dict[str, int]:
        """The number of each account."""
        return {name: i for i, name in enumerate(self.labels["account"][0])}

    @property
    def margin_known(self) -> bool:
        """Whether the cost of any line is known."""
        return bool(self.known.any())

    @cached_property
    def known_share(self) -> float | None:
        """The share of the revenue whose cost is known; None where there is no revenue, or less."""
        total = int(self.revenue.sum())
        return int(self.costed.sum()) / total if total > 0 else None

    @property
    def fixed_total(self) -> Decimal | None:
        """The fixed costs of the company; None: nothing is told."""
        return self.fixed["division"].total if self.fixed else None

    def sums(self, values: Whole, dimension: str, only: Mask | None = None) -> list[int]:
        """The exact sum of each value of a dimension, of some cells only."""
        names, code = self.labels[dimension]
        added = np.zeros(len(names), dtype=values.dtype)
        np.add.at(added, code if only is None else code[only], values if only is None else values[only])
        return [int(value) for value in added]


def money(whole: float) -> Decimal:
    """Ten-thousandths as an amount."""
    return Decimal(int(whole)) / STEP


def read(
    facts: Facts,
    window: Window,
    costs: Costs = NOTHING,
    *,
    scope: Scope = ALL,
    by: By = "account",
    families: bool = False,
) -> Portfolio:
    """The cells of a window; `families` splits them by product family too, which takes longer the first time.

    The cost to serve of a cell is then shared out to its families in proportion to what they sell (where that is
    above 0, else to the first of them): nothing tells more.
    """
    table = contribution_cells(facts, window, costs, scope=scope, by=by)
    plain = _of(table, DIMENSIONS, window, costs)
    if not families:
        return plain
    question = Question(facts, scope)
    split = question.ask("family_cells", items=items(question, window.start, window.end), **KEYS[by])
    return _split(plain, _of(split, (*DIMENSIONS, "family"), window, costs))


def family_names(facts: Facts) -> tuple[str, ...]:
    """The product families of the ledger, in alphabetical order."""
    names = pq.read_table(facts.table("families"), columns=["family"])["family"].to_pylist()
    return tuple(sorted(name for name in names if name))


def _of(table: pa.Table, dimensions: tuple[str, ...], window: Window, costs: Costs) -> Portfolio:
    """A table of cells as arrays."""
    told = any(cost.start <= window.end and cost.end >= window.start for cost in costs.fixed)
    cost = table["cost"].combine_chunks()
    serve = [table[name].combine_chunks() for name in ("serve", "financing") if name in table.column_names]
    return Portfolio(
        labels={name: _coded(table[name]) for name in dimensions},
        revenue=_whole(table["revenue"].combine_chunks()),
        costed=_whole(table["costed"].combine_chunks()),
        cost=_whole(cost),
        serve=sum((_whole(column) for column in serve), np.zeros(table.num_rows, dtype=np.int64)),
        known=cost.is_valid().to_numpy(zero_copy_only=False),
        served=any(column.null_count < len(column) for column in serve),
        fixed=(
            {part: fixed_costs(costs, window.start, window.end, part) for part in ("division", "zone")} if told else {}
        ),
    )


def _split(plain: Portfolio, split: Portfolio) -> Portfolio:
    """The cells by family, with their share of the cost to serve of the cell they are of."""
    where: dict[tuple[str, ...], int] = {}
    names = [_names(plain, dimension) for dimension in DIMENSIONS]
    for i, key in enumerate(zip(*names, strict=True)):
        where.setdefault(key, i)
    keys = zip(*(_names(split, dimension) for dimension in DIMENSIONS), strict=True)
    cell = np.asarray([where.get(key, -1) for key in keys], dtype=np.intp)
    sold = np.maximum(split.revenue.astype(np.float64), 0.0)
    total = np.bincount(np.maximum(cell, 0), weights=np.where(cell >= 0, sold, 0.0), minlength=len(plain.revenue))
    first = np.zeros(len(cell), dtype=np.bool_)
    first[np.unique(cell, return_index=True)[1]] = True
    whole = total[np.maximum(cell, 0)]
    share = np.where(cell < 0, 0.0, np.where(whole > 0, sold / np.where(whole > 0, whole, 1.0), first))
    serve = np.rint(plain.serve.astype(np.float64)[np.maximum(cell, 0)] * share).astype(np.int64)
    return Portfolio(
        labels=split.labels,
        revenue=split.revenue,
        costed=split.costed,
        cost=split.cost,
        serve=serve,
        known=split.known,
        served=plain.served,
        fixed=plain.fixed,
    )


def _names(portfolio: Portfolio, dimension: str) -> list[str]:
    names, code = portfolio.labels[dimension]
    return [names[i] for i in code.tolist()]


def _coded(column: pa.ChunkedArray) -> tuple[list[str], Codes]:
    """The distinct values of a column, and each row's; what is not given is ""."""
    encoded = pc.fill_null(column, "").combine_chunks().dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy().astype(np.intp)


def _whole(column: pa.Array) -> Whole:
    """DECIMAL(38, 4) as ten-thousandths, null as 0."""
    filled = pc.fill_null(column.cast(pa.decimal128(38, 4)), Decimal(0))
    words = np.frombuffer(filled.buffers()[1], dtype="<i8").reshape(-1, 2)[filled.offset : filled.offset + len(filled)]
    low, high = words[:, 0], words[:, 1]
    if (high == low >> 63).all() and np.abs(low.astype(np.float64)).sum() < 2.0**62:
        return low.copy()
    return np.asarray([int(value * STEP) for value in filled.to_pylist()], dtype=object)
