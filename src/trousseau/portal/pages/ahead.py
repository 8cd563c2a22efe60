"""What is next: the dates ahead of both teams, from what is shared; and what each side promised the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousseau.plans.models import Progress
from trousseau.plans.models.rhythm import Held
from trousseau.portal.access import Window
from trousseau.portal.pages.actions import late
from trousseau.portal.pages.heard import heard
from trousseau.portal.told import ToldCommitment, Who
from trousseau.portfolio.words import language
from trousseau.support.models.commitments import Direction, State

SHOWN = 5
WITHIN = 60
"""Days."""


@dataclass(frozen=True)
class Date:
    """A day ahead, and what it is about."""

    on: dt.date
    what: str
    kind: str
    who: Who
    url: str = ""


def dates(window: Window) -> list[Date]:
    """Meetings, actions and promises of the coming weeks, the nearest first."""
    today = timezone.localdate()
    last = today + dt.timedelta(days=WITHIN)
    here = window.space.public_id
    meetings = [
        Date(one.on, one.title, pgettext("a day ahead", "meeting"), Who(),
             reverse("portal:meeting", args=[here, one.id]))
        for one in heard(window, "meeting") if one.state == Held.PLANNED
    ]  # fmt: skip
    actions = [
        Date(one.due, one.what, pgettext("a day ahead", "action due"), one.who)
        for one in heard(window, "action") if one.state == Progress.OPEN
    ]  # fmt: skip
    promises = [
        Date(one.due, one.what, pgettext("a day ahead", "promise due"), one.who)
        for one in heard(window, "commitment") if one.state == State.OPEN
    ]  # fmt: skip
    return sorted((one for one in (*meetings, *actions, *promises) if today <= one.on <= last), key=lambda one: one.on)


def section(window: Window) -> dict[str, Any] | None:
    """What is next, on the first page."""
    found = dates(window)
    return {"dates": found[:SHOWN]} if found else None


@dataclass(frozen=True)
class Promise:
    """A promise as the first page shows it."""

    told: ToldCommitment
    state: str
    word: str
    ours: bool


def promises(window: Window) -> dict[str, Any] | None:
    """What each side promised: open ones, then those settled last."""
    today = timezone.localdate()
    found = [_promise(one, today) for one in heard(window, "commitment") if one.state != State.WITHDRAWN]
    open_ones = [one for one in found if one.told.state == State.OPEN]
    settled = sorted((one for one in found if one.told.state != State.OPEN), key=lambda one: str(one.told.settled_on))
    return {"promises": [*open_ones, *reversed(settled)][:SHOWN], "open": len(open_ones)} if found else None


def _promise(one: ToldCommitment, today: dt.date) -> Promise:
    ours = one.direction == Direction.OURS
    if one.state == State.OPEN and one.due < today:
        return Promise(one, "bad", late((today - one.due).days, Who(one.who.name or "–", theirs=not ours)), ours)
    if one.state == State.OPEN:
        return Promise(one, "none", _("due on {day}").format(day=language().date(one.due)), ours)
    return Promise(one, "good" if one.state == State.KEPT else "bad", str(State(one.state).label), ours)
