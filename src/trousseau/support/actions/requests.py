"""What people do with requests: ask, take, decline, hand on, finish, open again, withdraw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.figures.prose import LONGEST
from trousseau.method.working_time import NeverWorkedError, after, hours_between
from trousseau.support.actions.passing import (
    can_be_asked,
    close_offers,
    go_on,
    put_to,
    save,
    tell_of,
    wait_again,
    write_step,
)
from trousseau.support.models import (
    LEVELS,
    Answer,
    AnswerPromise,
    Offer,
    Request,
    Skill,
    Stage,
    State,
    Urgency,
    WantedSkill,
)
from trousseau.support.problems import SupportError
from trousseau.support.queries import days
from trousseau.support.queries.experts import above

LONGEST_TITLE = 200
LONGEST_REASON = 500
MOST_PEOPLE = 20
FURTHEST = dt.timedelta(days=5 * 366)


@dataclass(frozen=True)
class Wish:
    """What is asked for."""

    title: str
    due: dt.date
    wanted: str = ""
    skills: Mapping[Skill, int] = field(default_factory=dict)
    language: str = ""
    zone: str = ""
    urgency: str = Urgency.NORMAL
    about: str = ""
    about_url: str = ""


def may_ask(user: User, account: Account) -> bool:
    """Whether someone may ask experts about an account: those who work on it and see it."""
    return may(user, "ask_experts") and access.sees(user, account)


def may_keep(user: User, found: Request) -> bool:
    """Whether a request is someone's to steer: who asked, who may change the account, a director."""
    if not may(user, "ask_experts"):
        return False
    return (
        (found.asker_id == user.pk and access.visible_to(user).filter(pk=found.account_id).exists())
        or "director" in user.roles
        or access.may_write(user, found.account)
    )


def may_hand_on(user: User, found: Request) -> bool:
    """Whether someone may give an open request to another: whose it is, who is asked, who steers it, their head."""
    if not found.open:
        return False
    if found.owner_id == user.pk or _asked(user, found) or may_keep(user, found):
        return True
    return found.owner is not None and may(user, "read_team") and user in above(found.owner)


def ask(user: User, account: Account, wish: Wish, people: Sequence[User], *, at_once: bool = False) -> Request:
    """Ask the experts something about an account: the people in their order, or all of them at once.

    With nobody to ask it goes to a head at once, so that it is never without someone.

    Raises:
        PermissionDenied: the account is not theirs to ask about.
        SupportError: what is asked for is not whole.
    """
    if not may_ask(user, account):
        raise PermissionDenied
    _check(wish)
    chosen = _people(people, user)
    now, promise = timezone.now(), AnswerPromise.current()
    hours = promise.hours(wish.urgency)
    with transaction.atomic():
        made = Request.objects.create(
            account=account,
            about=" ".join(wish.about.split())[:200],
            about_url=_path(wish.about_url),
            title=_title(wish.title),
            wanted=wish.wanted.strip(),
            language=wish.language,
            zone=wish.zone[:200],
            due=wish.due,
            urgency=wish.urgency,
            promised_hours=hours,
            promised_at=_promised(now, hours, promise),
            asker=user,
            asked_at=now,
            next_at=now,
        )
        WantedSkill.objects.bulk_create(
            WantedSkill(request=made, skill=skill, level=level) for skill, level in wish.skills.items()
        )
        write_step(made, "asked", now, actor=user)
        _queue(made, chosen)
        go_on(made, now, at_once=at_once)
        record(
            user,
            "request.asked",
            account,
            after={"request": made.title, "due": made.due, "of": [str(person) for person in chosen]},
        )
    return made


def accept(user: User, found: Request) -> Request:
    """Take a request that is put to someone; the first one has it, who comes second is told.

    Raises:
        SupportError: someone else took it, it is no longer open, or it is not put to them.
    """
    with transaction.atomic():
        current, now = _locked(found), timezone.now()
        _still_to_take(user, current)
        offer = _offer(user, current)
        offer.answer, offer.answered_at = Answer.ACCEPTED, now
        offer.save(update_fields=["answer", "answered_at"])
        others = close_offers(current, now, but=user)
        current.state, current.owner, current.next_at, current.accepted_at = State.ACCEPTED, user, None, now
        if current.answer_hours is None:
            current.answer_hours = hours_between(current.asked_at, now, days.week(AnswerPromise.current()))
        save(current)
        step = write_step(current, "accepted", now, actor=user)
        tell_of(current, current.asker, "request.accepted", step, person=str(user))
        for person in others:
            tell_of(current, person, "request.taken", step, person=str(user))
        record(user, "request.accepted", current.account, after={"request": current.title})
    return current


def decline(user: User, found: Request, reason: str) -> Request:
    """Say no with a reason: the next one is asked.

    Raises:
        SupportError: there is no reason, it is not put to them, or they are the last one it can go to.
    """
    reason = _reason(reason)
    with transaction.atomic():
        current, now = _locked(found), timezone.now()
        _still_to_take(user, current)
        offer = _offer(user, current)
        others = current.offers.filter(answer=Answer.OPEN).exclude(pk=offer.pk).exists()
        if current.stage == Stage.DIRECTOR and not others:
            raise SupportError(_("You are the last it can go to: take it, hand it on to someone, or withdraw it."))
        offer.answer, offer.reason, offer.answered_at = Answer.DECLINED, reason, now
        offer.save(update_fields=["answer", "reason", "answered_at"])
        step = write_step(current, "declined", now, actor=user, text=reason)
        tell_of(current, current.asker, "request.declined", step, person=str(user), reason=reason)
        if others:
            save(current)
        else:
            go_on(current, now)
        record(user, "request.declined", current.account, after={"request": current.title, "reason": reason})
    return current


def hand_on(user: User, found: Request, person: User, reason: str = "") -> Request:
    """Give an open request to someone else, who is asked to take it.

    Raises:
        PermissionDenied: it is not theirs to give.
        SupportError: it is no longer open, or the person cannot be asked.
    """
    reason = " ".join(reason.split())[:LONGEST_REASON]
    with transaction.atomic():
        current, now = _locked(found), timezone.now()
        if not current.open:
            raise SupportError(_closed(current))
        if not may_hand_on(user, current):
            raise PermissionDenied
        if person.pk in {user.pk, current.owner_id} or not can_be_asked(person):
            raise SupportError(_("{name} cannot be asked: choose someone else of the team.").format(name=person))
        before = current.owner
        current.offers.filter(user=user, answer__in=(Answer.OPEN, Answer.ACCEPTED)).update(
            answer=Answer.HANDED_ON, answered_at=now, reason=reason
        )
        others = close_offers(current, now)
        step = write_step(current, "handed_on", now, actor=user, person=person, text=reason)
        current.state, current.owner, current.accepted_at, current.stage = State.ASKED, None, None, Stage.EXPERTS
        put_to(current, person, Stage.EXPERTS, now, by=user, text="")
        wait_again(current, now)
        tell_of(current, current.asker, "request.handed_on", step, person=str(person), by=str(user))
        for other in {one for one in (*others, before) if one is not None and one != person}:
            tell_of(current, other, "request.taken", step, person=str(person))
        record(user, "request.handed_on", current.account, after={"request": current.title, "to": str(person)})
    return current


def propose(user: User, found: Request, people: Sequence[User]) -> Request:
    """Put more people behind those who are asked, in their order.

    Raises:
        PermissionDenied: it is not theirs to steer.
        SupportError: nobody was chosen, or someone has taken it meanwhile.
    """
    chosen = _people(people, user)
    if not chosen:
        raise SupportError(_("Choose at least one person to ask."))
    with transaction.atomic():
        current, now = _locked(found), timezone.now()
        if not may_keep(user, current) and not _asked(user, current):
            raise PermissionDenied
        if current.state != State.ASKED:
            raise SupportError(_closed(current))
        _queue(current, chosen)
        write_step(current, "proposed", now, actor=user, text=", ".join(str(person) for person in chosen))
        if current.stage > Stage.EXPERTS:
            close_offers_of_stage(current, now)
            go_on(current, now)
        else:
            save(current)
        record(
            user,
            "request.proposed",
            current.account,
            after={"request": current.title, "of": [str(person) for person in chosen]},
        )
    return current


def close_offers_of_stage(found: Request, now: dt.datetime) -> None:
    """No longer ask heads and directors: experts are asked again."""
    found.offers.filter(answer=Answer.OPEN, stage__gt=Stage.EXPERTS).update(answer=Answer.HANDED_ON, answered_at=now)
    found.stage = Stage.EXPERTS


def finish(user: User, found: Request, answer: str = "") -> Request:
    """Say that a request is done, with the answer in words where there is one.

    Raises:
        PermissionDenied: neither whose it is nor who steers it.
        SupportError: nobody has taken it, or it is closed already.
    """
    answer = _text(answer)
    with transaction.atomic():
        current, now = _locked(found), timezone.now()
        if current.owner_id != user.pk and not may_keep(user, current):
            raise PermissionDenied
        if current.state != State.ACCEPTED:
            raise SupportError(_closed(current) if not current.open else _("Nobody has taken it yet: take it first."))
        current.state, current.done_at, current.answer = State.DONE, now, answer
        save(current)
        step = write_step(current, "done", now, actor=user)
        for person in (current.asker, current.owner):
            tell_of(current, person, "request.done", step, person=str(user))
        record(user, "request.done", current.account, after={"request": current.title})
    return current


def reopen(user: User, found: Request, reason: str) -> Request:
    """Open a closed request again: with its owner, or on its way to one where the owner is no longer here.

    Raises:
        PermissionDenied: neither whose it was nor who steers it.
        SupportError: there is no reason, or it is open already.
    """
    reason = _reason(reason)
    with transaction.atomic():
        current, now = _locked(found), timezone.now()
        if current.owner_id != user.pk and not may_keep(user, current):
            raise PermissionDenied
        if current.open:
            raise SupportError(_("It is open already."))
        current.done_at = None
        step = write_step(current, "reopened", now, actor=user, text=reason)
        owner = current.owner
        if owner is not None and can_be_asked(owner):
            current.state, current.next_at, current.accepted_at = State.ACCEPTED, None, now
            save(current)
        else:
            current.stage = Stage.EXPERTS
            go_on(current, now)
        for person in (owner, current.asker):
            tell_of(current, person, "request.reopened", step, person=str(user), reason=reason)
        record(user, "request.reopened", current.account, after={"request": current.title, "reason": reason})
    return current


def withdraw(user: User, found: Request, reason: str) -> Request:
    """Say that a request is no longer wanted.

    Raises:
        PermissionDenied: it is not theirs to steer.
        SupportError: there is no reason, or it is closed already.
    """
    reason = _reason(reason)
    with transaction.atomic():
        current, now = _locked(found), timezone.now()
        if not may_keep(user, current):
            raise PermissionDenied
        if not current.open:
            raise SupportError(_closed(current))
        told = [*close_offers(current, now), current.owner, current.asker]
        current.state, current.next_at, current.done_at = State.WITHDRAWN, None, now
        save(current)
        step = write_step(current, "withdrawn", now, actor=user, text=reason)
        for person in {one for one in told if one is not None}:
            tell_of(current, person, "request.withdrawn", step, person=str(user), reason=reason)
        record(user, "request.withdrawn", current.account, after={"request": current.title, "reason": reason})
    return current


def _queue(found: Request, people: Sequence[User]) -> None:
    """Put people at the end of the queue; who stands in it or is asked keeps their place."""
    place = found.offers.aggregate(last=Max("place"))["last"] or 0
    for person in people:
        place += 1
        offer, new = Offer.objects.get_or_create(request=found, user=person, defaults={"place": place})
        if not new and offer.answer not in {Answer.WAITING, Answer.OPEN}:
            offer.answer, offer.place, offer.stage = Answer.WAITING, place, Stage.EXPERTS
            offer.save(update_fields=["answer", "place", "stage"])


def _locked(found: Request) -> Request:
    """The request as it is now, held until the end of the transaction."""
    return Request.objects.select_for_update(of=("self",)).select_related("account", "asker", "owner").get(pk=found.pk)


def _asked(user: User, found: Request) -> bool:
    return found.offers.filter(user=user, answer=Answer.OPEN).exists()


def _offer(user: User, found: Request) -> Offer:
    offer = found.offers.filter(user=user, answer=Answer.OPEN).first()
    if offer is None:
        raise SupportError(_("It is no longer asked of you: the time was over, or someone else is asked now."))
    return offer


def _still_to_take(user: User, found: Request) -> None:
    """Raises SupportError where there is nothing left to take."""
    if found.state == State.ACCEPTED and found.owner_id == user.pk:
        raise SupportError(_("You have taken it already."))
    if found.state != State.ASKED:
        raise SupportError(_closed(found))


def _closed(found: Request) -> str:
    """Why nothing can be done with a request any more."""
    if found.state == State.ACCEPTED:
        return _("{name} took it just before: there is nothing left to do for you.").format(name=found.owner)
    if found.state == State.DONE:
        return _("It is done: open it again to go on with it.")
    return _("It was withdrawn: nothing is asked any more.")


def _check(wish: Wish) -> None:
    """Raises SupportError for what is not whole."""
    _title(wish.title)
    _text(wish.wanted)
    today = timezone.localdate()
    if wish.due < today:
        raise SupportError(_("The day has passed: choose today or a later one."))
    if wish.due > today + FURTHEST:
        raise SupportError(_("The day is more than five years ahead: check the year."))
    if wish.urgency not in Urgency.values:
        raise SupportError(_("Say how urgent it is."))
    if any(level not in LEVELS for level in wish.skills.values()):
        raise SupportError(_("A level goes from 1 to 5."))


def _title(text: str) -> str:
    title = " ".join(text.replace("\x00", "").split())
    if not title:
        raise SupportError(_("Give the request a title."))
    if len(title) > LONGEST_TITLE:
        raise SupportError(_("A title has at most 200 characters; write the rest below it."))
    return title


def _text(text: str) -> str:
    if len(text) > LONGEST:
        raise SupportError(_("A text has at most 50,000 characters: put the rest into a file."))
    return text.replace("\x00", "").strip()


def _reason(text: str) -> str:
    reason = " ".join(text.replace("\x00", "").split())
    if not reason:
        raise SupportError(_("Say why, in a few words: the others read it."))
    return reason[:LONGEST_REASON]


def _people(people: Sequence[User], asker: User) -> list[User]:
    chosen = list(dict.fromkeys(people))
    if len(chosen) > MOST_PEOPLE:
        raise SupportError(_("Ask twenty people at most."))
    for person in chosen:
        if person == asker or not can_be_asked(person):
            raise SupportError(_("{name} cannot be asked: choose someone else of the team.").format(name=person))
    return chosen


def _promised(now: dt.datetime, hours: int, promise: AnswerPromise) -> dt.datetime:
    try:
        return after(now, hours, days.week(promise))
    except NeverWorkedError:
        return now + dt.timedelta(hours=hours)


def _path(url: str) -> str:
    """A path of ours; anything else is left out."""
    return url[:500] if url.startswith("/") and not url.startswith(("//", "/\\")) else ""
