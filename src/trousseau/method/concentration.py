"""Concentration: how much a total hangs on its few largest parts."""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trousseau.method.arrays import NOISE, Floats, Integers, Numbers, descending, finite, shares


@dataclass(frozen=True, eq=False)
class Concentration:
    """The parts of a total, largest first. Shares are fractions of the total; they add up to 1.

    Where the total is zero or negative, or there is no part, a share means nothing: figures are NaN and no
    part passes any limit. Negative parts keep their negative share: squared, it may lift the HHI above 1.
    """

    labels: tuple[Hashable, ...]
    """What each part is: its group, or its index in `values` where it has none."""
    shares: Floats
    """The share of each part, in the order of `labels`. Shape (m,)."""

    @cached_property
    def hhi(self) -> float:
        """Herfindahl–Hirschman index Σ s², from 1/m (equal parts) to 1 (one part).

        Source: O. C. Herfindahl 1950, A. O. Hirschman 1945; antitrust texts multiply it by 10,000.
        """
        return float(np.sum(np.square(self.shares, dtype=np.longdouble))) if len(self.shares) else float("nan")

    @property
    def effective_number(self) -> float:
        """1 / HHI: the number of equal parts that would be as concentrated (M. A. Adelman, 1969)."""
        return 1.0 / self.hhi

    def top(self, n: int) -> float:
        """The share of the n largest parts together; of all of them when there are fewer than n.

        Raises:
            ValueError: a negative n.
        """
        if (wanted := operator.index(n)) < 0:
            raise ValueError(f"a number of parts cannot be negative, got {n}")
        if not len(self.shares):
            return float("nan")
        return float(np.sum(self.shares[:wanted], dtype=np.longdouble) + 0.0 * self.shares[0])

    def over(self, limit: float = 0.10) -> tuple[tuple[Hashable, float], ...]:
        """The parts at or above a limit, largest first, as (label, share).

        10 % is where IFRS 8 §34 wants a customer disclosed, a group under common control being one customer.
        """
        passing = int(np.count_nonzero(self.shares >= limit - NOISE))
        return tuple(zip(self.labels[:passing], self.shares[:passing].tolist(), strict=True))

    def excess(self, limit: float = 0.20) -> tuple[tuple[Hashable, float], ...]:
        """What each part has above a limit, as (label, share of the total above it), largest first.

        Lenders against receivables do not lend on it: the ineligible excess is Σ max(0, sᵢ − limit) of the total. A
        part exactly at the limit has none.

        Raises:
            ValueError: a limit outside 0 to 1.
        """
        if not 0.0 <= limit <= 1.0:
            raise ValueError(f"a limit lies between 0 and 1, got {limit}")
        above = int(np.count_nonzero(self.shares > limit + NOISE))
        return tuple(zip(self.labels[:above], (self.shares[:above] - limit).tolist(), strict=True))


def concentration(values: Numbers, groups: Iterable[Hashable] | None = None) -> Concentration:
    """The concentration of one amount a part, in any one unit; shape (n,), n may be 0.

    `groups` names the group of each value, None for a value that stands alone; amounts of a group are first
    added up. Without `groups` every value is a part and its label is its index.

    Raises:
        ValueError: a missing or infinite value, or not one group for each value.
    """
    vector = finite(values)
    if groups is None:
        order = descending(vector)
        return Concentration(labels=tuple(order.tolist()), shares=shares(vector)[order])
    labels, code = _parts(groups, len(vector))
    vector = np.bincount(code, weights=vector, minlength=len(labels)).astype(np.float64)
    order = descending(vector)
    return Concentration(labels=tuple(labels[i] for i in order.tolist()), shares=shares(vector)[order])


def _parts(groups: Iterable[Hashable], size: int) -> tuple[list[Hashable], Integers]:
    """The distinct parts in order of appearance, and the part of each value; one without a group alone."""
    named = groups.tolist() if isinstance(groups, np.ndarray) else list(groups)
    if len(named) != size:
        raise ValueError(f"{len(named)} groups for {size} values")
    # An index could equal a group's name (both may be integers), so lone values are keyed apart.
    position: dict[tuple[bool, Hashable], int] = {}
    code = [
        position.setdefault((group is None, index if group is None else group), len(position))
        for index, group in enumerate(named)
    ]
    return [label for _, label in position], np.asarray(code, dtype=np.intp)
