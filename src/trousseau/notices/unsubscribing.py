"""The links in letters that stop them: signed, so that nobody stops another's; they say who and which kind."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from trousseau.access.models import User

SALT = "trousseau.notices.unsubscribing"


def link(user: User, kind: str = "") -> str:
    """The address that stops the mail of a kind to someone, or all mail; empty where we have no public address."""
    if not settings.ADDRESS:
        return ""
    secret = signing.dumps([user.pk, kind], salt=SALT)
    return settings.ADDRESS + reverse("notices:unsubscribe", args=[secret])


def read(secret: str) -> tuple[User, str] | None:
    """Who and which kind a link is about; None where it is not one of ours or the person is gone."""
    try:
        pk, kind = signing.loads(secret, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    user = User.objects.filter(pk=pk).first()
    return None if user is None else (user, kind)
