"""Opinions of a client: what can be rated, what was said, and the figures that the number of answers allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from trousseau.method.opinion import Mean, Promoters, mean_rating, net_promoters
from trousseau.plans.models import Meeting
from trousseau.plans.models.rhythm import Held
from trousseau.portal.access import Window
from trousseau.portal.items import shown
from trousseau.portal.models import Awaited, Rating, Said, Space, Survey
from trousseau.trust.models import Purpose
from trousseau.trust.queries.consents import agreed_to

RECENT = dt.timedelta(days=90)
"""A meeting is rated within these days."""


def quarter_of(day: dt.date) -> dt.date:
    """The first day of the quarter of a day."""
    return day.replace(month=day.month - (day.month - 1) % 3, day=1)


def last_quarter(today: dt.date) -> dt.date:
    """The first day of the quarter that ended last."""
    return quarter_of(quarter_of(today) - dt.timedelta(days=1))


def to_rate(window: Window, today: dt.date) -> list[Meeting]:
    """Meetings held lately, shared, that who looks has not rated."""
    found = shown(window, "meeting").filter(state=Held.HELD, on__gte=today - RECENT, on__lte=today)
    if window.member is not None:
        found = found.exclude(ratings__author=window.member.user)
    return list(found.order_by("-on"))


def quarter_to_rate(window: Window, today: dt.date) -> dt.date | None:
    """The last quarter, where who looks has not rated it and was there."""
    if window.member is None:
        return None
    first = last_quarter(today)
    known = timezone.localtime(window.member.joined_at).date() < quarter_of(today)
    rated = Rating.objects.filter(space=window.space, author=window.member.user, quarter=first).exists()
    return first if known and not rated else None


def open_survey(window: Window) -> Survey | None:
    """The questions that wait for who looks."""
    if window.member is None:
        return None
    return window.member.surveys.filter(answered_at=None, rests_until=None).first()


def waiting(window: Window) -> int:
    """How much waits for the opinion of who looks."""
    if window.member is None:
        return 0
    today = timezone.localdate()
    survey, quarter = open_survey(window), quarter_to_rate(window, today)
    return len(to_rate(window, today)) + (survey is not None) + (quarter is not None)


def ratings_of(spaces: Iterable[Space]) -> QuerySet[Rating]:
    """Ratings given in some spaces, latest first."""
    return Rating.objects.filter(space__in=spaces).select_related("author", "meeting")


def answered() -> QuerySet[Survey]:
    """Surveys answered by people whose consent stands: whoever withdraws it is in no result."""
    found = Survey.objects.filter(answered_at__isnull=False)
    return found.filter(member__user__in=agreed_to(Purpose.SURVEY)).select_related("member__user")


def surveys_of(spaces: Iterable[Space]) -> QuerySet[Survey]:
    """Surveys answered in some spaces, latest first."""
    return answered().filter(member__space__in=spaces).order_by("-answered_at")


def answers_to(space: Space) -> Mapping[tuple[str, str], Awaited]:
    """What was promised for opinions, by (kind, item)."""
    rows = Awaited.objects.filter(space=space, kind__in=(Said.RATING, Said.SURVEY)).select_related("answered_by")
    return {(one.kind, one.item): one for one in rows}


@dataclass(frozen=True)
class Quarter:
    """What was said in one quarter."""

    first: dt.date
    promoters: Promoters
    ratings: Mean


def by_quarter(surveys: Iterable[Survey], ratings: Iterable[Rating], quarters: int, today: dt.date) -> list[Quarter]:
    """The last quarters with their figures, earliest first."""
    firsts = [quarter_of(today)]
    while len(firsts) < quarters:
        firsts.append(last_quarter(firsts[-1]))
    scores: dict[dt.date, list[int]] = {first: [] for first in firsts}
    rated: dict[dt.date, list[int]] = {first: [] for first in firsts}
    for survey in surveys:
        if survey.answered_at is not None and survey.nps is not None:
            scores.get(quarter_of(timezone.localtime(survey.answered_at).date()), []).append(survey.nps)
    for rating in ratings:
        rated.get(quarter_of(timezone.localtime(rating.at).date()), []).append(rating.score)
    return [Quarter(one, net_promoters(scores[one]), mean_rating(rated[one])) for one in reversed(firsts)]
