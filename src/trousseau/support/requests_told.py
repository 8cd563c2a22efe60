"""What people are told of requests, and the sentence for each, in the language of who reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.notices import kinds
from trousseau.notices.kinds import Kind
from trousseau.portfolio import words
from trousseau.support.models import Stage


def register() -> None:
    """Declare the kinds; once, at the start."""
    kinds.register(Kind("request.offered", gettext_lazy("A request is put to me"), text=offered))
    kinds.register(Kind("request.moved", gettext_lazy("A request that concerns me moves on"), text=moved))
    kinds.register(Kind("request.named", gettext_lazy("Someone names me under a request"), text=named))
    kinds.register(
        Kind("request.written", gettext_lazy("Someone writes under a request of mine"), text=written, pace="daily")
    )
    kinds.register(Kind("request.late", gettext_lazy("A request is late"), text=late))


def offered(told: Mapping[str, Any]) -> str:
    """Put to someone: as an expert, because it climbed, or again."""
    if told["what"] == "reminded":
        said = _("“{title}” for {account} is still waiting for someone to take it.")
    elif told["what"] == "escalated":
        said = _("Nobody has taken “{title}” for {account} by now: it has come to you, due {due}.")
    elif told.get("by"):
        said = _("{by} asks you: “{title}” for {account}, due {due}.")
    else:
        said = _("You are asked: “{title}” for {account}, due {due}.")
    return said.format(**_said(told))


def moved(told: Mapping[str, Any]) -> str:
    """What became of a request that someone asked, had, or was asked to take."""
    said = {
        "accepted": _("{person} takes “{title}” for {account}."),
        "taken": _("“{title}” for {account} is with {person} now: nothing is left to do for you."),
        "declined": _("{person} declines “{title}” for {account}: {reason}"),
        "passed": _("The time to take “{title}” for {account} is over: it goes on to someone else."),
        "unanswered": _("“{title}” for {account} is no longer with {person}: it goes on to someone else."),
        "handed_on": _("{by} hands “{title}” for {account} on to {person}."),
        "done": _("“{title}” for {account} is done, says {person}."),
        "reopened": _("{person} opens “{title}” for {account} again: {reason}"),
        "withdrawn": _("{person} withdraws “{title}” for {account}: {reason}"),
    }
    if told["what"] == "climbed":
        head = told.get("stage") == Stage.HEAD
        text = (
            _("No expert has taken “{title}” for {account}: it goes to their head.")
            if head
            else _("Nobody has taken “{title}” for {account}: it goes to the directors.")
        )
        return text.format(**_said(told))
    return said[told["what"]].format(**_said(told))


def named(told: Mapping[str, Any]) -> str:
    """Named with an @."""
    return _("{person} names you under “{title}” for {account}.").format(**_said(told))


def written(told: Mapping[str, Any]) -> str:
    """Something was written."""
    return _("{person} writes under “{title}” for {account}.").format(**_said(told))


def late(told: Mapping[str, Any]) -> str:
    """The day has passed."""
    return _("“{title}” for {account} was due {due} and is not done.").format(**_said(told))


def _said(told: Mapping[str, Any]) -> dict[str, str]:
    """The parameters as texts, the day written as it is read."""
    known = {name: str(told.get(name, "")) for name in ("title", "account", "person", "reason", "by")}
    due = told.get("due")
    return {**known, "due": words.language().date(dt.date.fromisoformat(due)) if due else ""}
