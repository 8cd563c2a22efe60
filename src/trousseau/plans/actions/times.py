"""Time spent: written down by whoever spent it, in two clicks, on a meeting or an action; undone as easily.

One line a person and meeting, and one a person, action and day: another duration replaces the one before, so that
nothing counts twice. Days are working days of `HOURS` hours; the budget of a plan counts them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.plans import meeting_access
from trousseau.plans.access import living
from trousseau.plans.models import Action, Meeting, Plan, Spending, State
from trousseau.plans.models.rhythm import Held

HOURS = 8
"""Of a working day."""
DURATIONS = {
    "15": Decimal(15) / 60 / HOURS,
    "30": Decimal(30) / 60 / HOURS,
    "60": Decimal(1) / HOURS,
    "half": Decimal("0.5"),
    "day": Decimal(1),
}
"""What can be chosen, in days."""
MOST = Decimal(24) / HOURS
"""Days that a day may hold: 24 hours."""


def on_meeting(user: User, meeting: Meeting, duration: str) -> None:
    """Write down the time a meeting took someone, on its day; "" takes it back."""
    if not meeting_access.visible(user).filter(pk=meeting.pk).exists() or not may(user, "promise"):
        raise PermissionDenied
    with transaction.atomic():
        found = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if found.state == Held.CANCELLED:
            raise ValidationError({NON_FIELD_ERRORS: _("It did not take place: no time was spent in it.")})
        line = Spending.objects.filter(meeting=found, by=user).first()
        plan = line.plan if line else living(user, found.account)
        _say(user, found, line or Spending(meeting=found, by=user, plan=plan, on=found.on), duration)


def on_action(user: User, action: Action, duration: str, on: dt.date | None = None) -> None:
    """Write down the time someone spent on an action on a day, today unless said; "" takes it back."""
    if not access.sees(user, action.plan.account) or not may(user, "promise"):
        raise PermissionDenied
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(pk=action.plan_id)
        if plan.state == State.CLOSED:
            raise ValidationError({NON_FIELD_ERRORS: _("This plan is closed: open the next one.")})
        day = on or timezone.localdate()
        line = Spending.objects.filter(timed=True, action=action, by=user, on=day).first()
        _say(user, action, line or Spending(action=action, by=user, plan=plan, on=day), duration)


def _say(user: User, of: Meeting | Action, line: Spending, duration: str) -> None:
    """Keep a line, or take it back; with its trace on the meeting or the action."""
    before = {"on": line.on, "days": line.days} if line.pk else {}
    if not duration:
        if line.pk:
            line.delete()
            audit.record(user, "time.taken_back", of, before=before)
        return
    days = DURATIONS.get(duration)
    if days is None:
        raise ValidationError({"duration": _("Choose one of the list.")})
    if line.on > timezone.localdate():
        raise ValidationError({"on": _("That day is still to come.")})
    others = Spending.objects.filter(by=user, on=line.on, timed=True).exclude(pk=line.pk)
    if (others.aggregate(days=Sum("days"))["days"] or 0) + days > MOST:
        raise ValidationError({"duration": _("That day would have more than 24 hours: take something back first.")})
    if line.pk and line.days == days:
        return
    line.days, line.timed = days, True
    line.save()
    audit.record(user, "time.spent", of, before=before, after={"on": line.on, "days": days})
