"""Meetings shared with the client: those to come, those held with their minutes and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.plans.models.rhythm import Held, Kind
from trousseau.portal.access import Window
from trousseau.portal.pages import shell
from trousseau.portal.pages.heard import heard
from trousseau.portal.told import ToldMeeting, told
from trousseau.portfolio.words import language

ON_HOME = 4


@dataclass(frozen=True)
class Line:
    """A meeting as a list shows it."""

    told: ToldMeeting
    kind: str
    words: str
    """What became of it: decisions, agenda, or that it does not take place."""

    @property
    def month(self) -> str:
        """The month of its day, short."""
        return language().month(self.told.on).split()[0]


def line(one: ToldMeeting) -> Line:
    """One meeting in words."""
    kind = str(Kind(one.kind).label)
    if one.state == Held.CANCELLED:
        return Line(one, kind, _("does not take place"))
    if one.state == Held.HELD and one.decisions:
        n = len(one.decisions)
        return Line(one, kind, ngettext("{n} decision", "{n} decisions", n).format(n=n))
    if one.state == Held.HELD:
        return Line(one, kind, _("with minutes") if one.minutes else str(Held.HELD.label))
    n = len(one.agenda)
    return Line(one, kind, ngettext("{n} point on the agenda", "{n} points on the agenda", n).format(n=n) if n else "")


def lines(window: Window) -> tuple[list[Line], list[Line]]:
    """Those to come, the next first; and the others, the newest first."""
    today = timezone.localdate()
    found = [line(one) for one in heard(window, "meeting")]
    coming = [one for one in found if one.told.on >= today and one.told.state == Held.PLANNED]
    past = [one for one in found if one not in coming]
    return coming, sorted(past, key=lambda one: one.told.on, reverse=True)


def section(window: Window) -> dict[str, Any] | None:
    """The next meetings and the last ones, on the first page."""
    coming, past = lines(window)
    if not coming and not past:
        return None
    shown = [*reversed(coming[: ON_HOME // 2]), *past]
    return {"lines": shown[:ON_HOME], "more": max(0, len(coming) + len(past) - ON_HOME)}


def page(window: Window) -> dict[str, Any]:
    """All of them."""
    coming, past = lines(window)
    if not coming and not past:
        finding = _("No meeting is shared with you yet.")
    elif coming:
        first = coming[0].told
        finding = _("We meet next on {day}: {title}.").format(day=language().date(first.on), title=first.title)
    else:
        finding = _("No meeting is planned; the last was on {day}.").format(day=language().date(past[0].told.on))
    return shell.around(window, "meetings") | {"finding": finding, "coming": coming, "past": past}


def one(window: Window, public_id: str) -> dict[str, Any]:
    """One meeting; 404 where it is not shared."""
    found = told(window, "meeting", public_id=public_id)
    if not found:
        raise Http404
    return shell.around(window, "meetings") | {"line": line(found[0]), "meeting": found[0]}
