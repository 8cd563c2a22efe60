"""How well a manager fits an account, part by part; what nobody knows stays unknown.

Each part is a matrix of scores from 0 to 1 (accounts × managers), NaN where it is not known. The fit is their weighted
mean. With unknown parts it lies between what it is when all of them are 0 and when all are 1; where one figure is
needed, to choose by, it is the middle of that span.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
K = TypeVar("K", bound=Collection[str])
WEIGHTS: dict[str, float] = {"competencies": 35.0, "languages": 25.0, "zone": 20.0, "industry": 20.0}
FLUENT: dict[str, float] = {"A1": 0.1, "A2": 0.3, "B1": 0.6, "B2": 0.85, "C1": 1.0, "C2": 1.0}
"""What a level of the Common European Framework is worth in business; one nobody told is unknown."""


@dataclass(frozen=True)
class Fit:
    """The fit of each pair, and what it is made of."""

    parts: Mapping[str, Floats]
    weights: Mapping[str, float]
    """Shares, 1 together."""
    low: Floats
    high: Floats

    @property
    def middle(self) -> Floats:
        """The middle of the span: what an assignment goes by."""
        return (self.low + self.high) / 2

    @property
    def known(self) -> Floats:
        """The share of the weights whose parts are known."""
        return 1 - (self.high - self.low)


def combine(parts: Mapping[str, Floats], weights: Mapping[str, float] | None = None) -> Fit:
    """Put parts together: low = Σ w s over the known parts, high = low + Σ w of the unknown.

    Raises:
        ValueError: no part, shapes that differ, a score outside 0 to 1, weights that are negative or all nothing.
    """
    given = {name: np.asarray(part, dtype=np.float64) for name, part in parts.items()}
    if not given:
        raise ValueError("a fit needs at least one part")
    said = dict.fromkeys(given, 1.0) if weights is None else {name: float(weights.get(name, 0.0)) for name in given}
    total = sum(said.values())
    if not all(0 <= one < np.inf for one in said.values()) or total <= 0:
        raise ValueError("weights must be 0 or more, and not all of them 0")
    shape = next(iter(given.values())).shape
    low, unknown = np.zeros(shape), np.zeros(shape)
    for name, part in given.items():
        if part.shape != shape:
            raise ValueError(f"part {name} has shape {part.shape}, others {shape}")
        missing = np.isnan(part)
        if ((part < 0) | (part > 1)).any():
            raise ValueError(f"part {name} has a score outside 0 to 1")
        share = said[name] / total
        low += share * np.where(missing, 0.0, part)
        unknown += share * missing
    return Fit(given, {name: one / total for name, one in said.items()}, low, np.minimum(low + unknown, 1.0))


def competencies(asked: Sequence[Mapping[str, float]], held: Sequence[Mapping[str, float]]) -> Floats:
    """How much of the levels asked is held: mean over what an account asks of min(held / asked, 1).

    What an account asks of which nobody assessed the manager makes the part unknown, unless half of it is known at
    least: then it is the mean of that. An account that asks nothing leaves the part unknown.
    """
    codes = sorted({code for one in asked for code in one})
    found = np.full((len(asked), len(held)), np.nan)
    if not codes or not held:
        return found
    levels = np.array([[person.get(code, np.nan) for code in codes] for person in held])
    for row, wanted in enumerate(asked):
        at = [place for place, code in enumerate(codes) if wanted.get(code, 0) > 0]
        if at:
            needed = np.array([wanted[codes[place]] for place in at], dtype=np.float64)
            share = np.minimum(levels[:, at] / needed, 1.0)
            known = ~np.isnan(share)
            enough = known.sum(axis=1) * 2 >= len(at)
            mean = np.where(known, share, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
            found[row] = np.where(enough, mean, np.nan)
    return found


def languages(asked: Sequence[Collection[str]], spoken: Sequence[Mapping[str, str] | None]) -> Floats:
    """How well a manager speaks the best of the languages an account asks (any will do): 0 where none.

    `spoken` is level by code ("" not told), None of a manager who told no language. Unknown: either side said nothing,
    or the level of the language they share was not told.
    """

    def score(wanted: Collection[str], told: Mapping[str, str]) -> float:
        shared = [FLUENT.get(told[code], np.nan) for code in wanted if code in told]
        known = [one for one in shared if not np.isnan(one)]
        if len(known) < len(shared) and max(known, default=0.0) < 1.0:
            return float("nan")
        return max(known, default=0.0)

    return _each(asked, spoken, score)


def overlap(asked: Sequence[str], known: Sequence[Collection[str] | None]) -> Floats:
    """1 where what an account is (its zone, its industry) is among what a manager knows, else 0.

    Unknown where the account's is not known ("") or the manager told none.
    """
    wanted = [(one,) if one else () for one in asked]
    return _each(wanted, known, lambda one, others: float(next(iter(one)) in others))


def _each(
    asked: Sequence[Collection[str]], known: Sequence[K | None], score: Callable[[Collection[str], K], float]
) -> Floats:
    """A score for each pair of which both sides are known; equal rows are reckoned once."""
    found = np.full((len(asked), len(known)), np.nan)
    kept: dict[object, Floats] = {}
    for row, wanted in enumerate(asked):
        key = tuple(wanted)
        if key not in kept:
            kept[key] = np.array([np.nan if not key or not one else score(key, one) for one in known], dtype=np.float64)
        found[row] = kept[key]
    return found
