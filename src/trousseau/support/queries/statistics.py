"""How long answers take against what is promised: a median with how many it is of, or that there are too few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import QuerySet
from django.utils import timezone

from trousseau.support.models import Request, Urgency

ENOUGH = 5
"""Answers from which on a median is told."""
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class AnswerTimes:
    """The answers of twelve months for one urgency."""

    urgency: str
    count: int
    median_hours: float | None
    """Working hours; None: too few answers."""
    kept: int
    """Those within their promise."""
    promised: int
    """What is promised today."""

    @property
    def enough(self) -> bool:
        """Whether there are enough of them to say anything."""
        return self.count >= ENOUGH


def answer_times(seen: QuerySet[Request], promised: dict[str, int]) -> list[AnswerTimes]:
    """The answers among some requests, by urgency; one query. What waits still is not counted as answered."""
    since = timezone.now() - YEAR
    told = (
        seen.filter(answer_hours__isnull=False, asked_at__gte=since)
        .order_by()
        .values_list("urgency", "answer_hours", "promised_hours")
    )
    rows = [(urgency, hours, promise) for urgency, hours, promise in told if hours is not None]
    return [
        _of(urgency, [row[1:] for row in rows if row[0] == urgency], promised[urgency]) for urgency in Urgency.values
    ]


def waiting_past_promise(seen: QuerySet[Request]) -> int:
    """Requests nobody has answered though the promised time is over; one query."""
    return seen.filter(answer_hours=None, state="asked", promised_at__lt=timezone.now()).count()


def _of(urgency: str, rows: Sequence[tuple[float, int]], promised: int) -> AnswerTimes:
    count = len(rows)
    middle = median(hours for hours, _promised in rows) if count >= ENOUGH else None
    return AnswerTimes(urgency, count, middle, sum(1 for hours, most in rows if hours <= most), promised)
