"""The joint actions: whose each is, by when, how far it is; late said plainly, with the side it is late on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from trousseau.method.progress import expected_of
from trousseau.plans.models import Progress
from trousseau.portal.access import Window
from trousseau.portal.pages import shell
from trousseau.portal.pages.heard import heard
from trousseau.portal.pages.progress import placed
from trousseau.portal.told import ToldAction, Who
from trousseau.portfolio.words import language

ON_HOME = 6


@dataclass(frozen=True)
class Card:
    """An action as a page shows it."""

    told: ToldAction
    state: str
    word: str
    done: float
    due: float
    figures: str
    initials: str


def cards(window: Window) -> list[Card]:
    """The shared actions: open ones first, the latest before the others; then the done ones, the newest first."""
    today = timezone.localdate()
    shared: Sequence[ToldAction] = heard(window, "action")
    open_ones = sorted((one for one in shared if one.state == Progress.OPEN), key=lambda one: (one.due, one.what))
    ended = sorted((one for one in shared if one.state != Progress.OPEN), key=lambda one: one.ended_on or one.due)
    return [card(one, today) for one in (*open_ones, *reversed(ended))]


def card(one: ToldAction, today: dt.date) -> Card:
    """One action in words."""
    done = one.done / 100
    due = expected_of(one.starts, one.due, today)
    figures = _("{done} done, {due} expected").format(
        done=language().percent(done, 0), due=language().number(due * 100)
    )
    return Card(one, *_standing(one, done, due, today), done, due, figures, initials(one.who.name))


def _standing(one: ToldAction, done: float, due: float, today: dt.date) -> tuple[str, str]:
    ended = language().date(one.ended_on) if one.ended_on else ""
    if one.state == Progress.DONE:
        return "good", _("Done on {day}").format(day=ended)
    if one.state == Progress.DROPPED:
        return "none", _("Given up on {day}").format(day=ended)
    if one.due < today:
        return "bad", late((today - one.due).days, one.who)
    if one.starts > today:
        return "none", _("Begins on {day}").format(day=language().date(one.starts))
    state, word = placed(done, due)
    return state, pgettext("an action", "Under way, {word}").format(word=word)


def late(days: int, who: Who) -> str:
    """How late something is, and on whose side; the side is left out where nobody is named."""
    if not who.name:
        return ngettext("{n} day late", "{n} days late", days).format(n=days)
    if who.theirs:
        return ngettext("{n} day late, on your side", "{n} days late, on your side", days).format(n=days)
    return ngettext("{n} day late, on our side", "{n} days late, on our side", days).format(n=days)


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def section(window: Window) -> dict[str, Any] | None:
    """The joint actions on the first page: those that are open."""
    found = [one for one in cards(window) if one.told.state == Progress.OPEN]
    if not found and not heard(window, "action"):
        return None
    return {"cards": found[:ON_HOME], "more": max(0, len(found) - ON_HOME), "subtitle": counted(found)}


def counted(found: Sequence[Card]) -> str:
    """How many are open, and how many of them are late."""
    behind = sum(1 for one in found if one.state == "bad" and one.told.due < timezone.localdate())
    said = npgettext("joint actions", "{n} open", "{n} open", len(found)).format(n=language().number(len(found)))
    if not behind:
        return said
    return _("{open}, {late}").format(
        open=said, late=ngettext("{n} late", "{n} late", behind).format(n=language().number(behind))
    )


def page(window: Window) -> dict[str, Any]:
    """All joint actions."""
    found = cards(window)
    open_ones = [one for one in found if one.told.state == Progress.OPEN]
    return shell.around(window, "actions") | {
        "finding": _finding(open_ones, found),
        "open": open_ones,
        "ended": [one for one in found if one.told.state != Progress.OPEN],
    }


def _finding(open_ones: Sequence[Card], found: Sequence[Card]) -> str:
    if not found:
        return _("No action is shared with you yet.")
    if not open_ones:
        return _("None of our joint actions is open.")
    number = len(open_ones)
    return ngettext("{n} of our joint actions is open: {said}.", "{n} of our joint actions are open: {said}.",
        number).format(n=language().number(number), said=_late_of(open_ones))  # fmt: skip


def _late_of(open_ones: Sequence[Card]) -> str:
    today = timezone.localdate()
    behind = [one for one in open_ones if one.told.due < today]
    if not behind:
        return _("none is late")
    ours = sum(1 for one in behind if not one.told.who.theirs)
    parts = []
    if ours:
        parts.append(ngettext("{n} late on our side", "{n} late on our side", ours).format(n=ours))
    if theirs := len(behind) - ours:
        parts.append(ngettext("{n} late on your side", "{n} late on your side", theirs).format(n=theirs))
    return language().listed(parts)
