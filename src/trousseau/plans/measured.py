"""When indicators are measured: after the facts, at night, and one at once when it is defined; jobs for the rest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow.parquet as pq
from django.utils.translation import gettext_lazy

from trousseau.accounts.models import Reckoning
from trousseau.jobs import actions as jobs
from trousseau.jobs import registry
from trousseau.jobs.models import Job, State
from trousseau.jobs.progress import Progress
from trousseau.ledger.facts import Facts
from trousseau.plans.actions.kpis import take_baseline
from trousseau.plans.formulas import Known
from trousseau.plans.measuring import batch, forecasts
from trousseau.plans.models import LIVING, Kpi, Outlook
from trousseau.portfolio.queries.source import facts as newest

MEASURE, FORECAST = "kpis_measured", "kpis_forecast"


def register() -> None:
    """Declare the jobs; once, at the start."""
    registry.handler(MEASURE, label=gettext_lazy("Indicators measured"))(run)
    registry.handler(FORECAST, label=gettext_lazy("Forecasts of indicators"))(run_forecasts)
    registry.every(dt.timedelta(hours=12), MEASURE, needed)


def needed() -> bool:
    """Whether there is an indicator to measure."""
    return Kpi.objects.filter(plan__state__in=LIVING, source__in=batch.MEASURED).exists()


def after_facts(_facts: Facts) -> None:
    """Have the indicators measured once the facts are new: one job, which does not hold up the import."""
    measure_later()


def measure_later() -> None:
    """Have the indicators measured, where there are some."""
    if needed():
        _start_once(MEASURE)


def forecast_later() -> None:
    """Have the forecasts worked out whose readings changed."""
    _start_once(FORECAST)


def run(progress: Progress) -> dict[str, Any]:
    """Measure all indicators, then have their forecasts worked out."""
    found = batch.measure(report=progress.report)
    if Kpi.objects.filter(standing__outlook=Outlook.UNKNOWN, standing__on__isnull=False).exists():
        forecast_later()
    return {"kpis": found.kpis, "readings": found.readings, "out": found.out, "version": found.ledger_version}


def run_forecasts(progress: Progress) -> dict[str, Any]:
    """Work out the forecasts whose readings changed."""
    return {"forecasts": forecasts.refresh(report=progress.report)}


def at_once(kpi: Kpi) -> None:
    """Measure one indicator now; where nobody told its baseline, the ledger does."""
    batch.measure([kpi.pk])
    take_baseline(kpi)
    forecast_later()


def known_names() -> Known:
    """The zones, divisions and families that the sales lines know; nothing is refused before the first import."""
    there = newest()
    places = Reckoning.objects.first()
    if there is None or there.first is None or places is None:
        return Known()
    families = pq.read_table(there.table("families"))["family"].to_pylist()
    return Known(
        zones=frozenset({*places.zones, ""}),
        divisions=frozenset({*places.divisions, ""}),
        families=frozenset(families),
    )


def _start_once(kind: str) -> None:
    """Start a job of a kind unless one waits already."""
    if not Job.objects.filter(kind=kind, state=State.QUEUED).exists():
        jobs.start(kind)
