"""What the clock does with requests: pass on what nobody answers, find a new owner, tell who must know of what is late.

Several workers may do it at once: each request is locked and looked at again before anything is done with it.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.support.actions.passing import can_be_asked, go_on, tell_of, time_is_up, write_step
from trousseau.support.models import Answer, LateNotice, Offer, Request, Stage, State


def pass_on(now: dt.datetime | None = None) -> int:
    """Do all that is due at a moment; gives how many requests moved. Doing it again at once does nothing."""
    now = now or timezone.now()
    moved = sum(_pass_on(key, now) for key in _waiting(now))
    moved += sum(_lost(key, now) for key in _without_owner())
    _late(timezone.localdate(now))
    return moved


def _waiting(now: dt.datetime) -> list[int]:
    """Requests whose time is up, and those put only to people who are no longer here."""
    asked = Request.objects.filter(state=State.ASKED)
    gone = _gone(Offer.objects.filter(answer=Answer.OPEN, request__state=State.ASKED).values_list("user", flat=True))
    found = set(asked.filter(next_at__lte=now).values_list("pk", flat=True))
    if gone:
        found |= set(asked.filter(offers__user__in=gone, offers__answer=Answer.OPEN).values_list("pk", flat=True))
    return sorted(found)


def _without_owner() -> list[int]:
    """Requests in progress whose owner is no longer here."""
    owned = Request.objects.filter(state=State.ACCEPTED)
    gone = _gone(owned.values_list("owner", flat=True))
    return sorted(owned.filter(owner__in=gone).values_list("pk", flat=True)) if gone else []


def _gone(keys: QuerySet[Offer, int] | QuerySet[Request, int | None]) -> set[int]:
    people = User.objects.filter(pk__in=set(keys)).prefetch_related("assignments")
    return {person.pk for person in people if not can_be_asked(person)}


def _pass_on(key: int, now: dt.datetime) -> bool:
    """One request whose time is up, unless another worker was before."""
    with transaction.atomic():
        found = _locked(key)
        if found.state != State.ASKED or found.next_at is None:
            return False
        if found.next_at > now:
            return _leave_out(found, now)
        time_is_up(found, now)
        record(None, "request.passed_on", found.account, after={"request": found.title, "stage": found.stage})
    return True


def _leave_out(found: Request, now: dt.datetime) -> bool:
    """No longer ask who is gone; with nobody left it goes on at once."""
    moved = False
    for offer in found.offers.filter(answer=Answer.OPEN).select_related("user"):
        if not can_be_asked(offer.user):
            offer.answer, offer.answered_at = Answer.CLOSED, now
            offer.save(update_fields=["answer", "answered_at"])
            write_step(found, "gone", now, person=offer.user)
            moved = True
    if moved and not found.offers.filter(answer=Answer.OPEN).exists():
        go_on(found, now)
    return moved


def _lost(key: int, now: dt.datetime) -> bool:
    """One request whose owner is gone: it is asked again, from the experts left in its queue upwards."""
    with transaction.atomic():
        found = _locked(key)
        owner = found.owner
        if found.state != State.ACCEPTED or owner is None or can_be_asked(owner):
            return False
        found.offers.filter(user=owner).update(answer=Answer.CLOSED, answered_at=now)
        step = write_step(found, "gone", now, person=owner)
        tell_of(found, found.asker, "request.unanswered", step, person=str(owner))
        found.stage = Stage.EXPERTS
        go_on(found, now)
        record(None, "request.passed_on", found.account, after={"request": found.title, "stage": found.stage})
    return True


def _late(today: dt.date) -> None:
    """Tell, once for a day that has passed, who has it in hand, who asked, and their head."""
    told = LateNotice.objects.values_list("request", "due")
    known = set(told)
    late = Request.objects.filter(state=State.ACCEPTED, due__lt=today).select_related("account", "asker", "owner")
    for found in late.select_related("owner__reports_to"):
        if (found.pk, found.due) in known:
            continue
        with transaction.atomic():
            _row, new = LateNotice.objects.get_or_create(request=found, due=found.due)
            if not new:
                continue
            write_step(_locked(found.pk), "late", timezone.now(), person=found.owner)
            head = found.owner.reports_to if found.owner else None
            for person in {one for one in (found.owner, found.asker, head) if one is not None}:
                tell_of(found, person, "request.late", f"late:{found.due}", due=found.due.isoformat())


def _locked(key: int) -> Request:
    return Request.objects.select_for_update(of=("self",)).select_related("account", "asker", "owner").get(pk=key)
