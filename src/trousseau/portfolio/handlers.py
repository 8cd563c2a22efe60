"""The jobs of this room: clean-up and reminders of check-ups due, by the clock; answers after an upgrade.

Answers of pages are kept by the program that worked them out (`queries.beside_facts`): a worker of a new one that finds
none works out what is shown first, so that nobody waits for it. A frozen check-up is computed again when someone asks.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousseau.costs import changes
from trousseau.imports import wording
from trousseau.jobs import actions as jobs
from trousseau.jobs import registry
from trousseau.jobs.models import Job
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import Retry
from trousseau.ledger.store import StoreError
from trousseau.portfolio import actions
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.queries import beside_facts
from trousseau.portfolio.queries.reproducing import REPRODUCE, reproduced
from trousseau.portfolio.queries.source import facts

CLEAN_UP = "clean_up"
REMIND = "checkup_reminders"
ANSWERS = "answers"
DAILY = timedelta(days=1)
AGAIN = timedelta(minutes=10)
BUSY = ("import", "undo", "refresh")
"""While one of these runs, files that look old may be about to be read."""


def register() -> None:
    """Declare the jobs and their rhythm; once, at the start."""
    registry.handler(CLEAN_UP, label=_("Clean-up of old data"), retries=5, backoff=timedelta(minutes=10))(run_clean_up)
    registry.handler(REMIND, label=_("Reminders of check-ups due"))(run_remind)
    registry.handler(REPRODUCE, label=_("A check-up computed again"), finished_url=_answer, explain=wording.problem)(
        run_reproduce
    )
    registry.handler(ANSWERS, label=_("Answers of this version of the program"))(run_answers)
    registry.at_start(ANSWERS, lacking)
    registry.every(DAILY, CLEAN_UP)
    registry.every(DAILY, REMIND)


def run_clean_up(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Clean up when nothing else works on the ledger."""
    _quiet()
    try:
        done = actions.clean_up(patience=30.0)
    except StoreError as error:
        raise Retry(error.code) from error
    return {"files": done.files, "released": done.released, "kept": done.kept}


def lacking() -> bool:
    """Whether this version of the program has not yet worked out what is shown first of the newest facts."""
    there = facts()
    if there is None or not there.months:
        return False
    try:
        return not beside_facts.found(ANSWERS, (str(there.folder), there.version))
    except LookupError:
        return True


def run_answers(progress: Progress) -> dict[str, Any]:
    """Work out what is shown first, as after new costs, and remember that it was."""
    there = facts()
    if there is None:
        return {}
    found = changes.run(progress)
    beside_facts.keep(ANSWERS, (str(there.folder), there.version), answer=True)
    return found


def run_remind(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - as above
    """Tell who is to freeze a check-up that is due."""
    return {"told": actions.remind()}


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
