"""The jobs of this room: reminders to assessors, by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import Retry
from trousseau.selection import actions

REMIND = "assessment_reminders"


def register() -> None:
    """Declare the jobs and their rhythm; once, at the start."""
    registry.handler(REMIND, label=_("Reminders of assessments due"), retries=5, backoff=timedelta(minutes=10))(
        run_remind
    )
    registry.every(timedelta(days=1), REMIND)


def run_remind(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Send what is due; a silent mail server is tried again."""
    try:
        return {"sent": actions.remind_assessors()}
    except OSError as error:
        raise Retry(str(error)) from error
