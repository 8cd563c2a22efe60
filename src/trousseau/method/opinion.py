"""What clients think of us, with what the number of answers allows to say: net promoter score, means of ratings.

**Net promoter score.** Of n answers from 0 to 10, with P promoters (9–10) and D detractors (0–6),

    NPS = (P − D) / n

a difference of two multinomial proportions, whose variance is p + d − (p − d)² over n. The interval is the adjusted
Wald interval that Rocks (2016) compares with five others, and that Lewis and Sauro (2021) find best on real answers:
with 3 answers added, ¾ to the promoters, ¾ to the detractors and 1½ to the passives (the `pseudo_observations` of
`nps_test` in Rocks’s R package NPS),

    n' = n + 3,  p' = (P + ¾) / n',  d' = (D + ¾) / n'
    (p' − d') ± z · √((p' + d' − (p' − d')²) / n')

cut to [−1, 1]. Its coverage stays near the level asked for where n is small, where the plain Wald interval collapses
(all promoters: a width of nothing).

**Mean of ratings** from 1 to 5: Student's interval on n − 1 degrees of freedom, cut to the scale. Where all say the
same there is no spread to judge by, and no interval is given.

Under `FEWEST` answers there is no figure: a share of two or three people says more of who answered than of us.

B. Rocks, “Interval Estimation for the ‘Net Promoter Score’”, The American Statistician 70 (2016) 365–372.
J. Lewis, J. Sauro, “Evaluating NPS Confidence Intervals with Real-World Data”, MeasuringU (2021).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from scipy.special import stdtrit

FEWEST = 5
"""Answers under which no figure is given."""
PROMOTER, DETRACTOR = 9, 6
"""From this score on, and up to this one."""
SCALE = (1, 5)


@dataclass(frozen=True)
class Promoters:
    """A net promoter score with its interval, −1 to 1; None where too few answered."""

    score: float | None
    low: float | None
    high: float | None
    count: int
    promoters: int
    detractors: int


@dataclass(frozen=True)
class Mean:
    """The mean of ratings with its interval on their scale; None where too few answered, or there is no spread."""

    value: float | None
    low: float | None
    high: float | None
    count: int


def net_promoters(scores: Sequence[int], level: float = 0.95) -> Promoters:
    """The net promoter score of answers from 0 to 10; ValueError for any other answer, or a level outside (0, 1)."""
    if any(not 0 <= one <= 10 for one in scores):
        raise ValueError("answers go from 0 to 10")
    _check(level)
    n = len(scores)
    ups, downs = sum(one >= PROMOTER for one in scores), sum(one <= DETRACTOR for one in scores)
    if n < FEWEST:
        return Promoters(None, None, None, n, ups, downs)
    p, d = (ups + 0.75) / (n + 3), (downs + 0.75) / (n + 3)
    half = NormalDist().inv_cdf((1 + level) / 2) * math.sqrt((p + d - (p - d) ** 2) / (n + 3))
    return Promoters((ups - downs) / n, max(-1.0, p - d - half), min(1.0, p - d + half), n, ups, downs)


def mean_rating(scores: Sequence[int], level: float = 0.95) -> Mean:
    """The mean of ratings from 1 to 5; ValueError for any other rating, or a level outside (0, 1)."""
    if any(not SCALE[0] <= one <= SCALE[1] for one in scores):
        raise ValueError("ratings go from 1 to 5")
    _check(level)
    n = len(scores)
    if n < FEWEST:
        return Mean(None, None, None, n)
    value = sum(scores) / n
    spread = math.sqrt(sum((one - value) ** 2 for one in scores) / (n - 1))
    if not spread:
        return Mean(value, None, None, n)
    half = float(stdtrit(n - 1, (1 + level) / 2)) * spread / math.sqrt(n)
    return Mean(value, max(float(SCALE[0]), value - half), min(float(SCALE[1]), value + half), n)


def _check(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
