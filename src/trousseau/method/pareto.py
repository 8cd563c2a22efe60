"""The Pareto curve: how few customers make most of the sales."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import NOISE, Floats, Integers, Numbers, count, descending, finite, shares


@dataclass(frozen=True, eq=False)
class Pareto:
    """Customers from the largest to the smallest, and what they make together.

    S(k/n) is the share of the total made by the k largest of n customers; S(0) = 0, S(1) = 1, linear between
    customers. Shares are fractions of the total (0 to 1). Customers with zero count in n. Negative customers
    stand last: S then climbs above 1 and comes back to 1. Where the total is zero or negative, or there is no
    customer, a share means nothing: curve, point, Gini and shares are NaN, counts are None, classes are "".
    """

    order: Integers
    """Indices of `values`, largest first; equal values in the order given. Shape (n,)."""
    cumulative_share: Floats
    """S(1/n) … S(1), in that order. Shape (n,)."""

    @property
    def size(self) -> int:
        """The number of customers, n."""
        return len(self.order)

    @property
    def defined(self) -> bool:
        """Whether shares mean something: at least one customer and a total above zero."""
        return self.size > 0 and not np.isnan(self.cumulative_share[0])

    @cached_property
    def point(self) -> float:
        """The Pareto point: p where S(p) = 1 − p, so that p of the customers make 1 − p of the sales.

        0.2 is the textbook 20/80; 0.5 is perfect equality. S is concave, so there is exactly one.
        Source: V. Pareto's rule as generalised by J. M. Juran; the fixed point of the Lorenz curve is the
        Kolkata index of Ghosh, Chattopadhyay & Chakrabarti (Physica A 410, 2014): k = 1 − p.
        """
        if not self.defined:
            return float("nan")
        p = np.arange(self.size + 1) / self.size
        above = np.concatenate(([0.0], self.cumulative_share)) + p - 1.0
        after = int(np.argmax(above >= 0.0))
        before = after - 1
        return float(p[before] - above[before] / (above[after] - above[before]) / self.size)

    @cached_property
    def gini(self) -> float:
        """G = 2 · ∫S − 1 by trapezoids = Σᵢ (n + 1 − 2i) vᵢ / (n Σv), i the rank from the largest.

        The coefficient of the population, without small-sample correction: 0 for equality, (n−1)/n when one
        customer makes everything. With negative customers it may pass 1. Source: C. Gini, 1912.
        """
        if not self.defined:
            return float("nan")
        area = (self.cumulative_share.sum(dtype=np.longdouble) - 0.5) / self.size
        return max(0.0, float(2.0 * area - 1.0)) if self.size > 1 else 0.0

    def share_of_top(self, fraction: float) -> float:
        """Share made by the largest ⌈fraction · n⌉ customers; 0 of them make 0.

        Raises:
            ValueError: a fraction outside 0 to 1.
        """
        top = count(fraction, self.size)
        if not self.defined:
            return float("nan")
        return float(self.cumulative_share[top - 1]) if top else 0.0

    def count_for(self, share: float) -> int | None:
        """The smallest number of customers that together reach this share of the total.

        Raises:
            ValueError: a share outside 0 to 1.
        """
        if not 0.0 <= share <= 1.0:
            raise ValueError(f"a share lies between 0 and 1, got {share}")
        if not self.defined:
            return None
        if share == 0.0:
            return 0
        return int(np.argmax(self.cumulative_share >= float(share) - NOISE)) + 1

    def classes(self, a: float = 0.8, b: float = 0.95) -> npt.NDArray[np.str_]:
        """Class "A", "B" or "C" of each customer, in the order of `values`; shape (n,).

        A is the smallest set of largest customers that reaches the share `a` (the one that crosses it is A),
        B those that then reach `b`, C the others. Among equal values at a border, the first given goes first.

        Raises:
            ValueError: unless 0 ≤ a ≤ b ≤ 1.
        """
        counts = self.class_counts(a, b)
        ranked = np.repeat(list(counts), list(counts.values())) if self.defined else np.full(self.size, "", "<U1")
        result = np.empty(self.size, "<U1")
        result[self.order] = ranked
        return result

    def class_counts(self, a: float = 0.8, b: float = 0.95) -> dict[str, int]:
        """How many customers in each class, as `classes` gives them; zeros where classes mean nothing.

        Raises:
            ValueError: unless 0 ≤ a ≤ b ≤ 1.
        """
        if a > b:
            raise ValueError(f"class A ends where B begins: {a} is above {b}")
        first, second = self.count_for(a), self.count_for(b)
        if first is None or second is None:
            return {"A": 0, "B": 0, "C": 0}
        return {"A": first, "B": second - first, "C": self.size - second}


def pareto(values: Numbers) -> Pareto:
    """The Pareto curve of one amount a customer, in any one unit; shape (n,), n may be 0.

    Raises:
        ValueError: a missing or infinite value, or more than one dimension.
    """
    vector = finite(values)
    order = descending(vector)
    cumulative = np.cumsum(shares(vector)[order], dtype=np.longdouble).astype(np.float64)
    return Pareto(order=order, cumulative_share=cumulative)
