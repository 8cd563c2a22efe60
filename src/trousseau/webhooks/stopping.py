"""An address is told nothing more: by hand, or as nobody takes it, which its owner and administrators are told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from trousseau.access.audit import record
from trousseau.access.models import Role, User
from trousseau.notices.telling import Telling, tell_all
from trousseau.webhooks.models import Endpoint

STOPPED = "webhook.stopped"


def stop(endpoint: Endpoint, why: Endpoint.Why, by: User | None = None) -> bool:
    """Stop an address; gives whether it was not stopped yet. `by` None: by itself, which people are told."""
    with transaction.atomic():
        now = timezone.now()
        told = Endpoint.objects.filter(pk=endpoint.pk, state=Endpoint.State.ACTIVE)
        if not told.update(state=Endpoint.State.STOPPED, why=why, stopped_at=now, rests_until=None, unanswered=0):
            return False
        record(by, STOPPED, endpoint, after={"why": why.value})
        if by is None:
            _tell(endpoint, why)
    return True


def sentence(told: Mapping[str, Any]) -> str:
    """What its owner and administrators read."""
    why = Endpoint.Why(told["why"]).label
    return gettext("The webhook “{name}” is stopped. {why}").format(name=told["name"], why=why)


def _tell(endpoint: Endpoint, why: Endpoint.Why) -> None:
    whom = Q(assignments__role=Role.ADMINISTRATOR) | Q(pk=endpoint.owner_id)
    people = User.objects.filter(whom, is_active=True).exclude(assignments__role=Role.CLIENT).distinct()
    told = {"name": endpoint.name, "why": why.value}
    page, key = reverse("webhooks:one", args=[endpoint.public_id]), f"{endpoint.public_id} {timezone.now().isoformat()}"
    tell_all(STOPPED, [Telling(one, key, page, told) for one in people])
