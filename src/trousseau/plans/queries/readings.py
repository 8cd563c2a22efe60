"""What people bring of readings: their indicators that nobody measures, and the tables they took in."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.plans.actions.kpis import BY_HAND
from trousseau.plans.models import Kpi, ReadingsFile
from trousseau.plans.queries.kpis import visible

SHOWN = 20


def mine(user: User) -> list[Kpi]:
    """The indicators nobody measures that this person owns, or of the accounts they lead or are on the team of."""
    led = Q(plan__account__manager=user.pk) | Q(plan__account__in=access.on_team(user).values("account"))
    theirs = Q(owner=user.pk) | led if may(user, "edit_plans") else Q(owner=user.pk)
    found = visible(user).filter(theirs, source__in=BY_HAND).select_related("plan__account", "standing")
    return list(found.order_by("plan__account__name", "position", "pk"))


def taken(user: User) -> QuerySet[ReadingsFile]:
    """The tables this person took in, the newest first."""
    return ReadingsFile.objects.filter(by=user, taken_at__isnull=False).defer("before").order_by("-taken_at")


def file_or_404(user: User, public_id: str) -> ReadingsFile:
    """A table this person brought."""
    found = ReadingsFile.objects.filter(by=user, public_id=public_id).defer("before").first()
    if found is None:
        raise Http404
    return found
