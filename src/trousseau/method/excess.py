"""Why an account leaves less than the others: each part of its cost held against the portfolio's usual rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats, Numbers, finite


@dataclass(frozen=True, eq=False)
class Excess:
    """What each account spends of each part beyond the rate at which the whole portfolio does.

    excessₚᵢ = costₚᵢ − rateₚ · salesᵢ with rateₚ = Σcostₚ / Σsales. For every account the excesses add up to what it
    lacks against the average: Σₚ excessₚᵢ = (average contribution rate) · salesᵢ − contributionᵢ; for the whole
    portfolio each part's add up to nothing.
    """

    rates: Floats
    """Of the whole portfolio, cost ÷ sales. Shape (parts,); NaN unless the sales add up to more than zero."""
    amounts: Floats
    """Shape (parts, accounts), in the unit of the costs; positive: more than usual. NaN where rates are."""

    def worst(self, at: int) -> int:
        """The part that explains most of what account `at` lacks; ties: the first."""
        return int(np.argmax(self.amounts[:, at]))


def excess(costs: npt.ArrayLike, sales: Numbers) -> Excess:
    """The excess of each part of the cost (rows of `costs`, shape (parts, accounts)) over the usual.

    Raises:
        ValueError: missing or infinite numbers, shapes that do not go together.
    """
    base = finite(sales, "sales")
    matrix = np.asarray(costs, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[1] != len(base):
        raise ValueError(f"costs need one row a part and one column an account, got shape {matrix.shape}")
    if not np.isfinite(matrix).all():
        raise ValueError("costs must be finite numbers, without NaN or infinity")
    total = base.astype(np.longdouble).sum()
    if total <= 0.0:
        return Excess(np.full(len(matrix), np.nan), np.full(matrix.shape, np.nan))
    rates = (matrix.astype(np.longdouble).sum(axis=1) / total).astype(np.float64)
    return Excess(rates, matrix - rates[:, None] * base)
