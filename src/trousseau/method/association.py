"""How much two ways of sorting the same accounts have in common: Cramér's V, with the right to say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LEAST_EXPECTED = 5.0
"""Cochran's rule: four cells in five should expect five accounts, and none less than one."""


@dataclass(frozen=True)
class Association:
    """What a cross table says of the link between its rows and its columns.

    `v` is Cramér's V, √(χ² / (n · min(r−1, c−1))), 0: no link, 1: one tells the other; `corrected` is the same
    without the part that chance alone makes (Bergsma 2013), the one to read on small tables. NaN where either
    side has one value only: nothing can be linked with what does not vary.
    Sources: H. Cramér, "Mathematical Methods of Statistics", 1946; W. Bergsma, "A bias-correction for Cramér's V
    and Tschuprow's T", Journal of the Korean Statistical Society 42, 2013; W. G. Cochran, "Some methods for
    strengthening the common χ² tests", Biometrics 10, 1954.
    """

    v: float
    corrected: float
    chi_square: float
    size: int
    """How many accounts the table counts."""
    enough: bool
    """Whether there are enough of them to say anything, by Cochran's rule."""


def cramers_v(counts: Sequence[Sequence[int]] | npt.ArrayLike) -> Association:
    """The association in a table of counts, shape (r, c); empty rows and columns are left out.

    Raises:
        ValueError: not two dimensions, a negative, missing or infinite count.
    """
    table = np.asarray(counts, dtype=np.float64)
    if table.size == 0:
        table = table.reshape(0, 0)
    if table.ndim != 2:
        raise ValueError(f"a cross table has two dimensions, got shape {table.shape}")
    if not np.isfinite(table).all() or (table < 0).any():
        raise ValueError("counts must be finite and not negative")
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    rows, columns = table.shape
    n = table.sum()
    if rows < 2 or columns < 2:
        return Association(float("nan"), float("nan"), 0.0, round(float(n)), enough=False)
    expected = np.outer(table.sum(axis=1) / n, table.sum(axis=0))
    chi_square = float(((table - expected) ** 2 / expected).sum())
    return Association(
        v=min(1.0, float(np.sqrt(chi_square / n / (min(rows, columns) - 1)))),
        corrected=_corrected(chi_square / n, rows, columns, float(n)),
        chi_square=chi_square,
        size=round(float(n)),
        enough=bool((expected >= LEAST_EXPECTED).mean() >= 0.8 and expected.min() >= 1.0),
    )


def _corrected(phi: float, rows: int, columns: int, n: float) -> float:
    """Bergsma's V from φ² = χ²/n; NaN where the correction leaves nothing to divide by."""
    if n <= 1.0:
        return float("nan")
    left = max(0.0, phi - (rows - 1) * (columns - 1) / (n - 1))
    sides = [side - (side - 1) ** 2 / (n - 1) for side in (rows, columns)]
    least = min(sides) - 1.0
    return min(1.0, float(np.sqrt(left / least))) if least > 0.0 else float("nan")
