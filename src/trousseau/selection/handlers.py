"""The jobs of this room: reminders to assessors, by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.selection import actions

REMIND = "assessment_reminders"


def register() -> None:
    """Declare the jobs and their rhythm; once, at the start."""
    registry.handler(REMIND, label=_("Reminders of assessments due"))(run_remind)
    registry.every(timedelta(days=1), REMIND)


def run_remind(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Tell the assessors who have not finished."""
    return {"told": actions.remind_assessors()}
