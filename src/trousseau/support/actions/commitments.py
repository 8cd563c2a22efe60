"""What people promise and what becomes of it; each leaves its trace.

A refusal is a `ValidationError` whose keys are the fields of the form; `__all__` where two changed the same promise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact
from trousseau.notices.telling import tell
from trousseau.support import promising
from trousseau.support.models.commitments import Channel, Commitment, Direction, Renegotiation, State

YEARS = 20
"""A day further ahead is a slip of the keyboard."""
YOURS = "commitment.yours"


@dataclass(frozen=True)
class Promised:
    """What is said of a promise when it is recorded; `contact` wins over `contact_name`."""

    what: str
    due: dt.date
    owner: User
    contact: Contact | None = None
    contact_name: str = ""
    channel: str = Channel.MEETING
    reference: str = ""
    promised_on: dt.date | None = None
    direction: str = Direction.OURS


def promise(user: User, account: Account, said: Promised) -> Commitment:
    """Record a promise; whoever it is of is told where somebody else records it."""
    with transaction.atomic():
        if not access.sees(user, account) or not promising.may_promise(user, account):
            raise PermissionDenied
        today = timezone.localdate()
        on = said.promised_on or today
        _check_days(on, said.due, today)
        _check_owner(user, account, said.owner)
        made = Commitment(
            account=account,
            promised_on=on,
            first_due=said.due,
            due=said.due,
            created_by=user,
            owner=said.owner,
            **_said(said),
        )
        made.search_text = made.searchable()
        made.save()
        audit.record(user, "commitment.promised", made, after=_trail(made))
        _tell_owner(user, made)
    return made


def keep(user: User, commitment: Commitment, *, on: dt.date, evidence: str, revision: int) -> Commitment:
    """Say that a promise was kept, on a day that has come, and what shows it."""
    evidence = _text("evidence", evidence, 1000, _("Say in a few words what shows that it was kept."))
    with transaction.atomic():
        found = _open(user, commitment, revision)
        _check_settled("on", on, found)
        return _settle(user, found, State.KEPT, on, evidence=evidence)


def break_(user: User, commitment: Commitment, *, on: dt.date, reason: str, revision: int) -> Commitment:
    """Say that a promise will not be kept, and why."""
    reason = _text("reason", reason, 1000, _("Say why it was not kept."))
    with transaction.atomic():
        found = _open(user, commitment, revision)
        _check_settled("on", on, found)
        return _settle(user, found, State.BROKEN, on, reason=reason)


def withdraw(user: User, commitment: Commitment, *, reason: str, revision: int) -> Commitment:
    """Take a promise out of the count: recorded by mistake, or without object by the client's own wish."""
    reason = _text("reason", reason, 1000, _("Say why it is withdrawn."))
    with transaction.atomic():
        found = _open(user, commitment, revision)
        return _settle(user, found, State.WITHDRAWN, timezone.localdate(), reason=reason)


def reopen(user: User, commitment: Commitment, *, revision: int) -> Commitment:
    """Undo what was said to have become of a promise."""
    with transaction.atomic():
        found = _held(user, commitment, revision)
        if found.state == State.OPEN:
            return found
        before = {"state": found.state, "on": found.settled_on}
        found.state, found.settled_on, found.evidence, found.reason = State.OPEN, None, "", ""
        return _save(user, found, "commitment.reopened", before, {})


def renegotiate(
    user: User, commitment: Commitment, *, due: dt.date, reason: str, agreed_by: str, revision: int
) -> Commitment:
    """Agree another day with the client: why, and who agreed; the first day stays on record."""
    reason = _text("reason", reason, 1000, _("Say why the day is moved."))
    agreed_by = _text("agreed_by", agreed_by, 200, _("Say who agreed to the new day."))
    with transaction.atomic():
        found = _open(user, commitment, revision)
        today = timezone.localdate()
        if due < today:
            raise ValidationError({"due": _("The new day lies in the past: choose today or later.")})
        _check_far("due", due, today)
        if due == found.due:
            raise ValidationError({"due": _("This is the day it is due already: choose another.")})
        Renegotiation.objects.create(
            commitment=found, before=found.due, after=due, reason=reason, agreed_by=agreed_by, author=user, on=today
        )
        before, found.due = {"due": found.due}, due
        return _save(user, found, "commitment.renegotiated", before, {"due": due})


def change(user: User, commitment: Commitment, said: Promised, *, revision: int) -> Commitment:
    """Correct what a promise says; its days move only by renegotiation."""
    with transaction.atomic():
        found = _held(user, commitment, revision)
        if said.owner.pk != found.owner_id:
            _check_owner(user, found.account, said.owner)
        before, former = _trail(found), found.owner_id
        fields = _said(said)
        for name, value in fields.items():
            setattr(found, name, value)
        found.owner = said.owner
        found.search_text = found.searchable()
        after = _trail(found)
        changed = [name for name in after if after[name] != before.get(name)]
        if not changed:
            return found
        made = _save(
            user,
            found,
            "commitment.changed",
            {name: before.get(name) for name in changed},
            {name: after[name] for name in changed},
        )
        if former != found.owner_id:
            _tell_owner(user, found)
        return made


def _said(said: Promised) -> dict[str, Any]:
    """The fields a promise is made of, checked."""
    name = "" if said.contact is not None else " ".join(said.contact_name.split())
    if said.contact is None and not name:
        raise ValidationError({"to": _("Say to whom at the client: one of its people, or a name.")})
    if said.channel not in Channel.values or said.direction not in Direction.values:
        raise ValidationError({"channel": _("Choose one of the list.")})
    return {
        "what": _text("what", said.what, 300, _("Say what was promised.")),
        "contact": said.contact,
        "contact_name": _text("to", name, 200),
        "channel": said.channel,
        "reference": _text("reference", said.reference, 300),
        "direction": said.direction,
    }


def _text(field: str, text: str, longest: int, missing: str = "") -> str:
    """A text on one line, not empty where `missing` says so, and not too long."""
    text = " ".join(text.replace("\x00", " ").split())
    if missing and not text:
        raise ValidationError({field: missing})
    if len(text) > longest:
        raise ValidationError(
            {field: _("This has %(n)d signs; at most %(most)d are kept.") % {"n": len(text), "most": longest}}
        )
    return text


def _check_days(on: dt.date, due: dt.date, today: dt.date) -> None:
    if on > today:
        raise ValidationError({"promised_on": _("A promise is made on a day that has come.")})
    if due < on:
        raise ValidationError({"due": _("It is due before it was promised: check both days.")})
    _check_far("due", due, today)
    if on.year < today.year - YEARS:
        raise ValidationError({"promised_on": _("This day lies more than 20 years away: check the year.")})


def _check_far(field: str, day: dt.date, today: dt.date) -> None:
    if day.year > today.year + YEARS:
        raise ValidationError({field: _("This day lies more than 20 years away: check the year.")})


def _check_settled(field: str, on: dt.date, found: Commitment) -> None:
    if on > timezone.localdate():
        raise ValidationError({field: _("This day has not come yet.")})
    if on < found.promised_on:
        raise ValidationError({field: _("This is before the day it was promised.")})


def _check_owner(user: User, account: Account, owner: User) -> None:
    """Whoever promises is here and sees the account; only some record for others."""
    if owner.pk != user.pk and not promising.may_promise_for_others(user, account):
        raise ValidationError({"owner": _("You can record what you promised yourself on this account.")})
    if not owner.is_active or not access.visible_to(owner).filter(pk=account.pk).exists():
        raise ValidationError(
            {"owner": _("%(name)s does not see this account: put them on its team first.") % {"name": owner}}
        )


def _held(user: User, commitment: Commitment, revision: int) -> Commitment:
    """A promise as it is now, locked, for someone who may settle it and has seen it as it is."""
    found = Commitment.objects.select_for_update().filter(
        pk=commitment.pk, account__in=access.visible_to(user)
    ).first()  # fmt: skip
    if found is None or not promising.may_settle(user, found):
        raise PermissionDenied
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: _meanwhile(found, revision)})
    return found


def _open(user: User, commitment: Commitment, revision: int) -> Commitment:
    found = _held(user, commitment, revision)
    if found.state != State.OPEN:
        raise ValidationError({NON_FIELD_ERRORS: _("It is no longer open: reopen it first.")})
    return found


def _meanwhile(found: Commitment, revision: int) -> str:
    """What others did to a promise since someone opened it."""
    done = [
        f"{event.actor_label}: {audit.SENTENCES.get(event.verb, event.verb)}"
        for event in audit.history(found)[:20]
        if ((event.after or {}).get("revision") or 0) > revision
    ]
    return _("Someone changed this meanwhile (%(what)s). What you typed is still here; look, then save again.") % {
        "what": "; ".join(reversed(done)) or "–"
    }


def _settle(user: User, found: Commitment, state: State, on: dt.date, **texts: str) -> Commitment:
    found.state, found.settled_on = state, on
    for name, text in texts.items():
        setattr(found, name, text)
    return _save(user, found, f"commitment.{state.value}", {"state": State.OPEN.value}, {"on": on})


def _save(user: User, found: Commitment, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Commitment:
    found.revision += 1
    found.save()
    audit.record(user, verb, found, before=before, after={**after, "revision": found.revision})
    return found


def _trail(found: Commitment) -> dict[str, Any]:
    """What the trail keeps of a promise: never the name of a person at the client, which may have to be erased."""
    return {
        "account": found.account.public_id,
        "owner": str(found.owner) if found.owner else None,
        "contact": found.contact.public_id if found.contact else None,
        "due": found.due,
        "channel": found.channel,
        "direction": found.direction,
        "what": found.what,
        "revision": found.revision,
    }


def _tell_owner(user: User, made: Commitment) -> None:
    if made.owner is None or made.owner.pk == user.pk or made.state != State.OPEN:
        return
    tell(
        made.owner,
        YOURS,
        key=f"{made.public_id}:{made.owner.pk}",
        url=reverse("support:commitment", args=[made.public_id]),
        by=str(user),
        what=made.what,
        account=made.account.name,
        due=made.due.isoformat(),
        theirs=made.direction == Direction.THEIRS,
    )
