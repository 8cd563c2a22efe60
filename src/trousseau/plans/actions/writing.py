"""What every write of a plan asks: may they, has nobody else changed it meanwhile, is it said well enough."""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.plans.access import may_edit
from trousseau.plans.models import Action, Initiative, Objective, Plan, Recommendation, Risk, State

YEARS = 20
"""A day further away is a slip of the keyboard."""
BLANKS = re.compile(r"[ \t\r\n\f\v]+")
"""Not the no-break ones: people put them where a number belongs to its unit."""
Part = TypeVar("Part", Objective, Recommendation, Risk, Initiative, Action)


def plan_held(user: User, plan: Plan, revision: int | None = None) -> Plan:
    """The plan as it is now, locked, for someone who may write it; inside a transaction.

    `revision`: the one they have seen, where the plan's own words change.
    """
    found = Plan.objects.select_for_update(of=("self",)).select_related("account", "account__manager").filter(
        pk=plan.pk, account__in=access.visible_to(user)
    ).first()  # fmt: skip
    if found is None or not may_edit(user, found.account):
        raise PermissionDenied
    if found.state == State.CLOSED:
        raise ValidationError({NON_FIELD_ERRORS: _("This plan is closed: open the next one.")})
    if revision is not None and found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: meanwhile(found)})
    return found


def held(user: User, part: Part, revision: int) -> Part:
    """A part of a plan as it is now, locked, for someone who may write the plan and has seen it as it is."""
    found = type(part).objects.select_for_update(of=("self",)).select_related("plan").filter(pk=part.pk).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it out of the plan meanwhile.")})
    plan_held(user, found.plan)
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: meanwhile(found)})
    return found


def meanwhile(found: Model) -> str:
    """Who changed something since it was opened, and what they did."""
    event = audit.history(found).first()
    if event is None:
        return _("Somebody changed it meanwhile: look at it again.")
    did = audit.SENTENCES.get(event.verb, event.verb)
    return _("Changed meanwhile — %(who)s: %(what)s. What you typed is kept here: compare, then save again.") % {
        "who": event.actor_label,
        "what": did,
    }


def words(field: str, given: str, most: int, refusal: str = "") -> str:
    """A text without blanks around it, short enough; `refusal` where it must say something and does not."""
    said = BLANKS.sub(" ", given.replace("\x00", "")).strip()
    if not said and refusal:
        raise ValidationError({field: refusal})
    if len(said) > most:
        raise ValidationError(
            {field: _("%(count)s characters: at most %(most)s.") % {"count": len(said), "most": most}}
        )
    return said


def days(starts: dt.date, ends: dt.date, today: dt.date, *, first: str = "starts", last: str = "due") -> None:
    """Refuse an end before its start, and days that are a slip of the keyboard."""
    for field, day in ((first, starts), (last, ends)):
        if abs(day.year - today.year) > YEARS:
            raise ValidationError({field: _("%(day)s is more than %(years)s years away: check the year.") % {
                "day": day.isoformat(), "years": YEARS}})  # fmt: skip
    if ends < starts:
        raise ValidationError(
            {last: _("It ends on %(end)s, before it starts on %(start)s.") % {
                "end": ends.isoformat(), "start": starts.isoformat()}}
        )  # fmt: skip
