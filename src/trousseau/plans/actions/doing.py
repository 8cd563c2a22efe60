"""How far an action is: said by whoever it is of or may write the plan; done, dropped with its reason, open again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.knowledge.models import Contact
from trousseau.plans.access import may_report
from trousseau.plans.actions import writing
from trousseau.plans.models import Action, Milestone, Progress, State


def report(user: User, action: Action, done: int, revision: int) -> Action:
    """Say how far an action is, in percent; all of it is done today."""
    with transaction.atomic():
        return _reported(user, _held(user, action, revision), done)


def report_of_contact(user: User, contact: Contact, action: Action, done: int, revision: int) -> Action:
    """Say how far an action of the client is, as the contact who does it; `user` is their login.

    Raises:
        PermissionDenied: it is not theirs, or they do not see it.
        ValidationError: it is no longer open, changed meanwhile, or `done` is no percentage.
    """
    with transaction.atomic():
        beside = Action.objects.select_for_update(of=("self",)).select_related("plan__account")
        found = beside.filter(pk=action.pk, contact=contact, shared=True).first()
        if found is None:
            raise PermissionDenied
        if found.revision != revision:
            raise ValidationError({NON_FIELD_ERRORS: _("Somebody changed it meanwhile: look at it again.")})
        _living(found)
        return _reported(user, found, done)


def finish(user: User, action: Action, on: dt.date, revision: int) -> Action:
    """Say that an action is done, and since when."""
    with transaction.atomic():
        found = _held(user, action, revision)
        _open(found)
        return _finished(user, found, on)


def drop(user: User, action: Action, reason: str, revision: int, on: dt.date | None = None) -> Action:
    """Drop an action; why is kept, and it counts for nothing any more."""
    with transaction.atomic():
        found = _held(user, action, revision)
        _open(found)
        said = writing.words("reason", reason, 1000, _("Say why: who reads the plan later will ask."))
        day = on or timezone.localdate()
        _past(day)
        found.state, found.ended_on, found.reason = Progress.DROPPED, day, said
        _saved(user, found, "action.dropped", {}, {"reason": said, "on": day})
    return found


def put_off(user: User, action: Action, day: dt.date, reason: str, revision: int) -> Action:
    """Give an open action another last day, with the reason; for whoever may write the plan."""
    with transaction.atomic():
        found = writing.held(user, action, revision)
        _open(found)
        said = writing.words("reason", reason, 1000, _("Say why: who reads the plan later will ask."))
        writing.days(found.starts, day, timezone.localdate())
        if day == found.due:
            raise ValidationError({"due": _("It is due that day already.")})
        before = {"due": found.due}
        found.due = day
        _saved(user, found, "action.put_off", before, {"due": day, "reason": said})
    return found


def reopen(user: User, action: Action, revision: int) -> Action:
    """Take up an action again that was done or dropped by mistake, or too early."""
    with transaction.atomic():
        found = _held(user, action, revision)
        if found.state == Progress.OPEN:
            raise ValidationError({NON_FIELD_ERRORS: _("It is open already.")})
        before = {"state": found.state, "on": found.ended_on}
        found.done = 90 if found.state == Progress.DONE else found.done
        found.state, found.ended_on = Progress.OPEN, None
        _saved(user, found, "action.reopened", before, {"done": found.done})
    return found


def reach(user: User, milestone: Milestone, on: dt.date | None, revision: int) -> Milestone:
    """Say on what day a milestone was reached; None: not yet after all."""
    with transaction.atomic():
        found = _held(user, milestone.action, revision)
        if on is not None:
            _past(on)
        milestone.reached_on = on
        milestone.save(update_fields=["reached_on"])
        _saved(user, found, "action.milestone_reached", {}, {"milestone": milestone.name, "on": on})
    return milestone


def _held(user: User, action: Action, revision: int) -> Action:
    """The action as it is now, locked, for someone who may say how far it is and has seen it as it is."""
    found = (
        Action.objects.select_for_update(of=("self",))
        .select_related("plan__account")
        .filter(pk=action.pk, plan__account__in=access.visible_to(user))
        .first()
    )
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it out of the plan meanwhile.")})
    if not may_report(user, found):
        raise PermissionDenied
    _living(found)
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(found)})
    return found


def _living(found: Action) -> None:
    if found.plan.state == State.CLOSED:
        raise ValidationError({NON_FIELD_ERRORS: _("This plan is closed: open the next one.")})


def _reported(user: User, found: Action, done: int) -> Action:
    _open(found)
    if not 0 <= done <= 100:
        raise ValidationError({"done": _("From 0 to 100 %.")})
    if done == 100:
        return _finished(user, found, timezone.localdate())
    before = found.done
    found.done = done
    _saved(user, found, "action.reported", {"done": before}, {"done": done})
    return found


def _open(action: Action) -> None:
    if action.state != Progress.OPEN:
        raise ValidationError({NON_FIELD_ERRORS: _("It is no longer open: take it up again first.")})


def _past(day: dt.date) -> None:
    if day > timezone.localdate():
        raise ValidationError({"on": _("That day is still to come.")})


def _finished(user: User, action: Action, on: dt.date) -> Action:
    _past(on)
    before = {"done": action.done}
    action.done, action.state, action.ended_on = 100, Progress.DONE, on
    _saved(user, action, "action.done", before, {"on": on})
    return action


def _saved(user: User, action: Action, verb: str, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    action.revision += 1
    action.save()
    audit.record(user, verb, action, before=before, after=after)
