"""Whether assessors judge alike: Krippendorff's α, with what chance leaves open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import Floats

Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]

SAMPLES = 1_000
"""Redrawings of the accounts for the interval."""


@dataclass(frozen=True)
class Agreement:
    """α = 1 − observed / expected disagreement: 1 everyone agrees, 0 as by chance, below 0 worse than chance.

    NaN where nothing can be said: no account judged twice, or all judgements the same. Krippendorff relies on 0.80
    and more, and draws tentative conclusions from .667.
    Sources: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011; "Content Analysis", 4th ed., ch. 12.
    """

    alpha: float
    low: float
    """The interval holds α in 95 % of redrawings of the judged accounts."""
    high: float
    units: int
    """Accounts judged by two or more, which are all that counts."""
    values: int
    """Judgements of these."""

    @property
    def interval(self) -> tuple[float, float]:
        """(low, high)."""
        return self.low, self.high

    def __float__(self) -> float:
        return self.alpha


def alpha(ratings: npt.ArrayLike, level: Level = "ordinal", *, seed: int = 0) -> Agreement:
    """Krippendorff's α of assessors × accounts, shape (assessors, accounts); a judgement not given is NaN or None.

    The interval redraws the accounts judged by two or more, with replacement, each keeping its disagreement; what
    is expected by chance stays that of all judgements, as in Krippendorff's own bootstrap.

    Raises:
        ValueError: not two dimensions, an infinite judgement, an unknown level, negative judgements on a ratio scale.
    """
    given = np.asarray(ratings, dtype=np.float64)
    if given.ndim != 2:
        raise ValueError(f"ratings are a table of assessors × accounts, got shape {given.shape}")
    if np.isinf(given).any():
        raise ValueError("a judgement is a finite number or missing, not infinite")
    if level not in DISTANCES:
        raise ValueError(f"a level is one of {', '.join(DISTANCES)}, got {level!r}")
    if level == "ratio" and (given < 0.0).any():
        raise ValueError("a ratio scale has no judgement below zero")
    given = given[:, np.isfinite(given).sum(axis=0) >= 2]
    levels = np.unique(given[np.isfinite(given)])
    counts = np.stack([(given == one).sum(axis=0) for one in levels]) if len(levels) else np.zeros((0, 0))
    judged = counts.sum(axis=0)  # how many judged each account
    total = counts.sum(axis=1).astype(np.float64)  # how often each value was given
    n = int(total.sum())
    if len(levels) < 2:
        return Agreement(float("nan"), float("nan"), float("nan"), given.shape[1], n)
    distance = DISTANCES[level](levels, total)
    expected = float(total @ distance @ total) / (n - 1)
    observed = np.einsum("vu,vw,wu->u", counts, distance, counts) / (judged - 1)
    drawn = np.random.default_rng(seed).integers(0, len(judged), (SAMPLES, len(judged)))
    disagreement = observed[drawn].sum(axis=1) / judged[drawn].sum(axis=1) * n / expected
    low, high = np.quantile(1.0 - disagreement, (0.025, 0.975)).tolist()
    return Agreement(1.0 - float(observed.sum()) / expected, low, high, len(judged), n)


def _nominal(levels: Floats, _: Floats) -> Floats:
    return np.asarray(levels[:, None] != levels[None, :], dtype=np.float64)


def _ordinal(_: Floats, total: Floats) -> Floats:
    """How many judgements lie between two values, half of those at each end counted."""
    middle = np.cumsum(total) - total / 2.0
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _interval(levels: Floats, _: Floats) -> Floats:
    return np.asarray((levels[:, None] - levels[None, :]) ** 2)


def _ratio(levels: Floats, _: Floats) -> Floats:
    together = levels[:, None] + levels[None, :]
    apart = levels[:, None] - levels[None, :]
    parted: Floats = np.divide(apart, together, out=np.zeros_like(apart), where=together > 0.0)
    return np.asarray(parted**2)


DISTANCES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
