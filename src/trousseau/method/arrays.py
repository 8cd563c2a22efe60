"""How every function of the method takes its numbers, and the two tolerances they share."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.intp]
Numbers: TypeAlias = Iterable[float] | Iterable[Decimal] | Floats

NOISE = 1e-12
"""Shares closer than this are the same share: far above float rounding, below a cent of a sales total."""


def finite(values: Numbers, name: str = "values") -> Floats:
    """The values as a vector of float64, shape (n,); lists, iterators, arrays and `Decimal` are accepted.

    Raises:
        ValueError: more than one dimension, a missing value (None, NaN, masked) or an infinite one.
    """
    given = values if isinstance(values, Sized) else list(values)
    if np.ma.is_masked(given):
        raise ValueError(f"{name} has missing entries; leave them out or decide what they are worth")
    vector = np.asarray(given, dtype=np.float64)
    if vector.ndim != 1:
        raise ValueError(f"{name} must be one number an account, got shape {vector.shape}")
    if not np.isfinite(vector).all():
        raise ValueError(f"{name} must be finite numbers, without NaN or infinity")
    return vector


def shares(values: Floats) -> Floats:
    """sᵢ = vᵢ / Σv, shape (n,); all NaN when the total is zero, negative or lost in rounding noise.

    Values are divided by the largest first, so that neither tiny nor huge amounts lose precision, and added
    in extended precision, so that the sum does not depend on their order.
    """
    largest = np.abs(values).max(initial=0.0)
    if largest == 0.0:
        return np.full(values.shape, np.nan)
    scaled = (values / largest).astype(np.longdouble)
    total = scaled.sum()
    if total <= NOISE * np.abs(scaled).sum():
        return np.full(values.shape, np.nan)
    result: Floats = (scaled / total).astype(np.float64)
    return result


def descending(values: Floats) -> Integers:
    """Indices from the largest to the smallest value; equal values keep the order they came in."""
    order: Integers = np.argsort(-values, kind="stable")
    return order


def count(fraction: float, of: int) -> int:
    """⌈fraction · of⌉ as on paper: 20 % of 635 is 127, whatever 0.2 × 635 makes in floating point.

    Raises:
        ValueError: a fraction outside 0 to 1.
    """
    if not 0.0 <= fraction <= 1.0:
        raise ValueError(f"a fraction lies between 0 and 1, got {fraction}")
    return int(np.ceil(float(fraction) * of - NOISE * of))
