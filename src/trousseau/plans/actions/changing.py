"""Changing what a plan says: its words, objectives, actions, risks, recommendations; who comes second is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import AuditEvent, User
from trousseau.knowledge.models import Stake
from trousseau.plans.actions import undoing, writing
from trousseau.plans.actions.plan import (
    LONGEST,
    SHORTEST,
    Doing,
    Wanted,
    not_negative,
    put_action,
    put_objective,
)
from trousseau.plans.models import Action, Initiative, Objective, Plan, Progress, Recommendation, Risk
from trousseau.plans.models.trail import KEPT, TAKEN_OUT

Part = TypeVar("Part", Objective, Recommendation, Risk, Initiative, Action)
LARGEST = Decimal(10) ** 13
"""More money than this is a slip of the keyboard, and more than the database holds."""


@dataclass(frozen=True)
class Feared:
    """What is said of a risk."""

    what: str
    answer: str = ""
    owner: User | None = None
    probability: Decimal | None = None
    impact: Decimal | None = None


@dataclass(frozen=True)
class Advised:
    """What is said of a recommendation."""

    text: str
    reason: str
    expected: Decimal | None = None
    objective: Objective | None = None


@dataclass(frozen=True)
class Frame:
    """The plan's own words: its ambition, when it runs, what it may cost, which stakes it serves."""

    ambition: str
    starts: dt.date
    ends: dt.date
    budget_days: Decimal | None = None
    budget_money: Decimal | None = None
    stakes: Sequence[Stake] = ()


def change_frame(user: User, plan: Plan, said: Frame, revision: int) -> Plan:
    """Change the plan's own words."""
    with transaction.atomic():
        found = writing.plan_held(user, plan, revision)
        before = _facts(found)
        found.ambition = writing.words(
            "ambition", said.ambition, 300, _("Say in one sentence what we want to be for this client.")
        )
        writing.days(said.starts, said.ends, timezone.localdate(), last="ends")
        if not SHORTEST <= (said.ends - said.starts).days <= LONGEST:
            raise ValidationError({"ends": _("A plan runs one to three years.")})
        found.starts, found.ends = said.starts, said.ends
        found.budget_days = not_negative("budget_days", said.budget_days)
        found.budget_money = not_negative("budget_money", said.budget_money)
        if any(stake.account_id != found.account_id for stake in said.stakes):
            raise ValidationError({"stakes": _("This stake is of another client.")})
        found.stakes.set(said.stakes)
        _changed(user, found, "plan.changed", before)
    return found


def change_objective(user: User, objective: Objective, said: Wanted, revision: int) -> Objective:
    """Change what is said of an objective."""
    return changed(user, objective, revision, "objective.changed", lambda found: put_objective(found, said))


def change_action(user: User, action: Action, said: Doing, revision: int) -> Action:
    """Change what is said of an action; how far it is is said apart."""
    return changed(user, action, revision, "action.changed", lambda found: put_action(found, said))


def add_risk(user: User, plan: Plan, said: Feared) -> Risk:
    """Name a risk."""
    with transaction.atomic():
        made = Risk(plan=writing.plan_held(user, plan), position=_last(plan.risks))
        _put_risk(made, said)
        made.save()
        audit.record(user, "risk.added", made, after={"what": made.what})
    return made


def change_risk(user: User, risk: Risk, said: Feared, revision: int) -> Risk:
    """Change what is said of a risk."""
    return changed(user, risk, revision, "risk.changed", lambda found: _put_risk(found, said))


def close_risk(user: User, risk: Risk, revision: int) -> Risk:
    """Say that a risk is none any more."""

    def close(found: Risk) -> None:
        found.closed_on = timezone.localdate()

    return changed(user, risk, revision, "risk.closed", close)


def add_recommendation(user: User, plan: Plan, said: Advised) -> Recommendation:
    """Recommend something, with its reason."""
    with transaction.atomic():
        made = Recommendation(plan=writing.plan_held(user, plan), position=_last(plan.recommendations))
        _put_recommendation(made, said)
        made.save()
        audit.record(user, "recommendation.added", made, after={"text": made.text})
    return made


def change_recommendation(user: User, one: Recommendation, said: Advised, revision: int) -> Recommendation:
    """Change what is recommended."""
    return changed(user, one, revision, "recommendation.changed", lambda found: _put_recommendation(found, said))


def take_out(user: User, part: Part, revision: int) -> AuditEvent:
    """Take something out of the plan that should not be there; the trail keeps what it said (`undoing`)."""
    with transaction.atomic():
        found = writing.held(user, part, revision)
        if isinstance(found, Action) and (found.done or found.state != Progress.OPEN):
            raise ValidationError({NON_FIELD_ERRORS: _("It has begun: drop it with a reason, so that it is not lost.")})
        event = audit.record(user, TAKEN_OUT, found, before=_facts(found) | {KEPT: undoing.kept(found)})
        found.delete()
    return event


def move(user: User, part: Part, *, up: bool, revision: int) -> None:
    """Put something of a plan one place up or down among its likes."""
    with transaction.atomic():
        found = writing.held(user, part, revision)
        likes = list(type(found).objects.filter(plan=found.plan_id))
        place = next(n for n, one in enumerate(likes) if one.pk == found.pk)
        other = place + (-1 if up else 1)
        if 0 <= other < len(likes):
            likes[place], likes[other] = likes[other], likes[place]
        for n, one in enumerate(likes):
            one.position = n
        type(found).objects.bulk_update(likes, ["position"], batch_size=300)
        audit.record(user, "plan.part_moved", found, after={"place": other + 1})


def changed(user: User, part: Part, revision: int, verb: str, put: Callable[[Part], None]) -> Part:
    """Change a part of a plan that somebody has seen as it is; the trail tells what became other."""
    with transaction.atomic():
        found = writing.held(user, part, revision)
        before = _facts(found)
        put(found)
        _changed(user, found, verb, before)
    return found


def _changed(user: User, found: Part | Plan, verb: str, before: dict[str, object]) -> None:
    """Keep a change where there is one; the trail tells which of its facts are others now."""
    after = _facts(found)
    others = {name for name, value in after.items() if before.get(name) != value}
    if not others:
        return
    found.revision += 1
    found.save()
    audit.record(
        user,
        verb,
        found,
        before={name: before.get(name) for name in sorted(others)},
        after={name: after[name] for name in sorted(others)},
    )


def _facts(found: models.Model) -> dict[str, object]:
    """What a row says, as the trail keeps it."""
    facts = model_to_dict(found, exclude=["id", "plan", "account", "position", "revision", "search_text", "needs"])
    return {name: [one.pk for one in value] if isinstance(value, list) else value for name, value in facts.items()}


def _put_risk(risk: Risk, said: Feared) -> None:
    if said.probability is not None and not 0 <= said.probability <= 1:
        raise ValidationError({"probability": _("From 0 to 100 %.")})
    risk.what = writing.words("what", said.what, 200, _("Say what could happen."))
    risk.answer = writing.words("answer", said.answer, 1000)
    risk.owner, risk.probability = said.owner, said.probability
    risk.impact = _amount("impact", said.impact)


def _put_recommendation(one: Recommendation, said: Advised) -> None:
    one.text = writing.words("text", said.text, 300, _("Say what we should do."))
    one.reason = writing.words("reason", said.reason, 1000, _("Say why: a recommendation without reason is a wish."))
    one.expected = _amount("expected", said.expected)
    if said.objective is not None and said.objective.plan_id != one.plan_id:
        raise ValidationError({"objective": _("This belongs to another plan.")})
    one.objective = said.objective


def _amount(field: str, amount: Decimal | None) -> Decimal | None:
    if amount is not None and amount > LARGEST:
        raise ValidationError({field: _("This number is larger than any amount.")})
    return not_negative(field, amount)


def _last(likes: models.Manager[Risk] | models.Manager[Recommendation]) -> int:
    last = likes.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else int(last) + 1
