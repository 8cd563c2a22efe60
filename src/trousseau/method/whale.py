"""The whale curve: how much the good customers earn, and how much the others then take away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trousseau.method.arrays import Floats, Integers, Numbers, descending, finite


@dataclass(frozen=True, eq=False)
class Whale:
    """Customers from the most to the least profitable, and their contribution added up.

    Amounts are in the unit of the contributions. No customer, or none that contributes: the peak is 0 at 0.
    Source: R. S. Kaplan & V. G. Narayanan, "Measuring and Managing Customer Profitability", 2001.
    """

    order: Integers
    """Indices of `contributions`, largest first; equal values in the order given. Shape (n,)."""
    cumulative: Floats
    """The contribution of the 1, 2 … n best customers together. Shape (n,)."""
    peak: float
    """The highest point: what the customers that contribute earn together."""
    peak_at: int
    """How many customers that takes: those whose contribution is above zero."""
    drag: float
    """What the customers after the peak take away: peak − total, zero or more."""

    @property
    def total(self) -> float:
        """The contribution of everyone: the right end of the curve."""
        return self.peak - self.drag

    @property
    def peak_share(self) -> float:
        """The peak as a fraction of the total (1.27 is 127 %); NaN unless the total is above zero."""
        return self.peak / self.total if self.total > 0.0 else float("nan")


def whale(contributions: Numbers) -> Whale:
    """The whale curve of one net contribution a customer, in any one unit; shape (n,), n may be 0.

    Raises:
        ValueError: a missing or infinite value, or more than one dimension.
    """
    vector = finite(contributions)
    order = descending(vector)
    ranked = vector[order].astype(np.longdouble)
    peak_at = int(np.count_nonzero(ranked > 0.0))
    return Whale(
        order=order,
        cumulative=np.cumsum(ranked).astype(np.float64),
        peak=float(ranked[:peak_at].sum()),
        peak_at=peak_at,
        drag=abs(float(ranked[peak_at:].sum())),
    )
