"""API tokens: made by a person for a program, shown once, kept hashed, with scopes and a last day.

A token reads `trs_<hint>_<secret>`: the hint finds its row, the secret is compared in constant time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import ApiToken, Scope, User
from trousseau.access.rules import may

MARK = "trs"
DAYS = (30, 90, 180, 365)
USE_NOTED_EVERY = dt.timedelta(hours=1)
NOBODY = "0" * 64


def make_token(actor: User, *, name: str, scopes: Collection[str], days: int) -> tuple[ApiToken, str]:
    """Make a token of one's own; gives it and its text, which is stored nowhere."""
    if not may(actor, "make_tokens"):
        raise PermissionDenied
    if not scopes or not set(scopes) <= set(Scope.values):
        raise ValidationError({"scopes": _("Tick at least one thing the token may be used for.")})
    if days not in DAYS:
        raise ValidationError({"days": _("A token lasts 30, 90, 180 or 365 days.")})
    hint, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    with transaction.atomic():
        token = ApiToken.objects.create(
            user=actor,
            name=name,
            hint=hint,
            digest=_digest(secret),
            scopes=[scope for scope in Scope.values if scope in scopes],
            expires_at=timezone.now() + dt.timedelta(days=days),
        )
        record(actor, "token.made", token, after={"scopes": token.scopes, "until": token.expires_at.date()})
    return token, f"{MARK}_{hint}_{secret}"


def revoke_token(actor: User, token: ApiToken) -> None:
    """Make a token worthless at once: one's own, or anybody's for who manages people."""
    if token.user_id != actor.pk and not may(actor, "manage_people"):
        raise PermissionDenied
    with transaction.atomic():
        if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            record(actor, "token.revoked", token, before={"of": token.user.email, "scopes": token.scopes})


def authenticate(token: str) -> tuple[User, frozenset[str]] | None:
    """Give who a token stands for and its scopes; None as for `token_of`."""
    found = token_of(token)
    return None if found is None else (found.user, frozenset(found.scopes))


def token_of(token: str) -> ApiToken | None:
    """Give the token of a text, with its person; None where it is unknown, revoked, over, or its person left.

    The time it takes says nothing of how much of the secret was right, nor whether there is such a hint.
    """
    mark, _first, rest = token.partition("_")
    hint, _second, secret = rest.partition("_")
    now = timezone.now()
    told = hint.isascii() and hint.isalnum()
    found = ApiToken.objects.select_related("user").filter(hint=hint).first() if told else None
    right = hmac.compare_digest(_digest(secret), found.digest if found else NOBODY)
    if found is None or not right or mark != MARK or found.revoked_at or found.expires_at <= now:
        return None
    if not may(found.user, "make_tokens"):
        return None
    if found.last_used_at is None or found.last_used_at < now - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
