"""The chain over the trail: whatever is changed in an event, taken out of it or slipped in shows.

After each transaction its events get a link each:

    textsₙ  = SHA-256(saltₙ, actor_label, target_label, before, after)
    digestₙ = SHA-256(n, digestₙ₋₁, textsₙ, id, at, actor, verb, target)      (`links.py`)

so that a link says everything before it. Links are made after the commit, one transaction at a time, and not with the
event: two actions never wait for each other. Should the machine stop in between, the next action makes the link.

A name that is forgotten (`audit.forget`) leaves an event's texts: the event gets a further link that says how they
read now, and the salts of its former links go, so that nobody can guess the name from what is left.

Old events may be taken out (`cutting.py`): an event of the chain itself then says at which link it begins now.

Who can write into the database can also write a whole new chain, or cut the end off this one. Against that only a
head noted elsewhere helps: `trousseau doctor --audit --head 1234:ab12…`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.db import connection, models, transaction

from trousseau.access import links
from trousseau.access.models import AuditEvent, AuditLink

BATCH = 500
LATE = 2_000
"""How many events back one may stand that was written before the newest linked one and committed after it."""
CUT = "audit.cut"
"""The verb of the event that tells of a cut."""
LOCK = 0x74726F75  # “trou”: PostgreSQL's advisory lock of the one who makes links
Fault = Literal["gone", "changed", "texts", "missing", "slipped_in", "cut"]


_after_sealing: list[Callable[[], None]] = []


@dataclass(frozen=True)
class Head:
    """The newest link: its number and digest say the whole trail."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


START = Head(0, "")


@dataclass(frozen=True)
class Broken:
    """Where the chain does not hold.

    gone: the event of a link is not there; changed: it reads otherwise, or its link does; texts: what was before and
    after reads otherwise; missing: a link is not there; slipped_in: an old event without a link; cut: the head that
    was noted elsewhere is not in the chain.
    """

    fault: Fault
    number: int
    event: int


@dataclass(frozen=True)
class Verdict:
    """What reading the whole chain found."""

    links: int
    head: Head
    waiting: int
    """The newest events, which have no link yet."""
    broken: Broken | None
    begins: Head = START
    """Where the chain begins, by the last cut."""
    early: bool = False
    """Whether the noted head lies before that: it can no longer be compared."""


def seal() -> None:
    """Link the events that are committed and have no link yet, oldest first."""
    while True:
        with transaction.atomic():
            head, newest = locked()
            found = list(unlinked(newest - LATE)[:BATCH])
            AuditLink.objects.bulk_create(_links(found, head))
        if len(found) < BATCH:
            return


def after_sealing(hook: Callable[[], None]) -> None:
    """Have a later room look at the newest links, once they are made after an action."""
    if hook not in _after_sealing:
        _after_sealing.append(hook)


def seal_after_commit() -> None:
    """Have the events of this transaction linked once it is committed, then those who follow the trail told."""
    if not any(told[1] is seal for told in connection.run_on_commit):
        transaction.on_commit(seal, robust=True)
        for hook in _after_sealing:
            transaction.on_commit(hook, robust=True)


def restate(numbers: Iterable[int]) -> None:
    """Link events again whose texts a name has left, and let the salts of their former links go."""
    head, _newest = locked()
    former = AuditLink.objects.filter(event__in=list(numbers))
    linked = AuditEvent.objects.filter(pk__in=former.values("event")).order_by("pk")
    AuditLink._base_manager.filter(pk__in=former.values("pk")).update(salt="")  # noqa: SLF001 - `objects` refuses it
    AuditLink.objects.bulk_create(_links(linked, head))


def verify(noted: Head | None = None) -> Verdict:
    """Read the whole chain, in constant memory, up to its first fault; `noted`: a head that was kept elsewhere."""
    begins = head = begun()
    count, early = 0, noted is not None and START.number < noted.number < begins.number
    seen = early or noted is None or noted in {START, begins}
    again = AuditLink.objects.values("event").annotate(n=models.Count("pk")).filter(n__gt=1)
    newest = dict(again.annotate(last=models.Max("number")).values_list("event", "last"))
    for link, event in _with_events():
        fault = _fault(link, event, head, latest=newest.get(link.event, link.number) == link.number)
        if fault is not None:
            return Verdict(count, head, 0, Broken(fault, link.number, link.event))
        head, count = Head(link.number, link.digest), count + 1
        seen = seen or head == noted
    last = AuditLink.objects.aggregate(last=models.Max("event"))["last"] or 0
    old = unlinked(0).filter(pk__lt=last - LATE).first()
    if old is not None:
        return Verdict(count, head, 0, Broken("slipped_in", 0, old.pk))
    if not seen and noted is not None:
        return Verdict(count, head, 0, Broken("cut", noted.number, 0))
    return Verdict(count, head, unlinked(last - LATE).count(), None, begins=begins, early=early)


def unlinked(after: int) -> models.QuerySet[AuditEvent]:
    """The events beyond a number that have no link, oldest first."""
    linked = AuditLink.objects.filter(event__gt=after).values("event")
    return AuditEvent.objects.filter(pk__gt=after).exclude(pk__in=linked).order_by("pk")


def who(event: AuditEvent) -> links.Who:
    """What never changes of an event."""
    return (event.pk, event.at.isoformat(), event.actor_id, event.verb, event.target_type, event.target_id)


def begun() -> Head:
    """Where the chain begins: at its start, or at the head that the event of the last cut tells."""
    first = AuditLink.objects.order_by("number").first()
    if first is None or first.number == START.number + 1:
        return START
    for told in AuditEvent.objects.filter(verb=CUT).order_by("-pk").values_list("after", flat=True):
        number, _colon, digest = str((told or {}).get("head")).partition(":")
        if number == str(first.number - 1):
            return Head(first.number - 1, digest)
    return START


def locked() -> tuple[Head, int]:
    """The head and the newest linked event, with nobody else making links before this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = AuditLink.objects.order_by("-number").first()
    newest = AuditLink.objects.aggregate(last=models.Max("event"))["last"] or 0
    return (Head(last.number, last.digest) if last else START), newest


def _links(events: Iterable[AuditEvent], head: Head) -> list[AuditLink]:
    made = []
    for event in events:
        salt = secrets.token_hex(16)
        texts = _texts(event, salt)
        head = Head(head.number + 1, _digest(head.number + 1, head.digest, texts, event))
        made.append(AuditLink(number=head.number, event=event.pk, salt=salt, texts=texts, digest=head.digest))
    return made


def _with_events() -> Iterator[tuple[AuditLink, AuditEvent | None]]:
    at = 0
    while links := list(AuditLink.objects.filter(number__gt=at).order_by("number")[:BATCH]):
        events = AuditEvent.objects.in_bulk([link.event for link in links])
        yield from ((link, events.get(link.event)) for link in links)
        at = links[-1].number


def _fault(link: AuditLink, event: AuditEvent | None, head: Head, *, latest: bool) -> Fault | None:
    if link.number != head.number + 1:
        return "missing"
    if event is None:
        return "gone"
    if link.digest != _digest(link.number, head.digest, link.texts, event):
        return "changed"
    return "texts" if latest and link.texts != _texts(event, link.salt) else None


def _texts(event: AuditEvent, salt: str) -> str:
    return links.texts(salt, event.actor_label, event.target_label, event.before, event.after)


def _digest(number: int, before: str, texts: str, event: AuditEvent) -> str:
    return links.digest(number, before, texts, who(event))
