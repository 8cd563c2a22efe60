"""Administration opens for a while: who may run the house works as anybody else until they confirm who they are.

What may hurt everybody (people and their roles, the organisation's settings, erasing) asks for the password, a code or
a passkey again; it stays open for as many minutes as the organisation decided (0: it never asks), and is recorded. Who
has nothing to confirm with, as the company's sign-on keeps their password, is let through, recorded as well.
"""

from __future__ import annotations

import datetime as dt

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import Organisation, User

GUARDED = frozenset({"manage_people", "manage_organisation", "erase_contacts"})
UNTIL = "elevated_until"
FRESH = 60.0
"""Seconds within which a confirmation opens administration."""


def until(request: HttpRequest) -> dt.datetime | None:
    """Give until when administration is open in this session; None where it is not."""
    at = request.session.get(UNTIL)
    if at is None or at <= timezone.now().timestamp():
        return None
    return dt.datetime.fromtimestamp(at, dt.UTC)


def demand(request: HttpRequest, user: User) -> None:
    """Let through who has administration open, or has just confirmed; ReauthenticationRequired for anybody else."""
    minutes = Organisation.current().elevation_minutes
    if not minutes or until(request):
        return
    if get_reauthentication_flows(user) and not _just_confirmed(request, user):
        raise ReauthenticationRequired
    begin(request, minutes)
    with transaction.atomic():
        record(user, "person.elevated", user, after={"minutes": minutes})


def begin(request: HttpRequest, minutes: int) -> None:
    """Open administration in this session."""
    request.session[UNTIL] = timezone.now().timestamp() + 60 * minutes


def end(request: HttpRequest, user: User) -> None:
    """Close administration before its time."""
    if request.session.pop(UNTIL, None) is not None:
        with transaction.atomic():
            record(user, "person.elevation_ended", user)


def _just_confirmed(request: HttpRequest, user: User) -> bool:
    confirmed = [one["at"] for one in get_authentication_records(request, user) if one.get("reauthenticated")]
    return bool(confirmed) and timezone.now().timestamp() - confirmed[-1] < FRESH
