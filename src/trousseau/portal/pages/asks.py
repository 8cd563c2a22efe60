"""What a client's people are asked, and how far their own actions are; and the same as we follow it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from trousseau.plans.models import Action
from trousseau.portal.access import Window
from trousseau.portal.ask_forms import DayForm, NoForm, ProgressForm
from trousseau.portal.models import Ask, Asking
from trousseau.portal.models.asks import OPEN
from trousseau.portal.pages import shell
from trousseau.portal.queries.asks import actions_of, asks_of, waits
from trousseau.portfolio import words

Refused = Mapping[tuple[str, str], BaseForm]
SETTLED_SHOWN = 6


@dataclass(frozen=True)
class Row:
    """One thing asked, in words, with the forms of an answer where it waits for one."""

    one: Ask
    told: str
    when: str
    day: BaseForm | None
    no: BaseForm | None
    opened: str


@dataclass(frozen=True)
class Own:
    """An action of who looks, and the form that says how far it is."""

    one: Action
    form: BaseForm


def asks(window: Window, refused: Refused | None = None) -> dict[str, Any]:
    """The page: what waits for the reader, their actions, what others were asked."""
    waiting, rest = _parted(window, asks_of(window), refused or {})
    own = [Own(one, _progress(one, refused or {})) for one in actions_of(window)]
    beside = [row(one, {}) for one in rest]
    shown = {"waiting": waiting, "beside": beside[:SETTLED_SHOWN]}
    return shell.around(window, "home") | {"waiting": waiting, "own": own, "page_asks": shown}


def section(window: Window) -> Mapping[str, Any] | None:
    """The same at the head of the first page: only what waits for the reader, and what is in discussion."""
    waiting, rest = _parted(window, asks_of(window).filter(state__in=OPEN), {})
    beside = [row(one, {}) for one in rest if one.state == Asking.DAY]
    return {"waiting": waiting, "beside": beside} if waiting or beside else None


def _parted(window: Window, found: Iterable[Ask], refused: Refused) -> tuple[list[Row], list[Ask]]:
    """What waits for the reader, with its forms; and the others."""
    rows = list(found)
    waiting = [row(one, refused, answerable=True) for one in rows if waits(window, one)]
    return waiting, [one for one in rows if not waits(window, one)]


def row(one: Ask, refused: Refused, *, answerable: bool = False) -> Row:
    """One thing asked, in words."""
    key, language = one.public_id, words.language()
    return Row(
        one,
        told(one),
        _("by %(day)s") % {"day": language.date(one.thing.due)} if one.thing is not None else "",
        (refused.get((key, "day")) or DayForm(auto_id=f"y-{key}-%s")) if answerable else None,
        (refused.get((key, "decline")) or NoForm(auto_id=f"n-{key}-%s")) if answerable else None,
        next((verb for of, verb in refused if of == key), ""),
    )


def told(one: Ask) -> str:
    """Where a thing asked stands, in a sentence."""
    language = words.language()
    named = {"name": one.to.user.name, "by": one.asked_by or "–", "day": language.date(one.day), "why": one.reason}
    if one.state == Asking.DAY:
        said = _("In discussion: %(name)s proposes %(day)s.") % named
        return f"{said} {one.reason}".strip()
    if one.state == Asking.ACCEPTED:
        return (_("Accepted by %(name)s, for %(day)s.") if one.day else _("Accepted by %(name)s.")) % named
    if one.state == Asking.DECLINED:
        return _("Declined by %(name)s: %(why)s") % named
    if one.state == Asking.WITHDRAWN:
        return _("No longer asked.")
    if one.word:
        return _("%(day)s does not suit us: %(word)s") % {**named, "word": one.word}
    said = _("%(by)s asks %(name)s.") % named
    return f"{said} {one.why}".strip()


def _progress(one: Action, refused: Refused) -> BaseForm:
    found = refused.get((one.public_id, "progress"))
    return found or ProgressForm(auto_id=f"g-{one.public_id}-%s", initial={"done": one.done})
