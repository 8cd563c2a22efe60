"""The jobs of this room: contributions after a change, and the newest inflation; without internet that one waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.costs import changes
from trousseau.costs.actions.inflation import tell_inflation
from trousseau.costs.queries.inflation import areas
from trousseau.jobs import registry
from trousseau.jobs.models import Job
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import JobError, Retry

YEARS = 5


def register() -> None:
    """Declare the job; once, at the start."""
    registry.handler(
        "inflation", label=gettext_lazy("Inflation by area"), retries=3, explain=explain, finished_url=_page
    )(run_inflation)
    registry.handler(changes.KIND, label=gettext_lazy("Contributions after a change of costs"))(changes.run)


def run_inflation(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every job is given its progress
    """Fetch the inflation of the areas that stand for zones, and take it over."""
    from trousseau.ledger.growth.sdmx import SdmxError, fetch  # noqa: PLC0415 - with pandas behind it: no start waits

    by_zone = areas()
    if not by_zone:
        raise JobError("inflation_no_area")
    try:
        found = fetch(by_zone.values(), date.today().year - YEARS)  # noqa: DTZ011 - the year is near enough
    except SdmxError as error:
        if error.code == "inflation_offline":
            raise Retry(str(error.params["detail"])) from error
        raise JobError(error.code, **{name: str(value) for name, value in error.params.items()}) from error
    lines = [replace(line, zone=zone) for zone, area in by_zone.items() for line in found.get(area, ())]
    changed = tell_inflation(None, lines, "")
    return {"changed": changed, "unknown": sorted(set(by_zone.values()) - found.keys())}


def explain(code: str, params: dict[str, Any]) -> str:
    """Why no inflation was fetched."""
    if code == "inflation_no_area":
        return _("No area stands for any zone: choose one beside each zone first.")
    return _("{agency} answered with something that is no inflation ({detail}); what is told stays as it was.").format(
        **params
    )


def _page(_job: Job) -> str:
    return reverse("costs:inflation")
