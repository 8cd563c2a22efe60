"""Who resembles today's key accounts as they were when they were small.

Every account of the past is a moment: its size and its features a year or more ago. A candidate is compared with the
moments of others at about its own size: which of them became key accounts, and which key account was nearest.

Features are standardised by median and MAD over all moments, and clipped, so that no wild account sets the scale; one
that is not known counts as the middle of all. Size counts as a feature of its own, in doublings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy

from trousseau.method.arrays import Floats, Integers

Mask = npt.NDArray[np.bool_]

YEAR = 4
WAIT = 4
"""Quarters a moment lies back at least: what came of it must be known."""
NEAREST = 20
"""Moments of others that a candidate is compared with."""
NAMED = 3
SMALL = 0.8
"""A key account was small while it bought less than this share of what it buys today."""
NEAR = 1.0
"""Doublings of size within which two are of about the same."""
WIDEST = 4.0
"""Standardised features are held within ± this."""
SIZE_WEIGHT = 1.5


@dataclass(frozen=True, eq=False)
class Lookalikes:
    """What the past says of each account; NaN or -1 where it says nothing."""

    share: Floats
    """Of the past accounts nearest to it, the share that are key accounts today; shape (n,)."""
    base: Floats
    """Of all past accounts of about its size."""
    star: Integers
    """The key accounts that were nearest to it when they were small, nearest first; -1: none. Shape (n, NAMED)."""
    when: Integers
    """The quarter in which they were. Shape (n, NAMED)."""
    distance: Floats
    """How far apart they were, in standard deviations a feature. Shape (n, NAMED)."""
    stars: int
    """Key accounts that were ever small within the history."""

    @property
    def enough(self) -> bool:
        """Whether any key account was ever small within the history."""
        return self.stars > 0


def lookalikes(size: Floats, features: Floats, key: Mask, *, only: Mask | None = None) -> Lookalikes:
    """Compare each account as it is now with all others as they were.

    `size`: yearly sales, accounts × quarters, NaN where unknown. `features`: accounts × quarters × features, NaN where
    unknown. `key`: today's key accounts. `only`: the accounts to be compared; all by default.

    Raises:
        ValueError: shapes that do not go together.
    """
    n, quarters = size.shape
    if features.shape[:2] != size.shape or key.shape != (n,):
        raise ValueError(f"size {size.shape}, features {features.shape} and key {key.shape} do not go together")
    unknown, none = np.full((n, NAMED), np.nan), np.full((n, NAMED), -1, dtype=np.intp)
    nothing = Lookalikes(unknown[:, 0].copy(), unknown[:, 0].copy(), none, none.copy(), unknown, 0)
    if quarters <= WAIT or not n:
        return nothing
    points = _points(size, features)
    there = ~np.isnan(points[:, :, 0])
    there[:, quarters - WAIT :] &= False
    with np.errstate(invalid="ignore"):
        small = key[:, None] & there & (size < SMALL * size[:, -1:])
    stars = int(small.any(axis=1).sum())
    if not stars:
        return nothing
    now = np.flatnonzero(~np.isnan(points[:, -1, 0]) & (True if only is None else only))
    steps = np.zeros(quarters, dtype=bool)
    steps[np.arange(quarters - 1 - WAIT, -1, -YEAR)] = True
    pool = np.argwhere((there & steps & ~key[:, None]) | (small & steps))
    share, base = _shares(points, now, pool, small)
    star, when, distance = _stars(points, now, small)
    found = nothing
    for whole, part in ((found.share, share), (found.base, base), (found.star, star), (found.when, when),
                        (found.distance, distance)):  # fmt: skip
        whole[now] = part
    return Lookalikes(found.share, found.base, found.star, found.when, found.distance, stars)


def _points(size: Floats, features: Floats) -> Floats:
    """Size in doublings and features, standardised; NaN in the first where an account has no size."""
    with np.errstate(invalid="ignore", divide="ignore"):
        doublings = np.log2(np.where(size > 0.0, size, np.nan))
    there = ~np.isnan(doublings)
    columns = [doublings * SIZE_WEIGHT]
    for at in range(features.shape[2]):
        values = features[:, :, at]
        known = values[there & np.isfinite(values)]
        if not len(known):
            continue
        middle = float(np.median(known))
        apart = 1.4826 * float(np.median(np.abs(known - middle))) or float(known.std()) or 1.0
        scaled = np.clip((values - middle) / apart, -WIDEST, WIDEST)
        columns.append(np.where(np.isfinite(scaled), scaled, 0.0))
    return np.stack(columns, axis=2)


def _shares(points: Floats, now: Integers, pool: Integers, small: Mask) -> tuple[Floats, Floats]:
    """Of the nearest moments of others, and of all of about the same size, the share that became key."""
    became = small[pool[:, 0], pool[:, 1]]
    if not len(pool):
        return np.full(len(now), np.nan), np.full(len(now), np.nan)
    owners = pool[:, 0]
    own_most = int(np.bincount(owners).max())
    asked = min(NEAREST + own_most + NEAREST // 2, len(pool))
    _, nearest = scipy.spatial.KDTree(points[owners, pool[:, 1]]).query(points[now, -1], k=np.arange(1, asked + 1))
    whose = owners[nearest]
    again = np.zeros(whose.shape, dtype=bool)
    for step in range(1, asked):  # an account counts once, with its nearest moment
        again[:, step:] |= whose[:, step:] == whose[:, :-step]
    usable = ~again & (whose != now[:, None])
    usable &= np.cumsum(usable, axis=1) <= NEAREST
    counted = usable.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (became[nearest] & usable).sum(axis=1) / counted
    sizes = points[owners, pool[:, 1], 0] / SIZE_WEIGHT
    order = np.argsort(sizes)
    ordered, summed = sizes[order], np.concatenate([[0], np.cumsum(became[order])])
    own = points[now, -1, 0] / SIZE_WEIGHT
    low, high = np.searchsorted(ordered, own - NEAR), np.searchsorted(ordered, own + NEAR, side="right")
    with np.errstate(invalid="ignore", divide="ignore"):
        base = (summed[high] - summed[low]) / (high - low)
    return np.where(counted > 0, share, np.nan), base


def _stars(points: Floats, now: Integers, small: Mask) -> tuple[Integers, Integers, Floats]:
    """The nearest moments of key accounts, one of each."""
    stars = np.flatnonzero(small.any(axis=1))
    best = np.full((len(now), len(stars)), np.inf)
    at = np.zeros((len(now), len(stars)), dtype=np.intp)
    for place, star in enumerate(stars.tolist()):  # key accounts are few
        moments = np.flatnonzero(small[star])
        apart = points[now, -1][:, None, :] - points[star, moments][None, :, :]
        distance = np.sqrt((apart**2).mean(axis=2))
        distance[np.abs(apart[:, :, 0]) > NEAR * SIZE_WEIGHT] = np.inf
        closest = distance.argmin(axis=1)
        best[:, place], at[:, place] = distance[np.arange(len(now)), closest], moments[closest]
        best[now == star, place] = np.inf  # nobody is like itself
    order = np.argsort(best, axis=1, kind="stable")[:, :NAMED]
    nearest = np.full((len(now), NAMED), np.inf)
    nearest[:, : order.shape[1]] = np.take_along_axis(best, order, axis=1)
    whose, times = (np.full((len(now), NAMED), -1, dtype=np.intp) for _ in range(2))
    whose[:, : order.shape[1]] = stars[order]
    times[:, : order.shape[1]] = np.take_along_axis(at, order, axis=1)
    known = np.isfinite(nearest)
    return np.where(known, whose, -1), np.where(known, times, -1), np.where(known, nearest, np.nan)
