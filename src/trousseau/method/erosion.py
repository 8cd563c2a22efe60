"""Silent erosion: what drifts down under an account while its sales still hold.

Five signals a month and account are compared with the portfolio's own movement, so that seasons, price lists and costs
that move for everyone are no signal; then each is tested for a fall that began some months ago and goes on (Kendall's
test against a line that is flat, then falls). The evidence of the signals is added up over the same beginning.
docs/erosion.md says what this finds and how often it cries wolf.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import log_ndtr, ndtr

from trousseau.method.arrays import Floats
from trousseau.method.trend import mann_kendall, seasonal_kendall, theil_sen

Flags = npt.NDArray[np.bool_]

SIGNALS = ("price", "margin", "orders", "breadth", "payment")
"""Price realisation, margin rate, order rhythm, breadth, payment days."""

COUNTED = frozenset({"orders", "breadth"})
"""Signals that are counts: judged as a multiple of their own mean."""

FLOORS: Mapping[str, float] = {"price": 0.02, "margin": 0.02, "orders": 0.10, "breadth": 0.10, "payment": 10.0}
"""A fall slower than this a year is no erosion: relative for prices, orders and breadth, points of margin, days."""

WINDOW = 24
"""The months looked at."""

ONSETS = (4, 6, 9, 12, 18)
"""The beginnings tried: so many months before the last one the fall began."""

THRESHOLDS = (np.inf, 4.1, 6.2, 7.4, 8.6, 9.8)
"""The evidence from which an account erodes, by how many signals could be judged (0 to 5).

What, with 95 % certainty, no more than 5 % of accounts exceed in either of two quarters where nobody erodes at all, at
the rhythm of orders and with the signals where that is most (benchmarks/bench_erosion.py --calibrate).
"""

DATES = tuple(range(3, 21))
"""The beginnings an erosion that was found is dated by."""

STRONG = 1.5
"""Evidence of so many times the threshold is called strong."""

PEERS = 8
"""Accounts a common movement is taken from, at least; with fewer, a month is compared with the same one a year ago."""

LEAST = 8
"""Months with a value that a signal needs, of which two since the onset."""

HISTORY = 18
"""Months since the first sale that an account needs."""

LEAST_ORDERS = 8
"""Orders within the window that an account needs."""

HOLDS = 0.85
"""Sales hold when the last twelve months make at least this share of the twelve before, and do not fall surely."""

FALLING = 0.05

TINY = 1e-9
"""Below any noise there is: a line that leaves nothing behind has a logarithm too."""

REASONS = ("", "short", "quiet", "falling")
"""Why an account is not judged: too short a history, too few orders, sales that fall (which is another alarm)."""


@dataclass(frozen=True, eq=False)
class Signals:
    """What was measured, accounts × months, oldest first; NaN is unknown, or before the first sale.

    `price` is the natural logarithm of a price index (any level), `margin` a fraction of revenue, `payment` days;
    `revenue` and `orders` are 0 in a month without sales. A signal nobody knows is None.
    """

    revenue: Floats
    orders: Floats
    price: Floats | None = None
    margin: Floats | None = None
    breadth: Floats | None = None
    payment: Floats | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for tables of different shapes or infinite values."""
        for name in ("revenue", *SIGNALS):
            values = getattr(self, name)
            if values is None:
                continue
            if values.ndim != 2 or values.shape != self.revenue.shape:
                raise ValueError(f"{name} has shape {values.shape}, revenue {self.revenue.shape}")
            if np.isinf(values).any():
                raise ValueError(f"{name} must be finite or missing")


@dataclass(frozen=True, eq=False)
class Drift:
    """One signal since the onset, an entry an account; NaN where it could not be judged."""

    slope: Floats
    """Change a year: logarithm for prices, share of the level before for orders and breadth, points (a fraction) for
    margin, days for payment."""
    low: Floats
    high: Floats
    """The 95 % interval of the slope after Sen; narrow by a little, the onset having been chosen."""
    change: Floats
    """What has changed since the onset."""
    p: Floats
    """The probability of such a fall (of payment days: such a rise) where there is none."""
    values: Floats
    """What was judged, accounts × window: without the portfolio's common movement, the account's level kept."""
    trend: Floats
    """The flat, then falling line through them."""


@dataclass(frozen=True, eq=False)
class Erosions:
    """The verdict on each account, arrays of shape (accounts,)."""

    eroding: Flags
    reason: npt.NDArray[np.str_]
    """"" when judged, else one of REASONS."""
    evidence: Floats
    """Σ −ln p of the signals, at the onset where it is largest."""
    threshold: Floats
    onset: npt.NDArray[np.intp]
    """How many months before the last one it began."""
    judged: Mapping[str, Flags]
    """By signal: whether it could be judged."""
    drifts: Mapping[str, Drift]
    sales: Floats
    """The last twelve months against the twelve before, as a ratio; NaN: nothing before."""
    lost: Floats
    lost_low: Floats
    lost_high: Floats
    """Contribution lost a year at today's level, with its interval; NaN where neither margin nor price is known."""
    compared: bool = field(default=True)
    """Whether a common movement of the portfolio could be taken out."""

    @property
    def strong(self) -> Flags:
        """Whether the evidence is overwhelming."""
        return np.asarray(self.eroding & (self.evidence >= STRONG * self.threshold))


def erosions(signals: Signals) -> Erosions:
    """Judge every account on the last `WINDOW` months of its signals (three years of them are best).

    Fewer than 24 months are judged on what there is. Evidence is Fisher's Σ −ln p over the signals that could be
    judged; as signals move together and several onsets are tried, its thresholds are not of a chi-square but were
    calibrated on generated portfolios (tools in benchmarks/bench_erosion.py).

    Source of the test: M. G. Kendall, "Rank Correlation Methods", 1975; of adding up: R. A. Fisher, "Statistical
    Methods for Research Workers", 1932; of calibrating for dependence: M. B. Brown, Biometrics 31, 1975.
    """
    accounts, months = signals.revenue.shape
    size = min(WINDOW, months)
    compared = _peers(signals) >= PEERS
    values = {name: _settled(signals, name, size, compared=compared) for name in SIGNALS}
    judged = {name: _enough(found) for name, found in values.items()}
    evidence, onset = _evidence(values, judged, accounts, size)
    reason, sales = _reasons(signals, size)
    known = np.sum([judged[name] for name in SIGNALS], axis=0).astype(np.intp)
    threshold = np.asarray(THRESHOLDS)[known]
    eroding = (reason == "") & (evidence >= threshold) & (known > 0)
    onset[eroding] = _dated(values, judged, eroding, onset[eroding])
    drifts = {name: _drift(values[name], judged[name], onset, name) for name in SIGNALS}
    lost = _lost(drifts, signals.revenue, judged, onset)
    return Erosions(
        eroding=eroding,
        reason=reason,
        evidence=evidence,
        threshold=threshold,
        onset=onset,
        judged=judged,
        drifts=drifts,
        sales=sales,
        lost=lost[0],
        lost_low=lost[1],
        lost_high=lost[2],
        compared=compared,
    )


def _peers(signals: Signals) -> int:
    """Accounts that were there all along."""
    recent = signals.orders[:, -WINDOW:]
    steady = np.isfinite(recent).all(axis=1) & (np.nan_to_num(recent).sum(axis=1) >= LEAST_ORDERS)
    return int(steady.sum())


def _settled(signals: Signals, name: str, size: int, *, compared: bool) -> Floats:
    """A signal over the window without what moves for everyone, falling when it erodes; counts as multiples."""
    given = getattr(signals, name)
    if given is None:
        return np.full((len(signals.revenue), size), np.nan)
    sign = -1.0 if name == "payment" else 1.0
    if not compared:
        return np.asarray(sign * _year_on_year(given, size, counted=name in COUNTED))
    recent = given[:, -size:]
    if name in COUNTED:
        return _relative(recent)
    return np.asarray(sign * (recent - _common(recent)))


def _common(values: Floats) -> Floats:
    """How a signal moved for everyone, month by month: the median of each account's distance from its own median."""
    told = (np.isfinite(values).sum(axis=0) >= PEERS).sum()  # a signal may be told by quarters: one month in three
    enough = np.isfinite(values).sum(axis=1) >= max(1.0, told / 2)
    if enough.sum() < PEERS:
        return np.zeros(values.shape[1])
    rows = values[enough]
    away = rows - np.nanmedian(rows, axis=1, keepdims=True)
    there = np.isfinite(away).sum(axis=0) >= PEERS
    moved = np.zeros(values.shape[1])
    moved[there] = np.nanmedian(away[:, there], axis=0)
    return moved


def _relative(values: Floats) -> Floats:
    """Counts divided by the portfolio's common rhythm and by the account's own mean.

    In the common rhythm an account weighs as the root of its counts: none dominates, none is only noise.
    """
    steady = np.isfinite(values).all(axis=1) & (np.nan_to_num(values).sum(axis=1) >= LEAST_ORDERS)
    rhythm = np.ones(values.shape[1])
    if steady.sum() >= PEERS:
        rows = values[steady]
        weighed = (rows / np.sqrt(rows.mean(axis=1, keepdims=True) + 1.0)).mean(axis=0)
        if (weighed > 0.0).all():
            rhythm = weighed / weighed.mean()
    return _own(values / rhythm)


def _own(values: Floats) -> Floats:
    """Values as multiples of the account's own mean; NaN for an account that has none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.nansum(values, axis=1, keepdims=True) / np.isfinite(values).sum(axis=1, keepdims=True)
        return np.where(mean > 0.0, values / np.where(mean > 0.0, mean, 1.0), np.nan)


def _year_on_year(values: Floats, size: int, *, counted: bool) -> Floats:
    """Without a portfolio to compare with: each month less the same one a year ago, where history allows."""
    rows = _own(values) if counted else values
    if rows.shape[1] < size + 12:
        return np.asarray(rows[:, -size:])
    before = rows[:, -size - 12 : -12]
    return np.asarray(rows[:, -size:] - before + (1.0 if counted else 0.0))


def _enough(values: Floats) -> Flags:
    """Whether a signal has the months it needs, some of them recent."""
    there = np.isfinite(values)
    return np.asarray((there.sum(axis=1) >= LEAST) & (there[:, -6:].sum(axis=1) >= 2))


def _hinge(size: int, onset: int) -> Floats:
    """A line that is 0 until `onset` months before the last, then 1, 2, 3 and so on."""
    return np.clip(np.arange(size, dtype=np.float64) - (size - 1 - onset), 0.0, None)


def _evidence(
    values: Mapping[str, Floats], judged: Mapping[str, Flags], accounts: int, size: int
) -> tuple[Floats, npt.NDArray[np.intp]]:
    """The largest evidence over the onsets tried, and that onset."""
    best = np.full(accounts, -np.inf)
    chosen = np.full(accounts, ONSETS[0], dtype=np.intp)
    for onset in ONSETS:
        if onset > size - 4:
            continue
        line = _hinge(size, onset)
        total = np.zeros(accounts)
        for name, rows in values.items():
            z = np.nan_to_num(mann_kendall(rows + FLOORS[name] / 12.0 * line, x=line).z)
            total += np.where(judged[name], -log_ndtr(z), 0.0)
        better = total > best
        best, chosen = np.where(better, total, best), np.where(better, onset, chosen)
    return np.where(np.isfinite(best), best, 0.0), chosen


def _dated(
    values: Mapping[str, Floats], judged: Mapping[str, Flags], rows: Flags, usual: npt.NDArray[np.intp]
) -> npt.NDArray[np.intp]:
    """When erosions that were found began: the onset whose flat, then falling lines leave the least behind.

    Least is of Σ n ln(mean |residual|) over the signals, the likelihood of errors with a double-exponential law.
    """
    best, chosen = np.full(len(usual), np.inf), usual.copy()
    for onset in DATES:
        total = np.zeros(len(usual))
        for name, table in values.items():
            mine = table[rows]
            size = mine.shape[1]
            if onset > size - 4 or not judged[name][rows].any():
                continue
            line = _hinge(size, onset)
            fitted = theil_sen(mine, line)
            left = np.abs(mine - fitted.intercept[:, None] - fitted.slope[:, None] * line)
            n = np.isfinite(left).sum(axis=1)
            mean = np.nansum(left, axis=1) / np.maximum(n, 1)
            total += np.where(judged[name][rows] & np.isfinite(mean), n * np.log(mean + TINY), 0.0)
        better = total < best
        best, chosen = np.where(better, total, best), np.where(better, onset, chosen)
    return chosen


def _reasons(signals: Signals, size: int) -> tuple[npt.NDArray[np.str_], Floats]:
    """Why accounts are not judged, and how their sales hold."""
    revenue = signals.revenue
    age = np.isfinite(revenue).sum(axis=1)
    orders = np.nan_to_num(signals.orders[:, -size:]).sum(axis=1)
    last, before = np.nansum(revenue[:, -12:], axis=1), np.nansum(revenue[:, -24:-12], axis=1)
    whole = age >= 24
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(whole & (before > 0.0), last / before, np.nan)
    test = seasonal_kendall(revenue[:, -24:], 12)
    falls = (ratio < HOLDS) | (np.nan_to_num(test.z) < 0.0) & (np.asarray(test.falling) < FALLING) | (last <= 0.0)
    reason = np.select([age < HISTORY, orders < LEAST_ORDERS, falls], ["short", "quiet", "falling"], "")
    return reason.astype(np.str_), ratio


def _drift(values: Floats, judged: Flags, onset: npt.NDArray[np.intp], name: str) -> Drift:
    """How a signal moves since each account's onset, in its own direction again."""
    accounts, size = values.shape
    sign = -1.0 if name == "payment" else 1.0
    nothing = np.full(accounts, np.nan)
    slope, low, high, level, p = (nothing.copy() for _ in range(5))
    lines = np.zeros((accounts, size))
    for one in sorted({*onset.tolist()}):
        mine = judged & (onset == one)
        if not mine.any():
            continue
        line = _hinge(size, one)
        fitted = theil_sen(sign * values[mine], line)
        lines[mine] = line
        slope[mine], low[mine], high[mine], level[mine] = fitted.slope, fitted.low, fitted.high, fitted.intercept
        p[mine] = ndtr(np.asarray(mann_kendall(values[mine], x=line).z))
    shown = np.where(judged[:, None], sign * values, np.nan)
    # Counts are multiples of their mean; what they lost is told against what they were before.
    unit = np.where(level > 0.0, level, 1.0) if name in COUNTED else 1.0
    return Drift(
        slope=12.0 * slope / unit,
        low=12.0 * low / unit,
        high=12.0 * high / unit,
        change=slope * onset / unit,
        p=p,
        values=shown,
        trend=level[:, None] + slope[:, None] * lines,
    )


def _lost(
    drifts: Mapping[str, Drift], revenue: Floats, judged: Mapping[str, Flags], onset: npt.NDArray[np.intp]
) -> tuple[Floats, ...]:
    """What is lost a year at today's level: the fall of the margin rate, or of the price, times a year of sales."""
    sales = np.nansum(revenue[:, -12:], axis=1)
    margin, price = drifts["margin"], drifts["price"]
    years = onset / 12.0
    slope, low, high = (
        np.where(judged["margin"], getattr(margin, bound), getattr(price, bound)) for bound in ("slope", "low", "high")
    )
    return tuple(np.maximum(0.0, -rate * years * sales) for rate in (slope, high, low))
