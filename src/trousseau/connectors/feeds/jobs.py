"""The jobs of sources: a run of one, and the clock that starts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.connectors.actions.feeds import READ, queue
from trousseau.connectors.feeds.running import begin, carry_out, due, moved
from trousseau.connectors.models import Feed, Run
from trousseau.connectors.runs.one import BusyError
from trousseau.imports import wording
from trousseau.imports.handlers import REFRESH
from trousseau.jobs import actions as jobs
from trousseau.jobs import registry
from trousseau.jobs.models import Job
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import JobError

CLOCK, LOOK_EVERY = "connectors.feeds_clock", dt.timedelta(minutes=1)
SENTENCES = {
    "feed_busy": _("“%(name)s” is being read already: look at its run, or wait until it ends."),
    "feed_failed": _("“%(name)s” could not be read whole: its run says what is to be mended."),
}


def register() -> None:
    """Declare the jobs to the registry; once, at the start."""
    registry.handler(READ, label=_("Reading of a source"), finished_url=_finished, explain=sentence)(read)
    registry.handler(CLOCK, label=_("Start of sources that are due"))(start_due)
    registry.every(LOOK_EVERY, CLOCK, needed=lambda: bool(due()))


def read(progress: Progress, *, feed_id: int, user_id: int | None = None) -> dict[str, Any]:
    """One run of a source, taken up where it stood if its worker was killed."""
    feed = Feed.objects.get(pk=feed_id)
    user = User.objects.filter(pk=user_id).first() if user_id else None
    try:
        item = begin(feed, progress.job, user)
    except BusyError as error:
        raise JobError("feed_busy", name=feed.name) from error

    def report(done: int, total: int | None, step: str) -> None:
        progress.report(done, total, step, unit="lines" if step == "reading" else "")
        progress.check()

    state = carry_out(item, report)
    if moved(item):
        jobs.start(REFRESH)
    if state == Run.State.FAILED:
        raise JobError("feed_failed", name=feed.name)
    return {"state": state, "run": item.public_id}


def start_due(_progress: Progress) -> dict[str, Any]:
    """Start a run of each source whose time has come."""
    return {"started": len([queue(feed).pk for feed in due()])}


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Why a job of a source failed, or what it is doing."""
    known = SENTENCES.get(code)
    return str(known) % params if known else wording.problem(code, params)


def _finished(job: Job) -> str:
    public_id = Feed.objects.filter(pk=job.params["feed_id"]).values_list("public_id", flat=True).first()
    return reverse("connectors:feed", args=[public_id]) if public_id else reverse("connectors:list")
