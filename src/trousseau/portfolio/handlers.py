"""The jobs of this room: started by the clock, the clean-up, reminders of a check-up that is due, and who erodes;
asked for by someone, a frozen check-up computed again from the ledger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousseau.imports import wording
from trousseau.jobs import actions as jobs
from trousseau.jobs import registry
from trousseau.jobs.models import Job
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import Retry
from trousseau.ledger.store import StoreError
from trousseau.portfolio import actions, refreshing
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.queries.reproducing import REPRODUCE, reproduced
from trousseau.portfolio.queries.source import facts

CLEAN_UP = "clean_up"
REMIND = "checkup_reminders"
ERODING = "mark_eroding"
DAILY = timedelta(days=1)
AGAIN = timedelta(minutes=10)
BUSY = ("import", "undo", "refresh")
"""While one of these runs, files that look old may be about to be read."""


def register() -> None:
    """Declare the jobs and their rhythm; once, at the start."""
    registry.handler(CLEAN_UP, label=_("Clean-up of old data"), retries=5, backoff=timedelta(minutes=10))(run_clean_up)
    registry.handler(REMIND, label=_("Reminders of check-ups due"), retries=5, backoff=timedelta(minutes=10))(
        run_remind
    )
    registry.handler(ERODING, label=_("Search for silent erosion"), retries=5, backoff=timedelta(minutes=10))(
        run_mark_eroding
    )
    registry.handler(
        REPRODUCE, label=_("A check-up computed again"), finished_url=_answer, explain=wording.problem
    )(run_reproduce)
    registry.every(DAILY, CLEAN_UP)
    registry.every(DAILY, ERODING)  # due at once after an upgrade: the lists need not wait for the next refresh
    registry.every(DAILY, REMIND)


def run_clean_up(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Clean up when nothing else works on the ledger."""
    _quiet()
    try:
        done = actions.clean_up(patience=30.0)
    except StoreError as error:
        raise Retry(error.code) from error
    return {"files": done.files, "released": done.released, "kept": done.kept}


def run_remind(progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Send what is due; a silent mail server is tried again."""
    try:
        return {"sent": actions.remind()}
    except OSError as error:
        raise Retry(str(error)) from error


def run_mark_eroding(progress: Progress) -> dict[str, Any]:  # noqa: ARG001
    """Mark for the lists who erodes in silence; a refresh under way does so itself, and more."""
    _quiet()
    newest = facts()
    if newest is None:
        return {}
    refreshing.erosions(newest)
    return {"version": newest.version}


def run_reproduce(progress: Progress, *, checkup: str) -> dict[str, Any]:
    """Compute a frozen check-up again from the ledger's version of then; the result is the answer."""

    def report(done: int, total: int | None, step: str) -> None:
        progress.report(done, total, step, unit="lines")
        progress.check()

    return reproduced(FrozenCheckup.objects.get(public_id=checkup), report).as_json()


def _answer(job: Job) -> str:
    """The check-up's page, with what came of it."""
    return f"{reverse('portfolio:frozen', args=[job.params['checkup']])}?again={job.public_id}"


def _quiet() -> None:
    """Come back later while something else works on the ledger."""
    busy = next((kind for kind in BUSY if jobs.unfinished(kind)), None)
    if busy is not None:
        raise Retry(busy)
