"""What people tell of the persons at a client: who they are, where they stand, when they were met, that they left.

Two people at once: what only one of them changed is kept from both, and what both changed is shown to the second.
The trail says which fields changed and never a name (`Contact.audit_label`); from what to what is `ContactChange`,
which is erased with the person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access as accounts
from trousseau.accounts.models import Account
from trousseau.knowledge import access, leaving
from trousseau.knowledge.models import Contact, ContactChange

FIELDS = (
    "account", "name", "title", "unit", "email", "phone", "language", "buying_role", "stance", "importance", "owner",
    "last_touch", "source", "said_on",
)  # fmt: skip
"""What a form may say of a contact."""
TRAILED = frozenset({"account", "buying_role", "stance", "importance", "owner", "last_touch", "left_on"})
"""What may stand in the trail in full: it tells nobody who the person is."""
LATEST = frozenset({"source", "said_on"})
"""Where a change is from: the last one told stands, and is never argued over."""


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed to different values: what was typed, and what stands."""

    field: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Outcome:
    """What became of a change: the contact as it stands, what others had changed, and what they both had."""

    contact: Contact
    saved: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    by: str = ""
    """Who changed it meanwhile."""


def add_contact(user: User, account: Account, **values: Any) -> Contact:
    """Tell of a person at a client.

    Raises:
        PermissionDenied: the account is not theirs to tell of.
        ValidationError: by field, in words.
    """
    if not access.may_edit(user, account):
        raise PermissionDenied
    _may_move(user, values, account)
    with transaction.atomic():
        made = new_contact(user, account, values)
        made.save()
        record(user, "contact.added", made, after=first_trail(made))
    return made


def new_contact(user: User, account: Account, values: Mapping[str, Any]) -> Contact:
    """Make a contact, checked and not written yet; ValidationError by field, in words."""
    made = Contact(account=account, author=user, said_on=values.get("said_on") or timezone.localdate())
    _put(made, values)
    _checked(made)
    return made


def first_trail(made: Contact) -> dict[str, Any]:
    """What the trail keeps of a contact that was added."""
    given = {field: plain(getattr(made, field)) for field in FIELDS if getattr(made, field) not in {None, ""}}
    return {"fields": sorted(given), **_trailed(given)}


def change_contact(user: User, contact: Contact, values: Mapping[str, Any], *, seen: int | None = None) -> Outcome:
    """Change what is told of a person; `seen` is the revision the form showed, None: whatever stands.

    Raises:
        PermissionDenied: the account is not theirs to tell of.
        ValidationError: by field, in words.
    """
    with transaction.atomic():
        held = _held(user, contact)
        since = _since(held, seen)
        wanted = {field: value for field, value in values.items() if field in FIELDS}
        conflicts, merged = [], tuple(sorted(field for field in since if field not in LATEST))
        for field in merged:
            if field not in wanted:
                continue
            mine, theirs = plain(wanted[field]), plain(getattr(held, field))
            if mine == since[field][0] or mine == theirs:  # they left it alone, or both say the same
                wanted.pop(field)
            else:
                conflicts.append(Conflict(field, wanted.pop(field), getattr(held, field)))
        saved = _write(user, held, wanted)
        last = held.changes.select_related("by").exclude(by=user).first() if merged else None
        return Outcome(held, saved, merged, tuple(conflicts), str(last.by) if last and last.by else "")


def contact_left(user: User, contact: Contact, day: dt.date | None = None) -> Contact:
    """Say that someone left the client; what is known of them stays, folded away."""
    day = day or timezone.localdate()
    with transaction.atomic():
        held = _held(user, contact)
        check_left(day)
        if held.left_on != day:
            _told(user, held, {"left_on": (held.left_on, day)}, "contact.left")
            leaving.told(user, held)
    return held


def check_left(day: dt.date) -> None:
    """ValidationError where someone would leave on a day to come."""
    if day > timezone.localdate():
        raise ValidationError({"left_on": _("This day has not come yet: write the day they left.")})


def contact_back(user: User, contact: Contact) -> Contact:
    """Say that someone is there after all."""
    with transaction.atomic():
        held = _held(user, contact)
        if held.left_on is not None and held.erased_at is None:
            _told(user, held, {"left_on": (held.left_on, None)}, "contact.back")
    return held


def touched(user: User, contact: Contact, day: dt.date | None = None) -> Contact:
    """Say that someone was met or spoken to; an older day than the one known changes nothing."""
    day = day or timezone.localdate()
    with transaction.atomic():
        held = _held(user, contact, own=True)
        if day > timezone.localdate():
            raise ValidationError({"last_touch": _("This day has not come yet.")})
        if held.last_touch is None or held.last_touch < day:
            _told(user, held, {"last_touch": (held.last_touch, day)}, "contact.touched")
    return held


def may_touch(user: User, contact: Contact) -> bool:
    """Whether someone may say that they met a person: who tells of the account, and who looks after the person."""
    if access.may_edit(user, contact.account):
        return True
    seen = may(user, "read_contacts") and accounts.visible_to(user).filter(pk=contact.account_id).exists()
    return seen and contact.owner_id == user.pk


def _held(user: User, contact: Contact, *, own: bool = False) -> Contact:
    """The contact as it stands now, locked, for someone who may change it."""
    held = Contact.objects.select_for_update(of=("self",)).select_related("account", "owner").get(pk=contact.pk)
    allowed = may_touch(user, held) if own else access.may_edit(user, held.account)
    if not allowed or held.erased_at is not None:
        raise PermissionDenied
    return held


def _since(contact: Contact, seen: int | None) -> dict[str, tuple[Any, Any]]:
    """What others changed since a revision: field → what it was then, what it is now."""
    found: dict[str, tuple[Any, Any]] = {}
    if seen is None or seen >= contact.revision:
        return found
    for change in contact.changes.filter(revision__gt=seen).order_by("revision"):
        for field, (before, after) in change.values.items():
            found[field] = (found[field][0] if field in found else before, after)
    return {field: pair for field, pair in found.items() if pair[0] != pair[1]}


def _write(user: User, contact: Contact, wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """Put values that differ from what stands, with the trail; gives the fields that changed."""
    _may_move(user, wanted, contact.account)
    changed = differing(contact, wanted)
    if changed:
        _told(user, contact, changed, "contact.changed")
    return tuple(sorted(changed))


def differing(contact: Contact, wanted: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Put values, checked; gives those that differ from what stood: field → before, after. Nothing is written."""
    before = {field: getattr(contact, field) for field in wanted}
    _put(contact, wanted)
    pairs = {field: (before[field], getattr(contact, field)) for field in wanted}
    changed = {field: pair for field, pair in pairs.items() if plain(pair[0]) != plain(pair[1])}
    if changed:
        _checked(contact)
    return changed


def _may_move(user: User, values: Mapping[str, Any], stands: Account) -> None:
    """Another account must be theirs to tell of too."""
    account = values.get("account")
    if account is not None and account.pk != stands.pk and not access.may_edit(user, account):
        raise PermissionDenied


def _put(contact: Contact, values: Mapping[str, Any]) -> None:
    """Set fields; texts lose doubled spaces."""
    for field, value in values.items():
        if field == "said_on" and value is None:
            continue
        setattr(contact, field, " ".join(value.split()) if isinstance(value, str) else value)


def _checked(contact: Contact) -> None:
    """What the database would refuse, and what no calendar holds, in words."""
    problems: dict[str, str] = {}
    today = timezone.localdate()
    if not contact.name:
        problems["name"] = _("Say who it is: a name is needed.")
    if contact.importance is not None and not 1 <= contact.importance <= 5:
        problems["importance"] = _("Importance goes from 1 to 5; leave it empty where nobody knows.")
    for field in ("last_touch", "said_on"):
        day = getattr(contact, field)
        if day is not None and day > today:
            problems[field] = _("This day has not come yet.")
    if contact.owner is not None and not may(contact.owner, "read_contacts"):
        problems["owner"] = _("%(who)s cannot look after someone they may not see.") % {"who": contact.owner}
    if problems:
        raise ValidationError(problems)
    contact.clean_fields(exclude=("account", "owner", "author", "merged_into", "public_id"))


def _told(user: User, contact: Contact, changed: Mapping[str, tuple[Any, Any]], verb: str) -> None:
    """Write a change: the row, its revision, what it was before, and the trail."""
    change = turned(user, contact, changed)
    contact.save()
    change.save()
    record(user, verb, contact, **trail(change))


def turned(user: User, contact: Contact, changed: Mapping[str, tuple[Any, Any]]) -> ContactChange:
    """Put a change on a contact, its revision counted up; gives what keeps it. Neither is written yet."""
    for field, (_before, after) in changed.items():
        setattr(contact, field, after)
    contact.revision += 1
    contact.at = timezone.now()
    if changed.keys() - {"last_touch"}:
        contact.author = user
    told = {field: [plain(before), plain(after)] for field, (before, after) in changed.items()}
    return ContactChange(contact=contact, revision=contact.revision, values=told, by=user)


def trail(change: ContactChange) -> dict[str, Any]:
    """What the trail keeps of a change."""
    before, after = ({field: pair[side] for field, pair in change.values.items()} for side in (0, 1))
    return {"before": _trailed(before) or None, "after": {"fields": sorted(change.values), **_trailed(after)}}


def _trailed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of some values, those that may stand in the trail for ever."""
    return {field: value for field, value in values.items() if field in TRAILED}


def plain(value: object) -> object:
    """A value as a change keeps it: rows by their key, days as ISO."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return getattr(value, "pk", value)
