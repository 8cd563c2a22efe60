"""What changed in a plan between two days, as the trail tells it: what came, what went, what became another.

Several changes of one field are one: from what it was before the first to what it was after the last. What came and
went within the days, or went back to what it was, is no change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from trousseau.access.audit import kind_of
from trousseau.access.models import AuditEvent, User
from trousseau.knowledge.models import Contact
from trousseau.plans.models import Action, Kpi, Objective, Plan, Recommendation, Risk
from trousseau.plans.models.trail import KEPT, TAKEN_OUT
from trousseau.plans.queries.versions import KINDS, Change

MODELS = {"plan": Plan, "objectives": Objective, "recommendations": Recommendation, "actions": Action, "risks": Risk,
          "kpis": Kpi}  # fmt: skip
BY_TYPE = {kind_of(model): kind for kind, model in MODELS.items()}
CAME = {
    "objective.added",
    "action.added",
    "risk.added",
    "recommendation.added",
    "kpi.defined",
    "plan.part_brought_back",
}
WENT = {TAKEN_OUT}
WHO = {"owner": "owner__name", "contact": "contact__name"}
"""Facts of the trail that are keys of people, and what versions call them; the page may hide theirs."""
STATES = {"action.done": "done", "action.dropped": "dropped", "action.reopened": "open"}
"""What these verbs make of an action."""
MOST = 2_000
"""Events read; more in the days asked for are too many to fold."""


@dataclass
class _Part:
    """What happened to one part of the plan, in the order of the trail."""

    name: str = ""
    came: bool = False
    went: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Between:
    """The changes, and whether there were more than can be told."""

    changes: tuple[Change, ...]
    more: bool


def between(plan: Plan, first: dt.date, last: dt.date) -> Between:
    """What changed from the morning of the first day to the evening of the last. Nine queries."""
    zone = timezone.get_current_timezone()
    start = dt.datetime.combine(first, dt.time(), tzinfo=zone)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    found = list(_events(plan).filter(at__gte=start, at__lt=end).order_by("at", "pk")[: MOST + 1])
    parts: dict[tuple[str, str], _Part] = {}
    for event in found[:MOST]:
        _take(parts.setdefault((BY_TYPE[event.target_type], event.target_id), _Part()), event)
    names = _people(parts.values())
    order = list(KINDS)
    told = sorted(parts.items(), key=lambda pair: order.index(pair[0][0]))
    return Between(
        tuple(change for (kind, _key), part in told for change in _changes(kind, part, names)), len(found) > MOST
    )


def _events(plan: Plan) -> QuerySet[AuditEvent]:
    """The trail of a plan and of all its parts, those taken out since with them."""
    mine = Q(target_type=kind_of(Plan), target_id=str(plan.pk))
    for kind, model in MODELS.items():
        if kind != "plan":
            keys = [str(key) for key in getattr(plan, kind).values_list("pk", flat=True)]
            mine |= Q(target_type=kind_of(model), target_id__in=keys)
    gone = AuditEvent.objects.filter(verb=TAKEN_OUT, **{f"before__{KEPT}__row__plan_id": plan.pk})
    for of, key in gone.values_list("target_type", "target_id"):
        mine |= Q(target_type=of, target_id=key)
    return AuditEvent.objects.filter(mine, target_type__in=BY_TYPE)


def _take(part: _Part, event: AuditEvent) -> None:
    """Fold an event into what is known of its part."""
    part.name = event.target_label
    if event.verb in CAME:
        part.came, part.went = not part.went, False
        return
    if event.verb in WENT:
        part.went = True
        return
    before, after = dict(event.before or {}), dict(event.after or {})
    if event.verb in STATES:
        before, after = {"state": before.get("state", "open"), **before}, {**after, "state": STATES[event.verb]}
    for name in after.keys() & before.keys():
        part.before.setdefault(name, before[name])
        part.after[name] = after[name]


def _changes(kind: str, part: _Part, names: Mapping[tuple[str, Any], str]) -> Iterator[Change]:
    if part.came and part.went:
        return
    if part.came or part.went:
        yield Change(kind, part.name, "added" if part.came else "gone")
        return
    for name, before in part.before.items():
        after = part.after[name]
        shown = WHO.get(name, name)
        if before == after or shown not in KINDS[kind]:
            continue
        if name in WHO:
            before, after = names.get((name, before), ""), names.get((name, after), "")  # noqa: PLW2901 - a name for a key
        yield Change(kind, part.name, "changed", shown, before, after)


def _people(parts: Iterable[_Part]) -> dict[tuple[str, Any], str]:
    """What those are called who did something before or after, of us and of theirs."""
    keys: dict[str, set[int]] = {name: set() for name in WHO}
    for part in parts:
        for side in (part.before, part.after):
            for name in WHO:
                if isinstance(key := side.get(name), int):
                    keys[name].add(key)
    ours, theirs = User.objects.filter(pk__in=keys["owner"]), Contact.every.filter(pk__in=keys["contact"])
    return {("owner", one.pk): str(one) for one in ours} | {("contact", one.pk): one.name for one in theirs}
