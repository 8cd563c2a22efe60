"""Opening a plan and putting into it what it wants to reach and who does what by when; each leaves its trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact, Stake
from trousseau.plans.access import may_edit
from trousseau.plans.actions import writing
from trousseau.plans.models import LIVING, Action, Horizon, Initiative, Objective, Plan, Progress

LONGEST = 3 * 366
"""A plan runs one to three years."""
SHORTEST = 28 * 10
ACTIONS = 1_000
"""More actions than this are no plan anyone reads."""


@dataclass(frozen=True)
class Wanted:
    """What is said of an objective."""

    title: str
    due: dt.date
    horizon: str = Horizon.SHORT
    why: str = ""
    start_text: str = ""
    target_text: str = ""
    owner: User | None = None
    stake: Stake | None = None
    weight: int = 1


@dataclass(frozen=True)
class Doing:
    """What is said of an action: what, who (`owner` of us or `contact` of theirs), how, when, how heavy."""

    what: str
    starts: dt.date
    due: dt.date
    owner: User | None = None
    contact: Contact | None = None
    how: str = ""
    weight: int = 1
    objective: Objective | None = None
    initiative: Initiative | None = None
    stake_amount: Decimal | None = None
    days: Decimal | None = None
    money: Decimal | None = None


def open_plan(
    user: User,
    account: Account,
    ambition: str,
    starts: dt.date,
    ends: dt.date,
    *,
    budget_days: Decimal | None = None,
    budget_money: Decimal | None = None,
) -> Plan:
    """Open the plan of an account; refused where one is living."""
    with transaction.atomic():
        if not access.sees(user, account) or not may_edit(user, account):
            raise PermissionDenied
        said = writing.words("ambition", ambition, 300, _("Say in one sentence what we want to be for this client."))
        writing.days(starts, ends, timezone.localdate(), last="ends")
        if not SHORTEST <= (ends - starts).days <= LONGEST:
            raise ValidationError({"ends": _("A plan runs one to three years.")})
        if Plan.objects.filter(account=account, state__in=LIVING).exists():
            raise ValidationError({NON_FIELD_ERRORS: _("This account has a plan already: close it first.")})
        made = Plan.objects.create(
            account=account,
            ambition=said,
            starts=starts,
            ends=ends,
            budget_days=not_negative("budget_days", budget_days),
            budget_money=not_negative("budget_money", budget_money),
            created_by=user,
        )
        audit.record(user, "plan.opened", made, after={"ambition": said, "starts": starts, "ends": ends})
    return made


def serve(user: User, plan: Plan, stakes: Sequence[Stake]) -> None:
    """Say which stakes of the client the plan serves."""
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        found.stakes.set(stakes)
        audit.record(user, "plan.stakes_set", found, after={"stakes": [stake.title for stake in stakes]})


def add_objective(user: User, plan: Plan, said: Wanted) -> Objective:
    """Put an objective into the plan."""
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        made = Objective(plan=found, position=_next(Objective, found))
        put_objective(made, said)
        made.save()
        audit.record(user, "objective.added", made, after={"title": made.title, "due": made.due})
    return made


def add_action(user: User, plan: Plan, said: Doing) -> Action:
    """Put an action into the plan; it has an owner, of us or of theirs, and does not end before it starts."""
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        if found.actions.filter(state=Progress.OPEN).count() >= ACTIONS:
            raise ValidationError(
                {
                    NON_FIELD_ERRORS: _("A plan holds at most %(most)s open actions: close what is done.")
                    % {"most": ACTIONS}
                }
            )
        made = Action(plan=found, position=_next(Action, found))
        put_action(made, said)
        made.save()
        audit.record(user, "action.added", made, after={"what": made.what, "due": made.due, "owner": _whose(made)})
    return made


def check(plan: Plan, said: Doing) -> None:
    """Refuse an action without owner, of somebody else's client, ending before its start, or without weight."""
    writing.days(said.starts, said.due, timezone.localdate())
    if said.owner is None and said.contact is None:
        raise ValidationError({"owner": _("Say who does it: somebody of ours, or of the client’s people.")})
    if said.owner is not None and not said.owner.is_active:
        raise ValidationError({"owner": _("%(name)s is no longer here.") % {"name": said.owner.name}})
    if said.owner is not None and not access.sees(said.owner, plan.account):
        raise ValidationError({"owner": _("%(name)s does not see this account: put them on its team first.") % {
            "name": said.owner.name}})  # fmt: skip
    if said.contact is not None and said.contact.account_id != plan.account_id and not _of_group(plan, said.contact):
        raise ValidationError({"owner": _("%(name)s is of another client.") % {"name": said.contact.name}})
    weighed(said.weight)
    for part in (said.objective, said.initiative):
        if part is not None and part.plan_id != plan.pk:
            raise ValidationError({"objective": _("This belongs to another plan.")})


def _of_group(plan: Plan, contact: Contact) -> bool:
    """Whether somebody at a client belongs to the same group as the account of a plan."""
    group = plan.account.group_id
    return group is not None and contact.account.group_id == group


def put_objective(objective: Objective, said: Wanted) -> None:
    """Write what is said of an objective into it, or refuse."""
    writing.days(objective.plan.starts, said.due, timezone.localdate())
    weighed(said.weight)
    objective.title = writing.words("title", said.title, 200, _("Say what is to be reached."))
    objective.why = writing.words("why", said.why, 1000)
    objective.start_text = writing.words("start_text", said.start_text, 60)
    objective.target_text = writing.words("target_text", said.target_text, 60)
    objective.horizon, objective.due = said.horizon, said.due
    objective.owner, objective.stake, objective.weight = said.owner, said.stake, said.weight


def put_action(action: Action, said: Doing) -> None:
    """Write what is said of an action into it, or refuse."""
    check(action.plan, said)
    action.what = writing.words("what", said.what, 300, _("Say what is to be done."))
    action.how = writing.words("how", said.how, 1000)
    action.owner, action.contact = said.owner, said.contact
    action.starts, action.due, action.weight = said.starts, said.due, said.weight
    action.objective, action.initiative = said.objective, said.initiative
    action.stake_amount = not_negative("stake_amount", said.stake_amount)
    action.days = not_negative("days", said.days)
    action.money = not_negative("money", said.money)
    action.search_text = action.searchable()


def weighed(weight: int) -> None:
    """Refuse a weight outside of 1 to 100."""
    if not 1 <= weight <= 100:
        raise ValidationError({"weight": _("A weight is a whole number from 1 to 100.")})


def not_negative(field: str, amount: Decimal | None) -> Decimal | None:
    """An amount that may not be below zero."""
    if amount is not None and amount < 0:
        raise ValidationError({field: _("Not below zero.")})
    return amount


def _next(model: type[Objective | Action], plan: Plan) -> int:
    last = model.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _whose(action: Action) -> str:
    return action.owner.name if action.owner else action.contact.name if action.contact else ""
