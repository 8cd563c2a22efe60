"""Where people stand on the map: one place for everyone, and who moves second is told."""

from __future__ import annotations

import math

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access.audit import history, record
from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.knowledge import access
from trousseau.knowledge.models import Contact

FARTHEST = 100_000.0
"""No map is larger, in either direction."""
Place = tuple[float, float]


class MovedError(Exception):
    """Someone else moved the same person since the map was read: `contact` stands where they put it."""

    def __init__(self, contact: Contact, by: str) -> None:
        super().__init__(by)
        self.contact = contact
        self.by = by
        """Who moved it; empty: nobody knows any more."""


def place(user: User, contact: Contact, x: float, y: float, *, seen: Place | None) -> Contact:
    """Put someone on the map; `seen` is where they stood when the map was read, None: where the layout put them.

    Raises:
        PermissionDenied: the account is not theirs to tell of.
        MovedError: another was faster, and put them elsewhere.
        ValidationError: no place on a map.
    """
    if not all(math.isfinite(one) and abs(one) <= FARTHEST for one in (x, y)):
        raise ValidationError(_("This is no place on the map."), code="place")
    x, y = round(x, 1), round(y, 1)
    with transaction.atomic():
        held = Contact.objects.select_for_update(of=("self",)).select_related("account").get(pk=contact.pk)
        if not access.may_edit(user, held.account):
            raise PermissionDenied
        stands = where(held)
        if stands == (x, y):
            return held
        if stands != seen:
            raise MovedError(held, _who_placed(held, user))
        Contact.objects.filter(pk=held.pk).update(x=x, y=y)
        held.x, held.y = x, y
        record(user, "contact.placed", held, before=_plain(stands), after=_plain((x, y)))
    return held


def tidy(user: User, account: Account) -> int:
    """Forget all places of a client's map, so that the layout decides again; gives how many there were.

    Raises:
        PermissionDenied: the account is not theirs to tell of.
    """
    with transaction.atomic():
        if not access.may_edit(user, account):
            raise PermissionDenied
        placed = list(access.contacts_of(user, account).exclude(x=None, y=None).select_related("account"))
        mine = [one for one in placed if access.may_edit(user, one.account)]
        Contact.objects.filter(pk__in=[one.pk for one in mine]).update(x=None, y=None)
        if mine:
            record(user, "map.tidied", account, before={"places": {one.public_id: where(one) for one in mine}})
    return len(mine)


def where(contact: Contact) -> Place | None:
    """Where someone was put; None: nowhere."""
    return None if contact.x is None or contact.y is None else (round(contact.x, 1), round(contact.y, 1))


def _plain(at: Place | None) -> dict[str, float] | None:
    return None if at is None else {"x": at[0], "y": at[1]}


def _who_placed(contact: Contact, user: User) -> str:
    """Who moved someone last; in the first person where it was the same user, in another window."""
    last = history(contact).filter(verb="contact.placed").select_related("actor").order_by("-pk").first()
    if last is None:
        return ""
    return _("You, in another window,") if last.actor_id == user.pk else last.actor_label
