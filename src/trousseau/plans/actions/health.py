"""The kept health of plans: written anew when a plan is written, and every day, as dates move by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from trousseau.plans.models import LIVING, Health, Plan, Reading
from trousseau.plans.queries import health as queries
from trousseau.plans.queries.health import Found

BATCH = 500
FIELDS = ("on", "state", "score", "low", "high", "done", "expected", "ahead", "actions", "finished", "late", "next_due",
          "factors", "at")  # fmt: skip


@dataclass(frozen=True)
class _Refresh:
    """What is done once a transaction stands; equal ones are done once."""

    plan: int

    def __call__(self) -> None:
        refresh(Plan.objects.filter(pk=self.plan))


def refresh_later(plan: int) -> None:
    """Write the health of a plan anew once the transaction stands, once however much of it was written."""
    wanted = _Refresh(plan)
    if not any(waiting[1] == wanted for waiting in connection.run_on_commit):
        transaction.on_commit(wanted, robust=True)


def refresh(plans: Iterable[Plan]) -> int:
    """Write the health of plans as it is today; gives how many."""
    today, now = timezone.localdate(), timezone.now()
    rows = [_row(plan, found, today, now) for plan, found in queries.of_plans(plans, today).items()]
    Health.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["plan"], update_fields=list(FIELDS), batch_size=BATCH
    )
    return len(rows)


def refresh_all() -> int:
    """The same of every living plan."""
    return refresh(Plan.objects.filter(state__in=LIVING))


def stale() -> bool:
    """Whether a living plan has no health of today, or an indicator of one was read since (many are at once)."""
    living = Plan.objects.filter(state__in=LIVING)
    if living.exclude(health__on=timezone.localdate()).exists():
        return True
    return Reading.objects.filter(kpi__plan__in=living, at__gt=F("kpi__plan__health__at")).exists()


def _row(plan: int, found: Found, today: dt.date, now: dt.datetime) -> Health:
    return Health(
        plan_id=plan,
        on=today,
        state=found.health.state,
        score=found.health.score,
        low=found.health.low,
        high=found.health.high,
        done=found.progress.done,
        expected=found.progress.expected,
        ahead=found.progress.ahead,
        actions=found.progress.counted,
        finished=found.progress.finished,
        late=found.progress.late,
        next_due=found.next_due,
        factors={
            name: {"value": one.value, "told": dict(one.told), "takes": found.health.takes.get(name)}
            for name, one in found.factors.items()
        },
        at=now,
    )
