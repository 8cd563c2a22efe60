"""What django-allauth tells us of: it signs people in and changes their factors, we note and record it.

Its signals are the door it keeps for this; what is decided here is decided nowhere else.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.http import HttpRequest

from trousseau.access import factors, visits
from trousseau.access.audit import record
from trousseau.access.models import User, Visit

WAYS = {"password": Visit.Way.PASSWORD, "mfa": Visit.Way.PASSKEY, "socialaccount": Visit.Way.SSO}


def listen() -> None:
    """Connect what follows, once, when the applications are ready."""
    account.user_logged_in.connect(_signed_in)
    for told in (account.password_changed, account.password_set, account.password_reset):
        told.connect(_password_changed)
    mfa.authenticator_added.connect(_factor_added)
    mfa.authenticator_removed.connect(_factor_removed)
    mfa.authenticator_reset.connect(_codes_made)


def _signed_in(request: HttpRequest, user: User, **_told: Any) -> None:
    """Note the session, by the first thing that was shown at the door."""
    first = next(iter(get_authentication_records(request, user)), {"method": "password"})
    visits.begin(request, user, WAYS.get(first["method"], Visit.Way.PASSWORD))


def _password_changed(request: HttpRequest, user: User, **_told: Any) -> None:
    """End every other session: whoever knew the old password is out."""
    here = request.session.session_key if request.user.pk == user.pk else None
    if here is not None:
        visits.seen(request)
    with transaction.atomic():
        visits.end_others(user, but=here)
        record(user, "person.password_changed", user)


def _factor_added(user: User, authenticator: Authenticator, **_told: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _record(user, "person.factor_added", authenticator)


def _factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_told: Any) -> None:
    """Ask again whether there is a factor, here at once and elsewhere at the next sign-in."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        request.session.pop(factors.FOUND, None)
        visits.end_others(user, but=request.session.session_key)
        _record(user, "person.factor_removed", authenticator)


def _codes_made(user: User, authenticator: Authenticator, **_told: Any) -> None:
    _record(user, "person.codes_made", authenticator)


def _record(user: User, verb: str, authenticator: Authenticator) -> None:
    with transaction.atomic():
        record(user, verb, user, after={"kind": authenticator.type})
