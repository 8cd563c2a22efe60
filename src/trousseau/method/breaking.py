"""The smallest set of customers whose loss takes a division, or several at once, under its fixed costs.

Customers contribute cᵢ (cᵢd to each of several divisions d); fixed costs are F (F_d). Losing the set L breaks the
division when what is left is *under* its fixed costs: Σ_{i∉L} cᵢ < F. Which is the smallest L?

**One threshold**: the k largest contributions are what k customers can take away at most. So the first k at which
they take more than Σc − F is the smallest number there is, and no search is needed.
**Joint thresholds** (several divisions at once, or customers that count for several): a covering problem in 0 and 1,
min Σ wᵢxᵢ with Σ cᵢd xᵢ > Σ cᵢd − F_d for every d, solved to proven optimality by branch and cut (HiGHS: Q. Huangfu &
J. A. J. Hall, 2018). Every set the solver gives is checked again in exact arithmetic; one it lets pass by its tolerance
only is forbidden and the search goes on, so rounding decides nothing.

Amounts are compared as they are written: `Decimal` exactly, a float as the shortest decimal that is that float, so
0.1 is a tenth. A customer whose contribution is negative is only lost where another division needs it.
"""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, SupportsFloat, SupportsIndex

import numpy as np
import numpy.typing as npt
import scipy

from trousseau.method.arrays import Floats, Integers

Exact = npt.NDArray[Any]
"""Whole numbers: int64 where they fit, Python's own otherwise."""

Amount = float | int | Decimal

DECIMALS = 4
"""Money has no more."""
STEP = 10**DECIMALS
ROOM = 2**53
NODES = 200_000
"""How far the search goes before it gives up its claim."""
FEW = 40
"""Rows among which the richest of several smallest sets is searched for exactly."""
TRIES = 200
"""Sets forbidden before the search gives up its claim to be exact."""


@dataclass(frozen=True, eq=False)
class Break:
    """The smallest set that breaks, or how far losing customers goes."""

    lost: tuple[Hashable, ...] | None
    """Who leaves, largest contribution first: groups, or indices of those without one; empty: it is under already;
    None: no set breaks it."""
    rows: Integers
    """The indices of all rows that leave."""
    before: Floats
    """What is left after fixed costs today, of each division. Shape (m,)."""
    after: Floats
    """The same after the loss; where no set breaks, the lowest each could fall by losing customers."""
    proven: bool = True
    """Whether no smaller set exists for certain."""

    @property
    def size(self) -> int | None:
        """How many customers leave; None: none are enough."""
        return None if self.lost is None else len(self.lost)

    @property
    def already(self) -> bool:
        """Whether it is under its fixed costs before anyone leaves."""
        return self.lost == ()


def smallest_break(
    contributions: Iterable[Any],
    fixed: Amount | Iterable[Amount] | None,
    *,
    groups: Iterable[Hashable] | None = None,
    keep: Iterable[int] = (),
    count: Literal["customers", "rows"] = "customers",
) -> Break:
    """The smallest set whose loss takes every division under its fixed costs at once.

    `contributions`: shape (n,) with one amount `fixed`, or (n, m) with m of them, in one unit. `groups` names the group
    of each row, None for one that stands alone: a group leaves whole, and counts as one customer (`count="rows"`: as
    many as its rows). Customers with a row in `keep` cannot leave. Of several smallest sets, the one that takes most
    away (with joint thresholds and many customers: one none of whose members a larger one could replace); equal
    customers in the order given.

    Raises:
        ValueError: an amount that is missing or infinite (fixed costs that are not known break nothing), or shapes
            that do not go together.
    """
    amounts, thresholds, places = _exact(contributions, fixed)
    labels, code = _customers(groups, len(amounts))
    sums = np.zeros((len(labels), amounts.shape[1]), dtype=amounts.dtype)
    np.add.at(sums, code, amounts)
    spare = sums.sum(axis=0) - thresholds
    weight = np.bincount(code, minlength=len(labels)) if count == "rows" else np.ones(len(labels), dtype=np.intp)
    staying = np.zeros(len(labels), dtype=np.bool_)
    staying[code[_indices(keep, len(amounts))]] = True
    free = np.flatnonzero(~staying & (sums > 0).any(axis=1))
    proven, chosen = True, None
    if (spare < 0).all():
        chosen = np.empty(0, dtype=np.intp)
    elif _within_reach(sums[free], spare):
        if sums.shape[1] == 1 and (weight[free] == 1).all():
            chosen = free[_largest_first(sums[free, 0], spare[0])]
        else:
            found, proven = _search(sums[free], spare, weight[free])
            chosen = None if found is None else free[found]
    if chosen is None:
        taken = np.where(sums[free] > 0, sums[free], 0).sum(axis=0)
        return Break(None, np.empty(0, dtype=np.intp), _floats(spare, places), _floats(spare - taken, places), proven)
    chosen = chosen[_descending(sums[chosen].sum(axis=1))]
    return Break(
        lost=tuple(labels[i] for i in chosen.tolist()),
        rows=np.flatnonzero(np.isin(code, chosen)),
        before=_floats(spare, places),
        after=_floats(spare - sums[chosen].sum(axis=0), places),
        proven=proven,
    )


def _within_reach(sums: Exact, spare: Exact) -> bool:
    """Whether losing everyone who contributes to a division would break it, for each division by itself."""
    return bool((np.where(sums > 0, sums, 0).sum(axis=0) > spare).all())


def _largest_first(sums: Exact, spare: int) -> Integers:
    """The first k of the largest amounts that take away more than there is to spare."""
    order = _descending(sums)
    taken = np.cumsum(sums[order])
    return order[: int(np.argmax(taken > spare)) + 1]


def _search(sums: Exact, spare: Exact, weight: Integers) -> tuple[Integers | None, bool]:
    """The lightest set that takes away more than there is to spare everywhere, and whether that is proven."""
    order = _descending(sums.sum(axis=1))  # the same problem however its rows come
    order = order[_undominated(sums[order], weight[order], _greedy(sums[order], spare, weight[order]))]
    covering = _Covering(sums[order], spare, weight[order])
    best, proven = covering.solved(weight[order].astype(np.float64))
    if best is None or not proven:
        return (None if best is None else order[best]), proven
    return order[covering.richest(best)], proven


def _greedy(sums: Exact, spare: Exact, weight: Integers) -> int:
    """The weight of a set that breaks, found by taking again and again the customer that helps most; all where none."""
    need = np.asarray(spare, dtype=np.float64) + 1.0
    gains = np.asarray(sums, dtype=np.float64)
    scale = np.maximum(np.abs(need), 1.0)
    left = np.ones(len(sums), dtype=np.bool_)
    taken = np.zeros(sums.shape[1], dtype=sums.dtype)
    heavy = 0
    while left.any():
        help_ = np.minimum(gains, np.maximum(need, 0.0)) / scale
        best = int(np.argmax(np.where(left, help_.sum(axis=1) / weight, -np.inf)))
        left[best], need, heavy = False, need - gains[best], heavy + int(weight[best])
        taken = taken + sums[best]
        if (taken > spare).all():
            return heavy
    return int(weight.sum())


def _undominated(sums: Exact, weight: Integers, most: int) -> npt.NDArray[np.bool_]:
    """The rows a lightest set may need, when it weighs no more than `most`.

    A row that `most` others beat everywhere at no more weight is never needed: one of them is outside any such set
    that holds it, and may take its place.
    """
    beaten = np.zeros(len(sums), dtype=np.intp)
    places = np.arange(len(sums))
    for i in range(len(sums)):
        better = (sums[i] >= sums).all(axis=1) & (weight[i] <= weight)
        same = better & (sums[i] == sums).all(axis=1) & (weight[i] == weight)
        beaten += better & (~same | (places > i))
    return beaten < most


class _Covering:
    """Which rows to take so that together they take away more than there is to spare, in every column."""

    def __init__(self, sums: Exact, spare: Exact, weight: Integers) -> None:
        self.sums, self.spare, self.weight = sums, spare, weight
        scale = np.asarray([max(1, *(abs(int(v)) for v in column)) for column in sums.T], dtype=object)
        self._rows = np.asarray(sums / scale, dtype=np.float64)
        self._bound = np.asarray((spare + 1) / scale, dtype=np.float64)
        self._forbidden: list[Integers] = []

    def solved(self, cost: Floats, most: int | None = None) -> tuple[Integers | None, bool]:
        """The set of least cost, weighing no more than `most`, that exact arithmetic confirms; (None, True): none."""
        while len(self._forbidden) <= TRIES:
            constraints = [scipy.optimize.LinearConstraint(self._rows.T, self._bound - 1e-9, np.inf)]
            if most is not None:
                constraints.append(
                    scipy.optimize.LinearConstraint(self.weight[None, :].astype(np.float64), -np.inf, most + 0.5)
                )
            for gone in self._forbidden:
                signs = np.ones(len(self.sums))
                signs[gone] = -1.0
                constraints.append(scipy.optimize.LinearConstraint(signs[None, :], 1.0 - len(gone), np.inf))
            found = scipy.optimize.milp(
                cost,
                constraints=constraints,
                integrality=np.ones(len(self.sums)),
                bounds=scipy.optimize.Bounds(0, 1),
                options={"mip_rel_gap": 0.0, "node_limit": NODES},
            )
            if found.x is None:
                return None, found.status == 2
            chosen = np.flatnonzero(found.x > 0.5)
            if self._enough(self.sums[chosen].sum(axis=0)):
                return chosen, found.status == 0
            self._forbidden.append(chosen)
        return None, False

    def richest(self, chosen: Integers) -> Integers:
        """Of the sets that weigh no more, the one that takes most away: searched for among few rows, else exchanged."""
        total = self.sums.sum(axis=1)
        if len(self.sums) <= FEW:
            gain = -np.asarray(total / max(1, *(abs(int(v)) for v in total)), dtype=np.float64)
            richer, _ = self.solved(gain, int(self.weight[chosen].sum()))
            if richer is not None and int(total[richer].sum()) > int(total[chosen].sum()):
                return richer
            return chosen
        return self._exchanged(chosen, total)

    def _exchanged(self, chosen: Integers, total: Exact) -> Integers:
        """The set with members exchanged for larger ones until none can be."""
        inside = chosen.tolist()
        exchanged = True
        while exchanged:
            exchanged = False
            for place, row in enumerate(inside):
                taken = self.sums[inside].sum(axis=0) - self.sums[row]
                fits = (taken + self.sums > self.spare).all(axis=1) & (total > total[row])
                fits &= self.weight <= self.weight[row]
                fits[inside] = False
                if fits.any():
                    better = np.flatnonzero(fits)
                    inside[place] = int(better[int(np.argmax(total[better]))])
                    exchanged = True
        return np.asarray(inside, dtype=np.intp)

    def _enough(self, taken: Exact) -> bool:
        """Whether as much is taken away as it takes."""
        return bool((taken > self.spare).all())


def _exact(contributions: Iterable[Any], fixed: Amount | Iterable[Amount] | None) -> tuple[Exact, Exact, int]:
    """Contributions (n, m) and fixed costs (m,) as whole numbers, and how many of their digits are decimals."""
    if np.ma.is_masked(contributions) or np.ma.is_masked(fixed):
        raise ValueError("amounts have missing entries; leave them out or decide what they are worth")
    given = contributions if isinstance(contributions, np.ndarray) else _rows(contributions)
    thresholds = np.asarray(list(fixed) if isinstance(fixed, Iterable) else [fixed], dtype=object)
    if given.size == 0:
        given = given.reshape(0, len(thresholds))
    if given.ndim == 1:
        given = given.reshape(-1, 1)
    if given.ndim != 2 or given.shape[1] != len(thresholds) or not len(thresholds):
        raise ValueError(f"contributions of shape {given.shape} for {len(thresholds)} fixed costs")
    for name, values in (("contributions", given), ("fixed costs", thresholds)):
        if any(v is None for v in values.ravel()) or not np.isfinite(values.astype(np.float64)).all():
            raise ValueError(f"{name} must be known and finite")
    both = np.concatenate([given.astype(object), thresholds[None, :]])
    whole, places = _money(both) or _written(both)
    return whole[:-1], whole[-1], places


def _rows(values: Iterable[Any]) -> npt.NDArray[Any]:
    """A list of numbers, or of rows of numbers, without losing what a `Decimal` says."""
    listed = [list(v) if isinstance(v, Iterable) else v for v in values]
    try:
        return np.asarray(listed, dtype=object)
    except ValueError as error:
        raise ValueError("rows of contributions of different lengths") from error


def _money(values: Exact) -> tuple[Exact, int] | None:
    """Amounts with four decimals at most as 64-bit numbers of ten-thousandths; None where that does not hold them."""
    rough = values.astype(np.float64)
    whole = np.rint(rough * STEP)
    if np.abs(whole).sum() >= ROOM or not (whole / STEP == rough).all():
        return None
    if any(isinstance(v, Decimal) and v * STEP != int(v * STEP) for v in values.ravel()):
        return None
    return whole.astype(np.int64), DECIMALS


def _written(values: Exact) -> tuple[Exact, int]:
    """Amounts of any size as Python's whole numbers of their smallest decimal."""
    decimals = [v if isinstance(v, Decimal) else Decimal(repr(_plain(v))) for v in values.ravel()]
    places = max(0, *(-int(v.as_tuple().exponent) for v in decimals)) if decimals else 0
    whole = np.empty(len(decimals), dtype=object)
    for i, value in enumerate(decimals):
        sign, digits, exponent = value.as_tuple()
        number = int("".join(map(str, digits)) or "0") * 10 ** (int(exponent) + places)
        whole[i] = -number if sign else number
    return whole.reshape(values.shape), places


def _plain(value: SupportsIndex | SupportsFloat) -> int | float:
    """A number of Python's own, whose text is its shortest."""
    return operator.index(value) if isinstance(value, SupportsIndex) else float(value)


def _floats(values: Exact, places: int) -> Floats:
    """Whole numbers as the amounts they are."""
    return np.asarray([float(Decimal(int(v)).scaleb(-places)) for v in values], dtype=np.float64)


def _descending(values: Exact) -> Integers:
    """Indices from the largest to the smallest, equal ones in the order they came in."""
    order: Integers = np.argsort(-values, kind="stable")
    return order


def _customers(groups: Iterable[Hashable] | None, size: int) -> tuple[list[Hashable], Integers]:
    """The distinct customers in order of appearance, and which of them each row is."""
    if groups is None:
        return list(range(size)), np.arange(size, dtype=np.intp)
    named = groups.tolist() if isinstance(groups, np.ndarray) else list(groups)
    if len(named) != size:
        raise ValueError(f"{len(named)} groups for {size} rows")
    position: dict[tuple[bool, Hashable], int] = {}
    code = [
        position.setdefault((name is None, index if name is None else name), len(position))
        for index, name in enumerate(named)
    ]
    return [name for _, name in position], np.asarray(code, dtype=np.intp)


def _indices(rows: Iterable[int], size: int) -> Integers:
    """Rows that exist."""
    chosen = np.asarray([operator.index(row) for row in rows], dtype=np.intp)
    if chosen.size and (chosen.min() < 0 or chosen.max() >= size):
        raise ValueError(f"rows to keep are numbered 0 to {size - 1}")
    return chosen
