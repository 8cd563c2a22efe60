"""Deciding what is done about a bad customer, and what became of it; each leaves its trace.

A refusal is a `ValidationError` whose keys are the fields of the form; `__all__` where two changed the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.plans.access import may_edit
from trousseau.plans.actions import writing
from trousseau.plans.models.treatments import Course, Kind, Outcome, Treatment

MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class Deciding:
    """What is said of a treatment."""

    kind: str
    what: str
    owner: User
    decided_on: dt.date
    due: dt.date
    expected: Decimal


def decide(user: User, account: Account, said: Deciding) -> Treatment:
    """Decide a treatment of an account; refused while another is running."""
    with transaction.atomic():
        if not access.sees(user, account) or not may_edit(user, account):
            raise PermissionDenied
        if Treatment.objects.filter(account=account).exclude(course=Course.CLOSED).exists():
            raise ValidationError({NON_FIELD_ERRORS: _("This account has a treatment already: close it first.")})
        made = Treatment.objects.create(account=account, created_by=user, **_checked(account, said))
        audit.record(user, "treatment.decided", made, after=_trail(made))
    return made


def change(user: User, treatment: Treatment, said: Deciding, *, revision: int) -> Treatment:
    """Change what was decided."""
    with transaction.atomic():
        found = _held(user, treatment, revision)
        before = _trail(found)
        for name, value in _checked(found.account, said).items():
            setattr(found, name, value)
        after = _trail(found)
        changed = [name for name in after if after[name] != before[name]]
        if not changed:
            return found
        return _saved(
            user,
            found,
            "treatment.changed",
            {name: before[name] for name in changed},
            {name: after[name] for name in changed},
        )


def apply(user: User, treatment: Treatment, *, on: dt.date, revision: int) -> Treatment:
    """Say that it is in force since a day."""
    with transaction.atomic():
        found = _held(user, treatment, revision)
        _day("on", on, found)
        found.course, found.applied_on = Course.APPLIED, on
        return _saved(user, found, "treatment.applied", {}, {"on": on})


def close(user: User, treatment: Treatment, *, outcome: str, reason: str, revision: int) -> Treatment:
    """Close it: what came of it, and why it is said so."""
    if outcome not in Outcome.values:
        raise ValidationError({"outcome": _("Choose one of the list.")})
    why = writing.words("reason", reason, 500, _("Say why: who decides the next one will read it."))
    with transaction.atomic():
        found = _held(user, treatment, revision)
        found.course, found.closed_on = Course.CLOSED, timezone.localdate()
        found.outcome, found.reason = outcome, why
        return _saved(user, found, "treatment.closed", {}, {"outcome": outcome, "reason": why})


def _checked(account: Account, said: Deciding) -> dict[str, Any]:
    """The fields it is made of, or why not."""
    today = timezone.localdate()
    if said.kind not in Kind.values:
        raise ValidationError({"kind": _("Choose one of the list.")})
    writing.days(said.decided_on, said.due, today, first="decided_on", last="due")
    if said.decided_on > today:
        raise ValidationError({"decided_on": _("That day is still to come.")})
    if said.expected <= 0:
        raise ValidationError({"expected": _("An amount above zero: what it should bring a year.")})
    if said.expected > MOST:
        raise ValidationError({"expected": _("This number is larger than any amount.")})
    if not said.owner.is_active or not access.sees(said.owner, account):
        raise ValidationError(
            {"owner": _("%(name)s does not see this account: put them on its team first.") % {"name": said.owner.name}}
        )
    return {
        "kind": said.kind,
        "what": writing.words("what", said.what, 300, _("Say what exactly is changed, so that anyone can do it.")),
        "owner": said.owner,
        "decided_on": said.decided_on,
        "due": said.due,
        "expected": said.expected,
    }


def _day(field: str, on: dt.date, found: Treatment) -> None:
    if on > timezone.localdate():
        raise ValidationError({field: _("That day is still to come.")})
    if on < found.decided_on:
        raise ValidationError({field: _("That is before the day it was decided.")})


def _held(user: User, treatment: Treatment, revision: int) -> Treatment:
    """It as it is now, locked, for someone who may write it and has seen it as it is."""
    rows = Treatment.objects.select_for_update(of=("self",)).select_related("account", "owner")
    found = rows.filter(pk=treatment.pk, account__in=access.visible_to(user)).first()
    if found is None or not may_edit(user, found.account):
        raise PermissionDenied
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(found)})
    if found.course == Course.CLOSED:
        raise ValidationError({NON_FIELD_ERRORS: _("This treatment is closed: decide another one.")})
    return found


def _saved(user: User, found: Treatment, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Treatment:
    found.revision += 1
    found.save()
    audit.record(user, verb, found, before=before, after=after)
    return found


def _trail(found: Treatment) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "what": found.what,
        "owner": found.owner.name if found.owner else None,
        "decided_on": found.decided_on,
        "due": found.due,
        "expected": found.expected,
    }
