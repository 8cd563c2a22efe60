"""Initiatives of a plan: actions that serve one objective together; each change leaves its trace."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.plans.actions import writing
from trousseau.plans.actions.changing import changed
from trousseau.plans.actions.plan import not_negative
from trousseau.plans.models import Initiative, Objective, Plan


@dataclass(frozen=True)
class Together:
    """What is said of an initiative."""

    title: str
    objective: Objective | None = None
    why: str = ""
    expected: Decimal | None = None
    """What it is to bring a year, in the base currency."""


def add_initiative(user: User, plan: Plan, said: Together) -> Initiative:
    """Put an initiative into the plan; actions are put under it one by one."""
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        last = found.initiatives.aggregate(last=Max("position"))["last"]
        made = Initiative(plan=found, position=0 if last is None else last + 1)
        _put(made, said)
        made.save()
        audit.record(user, "initiative.added", made, after={"title": made.title})
    return made


def change_initiative(user: User, initiative: Initiative, said: Together, revision: int) -> Initiative:
    """Change what is said of an initiative."""
    return changed(user, initiative, revision, "initiative.changed", lambda found: _put(found, said))


def _put(one: Initiative, said: Together) -> None:
    one.title = writing.words("title", said.title, 200, _("Say what the actions do together."))
    if said.objective is not None and said.objective.plan_id != one.plan_id:
        raise ValidationError({"objective": _("This belongs to another plan.")})
    one.objective = said.objective
    one.why = writing.words("why", said.why, 1000)
    one.expected = not_negative("expected", said.expected)
