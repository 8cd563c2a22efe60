"""From the trail to what waits to be told. The trail is the outbox: an event is in it if and only if its action stands.

Links of the trail are made one after the other and are never seen out of turn, so that each address only has to know
the last one it looked at: nothing is passed over, whatever was killed when.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, Min

from trousseau.access import chain
from trousseau.access.models import AuditEvent, AuditLink
from trousseau.webhooks.kinds import BY_VERB, TRIED
from trousseau.webhooks.models import Delivery, Endpoint
from trousseau.webhooks.subjects import SUBJECTS

BATCH = 500


def head() -> int:
    """The newest link of the trail."""
    return int(AuditLink.objects.aggregate(last=Max("number"))["last"] or 0)


def behind() -> bool:
    """Whether some address has not looked at the whole trail yet."""
    lowest = Endpoint.objects.filter(state=Endpoint.State.ACTIVE).aggregate(lowest=Min("told_upto"))["lowest"]
    if lowest is None:
        return False
    newest = AuditLink.objects.aggregate(last=Max("event"))["last"] or 0
    return head() > lowest or chain.unlinked(newest - chain.LATE).exists()


def fill() -> int:
    """Write down for each address what it is to be told; gives how much."""
    chain.seal()
    return sum(_fill(pk) for pk in Endpoint.objects.filter(state=Endpoint.State.ACTIVE).values_list("pk", flat=True))


def _fill(pk: int) -> int:
    made = 0
    while True:
        with transaction.atomic():
            endpoint = Endpoint.objects.select_for_update().filter(pk=pk, state=Endpoint.State.ACTIVE).first()
            if endpoint is None:
                return made
            links = list(AuditLink.objects.filter(number__gt=endpoint.told_upto).order_by("number")[:BATCH])
            if links:
                made += len(Delivery.objects.bulk_create(_deliveries(endpoint, links)))
                Endpoint.objects.filter(pk=pk).update(told_upto=links[-1].number)
        if len(links) < BATCH:
            return made


def _deliveries(endpoint: Endpoint, links: list[AuditLink]) -> list[Delivery]:
    first: dict[int, int] = {}
    for link in links:
        first.setdefault(link.event, link.number)
    # An event that a name has left is linked again: it happened once.
    again = AuditLink.objects.filter(event__in=first, number__lte=endpoint.told_upto).values_list("event", flat=True)
    new = set(first) - set(again)
    verbs = [verb for verb, kind in BY_VERB.items() if kind.name in endpoint.kinds or verb == TRIED]
    events = AuditEvent.objects.filter(pk__in=new, verb__in=verbs, target_type__in=SUBJECTS)
    found = [event for event in events if event.verb != TRIED or event.target_id == str(endpoint.pk)]
    return [
        Delivery(
            endpoint=endpoint,
            event=event.pk,
            number=first[event.pk],
            kind=BY_VERB[event.verb].name,
            subject=f"{event.target_type}:{event.target_id}",
            at=event.at,
        )
        for event in sorted(found, key=lambda event: first[event.pk])
    ]
