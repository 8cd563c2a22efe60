"""A law on a grid, made free of negative dust, with its mean and variance exactly as they must be."""

from __future__ import annotations

import numpy as np

from trousseau.method.arrays import Floats

STEPS = 200
CLOSE = 1e-12
NEAR = 1e-7
FAINT = 1e-11


def kept(raw: Floats, losses: Floats, mean: float, variance: float) -> Floats:
    """The law nearest to `raw` (in relative entropy) with this mean and variance: raw · exp(a + b z + c z²).

    Where `raw` has them already, nothing but its negative dust changes.

    Raises:
        ValueError: no law on these losses has them.
    """
    deviation = float(np.sqrt(variance))
    positive = np.maximum(raw, 0.0)
    positive /= positive.sum()
    if deviation == 0.0:
        return positive
    z = (losses - mean) / deviation
    with np.errstate(over="ignore"):
        features = np.stack((z, np.square(z) - 1.0))
    if not np.isfinite(features).all():  # so small a deviation that nothing on the grid could show it
        return positive
    slope = np.zeros(2)
    law: Floats = positive
    for _ in range(STEPS):
        gap = features @ law
        if np.abs(gap).max() < CLOSE:
            return law
        centred = features - gap[:, None]
        bend = (centred * law) @ centred.T
        step: Floats = -np.linalg.lstsq(bend, gap, rcond=1e-12)[0].astype(np.float64)
        slope, law = _searched(positive, features, slope, step, float(gap @ step))
    if np.abs(features @ law).max() < NEAR:
        return law
    if variance < FAINT * float(np.ptp(losses)) ** 2:  # under what the finest grid shows, or lost in its rounding
        return positive
    raise ValueError(
        "no law on this grid has the mean and variance these accounts have: "
        "the unit is too coarse, or a sector's variance more than probabilities between 0 and 1 allow"
    )


def _searched(positive: Floats, features: Floats, slope: Floats, step: Floats, descent: float) -> tuple[Floats, Floats]:
    """As far along a Newton step as the (convex) log-partition goes down."""
    start, _ = _tilted(positive, features, slope)
    scale = 1.0
    for _ in range(40):
        level, law = _tilted(positive, features, slope + scale * step)
        if level <= start + 1e-4 * scale * descent + 1e-15:
            break
        scale *= 0.5
    return slope + scale * step, law


def _tilted(positive: Floats, features: Floats, slope: Floats) -> tuple[float, Floats]:
    """The logarithm of Σ raw · exp(slope · features), and the tilted law."""
    there = positive > 0.0
    exponent = slope @ features[:, there]
    top = exponent.max()
    weight = positive[there] * np.exp(exponent - top)
    total = weight.sum()
    law = np.zeros_like(positive)
    law[there] = weight / total
    return float(np.log(total) + top), law
