"""A person at a client who asks what is held of them, or to be forgotten (GDPR, articles 15 and 17).

Erasing puts a pseudonym where the name was and keeps what the house itself did: promises, meetings, dates. What people
wrote of them elsewhere, in notes, requests, names of files and the trail, is rewritten with it. A keyed digest of the
e-mail, and of the name within the account, is all that remains: files that still hold the person no longer bring them
back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import folded
from trousseau.knowledge import forgetting, personal
from trousseau.knowledge.models import Contact, ContactChange, Erasure, Influence, Merge, PeopleDraft

SALT = "trousseau.knowledge.erasure"
EMPTY: dict[str, Any] = {
    "title": "", "unit": "", "email": "", "phone": "", "language": "", "buying_role": "", "stance": "",
    "importance": None, "owner": None, "last_touch": None, "source": "", "author": None,
}  # fmt: skip

Forget = Callable[[Contact], None]
_rooms: list[Forget] = []


def also_forget(forget: Forget) -> None:
    """Register how a later room forgets someone whom it holds elsewhere than in the texts that are rewritten."""
    if forget not in _rooms:
        _rooms.append(forget)


def erase_contact(user: User, contact: Contact, reason: str, *, confirmed: str) -> Contact:
    """Forget who someone is, in every room (`knowledge.forgetting`); it cannot be undone.

    Raises:
        PermissionDenied: not an administrator.
        ValidationError: no reason is given, or it is not confirmed by the pseudonym.
    """
    if not may(user, "erase_contacts"):
        raise PermissionDenied
    if confirmed.strip() != contact.pseudonym:
        raise ValidationError({"confirm": _("Type “%(word)s” to confirm.") % {"word": contact.pseudonym}})
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("Say why: the person’s request, with its date.")})
    if contact.name and folded(contact.name) in folded(reason):
        raise ValidationError({"reason": _("Leave the name out of the reason: it is kept.")})
    with transaction.atomic():
        held = Contact.every.select_for_update().get(pk=contact.pk)
        if held.erased_at is None:
            people = same_person(held)
            personal.discard(forgetting.client_of(people))
            forgetting.forget(people, held.pseudonym)  # while the name is known
            for one in people:
                _forget(user, one, reason[:300])
    return Contact.every.get(pk=contact.pk)


def give_out(user: User, contact: Contact) -> None:
    """Write down that what is held of someone was given out; who may not see it is refused."""
    if not may(user, "erase_contacts"):
        raise PermissionDenied
    with transaction.atomic():
        record(user, "contact.given_out", contact)


def same_person(contact: Contact) -> list[Contact]:
    """Someone, with those merged into them and into whom they were merged: one person."""
    found = {contact.pk: contact}
    level = [contact]
    while level:
        keys = [one.pk for one in level]
        above = [one.merged_into_id for one in level if one.merged_into_id]
        near = Contact.every.filter(Q(merged_into__in=keys) | Q(pk__in=above)).exclude(pk__in=found)
        level = list(near)
        found |= {one.pk: one for one in level}
    return list(found.values())


def erased() -> Callable[[str, str, int], bool]:
    """Who was erased, read at once: whether someone of an e-mail is, or of a name at an account where none is told."""
    rows = Erasure.objects.values_list("digest", "name_digest")
    known = {found for row in rows for found in row if found}
    return lambda email, name, account: bool(known) and digest(email or f"{account} {name}") in known


def digest(text: str) -> str:
    """A text as it may be remembered: keyed by the installation's secret, so that nobody can guess it elsewhere."""
    return salted_hmac(SALT, folded(text), algorithm="sha256").hexdigest()


def _forget(user: User, contact: Contact, reason: str) -> None:
    name, email, account = contact.name, contact.email, contact.account_id
    pseudonym = contact.pseudonym
    for field, value in EMPTY.items():
        setattr(contact, field, value)
    contact.name = pseudonym
    contact.erased_at = timezone.now()
    contact.left_on = contact.left_on or timezone.localdate()
    contact.revision += 1
    contact.save()
    ContactChange.objects.filter(contact=contact).delete()
    Influence.objects.filter(Q(by=contact) | Q(on=contact)).delete()
    Merge.objects.filter(Q(kept=contact) | Q(gone=contact)).update(memo={})
    PeopleDraft.objects.all().delete()
    for forget in _rooms:
        forget(contact)
    Erasure.objects.create(
        contact=contact, reason=reason, by=user,
        digest=digest(email) if email else "", name_digest=digest(f"{account} {name}"),
    )  # fmt: skip
    record(user, "contact.erased", contact, after={"reason": reason})
