"""What is left when customers leave."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import NOISE, Floats, Integers, Numbers, finite


@dataclass(frozen=True)
class Change:
    """An amount before and after a loss, in the unit of the values."""

    before: float
    after: float

    @property
    def loss(self) -> float:
        """Before − after; negative when what left was itself negative."""
        return self.before - self.after

    @property
    def share(self) -> float:
        """The loss as a fraction of what was there; NaN when that was zero or negative."""
        return self.loss / self.before if self.before > 0.0 else float("nan")


@dataclass(frozen=True, eq=False)
class Without(Change):
    """The same total without the lost customers, as a whole and part by part."""

    remaining: Floats = field(default_factory=lambda: np.empty(0))
    """The values, zero where lost; shape (n,). `pareto` and `concentration` of it give the picture after."""
    by: dict[Hashable, Change] = field(default_factory=dict)
    """The change of each zone, division … given in `by`, in order of appearance; they add up to the whole."""


def without(
    values: Numbers, lost: Iterable[int] | npt.NDArray[np.bool_], by: Iterable[Hashable] | None = None
) -> Without:
    """The total of the values before and after losing some of them.

    `values` has one amount a row, shape (n,): an account, or an account in a zone. `lost` says which rows go:
    a mask of n booleans, or indices from 0 (given twice, lost once). `by` names the part each row belongs to.

    Raises:
        ValueError: a missing or infinite value, a row to lose that does not exist, not one name for each row.
    """
    vector = finite(values)
    gone = _mask(lost, len(vector))
    remaining = np.where(gone, 0.0, vector)
    parts: dict[Hashable, Change] = {}
    if by is not None:
        names = by.tolist() if isinstance(by, np.ndarray) else list(by)
        if len(names) != len(vector):
            raise ValueError(f"{len(names)} names for {len(vector)} values")
        position: dict[Hashable, int] = {}
        code: Integers = np.asarray([position.setdefault(n, len(position)) for n in names], dtype=np.intp)
        before, after = (
            _clean(np.bincount(code, weights=v, minlength=len(position)).astype(np.float64), vector)
            for v in (vector, remaining)
        )
        parts = {n: Change(float(before[i]), float(after[i])) for n, i in position.items()}
    before_all, after_all = (float(_clean(np.sum(v, dtype=np.longdouble), vector)) for v in (vector, remaining))
    return Without(before=before_all, after=after_all, remaining=remaining, by=parts)


def _mask(lost: Iterable[int] | npt.NDArray[np.bool_], size: int) -> npt.NDArray[np.bool_]:
    """Which of `size` rows are lost."""
    chosen = np.asarray(lost if isinstance(lost, np.ndarray) else list(lost))
    if chosen.dtype == np.bool_:
        if chosen.shape != (size,):
            raise ValueError(f"a mask of {chosen.shape} for {size} values")
        return chosen
    gone = np.zeros(size, dtype=np.bool_)
    if chosen.size:
        if not np.issubdtype(chosen.dtype, np.integer) or chosen.min() < 0 or chosen.max() >= size:
            raise ValueError(f"rows to lose are numbered 0 to {size - 1}")
        gone[chosen] = True
    return gone


def _clean(sums: npt.NDArray[np.floating] | np.floating, values: Floats) -> npt.NDArray[np.float64]:
    """Sums with what is only rounding noise set to zero, so that losing everyone leaves exactly nothing."""
    noise = NOISE * np.abs(values).max(initial=0.0)
    return np.where(np.abs(sums) <= noise, 0.0, sums).astype(np.float64)
