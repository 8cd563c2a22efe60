"""Who uses what, out of the trail of what was done: of those who could, how many wrote something of late.

Nobody is named, and of fewer than three people nothing is told; no total over roles either, from which the few could be
reckoned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import AuditEvent, Role, User
from trousseau.access.rules import RULES
from trousseau.plans.models import LIVING, Action, Kpi, Objective, Recommendation, Risk
from trousseau.plans.queries import all as plans

LEAST = 3
"""Fewer people than this are not told of."""
SHORT, LONG = 28, 90
"""Days that are looked back on."""
ROLES = (Role.MANAGER, Role.HEAD, Role.EXPERT, Role.DIRECTOR, Role.EXECUTIVE, Role.CONTROLLER)


@dataclass(frozen=True)
class Room:
    """What is used: what it is called, the rule that lets someone write there, what is written."""

    key: str
    label: str | Promise
    rule: str
    written: tuple[str, ...]
    """Kinds of things as the trail names them; “support.” stands for all of that room."""


ROOMS = (
    Room("knowledge", _("People and knowledge"), "tell_facts", ("knowledge.",)),
    Room("plans", _("Plans and actions"), "edit_plans",
         ("plans.plan", "plans.objective", "plans.action", "plans.risk", "plans.recommendation", "plans.initiative")),
    Room("kpis", _("Indicators"), "edit_plans", ("plans.kpi",)),
    Room("meetings", _("Meetings"), "promise", ("plans.meeting",)),
    Room("value", _("Value and ideas"), "edit_plans", ("plans.delivered", "plans.idea")),
    Room("commitments", _("Commitments"), "promise", ("support.commitment",)),
    Room("requests", _("Requests to experts"), "ask_experts", ("support.request",)),
    Room("watch", _("Watch notes"), "read_team", ("support.watchnote", "support.watchreading")),
    Room("selection", _("Selection"), "assess", ("selection.",)),
    Room("competencies", _("Competencies"), "read_competencies", ("staffing.",)),
)  # fmt: skip


@dataclass(frozen=True)
class Use:
    """Of those of a role who could write in a room: how many did within 28 and 90 days; None: too few to tell."""

    could: int
    short: int | None
    long: int | None


@dataclass(frozen=True)
class Touched:
    """Plans in force, and those of which anything was written within 28 and 90 days."""

    plans: int
    short: int
    long: int


def uses() -> dict[str, dict[str, Use]]:
    """Room → role → use, of the people in the house; two statements, however many events there are."""
    wrote = _wrote()
    people: dict[str, set[int]] = {role.value: set() for role in ROLES}
    active = User.objects.filter(is_active=True, assignments__role__in=people).values_list("assignments__role", "pk")
    for role, pk in active:
        people[role].add(pk)
    return {room.key: {role.value: _use(room, role, people[role.value], wrote) for role in ROLES} for room in ROOMS}


def touched(user: User) -> Touched:
    """The plans someone sees, and those that anything was written of; seven statements at most."""
    living = set(plans.living(user).values_list("pk", flat=True))
    latest: dict[int, dt.datetime] = {}
    for kind, events in _of_plans().items():
        for plan, at in _plans_of(kind, events):
            latest[plan] = max(at, latest.get(plan, at))
    now = timezone.now()
    days = [(now - latest[pk]).days for pk in living if pk in latest]
    return Touched(len(living), sum(one < SHORT for one in days), sum(one < LONG for one in days))


def _recent() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(at__gte=timezone.now() - dt.timedelta(days=LONG), actor__isnull=False).order_by()


def _wrote() -> dict[int, dict[str, dt.datetime]]:
    """Who → kind of thing → when they wrote one last."""
    found: dict[int, dict[str, dt.datetime]] = {}
    rows = _recent().values_list("actor", "target_type").annotate(last=Max("at"))
    for actor, kind, last in rows:
        if actor is not None:
            found.setdefault(actor, {})[kind] = last
    return found


def _use(room: Room, role: Role, people: Iterable[int], wrote: Mapping[int, Mapping[str, dt.datetime]]) -> Use:
    could = set(people) if role in RULES[room.rule] else set()
    if len(could) < LEAST:
        return Use(len(could), None, None)
    now = timezone.now()
    days = []
    for person in could:
        last = [at for kind, at in wrote.get(person, {}).items() if _is_of(room, kind)]
        if last:
            days.append((now - max(last)).days)
    return Use(len(could), sum(one < SHORT for one in days), sum(one < LONG for one in days))


def _is_of(room: Room, kind: str) -> bool:
    return any(kind == one or (one.endswith(".") and kind.startswith(one)) for one in room.written)


def _of_plans() -> dict[str, dict[int, dt.datetime]]:
    """Kind of part of a plan → which of them → when something was written of it last."""
    kinds = ["plans.plan", *PARTS]
    found: dict[str, dict[int, dt.datetime]] = {}
    rows = _recent().filter(target_type__in=kinds).values_list("target_type", "target_id").annotate(last=Max("at"))
    for kind, target, last in rows:
        found.setdefault(kind, {})[int(target)] = last
    return found


PARTS = {"plans.action": Action, "plans.objective": Objective, "plans.risk": Risk,
         "plans.recommendation": Recommendation, "plans.kpi": Kpi}  # fmt: skip


def _plans_of(kind: str, events: Mapping[int, dt.datetime]) -> Iterable[tuple[int, dt.datetime]]:
    if kind == "plans.plan":
        return events.items()
    model = PARTS[kind]
    rows = model._default_manager.filter(plan__state__in=LIVING, pk__in=list(events))  # noqa: SLF001 - Django's name
    return [(plan, events[pk]) for pk, plan in rows.values_list("pk", "plan")]
