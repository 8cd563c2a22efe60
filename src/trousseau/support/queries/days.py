"""When people are there: public holidays of their country, absences, days a week, and the free days that leaves."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import holidays
from babel import Locale
from django.conf import settings
from django.utils.translation import get_language

from trousseau.method.working_time import Week, free_days, worked_days
from trousseau.support.models import Absence, AnswerPromise, Availability


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The countries whose public holidays are known: ISO 3166 alpha-2."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def country_choices() -> list[tuple[str, str]]:
    """Those countries with their names in the language in force, by name."""
    return list(_named((get_language() or "en")[:2]))


@lru_cache(maxsize=4)
def _named(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language).territories
    found = ((code, names.get(code, code)) for code in countries() if len(code) == 2)
    return tuple(sorted(found, key=lambda one: one[1]))


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int, language: str = "") -> dict[dt.date, str]:
    """The public holidays of a country in a year with their names; none for a country that is not known.

    `language`: that of the reader; where the holidays have no names in it, they have those of the country.
    """
    if country not in countries():
        return {}
    known = holidays.country_holidays(country)
    named = (one for one in known.supported_languages if one.partition("_")[0] == language)
    return dict(holidays.country_holidays(country, years=year, language=next(named, known.default_language)))


def holiday_name(country: str, day: dt.date) -> str:
    """What a public holiday is called, in the language in force where it has a name in it; "" for any other day."""
    return public_holidays(country, day.year, (get_language() or "en")[:2]).get(day, "")


def is_holiday(country: str, day: dt.date) -> bool:
    """Whether a day is a public holiday."""
    return day in public_holidays(country, day.year)


def week(promise: AnswerPromise) -> Week:
    """When the company works, for the promise of an answer."""
    return Week(
        zone=zoneinfo.ZoneInfo(settings.TIME_ZONE),
        opens=promise.opens,
        closes=promise.closes,
        off=lambda day: is_holiday(promise.country, day),
    )


@dataclass(frozen=True)
class Day:
    """One day of someone's calendar."""

    date: dt.date
    state: str
    """free, away, holiday or weekend."""
    note: str = ""


def free(availability: Availability | None, absences: Iterable[Absence], first: dt.date, last: dt.date) -> float | None:
    """The free days of someone from one day to another, both included; None where nobody told their days a week."""
    if availability is None:
        return None
    away = away_on(absences, first, last)
    country = availability.country
    worked = worked_days(first, last, lambda day: day in away or is_holiday(country, day))
    return free_days(len(worked), float(availability.days_a_week))


def away_on(absences: Iterable[Absence], first: dt.date, last: dt.date) -> set[dt.date]:
    """The days between two on which someone is away."""
    found: set[dt.date] = set()
    for absence in absences:
        day, end = max(first, absence.first), min(last, absence.last)
        found |= {day + dt.timedelta(days=number) for number in range((end - day).days + 1)}
    return found


def calendar(availability: Availability | None, absences: list[Absence], first: dt.date, weeks: int) -> list[list[Day]]:
    """Whole weeks from the Monday of a day on, for a page."""
    monday = first - dt.timedelta(days=first.weekday())
    last = monday + dt.timedelta(days=7 * weeks - 1)
    away = away_on(absences, monday, last)
    country = availability.country if availability else ""
    days = [_day(monday + dt.timedelta(days=number), away, country) for number in range(7 * weeks)]
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _day(date: dt.date, away: set[dt.date], country: str) -> Day:
    holiday = holiday_name(country, date) if country else ""
    if date.weekday() > 4:
        return Day(date, "weekend")
    if holiday:
        return Day(date, "holiday", holiday)
    return Day(date, "away" if date in away else "free")
