"""How a job reads: its name, how far it is, what went wrong."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.jobs import registry
from trousseau.jobs.models import Job


def label(job: Job) -> str:
    """Give the name of its kind."""
    handler = registry.known(job.kind)
    return str(handler.label) if handler else job.kind


def step(job: Job) -> str:
    """Give the step in words, as the kind's handler words it; the step's own text where it does not."""
    handler = registry.known(job.kind)
    return handler.explain(job.step, {}) if handler and handler.explain and job.step else job.step


def failure(job: Job) -> str:
    """Give what went wrong and how to mend it."""
    handler = registry.known(job.kind)
    params: dict[str, Any] = job.error_params
    if job.error_code == "gave_up":
        said = _("It was tried %(attempts)s times: %(what)s. Start it again later.")
        return said % params
    if job.error_code == "worker_lost":
        said = _(
            "The worker stopped %(attempts)s times while doing this: "
            "is there memory and disk space enough? Nothing was changed."
        )
        return said % params
    if job.error_code != "unexpected" and handler and handler.explain:
        return handler.explain(job.error_code, params)
    return _(
        "Something unexpected happened, and nothing was changed. Try again; "
        "the server's log has the details (%(what)s)."
    ) % {"what": params.get("what", job.error_code)}


def time_left(job: Job) -> str:
    """Give the time left in words, or nothing while it cannot be told."""
    seconds = job.seconds_left
    if seconds is None:
        return ""
    if seconds < 50:
        whole = max(1, round(seconds))
        return ngettext("about %(n)s second left", "about %(n)s seconds left", whole) % {"n": whole}
    minutes = max(1, round(seconds / 60))
    return ngettext("about %(n)s minute left", "about %(n)s minutes left", minutes) % {"n": minutes}
