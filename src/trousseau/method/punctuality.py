"""How far promises are kept, and how sure that is.

A promise *falls due* on its deadline, or on the day it was settled where that was earlier. It counts in a period in
which it fell due, once it is settled or its deadline has passed; one withdrawn never counts. The deadline is the last
day agreed, or the first one promised: both are given, so that a promise that is moved again and again is seen. By the
first day, a promise moved past it counts as missed once that day has passed, settled or not.

The interval is Wilson's (E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22,
1927), which stays within 0 and 1 and does not shrink to nothing where all or none were kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

Z95 = 1.959963984540054
TOO_FEW = 5
"""Below so many promises a share says nothing; the counts are given alone."""

Outcome = Literal["open", "kept", "broken", "withdrawn"]
Deadline = Literal["first", "last"]


@dataclass(frozen=True)
class Promise:
    """One promise: both its days, what became of it and when."""

    first: dt.date
    last: dt.date
    outcome: Outcome = "open"
    settled: dt.date | None = None

    def deadline(self, which: Deadline) -> dt.date:
        """The day it is measured against."""
        return self.first if which == "first" else self.last


@dataclass(frozen=True)
class Punctuality:
    """Promises that fell due in a period."""

    due: int
    kept: int
    """Kept, in time or not."""
    on_time: int
    """Kept by the day."""
    broken: int
    open: int
    """Past the day and still open."""
    low: float
    high: float
    """Wilson's 95 % interval of the share kept in time; 0 and 1 where nothing fell due."""

    @property
    def share(self) -> float | None:
        """The share kept in time; None where nothing fell due."""
        return self.on_time / self.due if self.due else None

    @property
    def too_few(self) -> bool:
        """Whether there are too few to speak of a share."""
        return self.due < TOO_FEW


def wilson(successes: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a proportion; (0, 1) of nothing.

    Raises:
        ValueError: not 0 ≤ successes ≤ n, or z is not positive.
    """
    if not 0 <= successes <= n or not z > 0:
        raise ValueError("0 ≤ successes ≤ n and z > 0")
    if n == 0:
        return 0.0, 1.0
    share, square = successes / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


def punctuality(
    promises: Iterable[Promise], start: dt.date, end: dt.date, today: dt.date, *, by: Deadline = "last"
) -> Punctuality:
    """How the promises that fell due from `start` to `end`, both included, were kept, as known on `today`.

    Raises:
        ValueError: the period ends before it begins.
    """
    if end < start:
        raise ValueError("a period ends after it begins")
    counted = [one for one in promises if _counts(one, start, end, today, by)]
    kept = [one for one in counted if one.outcome == "kept"]
    on_time = sum(1 for one in kept if one.settled is not None and one.settled <= one.deadline(by))
    low, high = wilson(on_time, len(counted))
    return Punctuality(
        due=len(counted),
        kept=len(kept),
        on_time=on_time,
        broken=sum(1 for one in counted if one.outcome == "broken"),
        open=sum(1 for one in counted if one.outcome == "open"),
        low=low,
        high=high,
    )


def _counts(one: Promise, start: dt.date, end: dt.date, today: dt.date, by: Deadline) -> bool:
    """Whether a promise fell due in a period and is known to."""
    if one.outcome == "withdrawn":
        return False
    fell = one.deadline(by)
    if one.settled is not None:
        fell = min(fell, one.settled)
    elif fell >= today:
        return False
    return start <= fell <= end
