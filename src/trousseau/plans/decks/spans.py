"""Periods drawn along time: bars that begin where each begins, over months that a spreadsheet can name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trousseau.plans.decks.slides import Chart, Series
from trousseau.plans.decks.words import EXCEL

MONTHS = {"fr": "[$-40C]mmm yyyy", "en": "[$-409]mmm yyyy"}
"""How a spreadsheet writes a month in the reader's language, whatever its own."""
MONTH = 365.25 / 12
STEPS = (1, 2, 3, 6, 12, 24, 60)
MARKS = 9
"""Months that are named along the axis, at most."""


def drawn(names: Sequence[str], periods: Sequence[tuple[dt.date, dt.date]], says: str) -> Chart:
    """Each period under its name, both days included."""
    first = _middle_before(min(start for start, _end in periods))
    months = ((max(end for _start, end in periods) - first).days) / MONTH
    step = next((each for each in STEPS if months / each <= MARKS), STEPS[-1])
    began = tuple(float((start - EXCEL).days) for start, _end in periods)
    days = tuple(float((end - start).days + 1) for start, end in periods)
    series = (Series(_("First day"), began, "hidden", "yyyy-mm-dd"), Series(_("Days"), days, number="0"))
    number = MONTHS[(get_language() or "en")[:2]]
    return Chart("spans", tuple(names), series, says, number, float((first - EXCEL).days), step * MONTH)


def _middle_before(day: dt.date) -> dt.date:
    """The last 15th of a month up to a day: from there, steps of equal length never leave the month they name."""
    return day.replace(day=15) if day.day >= 15 else (day.replace(day=1) - dt.timedelta(days=1)).replace(day=15)
