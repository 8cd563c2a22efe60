"""The link by which a person of a client signs in without a password: made when asked for, used once."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from trousseau.access import audit, visits
from trousseau.access.actions import digest
from trousseau.access.models import User
from trousseau.portal.access import memberships
from trousseau.portal.models import EntryLink, Invite, Space

LASTS = dt.timedelta(minutes=15)
AT_ONCE = 3
"""Links that one person may have open at the same time."""


def make_link(email: str) -> tuple[User, str] | None:
    """A link for who has a place in a space under that address, and its secret; None for anybody else."""
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None or not memberships(person).exists():
        return None
    now = timezone.now()
    with transaction.atomic():
        if EntryLink.objects.filter(user=person, used_at=None, expires_at__gt=now).count() >= AT_ONCE:
            return None
        secret = secrets.token_urlsafe(32)
        EntryLink.objects.create(user=person, digest=digest(secret), expires_at=now + LASTS)
    return person, secret


def use_link(secret: str) -> User | None:
    """Who a link signs in, once; None where it is spent, too old, or they have no place any more."""
    with transaction.atomic():
        now = timezone.now()
        link = EntryLink.objects.select_related("user").filter(digest=digest(secret)).first()
        if link is None or not memberships(link.user).exists():
            return None
        if not EntryLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(used_at=now):
            return None
        audit.record(link.user, "space.entered_by_link", link.user)
    return link.user


def shut_out(person: User, space: Space) -> None:
    """After someone's place in a space ended: withdraw what would let them in again; end their sessions elsewhere."""
    now = timezone.now()
    open_ones = Invite.objects.filter(email=person.email, spaces=space, used_at=None, withdrawn_at=None)
    open_ones.update(withdrawn_at=now)
    if not memberships(person).exists():
        EntryLink.objects.filter(user=person, used_at=None).delete()
        visits.end_others(person, but=None)
