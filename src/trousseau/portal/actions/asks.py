"""What we ask of a client's people: they accept it, propose another day, or decline; we answer a day they propose.

asked → accepted | another day proposed → accepted on that day, or asked again on the first | declined with a reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.notices.telling import tell
from trousseau.plans.actions import doing
from trousseau.plans.actions.changing import changed
from trousseau.plans.actions.writing import days, words
from trousseau.plans.models import Action, Objective
from trousseau.portal.access import Window
from trousseau.portal.actions import answering
from trousseau.portal.items import KINDS
from trousseau.portal.models import Ask, Asking, Comment, Member, Said, Space
from trousseau.portal.models.asks import OPEN
from trousseau.support.actions.commitments import renegotiate
from trousseau.support.models.commitments import Commitment, Direction

ASKED, SETTLED = "client.asked", "client.settled"
Thing = Action | Objective | Commitment


def ask(user: User, space: Space, to: Member, thing: Thing, why: str = "") -> Ask:
    """Ask somebody of the client to agree to an action, an objective or a promise of theirs that is shared."""
    answering.demand(user, space.account)
    kind = kind_of(thing)
    with transaction.atomic():
        if to.space_id != space.pk or to.ended_at is not None:
            raise ValidationError({"to": _("Choose somebody who comes into this space.")})
        found = KINDS[kind].rows(space.account).filter(pk=thing.pk, **{KINDS[kind].flag: True}).first()
        if found is None:
            raise ValidationError({"thing": _("Share it first: they cannot answer what they do not see.")})
        if isinstance(found, Commitment) and found.direction != Direction.THEIRS:
            raise ValidationError({"thing": _("This is a promise of ours: only theirs are asked about.")})
        if Ask.objects.filter(state__in=OPEN, **{kind: found}).exists():
            raise ValidationError({"thing": _("They are asked already: wait for their answer, or withdraw it first.")})
        said = words("why", why, 500)
        made = Ask.objects.create(space=space, to=to, why=said, asked_by=user, **{kind: found})
        audit.record(user, "ask.asked", space.account, after={"what": str(found), "who": to.user.name})
        url = reverse("portal:home", args=[space.public_id])
        tell(to.user, ASKED, key=f"{made.public_id} 1", url=url, by=user.name, what=str(found))
    return made


def accept(window: Window, asked: Ask, revision: int) -> Ask:
    """Accept what is asked, as who is asked."""
    with transaction.atomic():
        found = _theirs(window, asked, revision)
        return _moved(answering.member_of(window).user, found, Asking.ACCEPTED)


def propose_day(window: Window, asked: Ask, day: dt.date, reason: str, revision: int) -> Ask:
    """Propose another day, and why; an answer is promised."""
    with transaction.atomic():
        found = _theirs(window, asked, revision)
        today = timezone.localdate()
        if day < today:
            raise ValidationError({"day": _("The new day lies in the past: choose today or later.")})
        days(today, day, today, last="day")
        if day == due_of(found):
            raise ValidationError({"day": _("This is the day we asked for: choose another, or accept it.")})
        found.day, found.reason, found.word = day, words("reason", reason, 1000), ""
        member = answering.member_of(window)
        answering.promised(member, Said.DAY, found.public_id, str(found))
        return _moved(member.user, found, Asking.DAY)


def decline(window: Window, asked: Ask, reason: str, revision: int) -> Ask:
    """Decline what is asked, and why."""
    with transaction.atomic():
        found = _theirs(window, asked, revision)
        found.reason = words("reason", reason, 1000, _("Say why: who asked you reads it."))
        return _moved(answering.member_of(window).user, found, Asking.DECLINED)


def agree(user: User, asked: Ask, revision: int) -> Ask:
    """Agree to the day they propose: the thing itself moves to it."""
    with transaction.atomic():
        found = _ours(user, asked, revision, Asking.DAY)
        _move(user, found)
        answering.answered(user, found.space, Said.DAY, found.public_id, _("Agreed."))
        return _moved(user, found, Asking.ACCEPTED, settled=True)


def refuse_day(user: User, asked: Ask, word: str, revision: int) -> Ask:
    """Not agree to the day they propose, and why: the first day is asked again."""
    with transaction.atomic():
        found = _ours(user, asked, revision, Asking.DAY)
        found.word = words("word", word, 1000, _("Say why: the client reads it."))
        answering.answered(user, found.space, Said.DAY, found.public_id, found.word)
        return _moved(user, found, Asking.ASKED, settled=True)


def withdraw(user: User, asked: Ask, revision: int) -> Ask:
    """No longer ask it."""
    with transaction.atomic():
        found = _ours(user, asked, revision, *OPEN)
        answering.answered(user, found.space, Said.DAY, found.public_id)
        return _moved(user, found, Asking.WITHDRAWN, settled=True)


def report(window: Window, action: Action, done: int, word: str, revision: int) -> Action:
    """Say how far an action of theirs is, with a word; only who does it."""
    member = answering.member_of(window)
    if member.contact is None:
        raise PermissionDenied
    with transaction.atomic():
        found = doing.report_of_contact(member.user, member.contact, action, done, revision)
        if said := words("word", word, 1000):
            Comment.objects.create(
                space=member.space, kind="action", item=found.public_id, text=said, author=member.user
            )
    return found


def kind_of(thing: Thing) -> str:
    """What kind of thing it is, as `items.KINDS` names it."""
    return next(name for name, kind in KINDS.items() if isinstance(thing, kind.model))


def due_of(asked: Ask) -> dt.date | None:
    """The day it is asked for."""
    return asked.thing.due if asked.thing is not None else None


def _theirs(window: Window, asked: Ask, revision: int) -> Ask:
    """What is asked of the member of a window, as it is now, locked; gone where it is no longer shared."""
    member = answering.member_of(window)
    found = _held(asked)
    if found.space_id != member.space_id or found.to.user_id != member.user_id:
        raise PermissionDenied
    thing = found.thing
    if thing is None or not getattr(thing, KINDS[found.kind].flag):
        raise ValidationError({NON_FIELD_ERRORS: _("It is no longer asked.")})
    if found.state != Asking.ASKED or found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: _("It was answered meanwhile: look at it again.")})
    return found


def _ours(user: User, asked: Ask, revision: int, *states: str) -> Ask:
    found = _held(asked)
    answering.demand(user, found.space.account)
    if found.state not in states or found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: _("It was answered meanwhile: look at it again.")})
    return found


def _held(asked: Ask) -> Ask:
    beside = ("space__account__manager", "to__user", "to__contact", "action", "objective", "commitment", "asked_by")
    return Ask.objects.select_for_update(of=("self",)).select_related(*beside).get(pk=asked.pk)


def _move(user: User, found: Ask) -> None:
    """Move the thing to the day they proposed, by the door of its room."""
    day, who = found.day, found.to.user.name
    if day is None:
        raise ValidationError({NON_FIELD_ERRORS: _("It was answered meanwhile: look at it again.")})
    reason = found.reason or _("Agreed with %(name)s.") % {"name": who}
    if found.action is not None:
        doing.put_off(user, found.action, day, reason, found.action.revision)
    elif found.objective is not None:
        changed(user, found.objective, found.objective.revision, "objective.changed", _to(day))
    elif found.commitment is not None:
        one = found.commitment
        renegotiate(user, one, due=day, reason=reason, agreed_by=who, revision=one.revision)


def _to(day: dt.date) -> Callable[[Objective], None]:
    def put(one: Objective) -> None:
        one.due = day

    return put


def _moved(by: User, found: Ask, state: Asking, *, settled: bool = False) -> Ask:
    before = found.state
    found.state, found.changed_at = state, timezone.now()
    found.revision += 1
    if settled:
        found.settled_by = by
    found.save()
    verb = "ask.day_refused" if state == Asking.ASKED else f"ask.{state.value}"
    after = {"what": str(found), "day": found.day, "reason": found.reason}
    audit.record(by, verb, found.space.account, before={"state": before}, after=after)
    account = found.space.account
    whom = {one.pk: one for one in (found.asked_by, account.manager) if one is not None}.values()
    if not settled:
        url = reverse("portal:voices", args=[account.public_id])
        for one in whom:
            tell(
                one, SETTLED, key=f"{found.public_id} {found.revision}", url=url, by=by.name, what=str(found),
                account=account.name, state=state.value, reason=found.reason,
                day=found.day.isoformat() if found.day else "",
            )  # fmt: skip
    return found
