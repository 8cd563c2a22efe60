"""How far the years of a sector differ in their rate of loss, from what was lost in the years there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Spread:
    """What the years say of a rate of loss."""

    variance: float
    """Of the factor that moves the rates of a year, relative to their mean; 0 where chance alone explains the years."""
    rate: float
    """The rate of loss over all years and sectors; NaN where nobody was at risk."""
    years: int
    """The years with customers at risk."""
    lost: float


def rate_spread(lost: npt.ArrayLike, customers: npt.ArrayLike) -> Spread:
    """The relative variance of yearly rates of loss beyond chance, by the method of moments.

    In year y, sector k had n customers of whom d were lost, d binomial with probability p_k F, the factor F of that
    year and sector having mean 1 and variance τ². With r = d / n and p̂ = Σ d / Σ n over the Y years of a sector,

        E Σ_y n (r − p̂)² = p (1 − p) (Y − 1) + p² τ² Σ_y (n − 1)(1 − n / Σn)

    so that what the years differ by more than binomial chance, summed over the sectors, gives τ² (never below 0).
    Of a link w (the share of a probability that moves with its sector) the sector's own factor has variance τ² / w².

    Args:
        lost: customers lost, shape (years, sectors).
        customers: customers at risk, the same shape; a year without any says nothing of that sector.

    Raises:
        ValueError: shapes that differ or are not two-dimensional, missing, infinite or negative numbers, more lost than
            there were.

    Source: J. C. Kleinman, Proportions with extraneous variance, Journal of the American Statistical Association 68
    (1973); for default rates M. B. Gordy, A comparative anatomy of credit risk models, J. Banking & Finance 24 (2000).
    """
    gone, there = (np.asarray(values, dtype=np.float64) for values in (lost, customers))
    if gone.shape != there.shape or gone.ndim != 2:
        raise ValueError(f"lost of shape {gone.shape} for customers of shape {there.shape}: (years, sectors) of both")
    if not (np.isfinite(gone).all() and np.isfinite(there).all()):
        raise ValueError("numbers of customers must be known and finite")
    if (gone < 0.0).any() or (gone > there).any():
        raise ValueError("those lost lie between 0 and the customers there were")
    whole = float(there.sum())
    years = int((there > 0.0).any(axis=1).sum())
    rate = float(gone.sum()) / whole if whole > 0.0 else float("nan")
    total = there.sum(axis=0)
    share = np.divide(gone.sum(axis=0), total, out=np.zeros_like(total), where=total > 0.0)
    rates = np.divide(gone, there, out=np.zeros_like(gone), where=there > 0.0)
    weight = 1.0 - np.divide(there, total, out=np.zeros_like(there), where=total > 0.0)
    seen = there > 0.0
    observed = (there * np.square(rates - share)).sum(axis=0)
    chance = share * (1.0 - share) * np.maximum(seen.sum(axis=0) - 1, 0)
    reach = np.square(share) * np.where(seen, np.maximum(there - 1.0, 0.0) * weight, 0.0).sum(axis=0)
    base = float(reach.sum())
    variance = max(0.0, float((observed - chance).sum()) / base) if base > 0.0 else 0.0
    return Spread(variance, rate, years, float(gone.sum()))


def loss_factor(came: float, foretold: float, doubt: float = 0.25) -> float:
    """What to multiply a model's rate of loss by, after `came` were lost where it had foretold `foretold`.

    Before any year is seen the factor is gamma with mean 1 and variance `doubt`; losses are Poisson, so afterwards its
    mean is (1/doubt + came) / (1/doubt + foretold): few losses change little, many count for themselves.

    Raises:
        ValueError: negative, missing or infinite numbers, a doubt that is not above 0.

    Source: the gamma-Poisson model of credibility, H. Bühlmann & A. Gisler, A Course in Credibility Theory (2005), § 2.
    """
    if not all(np.isfinite(value) and value >= 0.0 for value in (came, foretold)):
        raise ValueError("losses that came and were foretold are 0 or more")
    if not (np.isfinite(doubt) and doubt > 0.0):
        raise ValueError(f"a doubt is above 0, got {doubt}")
    return (1.0 / doubt + came) / (1.0 / doubt + foretold)
