"""The framework in force, its history, and the draft someone works on."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from trousseau.access.models import User
from trousseau.access.once import once
from trousseau.staffing.framework import Framework, delivered
from trousseau.staffing.models import FrameworkDraft, FrameworkVersion


@dataclass(frozen=True)
class InForce:
    """The framework that asks today."""

    number: int
    """0: as delivered."""
    framework: Framework
    version: FrameworkVersion | None


def in_force() -> InForce:
    """The newest framework; the one as delivered before anyone published some. One query."""
    return once("framework", _newest)


def _newest() -> InForce:
    newest = versions().first()
    if newest is None:
        return InForce(0, delivered(), None)
    return InForce(newest.number, Framework.read(newest.framework), newest)


def versions() -> QuerySet[FrameworkVersion]:
    """Every framework that was published, the newest first."""
    return FrameworkVersion.objects.select_related("published_by")


def draft_of(user: User) -> FrameworkDraft | None:
    """What someone is working on."""
    return FrameworkDraft.objects.filter(owner=user).first()
