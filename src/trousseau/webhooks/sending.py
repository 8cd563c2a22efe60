"""One delivery after the other to the addresses: claimed, sent, and what came of it written down.

Of one thing, an event is sent when every earlier one for the same address was taken or given up. A worker that is
killed between the call and the note of it leaves its claim: after a while the same is sent again under the same id.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.access import outgoing
from trousseau.access.models import AuditEvent
from trousseau.access.rules import may
from trousseau.webhooks import kinds, signing, subjects
from trousseau.webhooks.models import LONGEST_ANSWER, Delivery, Endpoint
from trousseau.webhooks.stopping import stop

WITHIN = 15.0
"""Seconds for one call, its answer read."""
WAITS = tuple(
    dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 5 * 60, 10 * 60, 12 * 60, 18 * 60, 24 * 60)
)
"""Between tries: ten of them in three days. Each wait is a fifth longer or shorter, by chance."""
LONGEST_WAIT = dt.timedelta(hours=24)
LONGEST_REST = dt.timedelta(hours=1)
ABANDONED = dt.timedelta(minutes=5)
"""A claim so old is that of a worker that was killed."""
PATIENCE = dt.timedelta(days=5)
"""How long an address may fail without taking anything before it is stopped."""
GONE, RESTING = 410, frozenset({429, 503})
SENTENCES = {
    "redirect": _("It sends on to another address, which is not followed: give that address instead."),
    "refused": _("It does not take it."),
    "not_seen": _("Its owner does not see what this happened to, or it is no longer there."),
    "no_event": _("The event has left the audit log."),
    "skipped": _("It was left out when the webhook was started again."),
}


def due() -> QuerySet[Delivery]:
    """What may be sent now, in the order in which it happened."""
    now = timezone.now()
    earlier = Delivery.objects.filter(
        endpoint=OuterRef("endpoint"),
        subject=OuterRef("subject"),
        state=Delivery.State.WAITING,
        number__lt=OuterRef("number"),
    )
    rested = Q(endpoint__rests_until=None) | Q(endpoint__rests_until__lte=now)
    waiting = Delivery.objects.filter(_free(now), rested, endpoint__state=Endpoint.State.ACTIVE)
    return waiting.filter(next_at__lte=now).exclude(Exists(earlier)).order_by("number", "pk")


def send_next() -> bool:
    """Send the first that is due, where no other worker is at it; False where none is."""
    for delivery in due()[:20]:
        now = timezone.now()
        free = Delivery.objects.filter(_free(now), pk=delivery.pk)
        if free.update(claimed_at=now):
            _send(Delivery.objects.select_related("endpoint__owner").get(pk=delivery.pk))
            return True
    return False


def _free(now: dt.datetime) -> Q:
    return Q(state=Delivery.State.WAITING) & (Q(claimed_at=None) | Q(claimed_at__lt=now - ABANDONED))


def _send(delivery: Delivery) -> None:
    endpoint, owner = delivery.endpoint, delivery.endpoint.owner
    if not may(owner, "make_webhooks"):
        _note(delivery)
        stop(endpoint, Endpoint.Why.LEFT)
        return
    event, kind = AuditEvent.objects.filter(pk=delivery.event).first(), kinds.find(delivery.kind)
    if event is None or kind is None:
        _end(delivery, Delivery.State.WITHHELD, problem="no_event")
        return
    row = subjects.seen(owner, kind, event.target_type, event.target_id)
    if row is None:
        _end(delivery, Delivery.State.WITHHELD, problem="not_seen")
        return
    content = signing.body(delivery, event, subjects.told(row, event.target_type), kind.valued)
    delivery.tries += 1
    try:
        answer = outgoing.call(
            "POST",
            endpoint.url,
            follow=False,
            within=WITHIN,
            content=content,
            headers=signing.headers(endpoint, delivery, int(time.time()), content),
        )
    except outgoing.RefusedError as error:
        _unanswered(delivery, error.code)
    else:
        _answered(delivery, answer)


def _answered(delivery: Delivery, answer: outgoing.Response) -> None:
    said = {"status": answer.status_code, "answer": _readable(answer.content)}
    mine = Endpoint.objects.filter(pk=delivery.endpoint_id)
    if answer.is_success:
        _end(delivery, Delivery.State.TAKEN, **said)
        mine.update(failing_since=None, rests_until=None, unanswered=0, last_taken_at=timezone.now())
        return
    problem = "redirect" if answer.is_redirect else "refused"
    if answer.status_code == GONE:
        _end(delivery, Delivery.State.FAILED, problem=problem, **said)
        stop(delivery.endpoint, Endpoint.Why.GONE)
        return
    wish = _wished(answer)
    if wish and answer.status_code in RESTING:
        mine.update(rests_until=timezone.now() + wish)
    mine.update(unanswered=0)
    _again(delivery, wish, problem=problem, **said)


def _unanswered(delivery: Delivery, problem: str) -> None:
    """Nobody was there: the address is left alone for a while, longer each time."""
    endpoint = delivery.endpoint
    rest = min(dt.timedelta(seconds=30) * 2 ** min(endpoint.unanswered, 10), LONGEST_REST)
    Endpoint.objects.filter(pk=endpoint.pk).update(
        rests_until=timezone.now() + rest, unanswered=min(endpoint.unanswered + 1, 100)
    )
    _again(delivery, None, problem=problem, status=None, answer="")


def _again(delivery: Delivery, wish: dt.timedelta | None, **said: object) -> None:
    """Wait for the next try; where all tries were in vain, give up. An address that takes nothing at all is stopped."""
    now = timezone.now()
    if delivery.tries > len(WAITS):
        _end(delivery, Delivery.State.FAILED, **said)
    else:
        wait = WAITS[delivery.tries - 1] * (0.8 + secrets.randbelow(401) / 1000)
        _note(delivery, next_at=now + max(wait, wish or wait), **said)
    mine = Endpoint.objects.filter(pk=delivery.endpoint_id)
    if not mine.filter(failing_since=None).update(failing_since=now) and (
        mine.filter(failing_since__lt=now - PATIENCE).exists()
    ):
        stop(delivery.endpoint, Endpoint.Why.FAILING)


def _end(delivery: Delivery, state: Delivery.State, **said: object) -> None:
    _note(delivery, **{"problem": "", "state": state, "ended_at": timezone.now(), **said})


def _note(delivery: Delivery, **said: object) -> None:
    """Write what came of it and let go of it, where it is still this worker's."""
    mine = Delivery.objects.filter(pk=delivery.pk, claimed_at=delivery.claimed_at, state=Delivery.State.WAITING)
    mine.update(claimed_at=None, tries=delivery.tries, **said)


def _wished(answer: outgoing.Response) -> dt.timedelta | None:
    """How long a receiver asks to be left alone: Retry-After in seconds or as a moment, a day at most."""
    text = answer.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 9:
        return min(dt.timedelta(seconds=int(text)), LONGEST_WAIT)
    moment = _moment(text)
    return None if moment is None else max(dt.timedelta(), min(moment - timezone.now(), LONGEST_WAIT))


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _readable(content: bytes) -> str:
    """The beginning of an answer, for who mends the receiver."""
    text = content[: 4 * LONGEST_ANSWER].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else " " for sign in text)[:LONGEST_ANSWER].strip()


def why_not(codes: Iterable[str], url: str) -> dict[str, str]:
    """Sentences for what is kept of failures, by code."""
    told = {"host": urlsplit(url).hostname or url, "url": url}
    return {
        code: str(SENTENCES[code]) if code in SENTENCES else str(outgoing.SENTENCES[code]) % told
        for code in set(codes)
        if code
    }
