"""Where accounts will stand in some years: a damped trend drawn towards the portfolio, with an interval that was tried.

Quarterly sales, accounts × quarters, oldest first, the last one today; NaN before an account's first purchase.

    growth of an account     Theil–Sen slope of the logarithm of its sales, season of the portfolio taken out
    drawn to the portfolio   m + w (g − m), w = τ² / (τ² + s²): the surer its own slope s, the less
    sales in h years         log Y + Σ d + φᵏ (g − m), k = 1 … h: a trend that fades, φ and d as the past had them
    interval                 what past forecasts were off by, in units of each account's own noise
    losses                   an account may be lost: its interval then reaches down to nothing

Sources: E. S. Gardner & E. McKenzie, "Forecasting trends in time series", Management Science 31, 1985 (damped trend);
B. Efron & C. Morris, JASA 70, 1975 (shrinkage); V. Vovk et al., "Algorithmic Learning in a Random World", 2005
(intervals from past errors).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from trousseau.method.arrays import Floats
from trousseau.method.trend import theil_sen

Mask = npt.NDArray[np.bool_]

YEAR = 4
SHORT = 8
"""Quarters below which an account's history is too short to say."""
LONG = 12
"""Quarters a growth is told from."""
ENOUGH = 30
"""Past forecasts below which their errors say nothing: the interval is then that of the account's own noise."""
FADE = 0.5
"""How much of a year's own growth is left in the next, where the past is too short to say."""
LASTING = 0.80
"""The most of a year's own growth that is taken to be left in the next: one good year after another is not a law, and
the few years of a ledger cannot show that it ends."""
WIDENING = 0.75
"""Errors grow as years to this power, where the past is too short to say: ½ would be chance alone, 1 a wrong trend."""
APART = 0.2
"""How far growths of accounts lie apart (as logarithms) where there are too few to see it."""
PRIOR = 8.0
"""Quarters that the portfolio's noise counts for against an account's own."""
STEEPEST = 2.0
"""Growth a year (as a logarithm) is held between ± this: sevenfold."""
LEAST_NOISE = 0.02
SLACK = 1e-9
GRID = np.linspace(0.01, 0.99, 99)


@dataclass(frozen=True, eq=False)
class Growth:
    """The growth of each account, as a share a year; NaN where its history is too short or nothing was sold lately."""

    rate: Floats
    low: Floats
    high: Floats
    """What 95 % of redrawings of its quarters would say."""
    noise: Floats
    """The deviation of a quarter around the trend, as a share."""

    @property
    def rising(self) -> Mask:
        """Growth beyond noise; one step up that stays leaves the low end at just nothing."""
        return np.asarray((self.low > -SLACK) & (self.rate > SLACK))

    @property
    def falling(self) -> Mask:
        """The same downwards."""
        return np.asarray((self.high < SLACK) & (self.rate < -SLACK))


@dataclass(frozen=True)
class Check:
    """Last year's forecasts, made of what was known then, against what came."""

    accounts: int
    inside: int
    level: float

    @property
    def share(self) -> float:
        """The share that landed in their interval; it should be about the level."""
        return self.inside / self.accounts


@dataclass(frozen=True, eq=False)
class Forecast:
    """Yearly sales of each account in one, two … years; NaN where nothing can be said."""

    now: Floats
    """Sales of the last four quarters; shape (n,)."""
    short: Mask
    """Too short a history to say."""
    growth: Growth
    middle: Floats
    """If it stays a customer; shape (n, years)."""
    low: Floats
    high: Floats
    """Between them it lands in `level` of cases, losses among them."""
    expected: Floats
    """The middle times the probability of staying: a mean would follow the few who might grow beyond all measure."""
    lost: Floats
    """The probability of being lost by then."""
    level: float
    drift: float
    """Growth a year of the portfolio's middle account, as a share."""
    fade: float
    """How much of an account's own growth is left after each year."""
    tried: int
    """Past forecasts the interval comes from; fewer than `ENOUGH`: from the accounts' own noise."""
    check: Check | None
    """None: too little history to have tried it on last year."""
    _spread: Floats
    _errors: Floats
    _widening: float

    def reach(self, amount: float, year: int) -> Floats:
        """The probability of yearly sales of at least an amount in so many years (from 1); shape (n,)."""
        if amount <= 0.0:
            return np.where(np.isnan(self.middle[:, year - 1]), np.nan, 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            off = (np.log(amount) - np.log(self.middle[:, year - 1])) / (self._spread * year**self._widening)
        below = np.interp(off, self._errors, GRID, left=0.0, right=1.0)
        return np.where(np.isnan(off), np.nan, (1.0 - self.lost[:, year - 1]) * (1.0 - below))


def season(quarters: Floats) -> Floats:
    """How the portfolio's quarters differ within a year, around 1; the latest quarter last. Shape (quarters,).

    The median, over whole years counted back from the last quarter, of a quarter against the mean of its year; 1 where
    there is no whole year or nothing is sold.
    """
    totals = np.nansum(np.maximum(quarters, 0.0), axis=0)
    years = len(totals) // YEAR
    if not years:
        return np.ones(len(totals))
    blocks = totals[len(totals) - YEAR * years :].reshape(years, YEAR)
    means = blocks.mean(axis=1, keepdims=True)
    if not (means > 0.0).all():
        return np.ones(len(totals))
    factors = np.median(blocks / means, axis=0)
    if not (factors > 0.0).all():
        return np.ones(len(totals))
    factors = factors / factors.mean()
    return np.asarray(factors[(np.arange(len(totals)) - len(totals)) % YEAR])


def growth(quarters: Floats) -> Growth:
    """The growth of each account over its last quarters, `LONG` at most, noise told apart.

    Quarters that sold nothing count: a tenth of the account's mean quarter is added to all of its quarters before the
    logarithm, where one is near nothing.
    """
    logs = _logs(quarters[:, -LONG:], season(quarters)[-LONG:])
    line = theil_sen(logs)
    ends = (line.slope, line.low, line.high)
    slope, low, high = (np.clip(YEAR * np.atleast_1d(one), -STEEPEST, STEEPEST) for one in ends)
    at = np.arange(logs.shape[1])
    off = logs - np.atleast_1d(line.intercept)[:, None] - np.atleast_1d(line.slope)[:, None] * at
    noise = 1.4826 * _median(np.abs(off))
    known = _long(quarters)
    return Growth(*(np.where(known, one, np.nan) for one in (np.expm1(slope), np.expm1(low), np.expm1(high), noise)))


def forecast(
    quarters: Floats, *, years: int = 3, level: float = 0.80, lost: Floats | None = None, check: bool = True
) -> Forecast:
    """Forecast yearly sales for `years` years from quarterly ones.

    `lost`: the probability that each account is lost within one, two … years, accounts × years, NaN where that is not
    known; there, as many are lost as were.

    Raises:
        ValueError: quarters that are no table, a level outside 0 to 1, no year.
    """
    if quarters.ndim != 2:
        raise ValueError(f"quarters are accounts × quarters, got shape {quarters.shape}")
    if not 0.0 < level < 1.0 or years < 1:
        raise ValueError(f"a level lies between 0 and 1 and years are 1 or more, got {level} and {years}")
    model = _learn(quarters)
    found = growth(quarters)
    now = _sales(quarters)
    known = _long(quarters) & (now > 0.0)
    own, unsure = _own(found, known)
    spread = _spread(found, unsure, quarters)
    ahead = np.arange(1, years + 1)
    steps = model.drift * ahead + np.outer(own, np.cumsum(model.fade**ahead))
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = np.where(known[:, None], np.exp(np.log(now)[:, None] + steps), np.nan)
    leaving = np.broadcast_to(1.0 - (1.0 - model.lost) ** ahead, middle.shape)
    if lost is not None:
        leaving = np.where(np.isnan(lost), leaving, lost)
    leaving = np.where(known[:, None], leaving, np.nan)
    wide = spread[:, None] * ahead**model.widening
    tail = (1.0 - level) / 2.0
    staying = np.maximum(1.0 - leaving, 1e-9)
    low, high = (
        middle * np.exp(wide * _quantile(model.errors, (end - leaving) / staying)) for end in (tail, 1.0 - tail)
    )
    low, high = np.where(leaving >= tail, 0.0, low), np.where(leaving >= 1.0 - tail, 0.0, high)
    return Forecast(
        now=now,
        short=~_long(quarters),
        growth=found,
        middle=middle,
        low=np.where(known[:, None], low, np.nan),
        high=np.where(known[:, None], high, np.nan),
        expected=(1.0 - leaving) * middle,
        lost=leaving,
        level=level,
        drift=float(np.expm1(model.drift)),
        fade=model.fade,
        tried=model.tried,
        check=_checked(quarters, level) if check else None,
        _spread=spread,
        _errors=model.errors,
        _widening=model.widening,
    )


@dataclass(frozen=True)
class _Model:
    """What past forecasts of the portfolio teach."""

    drift: float
    fade: float
    errors: Floats
    """Quantiles `GRID` of what they were off by, in units of each account's noise."""
    widening: float
    lost: float
    """The share of accounts lost in a year."""
    tried: int


def _learn(quarters: Floats) -> _Model:
    """Forecast from every quarter of the past that has two years before and one after, and see what came."""
    count = quarters.shape[1]
    logs, owns, spreads, left, seen = [], [], [], 0, 0
    far: list[Floats] = []
    for origin in range(SHORT - 1, count - YEAR):
        past = quarters[:, : origin + 1]
        now, then = _sales(past), _sales(quarters[:, : origin + 1 + YEAR])
        known = _long(past) & (now > 0.0)
        found = growth(past)
        stayed = known & (then > 0.02 * now)
        seen, left = seen + int(known.sum()), left + int((known & ~stayed).sum())
        own, unsure = _own(found, known)
        spread = _spread(found, unsure, past)
        logs.append(np.log(then[stayed] / now[stayed]))
        owns.append(own[stayed])
        spreads.append(spread[stayed])
        if origin + 2 * YEAR < count:
            later = _sales(quarters[:, : origin + 1 + 2 * YEAR])
            both = known & (later > 0.02 * now)
            far.append(np.log(later[both] / now[both]) / spread[both])
    came, own, spread = (np.concatenate(one) if one else np.empty(0) for one in (logs, owns, spreads))
    if len(came) < ENOUGH:
        drift = _drift(quarters)
        return _Model(drift, FADE, ndtri(GRID), WIDENING, 0.0 if not seen else left / seen, len(came))
    fades = np.linspace(0.0, LASTING, 17)
    misses = [float(np.abs(came - np.median(came - fade * own) - fade * own).mean()) for fade in fades]
    fade = float(fades[int(np.argmin(misses))])
    drift = float(np.median(came - fade * own))
    errors = np.quantile((came - drift - fade * own) / spread, GRID)
    return _Model(drift, fade, errors, _widening(came / spread, far), left / seen, len(came))


def _widening(near: Floats, far: list[Floats]) -> float:
    """How errors grow with the years: from what one year and two years brought, each around its own middle."""
    two = np.concatenate(far) if far else np.empty(0)
    if len(two) < ENOUGH:
        return WIDENING
    ratio = _width(two) / max(_width(near), 1e-9)
    return float(np.clip(np.log2(max(ratio, 1e-9)), 0.5, 1.0))


def _width(values: Floats) -> float:
    low, high = np.quantile(values, (0.1, 0.9))
    return float(high - low)


def _drift(quarters: Floats) -> float:
    """The middle growth of the portfolio, where no year came yet that one could have foretold."""
    rates = growth(quarters).rate
    known = rates[np.isfinite(rates)]
    return float(np.log1p(np.median(known))) if len(known) else 0.0


def _checked(quarters: Floats, level: float) -> Check | None:
    """Forecast the last year from what was known before it, and count who landed in the interval."""
    before = quarters[:, :-YEAR]
    if before.shape[1] < SHORT + YEAR:
        return None
    made = forecast(before, years=1, level=level, check=False)
    came = np.maximum(_sales(quarters), 0.0)
    known = ~np.isnan(made.low[:, 0]) & ~np.isnan(came)
    if made.tried < ENOUGH or np.count_nonzero(known) < ENOUGH:
        return None
    inside = known & (came >= made.low[:, 0]) & (came <= made.high[:, 0])
    return Check(int(known.sum()), int(inside.sum()), level)


def _own(found: Growth, known: Mask) -> tuple[Floats, Floats]:
    """An account's own growth over the portfolio's (as a logarithm), drawn towards it the less sure it is.

    With what is still unsure of it, as a variance.
    """
    slope = np.log1p(found.rate)
    wide = np.maximum((np.log1p(found.high) - np.log1p(found.low)) / (2 * 1.959964), 1e-6)
    usable = known & np.isfinite(slope)
    middle = float(np.median(slope[usable])) if usable.any() else 0.0
    between = APART**2
    if np.count_nonzero(usable) >= ENOUGH:
        apart = 1.4826 * float(np.median(np.abs(slope[usable] - middle)))
        between = max(apart**2 - float(np.median(wide[usable] ** 2)), 0.1 * apart**2, 1e-8)
    weight = between / (between + wide**2)
    return np.nan_to_num((slope - middle) * weight), np.where(usable, weight * wide**2, between)


def _spread(found: Growth, unsure: Floats, quarters: Floats) -> Floats:
    """How far off a year may be: the noise of an account, drawn towards the portfolio's, and its unsure growth.

    A year of four quarters over another is off by noise / √2; nobody's is unknown: who has none has the portfolio's.
    """
    noise = found.noise
    known = np.isfinite(noise)
    usual = float(np.median(noise[known])) if known.any() else 0.2
    count = np.minimum(np.isfinite(quarters).sum(axis=1), LONG)
    own = np.where(known, noise, usual)
    drawn = np.sqrt((PRIOR * usual**2 + count * own**2) / (PRIOR + count))
    return np.asarray(np.maximum(np.sqrt(drawn**2 / 2.0 + unsure), LEAST_NOISE))


def _sales(quarters: Floats) -> Floats:
    """Sales of the last four quarters; NaN where an account was no customer for all of them."""
    if quarters.shape[1] < YEAR:
        return np.full(len(quarters), np.nan)
    return np.asarray(quarters[:, -YEAR:].sum(axis=1))


def _long(quarters: Floats) -> Mask:
    return np.asarray(np.isfinite(quarters).sum(axis=1) >= SHORT)


def _logs(quarters: Floats, seasons: Floats) -> Floats:
    """The logarithm of quarterly sales without their season."""
    sold = np.maximum(quarters, 0.0) / seasons
    with np.errstate(invalid="ignore", divide="ignore"):
        counts = np.isfinite(sold).sum(axis=1)
        mean = np.nansum(sold, axis=1) / np.maximum(counts, 1)
        least = np.nanmin(np.where(np.isfinite(sold), sold, np.inf), axis=1, initial=np.inf)
        more = np.where(least <= 0.05 * mean, 0.1 * mean, 0.0)
        logs = np.log(sold + more[:, None])
    return np.where(np.isfinite(logs), logs, np.nan)


def _median(rows: Floats) -> Floats:
    """The median of each row without what is missing; NaN where all is."""
    counts = np.isfinite(rows).sum(axis=1)
    ordered = np.sort(np.where(np.isfinite(rows), rows, np.inf), axis=1)
    at = np.arange(len(rows))
    low, high = (ordered[at, np.maximum(place, 0)] if rows.shape[1] else np.full(len(rows), np.nan)
                 for place in ((counts - 1) // 2, np.minimum(counts // 2, rows.shape[1] - 1)))  # fmt: skip
    return np.where(counts > 0, (low + high) / 2.0, np.nan)


def _quantile(errors: Floats, shares: Floats) -> Floats:
    """The errors below which given shares of past ones lie."""
    return np.interp(shares, GRID, errors)
