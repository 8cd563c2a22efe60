"""The jobs of notices: letters that may go, looked for every minute; and what is old, forgotten once a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import Retry
from trousseau.notices import letters, queries

SEND, PRUNE = "notices_sent", "notices_forgotten"


def register() -> None:
    """Declare the jobs and their rhythm; once, at the start."""
    registry.handler(SEND, label=_("Notices by mail"), retries=5, backoff=timedelta(minutes=2))(run_send)
    registry.every(timedelta(minutes=1), SEND, needed=lambda: bool(queries.mails(timezone.now())))
    registry.handler(PRUNE, label=_("Old notices forgotten"))(run_prune)
    registry.every(timedelta(days=1), PRUNE)


def run_send(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Send what may go; a silent mail server is tried again."""
    try:
        return {"sent": letters.deliver()}
    except OSError as error:
        raise Retry(str(error)) from error


def run_prune(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - as above
    """Forget what is old."""
    return {"forgotten": letters.prune()}
