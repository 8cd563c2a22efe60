"""How a request goes from one person to the next until someone takes it: experts in order, a head, the directors.

Every function here works on a request that its caller has locked inside a transaction, writes what happened as a step
and tells who must know. Each person asked has half of the promised time; after the directors nobody is left, so they
keep it and are reminded as often.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max
from django.urls import reverse

from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.method.working_time import NeverWorkedError, after
from trousseau.notices.telling import tell
from trousseau.support.models import Answer, AnswerPromise, Offer, Request, Stage, State, Step
from trousseau.support.queries import days

LEAST_HOURS = 1.0
KINDS = {
    "request.offered": "request.offered",
    "request.escalated": "request.offered",
    "request.reminded": "request.offered",
    "request.written": "request.written",
    "request.named": "request.named",
    "request.late": "request.late",
}
"""What a person can be told of apart; all else is that a request moves."""
HELD = (Answer.OPEN, Answer.WAITING, Answer.ACCEPTED)
"""What an offer is while it still stands."""


def can_be_asked(person: User) -> bool:
    """Whether someone is here and may open the requests of the team."""
    return person.is_active and may(person, "read_team")


def write_step(
    found: Request,
    kind: str,
    now: dt.datetime,
    *,
    actor: User | None = None,
    person: User | None = None,
    text: str = "",
) -> Step:
    """Write what happened to a request, as its page tells it."""
    number = (found.steps.aggregate(last=Max("number"))["last"] or 0) + 1
    return Step.objects.create(
        request=found, number=number, kind=kind, at=now, actor=actor, person=person, text=text[:500]
    )


def tell_of(found: Request, person: User | None, kind: str, step: Step | str, /, **params: Any) -> None:
    """Tell someone of a request, once for a step of it; nobody is told of what they did themselves."""
    if person is None or (isinstance(step, Step) and step.actor_id == person.pk):
        return
    key = f"{found.public_id}:{step.number if isinstance(step, Step) else step}"
    tell(
        person,
        KINDS.get(kind, "request.moved"),
        key=key,
        what=kind.removeprefix("request."),
        url=reverse("support:request", args=[found.public_id]),
        title=found.title,
        account=str(found.account),
        **params,
    )


def put_to(found: Request, person: User, stage: Stage, now: dt.datetime, *, by: User | None, text: str = "") -> Step:
    """Ask one person now, whatever became of asking them before."""
    place = (found.offers.aggregate(last=Max("place"))["last"] or 0) + 1
    offer, new = Offer.objects.get_or_create(
        request=found,
        user=person,
        defaults={"place": place, "stage": stage, "answer": Answer.OPEN, "offered_at": now},
    )
    if not new:
        offer.answer, offer.stage, offer.reason, offer.offered_at, offer.answered_at = Answer.OPEN, stage, "", now, None
        offer.save(update_fields=["answer", "stage", "reason", "offered_at", "answered_at"])
    step = write_step(found, "offered", now, actor=by, person=person, text=text)
    kind = "request.offered" if stage == Stage.EXPERTS else "request.escalated"
    tell_of(found, person, kind, step, due=found.due.isoformat(), by=str(by or ""))
    return step


def go_on(found: Request, now: dt.datetime, *, at_once: bool = False) -> None:
    """Put an unowned request to whoever comes next; somebody, or a moment to look again, is always there after it."""
    found.state, found.owner, found.accepted_at = State.ASKED, None, None
    if not _next_experts(found, now, at_once=at_once) and not _head(found, now):
        _directors(found, now)
    wait_again(found, now)


def wait_again(found: Request, now: dt.datetime) -> None:
    """Give whoever is asked now their time, and save the request."""
    promise = AnswerPromise.current()
    hours = max(LEAST_HOURS, found.promised_hours / 2)
    try:
        found.next_at = after(now, hours, days.week(promise))
    except NeverWorkedError:
        found.next_at = now + dt.timedelta(hours=hours)
    save(found)


def save(found: Request) -> None:
    """Save all that moves of a request; who read it before is told when they change it."""
    found.revision += 1
    found.save(
        update_fields=[
            "state", "stage", "owner", "next_at", "accepted_at", "answer_hours", "done_at", "answer", "revision",
        ]
    )  # fmt: skip


def time_is_up(found: Request, now: dt.datetime) -> None:
    """Nobody who was asked answered in time: the next is asked; directors keep it and are reminded."""
    asked = list(found.offers.filter(answer=Answer.OPEN).select_related("user"))
    here = [offer for offer in asked if can_be_asked(offer.user)]
    if found.stage == Stage.DIRECTOR and here:
        step = write_step(found, "reminded", now)
        for offer in here:
            tell_of(found, offer.user, "request.reminded", step)
        wait_again(found, now)
        return
    for offer in asked:
        offer.answer, offer.answered_at = Answer.PASSED, now
        offer.save(update_fields=["answer", "answered_at"])
        step = write_step(found, "passed", now, person=offer.user)
        tell_of(found, offer.user, "request.passed", step)
        tell_of(found, found.asker, "request.unanswered", step, person=str(offer.user))
    go_on(found, now)


def close_offers(found: Request, now: dt.datetime, *, but: User | None = None) -> list[User]:
    """No longer ask anyone else; gives who was asked."""
    standing = found.offers.filter(answer__in=HELD).exclude(user=but) if but else found.offers.filter(answer__in=HELD)
    people = [offer.user for offer in standing.select_related("user") if offer.answer == Answer.OPEN]
    standing.update(answer=Answer.CLOSED, answered_at=now)
    return people


def _next_experts(found: Request, now: dt.datetime, *, at_once: bool) -> bool:
    """Ask the next in the queue, or all of them at once; False where nobody is left."""
    asked = False
    for offer in found.offers.filter(answer=Answer.WAITING).select_related("user").order_by("place"):
        if not can_be_asked(offer.user):
            offer.answer, offer.answered_at = Answer.CLOSED, now
            offer.save(update_fields=["answer", "answered_at"])
            write_step(found, "gone", now, person=offer.user)
            continue
        put_to(found, offer.user, Stage.EXPERTS, now, by=found.asker)
        found.stage, asked = Stage.EXPERTS, True
        if not at_once:
            break
    return asked


def _head(found: Request, now: dt.datetime) -> bool:
    """Ask the head of who was asked last, else of the asker; False where there is none who has not been asked yet."""
    if found.stage >= Stage.HEAD:
        return False
    last = found.offers.filter(stage=Stage.EXPERTS).exclude(offered_at=None).order_by("offered_at", "id").last()
    for below in (last.user if last else None, found.asker):
        head = below.reports_to if below else None
        if head is None or head.pk == found.asker_id or not can_be_asked(head):
            continue
        if found.offers.filter(user=head, answer=Answer.DECLINED).exists():
            continue
        found.stage = Stage.HEAD
        _climb(found, [head], "climbed_head", now)
        return True
    return False


def _directors(found: Request, now: dt.datetime) -> None:
    """Ask every director; where there is none the asker is told, and the clock comes back."""
    found.stage = Stage.DIRECTOR
    directors = list(User.objects.filter(is_active=True, assignments__role=Role.DIRECTOR).distinct())
    declined = set(found.offers.filter(answer=Answer.DECLINED).values_list("user", flat=True))
    willing = [person for person in directors if person.pk not in declined]
    _climb(found, willing or directors, "climbed_director", now)


def _climb(found: Request, people: list[User], kind: str, now: dt.datetime) -> None:
    stage = Stage(found.stage)
    step = write_step(found, kind, now)
    tell_of(found, found.asker, "request.climbed", step, stage=int(stage))
    for person in people:
        put_to(found, person, stage, now, by=None)
