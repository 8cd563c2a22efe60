"""The text of a version that is signed, in the reader's words; and what differs from the one signed before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from trousseau.plans.models import Horizon, Rhythm, Unit
from trousseau.plans.pages import kpi_words
from trousseau.portal.signed import Signed
from trousseau.portfolio.words import language

PARTS: Mapping[str, str | Promise] = {
    "objectives": pgettext_lazy("what is signed", "Objectives"),
    "actions": pgettext_lazy("what is signed", "Actions"),
    "kpis": pgettext_lazy("what is signed", "Indicators"),
    "commitments": pgettext_lazy("what is signed", "Commitments"),
}
LABELS: Mapping[str, str | Promise] = {
    "title": pgettext_lazy("what is signed", "Words"), "horizon": gettext_lazy("Horizon"),
    "side": gettext_lazy("Who does it"), "starts": pgettext_lazy("a day", "Begins"),
    "start_text": pgettext_lazy("an objective, from … to", "From"),
    "target_text": pgettext_lazy("an objective, from … to", "To"), "due": gettext_lazy("By when"),
    "promised_on": gettext_lazy("Promised on"), "unit": gettext_lazy("Unit"),
    "rhythm": gettext_lazy("Rhythm"), "baseline": gettext_lazy("Baseline"), "target": gettext_lazy("Target"),
}  # fmt: skip
BESIDE = {"baseline_on": "baseline", "target_on": "target"}
"""Days that are read with their value."""


@dataclass(frozen=True)
class Thing:
    """One thing of the text: what it is, and what of it is signed."""

    title: str
    facts: tuple[tuple[str | Promise, str], ...]


@dataclass(frozen=True)
class Group:
    """The things of one part."""

    label: str | Promise
    things: tuple[Thing, ...]


@dataclass(frozen=True)
class Change:
    """One difference from the version signed before."""

    part: str | Promise
    title: str
    change: str | Promise
    before: str
    after: str


def groups(signed: Signed) -> list[Group]:
    """The text, part by part."""
    found = []
    for part, label in PARTS.items():
        rows = signed["things"].get(part, [])
        if rows:
            found.append(Group(label, tuple(Thing(row["title"], tuple(_facts(signed, row))) for row in rows)))
    return found


def changes(before: Signed, after: Signed) -> list[Change]:
    """What came, what went, and what says something else."""
    return [one for part in PARTS for one in _changes(part, before, after)]


def _changes(part: str, before: Signed, after: Signed) -> Iterator[Change]:
    old, new = ({row["id"]: row for row in one["things"].get(part, [])} for one in (before, after))
    label = PARTS[part]
    for key in (key for key in new if key not in old):
        yield Change(label, new[key]["title"], pgettext("a part of what is signed", "new"), "", "")
    for key in (key for key in old if key not in new):
        yield Change(label, old[key]["title"], pgettext("a part of what is signed", "no longer in it"), "", "")
    for key in (key for key in new if key in old):
        was, is_ = ({"title": row["title"]} | _written(one, row) for one, row in
                    ((before, old[key]), (after, new[key])))  # fmt: skip
        for name in (name for name in LABELS if was.get(name, "") != is_.get(name, "")):
            yield Change(label, new[key]["title"], LABELS[name], was.get(name, "") or "–", is_.get(name, "") or "–")


def _facts(signed: Signed, row: Signed) -> Iterator[tuple[str | Promise, str]]:
    said = _written(signed, row)
    return ((LABELS[name], said[name]) for name in LABELS if said.get(name))


def _written(signed: Signed, row: Signed) -> dict[str, str]:
    """What a thing says, by field, as people read it; days stand with their value."""
    found = {}
    for name, value in row.items():
        if name in {"id", "title"} or name in BESIDE or value in (None, ""):
            continue
        found[name] = WRITERS.get(name, _plain)(signed, row, value)
    return found


def _plain(_signed: Signed, _row: Signed, value: Any) -> str:  # noqa: ANN401 - what JSON holds
    return str(value)


def _day(_signed: Signed, _row: Signed, value: str) -> str:
    return language().date(dt.date.fromisoformat(value))


def _side(signed: Signed, _row: Signed, value: str) -> str:
    return str(signed["account"] if value == "theirs" else signed["organisation"])


def _valued(name: str) -> Callable[[Signed, Signed, str], str]:
    def write(signed: Signed, row: Signed, value: str) -> str:
        number, day = Decimal(value), _day(signed, row, row[f"{name}_on"])
        if row["unit"] == Unit.MONEY:
            return f"{language().amount(number, signed['currency'])}, {day}"
        return f"{kpi_words.exact(row['unit'], number, language())}, {day}"

    return write


WRITERS: Mapping[str, Callable[[Signed, Signed, Any], str]] = {
    "due": _day, "starts": _day, "promised_on": _day, "side": _side,
    "horizon": lambda _s, _r, value: str(Horizon(value).label),
    "rhythm": lambda _s, _r, value: str(Rhythm(value).label),
    "unit": lambda signed, _r, value: signed["currency"] if value == Unit.MONEY else str(Unit(value).label),
    "baseline": _valued("baseline"), "target": _valued("target"),
}  # fmt: skip


def said(signed: Signed) -> str:
    """What it is, in words: a version of the plan and the day it was approved."""
    day = language().date(dt.date.fromisoformat(signed["approved_on"]))
    return _("Version {number} of our plan, of {day}").format(number=signed["version"], day=day)
