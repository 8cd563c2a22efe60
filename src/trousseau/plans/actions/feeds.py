"""Calendar feeds: made for oneself, shown once, withdrawn."""

from __future__ import annotations

import hashlib
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.plans.models.touchpoints import CalendarFeed

MOST = 20


def digest(secret: str) -> str:
    """What is kept of the secret of an address."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make(user: User, account: Account | None) -> str:
    """Make a feed of one's own meetings or of an account's; gives the secret, which nobody can read again."""
    with transaction.atomic():
        if account is not None and not access.sees(user, account):
            raise PermissionDenied
        if CalendarFeed.objects.filter(user=user).count() >= MOST:
            raise ValidationError(_("You have %(most)s addresses already: withdraw one first.") % {"most": MOST})
        secret = secrets.token_urlsafe(24)
        made = CalendarFeed.objects.create(user=user, account=account, digest=digest(secret))
        audit.record(user, "feed.made", made, after={"account": account.name if account else None})
    return secret


def withdraw(user: User, key: int) -> None:
    """Withdraw one of one's own feeds: its address is dead at once."""
    with transaction.atomic():
        found = CalendarFeed.objects.filter(user=user, pk=key).first()
        if found is not None:
            audit.record(user, "feed.withdrawn", found)
            found.delete()
