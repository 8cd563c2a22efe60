"""What an indicator is heading for: the theta method on its readings, with an interval, or “too short to say”.

The theta method (V. Assimakopoulos & K. Nikolopoulos, The theta model: a decomposition approach to forecasting,
International Journal of Forecasting 16, 2000; won the M3 competition) averages a straight trend and exponential
smoothing; `statsmodels` fits it. The interval covers 80 % where errors go on as they went: one-step errors of the
fitted line, widening as those of exponential smoothing do (R. J. Hyndman & B. Billah, Unmasking the theta method,
2003): variance σ²·(1 + (h − 1)·α²). A short series knows σ and α badly, so that the interval takes Student's quantile,
(1 + 2/n)·σ² for the two fitted numbers, and α with one standard error √(α(2 − α)/n) more.
It knows nothing of what we plan to do: it says where things go by themselves.
"""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db import transaction
from scipy.special import stdtrit

from trousseau.plans import rhythms
from trousseau.plans.corridor import corridor
from trousseau.plans.measuring.standing import digest
from trousseau.plans.models import LIVING, Kpi, KpiStanding, Outlook, Place, Reading

ENOUGH = 10
"""Fewer readings than this are too short to say."""
FARTHEST = 24
"""Periods ahead; a line drawn further is wishful."""
BATCH = 200


@dataclass(frozen=True)
class Ahead:
    """A forecast of some periods: the middle, and the bounds of the 80 % interval."""

    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def forecast(values: Sequence[float], steps: int) -> Ahead | None:
    """Go on with a series of values at even distances; None where it is too short to say (fewer than 10 values).

    A series that never changed goes on as it is, without an interval to speak of.

    Raises:
        ValueError: a value is not finite, or `steps` is below 1.
    """
    series = np.asarray(values, dtype=float)
    if steps < 1 or not np.isfinite(series).all():
        raise ValueError("finite values and at least one step")
    if len(series) < ENOUGH:
        return None
    if np.ptp(series) == 0:
        flat = (float(series[-1]),) * steps
        return Ahead(flat, flat, flat)
    middle, alpha = _theta(series, steps)
    spread = _error(series, alpha) * _widths(len(series), alpha, steps)
    return Ahead(*(tuple(float(one) for one in line) for line in (middle, middle - spread, middle + spread)))


def _theta(series: np.ndarray, steps: int) -> tuple[np.ndarray, float]:
    """The forecast, and the weight of the last reading in the smoothing; on a scale where fitting is stable."""
    from statsmodels.tsa.forecasting.theta import ThetaModel  # noqa: PLC0415 - takes a second, only when asked

    centre, scale = float(series.mean()), float(series.std())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a fit that stopped at its bound: the bound is an answer
        fitted = ThetaModel((series - centre) / scale, period=1, deseasonalize=False).fit()
        found = np.asarray(fitted.forecast(steps), dtype=float)
    alpha = float(np.clip(fitted.params["alpha"], 0.0, 1.0))
    return found * scale + centre, alpha


def _widths(count: int, alpha: float, steps: int) -> np.ndarray:
    """Half the interval of each step, in standard deviations of one-step errors; wider where readings are few."""
    surer = min(1.0, alpha + np.sqrt(alpha * (2 - alpha) / count))
    variance = (1 + 2 / count) * (1 + np.arange(steps) * surer**2)
    return np.asarray(stdtrit(count - 3, 0.9) * np.sqrt(variance))


def _error(series: np.ndarray, alpha: float) -> float:
    """The standard deviation of one-step errors: of exponential smoothing with half the slope of the line."""
    slope = np.polyfit(np.arange(len(series)), series, 1)[0] / 2
    level, errors = series[0], []
    for value in series[1:]:
        told = level + slope
        errors.append(value - told)
        level = told + alpha * (value - told)
    return float(np.sqrt(np.sum(np.square(errors)) / max(1, len(errors) - 2)))


def evenly(points: Sequence[tuple[dt.date, float]], rhythm: str) -> list[float]:
    """The last value of each period, from the last gap on: a forecast needs even distances."""
    by_period: dict[dt.date, float] = {rhythms.began(rhythm, on): value for on, value in points}
    months = rhythms.EVERY[rhythm]
    found: list[float] = []
    before: dt.date | None = None
    for start, value in sorted(by_period.items()):
        if before is not None and _apart(before, start) != months:
            found.clear()
        found.append(value)
        before = start
    return found


def _apart(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


def outlook(kpi: Kpi, points: Sequence[tuple[dt.date, float]]) -> tuple[Outlook, list[list[object]]]:
    """Where an indicator is heading, and [day, middle, low, high] of the periods to its target, 24 at most."""
    if not points:
        return Outlook.SHORT, []
    days = [day for day in rhythms.ahead(kpi.rhythm, points[-1][0], FARTHEST) if day <= _until(kpi)]
    ahead = forecast(evenly(points, kpi.rhythm), len(days)) if days else None
    if ahead is None:
        return Outlook.SHORT, []
    told: list[list[object]] = [
        [day.isoformat(), round(middle, 4), round(low, 4), round(high, 4)]
        for day, middle, low, high in zip(days, ahead.middle, ahead.low, ahead.high, strict=True)
    ]
    path = corridor(kpi)
    if path is None:
        return Outlook.UNKNOWN, told
    place = path.place(ahead.middle[-1], days[-1])
    return Outlook.OUT if place == Place.OUT else Outlook.INSIDE, told


def _until(kpi: Kpi) -> dt.date:
    """The end of the period of the target."""
    before = rhythms.began(kpi.rhythm, kpi.target_on) - dt.timedelta(days=1)
    return rhythms.ahead(kpi.rhythm, before, 1)[0]


def refresh(numbers: Sequence[int] | None = None, report: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Work out the forecasts whose readings changed, of living plans (or of some indicators); gives how many."""
    rows = Kpi.objects.filter(plan__state__in=LIVING, standing__outlook=Outlook.UNKNOWN, standing__on__isnull=False)
    rows = rows.filter(standing__forecast=[])
    wanted = list((rows if numbers is None else rows.filter(pk__in=numbers)).values_list("pk", flat=True))
    for start in range(0, len(wanted), BATCH):
        _forecast(wanted[start : start + BATCH])
        report(min(start + BATCH, len(wanted)), len(wanted))
    return len(wanted)


def _forecast(numbers: Sequence[int]) -> None:
    readings: dict[int, list[tuple[dt.date, Decimal]]] = {}
    rows = Reading.objects.filter(kpi__in=numbers, value__isnull=False).order_by("kpi", "on")
    for number, on, value in rows.values_list("kpi", "on", "value"):
        readings.setdefault(number, []).append((on, value or Decimal(0)))
    made = []
    for kpi in Kpi.objects.filter(pk__in=numbers).select_related("standing"):
        exact = readings.get(kpi.pk, [])
        where, told = outlook(kpi, [(on, float(value)) for on, value in exact])
        made.append((kpi.pk, digest(kpi, exact), where, told))
    with transaction.atomic():
        for number, key, where, told in made:
            # What was written meanwhile has another digest: its forecast is worked out by the next run.
            KpiStanding.objects.filter(kpi=number, digest=key).update(outlook=where, forecast=told)
