"""Old events leave the trail, and what is left can still be checked: an event of the chain tells where it begins now.

Only a beginning of the chain is taken: its links up to the first whose event is young. The event of the cut,
`audit.cut`, keeps the number and the digest of the last link that went, and is linked like every other, so that who
takes out more than that, or forges another beginning, shows. An event that a name was taken out of (`audit.forget`)
has a later link, and stays until that one is old too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from trousseau.access import audit, chain
from trousseau.access.models import AuditEvent, AuditLink, Cutting, Organisation, User


@dataclass(frozen=True)
class Cut:
    """What leaves: how many events, and the head of the chain where it ends."""

    events: int
    head: chain.Head


def due(before: dt.datetime) -> Cut | None:
    """What would leave if everything from before a moment did; None: nothing. The newest link always stays."""
    young = AuditEvent.objects.filter(at__gte=before).values("pk")
    first = AuditLink.objects.filter(event__in=young).order_by("number").values_list("number", flat=True).first()
    links = AuditLink.objects.order_by("-number")
    last = links.first()
    if last is None:
        return None
    ends = links.filter(number__lt=first or last.number).first()
    if ends is None:
        return None
    gone = _leaving(ends.number).count()
    return Cut(gone, chain.Head(ends.number, ends.digest)) if gone else None


def cut(before: dt.datetime, actor: User | None = None) -> Cut | None:
    """Take what is due out of the trail, and tell it in the trail; None: nothing was."""
    chain.seal()
    with transaction.atomic():
        chain.locked()
        found = due(before)
        if found is None:
            return None
        said = {"head": str(found.head), "events": found.events, "before": before.date()}
        audit.record(actor, chain.CUT, Organisation.current(), after=said)
        door = Cutting.objects.create(older_than=before, upto=found.head.number)
        every = AuditLink._base_manager  # noqa: SLF001 - `objects` refuses to delete
        _leaving(found.head.number)._raw_delete("default")  # noqa: SLF001 - as above
        every.filter(number__lte=found.head.number)._raw_delete("default")  # noqa: SLF001 - as above
        door.delete()
    return found


def _leaving(upto: int) -> QuerySet[AuditEvent]:
    links = AuditLink.objects.values("event")
    every = AuditEvent._base_manager.all()  # noqa: SLF001 - as above
    return every.filter(pk__in=links.filter(number__lte=upto)).exclude(pk__in=links.filter(number__gt=upto))
