"""The level each person holds in each competency: of the last closed round in which someone said one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from trousseau.staffing.combining import APART
from trousseau.staffing.models import LevelFound
from trousseau.staffing.queries import frameworks


@dataclass(frozen=True)
class Held:
    """A level a person holds, or held before."""

    level: float
    low: int
    high: int
    voices: int
    own_only: bool
    on: date
    """When its round was closed."""
    assessment: int

    @property
    def disputed(self) -> bool:
        """Whether those who spoke disagree."""
        return self.high - self.low >= APART


def held() -> dict[int, dict[str, float]]:
    """Level 1 to 5 by competency code, by the key of the person; what nobody assessed is absent. For matching only.

    Only competencies of the framework in force; only people who have a login.
    """
    keys = set(frameworks.in_force().framework.keys)
    found: dict[int, dict[str, float]] = {}
    rows = (
        LevelFound.objects.filter(assessment__subject__user__isnull=False)
        .order_by("assessment__closed_at", "assessment_id")
        .values_list("assessment__subject__user", "competency", "level")
    )
    for user, competency, level in rows:
        if competency in keys:
            found.setdefault(user, {})[competency] = level
    return found


def history(subjects: Iterable[int]) -> dict[int, dict[str, list[Held]]]:
    """All that was found of some people, by their key and competency, the newest first. One query."""
    found: dict[int, dict[str, list[Held]]] = {}
    rows = (
        LevelFound.objects.filter(assessment__subject__in=list(subjects))
        .order_by("-assessment__closed_at", "-assessment_id")
        .values_list(
            "assessment__subject",
            "competency",
            "level",
            "low",
            "high",
            "voices",
            "own_only",
            "assessment__closed_at",
            "assessment",
        )
    )
    for subject, competency, level, low, high, voices, own_only, closed, assessment in rows:
        one = Held(level, low, high, voices, own_only, timezone.localdate(closed), assessment)
        found.setdefault(subject, {}).setdefault(competency, []).append(one)
    return found
