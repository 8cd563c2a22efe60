"""Writing down what was brought to a client, and what the client says of it; each leaves its trace.

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
from trousseau.knowledge.models import Stake
from trousseau.plans.access import may_edit
from trousseau.plans.actions import ideas, writing
from trousseau.plans.models import Action, Idea
from trousseau.plans.models.value import Category, Delivered, Opinion

SAID = ("category", "what", "amount", "yearly", "since", "until", "method", "evidence")
"""What the client confirms: where one of these changes, it is to be confirmed again."""
MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class Bringing:
    """What is said of something that was brought."""

    category: str
    what: str
    since: dt.date
    amount: Decimal | None = None
    yearly: bool = False
    until: dt.date | None = None
    method: str = ""
    evidence: str = ""
    stake: Stake | None = None
    action: Action | None = None
    idea: Idea | None = None
    """The idea it came of, remembered where it is added."""


def add(user: User, account: Account, said: Bringing) -> Delivered:
    """Write down something that was brought to a client; it is to be confirmed by them."""
    with transaction.atomic():
        if not access.sees(user, account) or not may_edit(user, account):
            raise PermissionDenied
        made = Delivered(account=account, created_by=user, **_checked(account, said))
        made.search_text = made.searchable()
        made.save()
        ideas.remember(user, made, said.idea)
        audit.record(user, "value.added", made, after=_trail(made))
    return made


def change(user: User, delivered: Delivered, said: Bringing, *, revision: int) -> Delivered:
    """Correct what is said of it; what the client said of other words or another amount holds no longer."""
    with transaction.atomic():
        found = _held(user, delivered, revision)
        before = _trail(found)
        fields = _checked(found.account, said)
        touched = any(getattr(found, name) != fields[name] for name in SAID)
        for name, value in fields.items():
            setattr(found, name, value)
        if touched:
            _unsaid(found)
        after = _trail(found)
        changed = [name for name in after if after[name] != before[name]]
        if not changed and not touched:
            return found
        return _saved(
            user, found, "value.changed", {name: before[name] for name in changed}, {n: after[n] for n in changed}
        )


def confirm(
    user: User, delivered: Delivered, *, by: str, on: dt.date, said: str, agreed: Decimal | None, revision: int
) -> Delivered:
    """Write down that the client confirms it, who of them, and another amount where they name one."""
    who, words = _who(by), writing.words("said", said, 500)
    with transaction.atomic():
        found = _held(user, delivered, revision)
        _said_on(on, found)
        if agreed is not None:
            _amount("agreed", agreed)
        found.agreed = None if agreed == found.amount else agreed
        found.opinion, found.said_by, found.said_on, found.said = Opinion.CONFIRMED, who, on, words
        after = {"by": who, "on": on, "agreed": found.agreed}
        return _saved(user, found, "value.confirmed", {}, after)


def contest(user: User, delivered: Delivered, *, by: str, on: dt.date, said: str, revision: int) -> Delivered:
    """Write down that the client contests it, who of them and why; it counts in no total."""
    who = _who(by)
    words = writing.words("said", said, 500, _("Say why they contest it, in their words."))
    with transaction.atomic():
        found = _held(user, delivered, revision)
        _said_on(on, found)
        found.agreed = None
        found.opinion, found.said_by, found.said_on, found.said = Opinion.CONTESTED, who, on, words
        return _saved(user, found, "value.contested", {}, {"by": who, "on": on, "why": words})


def answered(user: User, delivered: Delivered, opinion: Opinion, *, by: str, said: str, revision: int) -> Delivered:
    """Write down what somebody of the client says themself; whoever calls has shown that it is shared with them.

    A refusal says nothing of who changed it meanwhile: the reader is not of ours.
    """
    contested = opinion == Opinion.CONTESTED
    words = writing.words("said", said, 500, _("Say why you contest it, in a few words.") if contested else "")
    with transaction.atomic():
        rows = Delivered.objects.select_for_update(of=("self",)).select_related("account")
        found = rows.filter(pk=delivered.pk, shared=True).first()
        if found is None or found.revision != revision:
            raise ValidationError({NON_FIELD_ERRORS: _("It was changed or answered meanwhile: look at it again.")})
        found.agreed = None
        found.opinion, found.said_by, found.said_on, found.said = opinion, by, timezone.localdate(), words
        verb = "value.contested" if contested else "value.confirmed"
        return _saved(user, found, verb, {}, {"by": by, "on": found.said_on, "said": words})


def unsay(user: User, delivered: Delivered, *, revision: int) -> Delivered:
    """Take back what was written down of the client's opinion."""
    with transaction.atomic():
        found = _held(user, delivered, revision)
        if found.opinion == Opinion.UNSAID:
            return found
        before = {"opinion": found.opinion, "by": found.said_by, "on": found.said_on, "agreed": found.agreed}
        _unsaid(found)
        return _saved(user, found, "value.unsaid", before, {})


def remove(user: User, delivered: Delivered, *, revision: int) -> None:
    """Take away what was written down by mistake; the trail keeps what it said."""
    with transaction.atomic():
        found = _held(user, delivered, revision)
        audit.record(user, "value.removed", found, before=_trail(found))
        found.delete()


def _checked(account: Account, said: Bringing) -> dict[str, Any]:
    """The fields it is made of, or why not."""
    if said.category not in Category.values:
        raise ValidationError({"category": _("Choose one of the list.")})
    _days(said)
    method = writing.words("method", said.method, 500)
    if said.amount is not None:
        _amount("amount", said.amount)
        if not method:
            raise ValidationError({"method": _("Say how the amount was reckoned: the client will ask.")})
    if said.stake is not None and said.stake.account_id != account.pk:
        raise ValidationError({"stake": _("Choose one of the list.")})
    if said.action is not None and said.action.plan.account_id != account.pk:
        raise ValidationError({"action": _("Choose one of the list.")})
    return {
        "category": said.category,
        "what": writing.words("what", said.what, 200, _("Say what the client has of it, in their words.")),
        "amount": said.amount,
        "yearly": said.yearly,
        "since": said.since,
        "until": said.until,
        "method": method,
        "evidence": writing.words("evidence", said.evidence, 500),
        "stake": said.stake,
        "action": said.action,
    }


def _days(said: Bringing) -> None:
    today = timezone.localdate()
    writing.days(said.since, said.until or said.since, today, first="since", last="until")
    if said.since > today:
        raise ValidationError({"since": _("That day is still to come: value is written down once it is there.")})
    if said.until is not None and not said.yearly:
        raise ValidationError({"until": _("Only an amount a year has an end: this one came once.")})


def _amount(field: str, amount: Decimal) -> None:
    if amount <= 0:
        raise ValidationError({field: _("An amount above zero; leave it empty where nobody has reckoned it.")})
    if amount > MOST:
        raise ValidationError({field: _("This number is larger than any amount.")})


def _who(by: str) -> str:
    return writing.words("by", by, 200, _("Say who of the client’s people said so."))


def _said_on(on: dt.date, found: Delivered) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("That day is still to come.")})
    if on < found.since:
        raise ValidationError({"on": _("That is before the day since when the client has it.")})


def _unsaid(found: Delivered) -> None:
    found.opinion, found.said_by, found.said_on, found.said, found.agreed = Opinion.UNSAID, "", None, "", None


def _held(user: User, delivered: Delivered, revision: int) -> Delivered:
    """It as it is now, locked, for someone who may write it and has seen it as it is."""
    rows = Delivered.objects.select_for_update(of=("self",)).select_related("account")
    found = rows.filter(pk=delivered.pk, account__in=access.visible_to(user)).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it away meanwhile.")})
    if not may_edit(user, found.account):
        raise PermissionDenied
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(found)})
    return found


def _saved(user: User, found: Delivered, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Delivered:
    found.revision += 1
    found.search_text = found.searchable()
    found.save()
    audit.record(user, verb, found, before=before, after=after)
    return found


def _trail(found: Delivered) -> dict[str, Any]:
    return {
        "what": found.what,
        "category": found.category,
        "amount": found.amount,
        "yearly": found.yearly,
        "since": found.since,
        "until": found.until,
        "method": found.method,
        "evidence": found.evidence,
        "stake": found.stake.title if found.stake else None,
        "action": found.action.what if found.action else None,
        "opinion": found.opinion,
    }
