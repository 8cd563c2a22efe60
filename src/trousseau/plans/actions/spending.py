"""Days and money that a plan takes, written down and taken back; each leaves its trace."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.plans.actions import writing
from trousseau.plans.models import Action, Plan, Spending

MOST_DAYS = 1_000
MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class Spent:
    """What is said of days or money spent."""

    on: dt.date
    days: Decimal | None = None
    money: Decimal | None = None
    note: str = ""
    action: Action | None = None


def spend(user: User, plan: Plan, said: Spent) -> Spending:
    """Write down days or money that the plan took."""
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        today = timezone.localdate()
        writing.days(said.on, said.on, today, first="on", last="on")
        if said.on > today:
            raise ValidationError({"on": _("That day is still to come.")})
        for name, value, most in (("days", said.days, MOST_DAYS), ("money", said.money, MOST)):
            if value is not None and not 0 < value <= most:
                raise ValidationError({name: _("A number above zero, and not out of reach.")})
        if said.days is None and said.money is None:
            raise ValidationError({"days": _("Say how many days, or how much money.")})
        if said.action is not None and said.action.plan_id != found.pk:
            raise ValidationError({"action": _("This belongs to another plan.")})
        note = writing.words("note", said.note, 300)
        made = Spending.objects.create(
            plan=found, by=user, on=said.on, days=said.days, money=said.money, note=note, action=said.action
        )
        audit.record(user, "plan.spent", found, after=_plain(made))
    return made


def take_back(user: User, spending: Spending) -> Spent:
    """Take back what was written down by mistake; the trail keeps it, and what it said is given back for an undo."""
    if spending.plan is None:  # time of a meeting, which whoever spent it takes back there
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it out of the plan meanwhile.")})
    with transaction.atomic():
        found = writing.plan_held(user, spending.plan)
        row = Spending.objects.select_related("action").filter(plan=found, pk=spending.pk).first()
        if row is None:
            raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it out of the plan meanwhile.")})
        if row.timed:
            raise ValidationError(
                {NON_FIELD_ERRORS: _("This is somebody’s own time: they take it back at the meeting or action itself.")}
            )
        said = Spent(row.on, row.days, row.money, row.note, row.action)
        audit.record(user, "plan.unspent", found, before=_plain(row))
        row.delete()
    return said


def _plain(row: Spending) -> dict[str, object]:
    return {"on": row.on, "days": row.days, "money": row.money, "note": row.note}
