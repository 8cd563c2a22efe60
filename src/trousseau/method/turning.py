"""What would have to change for an account to come on the list or to leave it: weights, scores, rivals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trousseau.method.arrays import NOISE, Floats, Integers, Numbers
from trousseau.method.grid import composite, normalised, table


@dataclass(frozen=True, eq=False)
class Turning:
    """For each criterion, the nearest figures at which an account changes sides; NaN where none does."""

    listed: bool
    """Whether it is on the list now."""
    weight_below: Floats
    """The greatest lower weight of each criterion that changes it, the others keeping their proportions."""
    weight_above: Floats
    """The least higher weight that does."""
    own_score: Floats
    """The score of its own on each criterion at which it stands level with the last or first place that matters; it
    may lie outside the scale, which means that this criterion alone does not change it."""
    rival: int | None
    """The account it stands level with then: the first that is out for one that is in, the last that is in for one
    that is out; None where the list holds everyone."""
    margin: float
    """Its composite less that of the rival: positive when on the list; infinite without a rival."""


def listed(scores: npt.ArrayLike, weights: Numbers, top: int) -> npt.NDArray[np.bool_]:
    """Who is on the list of the `top` highest composites, shape (n,); equal ones in the order given.

    Raises:
        ValueError: as `composite`; a missing score; `top` below 1.
    """
    totals = _totals(scores, weights, top)
    on = np.zeros(len(totals), dtype=np.bool_)
    on[np.argsort(-totals, kind="stable")[:top]] = True
    return on


def turning(scores: npt.ArrayLike, weights: Numbers, account: int, top: int) -> Turning:
    """What changes the side of one account, exactly: O(criteria × n log n).

    With weight t on a criterion the others share 1 − t in their proportions, so that each composite is a straight
    line in t and accounts pass each other where two lines cross.

    Raises:
        ValueError: as `listed`; an account that is not there.
    """
    rows, shares = table(scores), normalised(weights)
    totals = _totals(rows, weights, top)
    if not 0 <= account < len(rows):
        raise ValueError(f"there is no account {account} among {len(rows)}")
    order = np.argsort(-totals, kind="stable")
    position = int(np.flatnonzero(order == account)[0])
    on = position < top
    if len(rows) <= top:
        nowhere = np.full(len(shares), np.nan)
        return Turning(on, nowhere, nowhere, nowhere, rival=None, margin=float("inf"))
    rival = int(order[top] if on else order[top - 1])
    margin = float(totals[account] - totals[rival])
    crossings = [_crossings(rows, shares, criterion, account) for criterion in range(len(shares))]
    below = np.asarray([one.nearest(top, forward=False) for one in crossings])
    above = np.asarray([one.nearest(top, forward=True) for one in crossings])
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(shares > 0.0, rows[account] - margin / shares, np.nan)
    return Turning(on, below, above, own, rival, margin)


def _totals(scores: npt.ArrayLike, weights: Numbers, top: int) -> Floats:
    if top < 1:
        raise ValueError(f"a list has at least one place, got {top}")
    totals = composite(table(scores), weights)
    if np.isnan(totals).any():
        raise ValueError("what would change needs every score")
    return totals


@dataclass(frozen=True, eq=False)
class _Crossings:
    """Where other accounts pass one as the weight of a criterion goes from 0 to 1."""

    weight: float
    """What it is now."""
    at: Floats
    """The weight at which each passes; NaN for one that never does."""
    slope: Floats
    """Positive for one that is ahead after it."""
    ahead: int
    """How many are ahead now."""

    def nearest(self, top: int, *, forward: bool) -> float:
        """The nearest weight above, or below, after which the account is on the other side of the list's end."""
        sign = 1.0 if forward else -1.0
        away = sign * (self.at - self.weight)
        places: Integers = np.flatnonzero(away > NOISE)
        places = places[np.argsort(away[places], kind="stable")]
        after = self.ahead + np.cumsum(sign * np.sign(self.slope[places]))
        turned = after >= top if self.ahead < top else after < top
        return float(self.at[places[int(np.argmax(turned))]]) if turned.any() else float("nan")


def _crossings(rows: Floats, shares: Floats, criterion: int, account: int) -> _Crossings:
    weight, others = float(shares[criterion]), np.delete(shares, criterion)
    # A criterion that weighs everything leaves the others no proportions: they share equally.
    others = others / others.sum() if others.sum() > 0.0 else np.full(len(others), 1.0 / max(1, len(others)))
    base = np.delete(rows, criterion, axis=1) @ others
    at_zero = base - base[account]
    slope = rows[:, criterion] - rows[account, criterion] - at_zero
    with np.errstate(divide="ignore", invalid="ignore"):
        at = -at_zero / slope
    passes = (np.abs(slope) > NOISE) & (at >= 0.0) & (at <= 1.0)
    ahead = int(np.count_nonzero(at_zero + weight * slope > NOISE))
    return _Crossings(weight, np.where(passes, at, np.nan), slope, ahead)
