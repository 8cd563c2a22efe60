"""What is counted in plans themselves: progress, actions done or late, promises kept; a query a measure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from trousseau.method.punctuality import Promise, Punctuality, punctuality
from trousseau.plans.measuring.ledger import PLACES, Value
from trousseau.plans.models import Action, Plan, Progress
from trousseau.support.models.commitments import Commitment
from trousseau.support.queries.commitments import as_promise, recent, year_before

Values = dict[int, Value]
"""By plan."""


def values(wanted: Mapping[str, Iterable[int]], today: dt.date) -> dict[str, Values]:
    """The value of each measure for each plan it is asked of."""
    return {measure: COUNTED[measure]({*plans}, today) for measure, plans in wanted.items()}


def _progress(plans: set[int], _today: dt.date) -> Values:
    """How far actions are, weighted; those that were dropped are not part of the plan any more."""
    rows = (
        Action.objects.filter(plan__in=plans)
        .exclude(state=Progress.DROPPED)
        .values("plan")
        .annotate(done=Sum(F("weight") * F("done")), weight_of_all=Sum("weight"))
        .values_list("plan", "done", "weight_of_all")
    )
    found = {plan: Value((Decimal(done) / Decimal(weight)).quantize(PLACES)) for plan, done, weight in rows}
    return {plan: found.get(plan, Value(None, "no_actions")) for plan in plans}


def _counted(condition: Callable[[dt.date], Q]) -> Callable[[set[int], dt.date], Values]:
    def count(plans: set[int], today: dt.date) -> Values:
        rows = Action.objects.filter(condition(today), plan__in=plans).values("plan").annotate(n=Count("pk"))
        found = dict(rows.values_list("plan", "n"))
        return {plan: Value(Decimal(found.get(plan, 0))) for plan in plans}

    return count


def _kept(plans: set[int], today: dt.date) -> Values:
    """Promises of ours that fell due in the last 12 months and were kept by the day agreed, as the register counts."""
    start = year_before(today)
    plan_of = dict(Plan.objects.filter(pk__in=plans).values_list("account", "pk"))
    rows = Commitment.objects.filter(recent(start), account__in=plan_of).values_list(
        "account", "first_due", "due", "state", "settled_on"
    )
    made: dict[int, list[Promise]] = {}
    for account, first, due, state, settled in rows:
        made.setdefault(plan_of[account], []).append(as_promise((first, due, state, settled)))
    return {plan: _share(punctuality(made.get(plan, ()), start, today, today)) for plan in plans}


def _share(kept: Punctuality) -> Value:
    return Value((100 * Decimal(kept.on_time) / kept.due).quantize(PLACES)) if kept.due else Value(None, "nothing_due")


COUNTED: Mapping[str, Callable[[set[int], dt.date], Values]] = {
    "progress": _progress,
    "actions_done": _counted(lambda _today: Q(state=Progress.DONE)),
    "actions_late": _counted(lambda today: Q(state=Progress.OPEN, due__lt=today)),
    "commitments_kept": _kept,
}
