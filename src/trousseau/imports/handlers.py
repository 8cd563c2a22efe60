"""The jobs of this room: check, load, undo, refresh, fetch rates. Each calls the action a command would."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.imports import actions, wording
from trousseau.imports.actions.relay import OnProgress
from trousseau.imports.models import Import
from trousseau.jobs import registry
from trousseau.jobs.models import Job
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import JobError, Retry
from trousseau.ledger.rates import RatesError
from trousseau.ledger.reading import ReadingError
from trousseau.ledger.store import AskReplaceError, StoreError

REFRESH = "refresh"
ECB_EVERY = timedelta(days=1)
LOOK_EVERY = timedelta(hours=1)
"""Windows move with the days: the last complete month is another one on the first."""


def register() -> None:
    """Declare the jobs to the registry; once, at the start."""
    declared: tuple[tuple[str, Any, Any], ...] = (
        ("check", run_check, _("Reading of a file")),
        ("import", run_import, _("Import of sales lines")),
        ("undo", run_undo, _("Undoing of an import")),
        (REFRESH, run_refresh, _("Refresh of the figures")),
    )
    for kind, run, label in declared:
        registry.handler(kind, label=label, finished_url=_finished, explain=wording.problem)(run)
    registry.handler("ecb", label=_("Rates of the ECB"), retries=3, explain=wording.problem, finished_url=_rates)(
        run_ecb
    )
    registry.handler("new_day", label=_("Refresh of a new day"), explain=wording.problem)(run_new_day)
    registry.every(ECB_EVERY, "ecb")
    registry.every(LOOK_EVERY, "new_day")


def run_check(progress: Progress, *, import_id: int) -> None:
    """Read a file without loading it."""
    with _as_job_errors():
        actions.check(Import.objects.get(pk=import_id), on_progress=_to(progress))


def run_import(progress: Progress, *, import_id: int) -> dict[str, Any]:
    """Load an import and refresh. A question about replacing ends the job; the import's page asks it."""
    item = Import.objects.select_related("source", "created_by").get(pk=import_id)
    with _as_job_errors():
        try:
            actions.load(item, on_progress=_to(progress))
        except AskReplaceError:
            return {"asks": True}
        actions.refresh(on_progress=_to(progress, cancellable=False))
    return {"new": item.new, "changed": item.changed, "unchanged": item.unchanged, "version": item.version}


def run_undo(progress: Progress, *, import_id: int, user_id: int | None = None) -> dict[str, Any]:
    """Undo an import and refresh."""
    with _as_job_errors():
        user = User.objects.filter(pk=user_id).first() if user_id else None
        item = actions.undo(Import.objects.get(pk=import_id), user=user, on_progress=_to(progress, cancellable=False))
    return {"state": item.state}


def run_refresh(progress: Progress) -> dict[str, Any]:
    """Bring facts and figures up to date."""
    with _as_job_errors():
        facts = actions.refresh(on_progress=_to(progress, cancellable=False))
    return {"version": facts.version}


def run_new_day(progress: Progress) -> dict[str, Any]:
    """Bring facts up to date with today, and the figures only where the facts are other ones."""
    with _as_job_errors():
        facts = actions.refresh(on_progress=_to(progress, cancellable=False), only_new=True)
    return {"version": facts.version}


def run_ecb(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Fetch the newest rates where the machine has internet, and refresh if there were any."""
    try:
        last = actions.fetch_rates()
    except RatesError as error:
        if error.code == "rates_offline":
            raise Retry(str(error.params.get("detail", error.code))) from error
        raise JobError(error.code, **error.params) from error
    return {"last": last.isoformat()}


def _to(progress: Progress, *, cancellable: bool = True) -> OnProgress:
    """What the ledger reports, to the job; and a cancel, back."""

    def report(done: int, total: int | None, step: str) -> None:
        progress.report(done, total, step, unit="lines" if step == "reading" else "")
        if cancellable:
            progress.check()

    return report


class _as_job_errors:  # noqa: N801 - reads as a sentence where it is used
    """Turn refusals of the ledger into failures of the job that keep code and parameters."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, ReadingError | StoreError | RatesError):
            raise JobError(error.code, **wording.plain(error.params)) from error


def _finished(job: Job) -> str:
    """Where the wizard goes on."""
    item = Import.objects.filter(pk=job.params.get("import_id")).first()
    return reverse("imports:import", args=[item.public_id]) if item else reverse("imports:list")


def _rates(_job: Job) -> str:
    return reverse("imports:rates")
