"""Webhooks and their deliveries, as far as somebody may look at them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from trousseau.access.models import AuditEvent, User
from trousseau.access.rules import may
from trousseau.webhooks import kinds, sending
from trousseau.webhooks.models import Delivery, Endpoint


@dataclass(frozen=True)
class Line:
    """A delivery as the page shows it: what happened to what, and why it was not taken."""

    delivery: Delivery
    what: str
    about: str
    why: str
    again: bool


def webhooks(user: User) -> QuerySet[Endpoint]:
    """One’s own, and everybody’s for who looks after them; with how much waits and was given up."""
    waiting = Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING))
    failed = Count("deliveries", filter=Q(deliveries__state=Delivery.State.FAILED))
    return visible_to(user).select_related("owner").annotate(waiting=waiting, failed=failed)


def visible_to(user: User) -> QuerySet[Endpoint]:
    """One’s own, and everybody’s for who looks after them."""
    if may(user, "manage_webhooks"):
        return Endpoint.objects.all()
    return Endpoint.objects.filter(owner=user) if may(user, "make_webhooks") else Endpoint.objects.none()


def deliveries(user: User) -> QuerySet[Delivery]:
    """What came of each telling of the webhooks that somebody may look at."""
    return Delivery.objects.filter(endpoint__in=visible_to(user))


def lines(endpoint: Endpoint, deliveries: list[Delivery]) -> list[Line]:
    """Deliveries in words; what they are about is what the trail calls it today."""
    about = dict(AuditEvent.objects.filter(pk__in=[one.event for one in deliveries]).values_list("pk", "target_label"))
    why = sending.why_not([one.problem for one in deliveries], endpoint.url)
    return [
        Line(
            one,
            str(kind.label) if (kind := kinds.find(one.kind)) else one.kind,
            about.get(one.event, ""),
            why.get(one.problem, ""),
            one.state != Delivery.State.WAITING,
        )
        for one in deliveries
    ]
