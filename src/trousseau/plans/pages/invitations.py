"""Invitations of a meeting in words: who gets what on sending, what each was told and answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.plans.models import Meeting
from trousseau.plans.models.invitations import Answer, Method
from trousseau.plans.models.rhythm import Held
from trousseau.plans.queries import invitations as queries
from trousseau.plans.queries.invitations import Guest
from trousseau.portfolio import words


@dataclass(frozen=True)
class Line:
    """One guest as the page shows them."""

    guest: Guest
    said: str
    asks: bool
    """Whether their answer may be typed."""
    answer: str


@dataclass(frozen=True)
class Inviting:
    """The invitations of a meeting."""

    guests: list[Line]
    due: list[Guest]
    button: str
    """What sending would do; "" where nobody is to be told anything, or whoever reads may not."""
    subtitle: str
    answers: tuple[tuple[str, str | Promise], ...] = tuple(Answer.choices)


def inviting(user: User, meeting: Meeting, *, changes: bool) -> Inviting | None:
    """The invitations as someone sees them; None where there is nobody to invite."""
    found = queries.guests(user, meeting)
    if not found:
        return None
    lines = [_line(meeting, one, changes=changes) for one in found]
    due = [one for one in found if one.due]
    answered = [one.last.answer for one in found if one.there and one.last and one.last.method == Method.REQUEST]
    accepted, declined = answered.count(Answer.ACCEPTED), answered.count(Answer.DECLINED)
    said = []
    if accepted:
        said.append(ngettext("{n} accepted", "{n} accepted", accepted).format(n=accepted))
    if declined:
        said.append(ngettext("{n} declined", "{n} declined", declined).format(n=declined))
    return Inviting(lines, due, _button(due) if changes else "", words.language().listed(said) if said else "")


def _line(meeting: Meeting, one: Guest, *, changes: bool) -> Line:
    last, language = one.last, words.language()
    invited = last is not None and last.method == Method.REQUEST
    if not one.reachable:
        said = _("no e-mail address")
    elif last is None:
        said = _("not invited by mail")
    elif last.sent_at is None:
        said = _("on its way")
    else:
        on = language.date(timezone.localtime(last.sent_at).date())
        said = (_("invited on {day}") if invited else _("told on {day} that it does not take place")).format(day=on)
    if one.due == Method.CANCEL:
        said += " · " + (_("not told yet that it does not take place") if one.there else _("takes part no more"))
    elif one.moved:
        said += " · " + _("not told yet that it moved")
    asks = changes and invited and one.there and not one.due and meeting.state != Held.CANCELLED
    return Line(one, said, asks, str(Answer(last.answer).label) if invited and last and last.answer else "")


def _button(due: Iterable[Guest]) -> str:
    asked = [one.due for one in due]
    invited, cancelled = asked.count(Method.REQUEST), asked.count(Method.CANCEL)
    said = []
    if invited:
        said.append(ngettext("Send {n} invitation", "Send {n} invitations", invited).format(n=invited))
    if cancelled:
        said.append(ngettext("Send {n} cancellation", "Send {n} cancellations", cancelled).format(n=cancelled))
    return " · ".join(said)
