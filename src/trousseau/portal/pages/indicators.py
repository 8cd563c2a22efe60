"""Shared indicators: the last reading against what is aimed at, in words, in a picture and in a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Any

from django.http import Http404
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.figures import readings
from trousseau.plans.models import Rhythm, Unit
from trousseau.plans.pages import kpi_words
from trousseau.portal.access import Window
from trousseau.portal.pages import shell
from trousseau.portal.pages.heard import heard
from trousseau.portal.told import ToldKpi, told
from trousseau.portfolio.words import language

ON_HOME = 2
DRAWN = 24
"""Readings drawn at most; the table of its page has all of them."""


@dataclass(frozen=True)
class Shown:
    """An indicator as a page shows it."""

    told: ToldKpi
    value: str
    on: dt.date | None
    change: str
    """Against the reading before; "" where there is none."""
    target: str
    attained: bool
    words: str
    chart: SafeString


def indicators(window: Window) -> list[Shown]:
    """The shared indicators."""
    return [_shown(one) for one in heard(window, "kpi")]


def _shown(one: ToldKpi) -> Shown:
    said = language()
    read = one.readings[-DRAWN:]
    last = read[-1] if read else None
    value = kpi_words.value(one.unit, last.value if last else None, said)
    target = kpi_words.value(one.unit, one.target, said) if one.target is not None else ""
    change = ""
    if len(read) > 1:
        change = kpi_words.difference(one.unit, float(read[-1].value - read[-2].value), said)
    attained = last is not None and one.target is not None and _reached(one, float(last.value))
    words = _words(one, value, change, target)
    drawn = ""
    if last is not None:
        drawn = readings.line(
            [(each.on, float(each.value)) for each in read],
            None if one.target is None else float(one.target),
            readings.Labels(
                title=f"{one.name}. {words}",
                last=value,
                target=pgettext("at the end of a chart", "aim {value}").format(value=target) if target else "",
                first_day=said.month(read[0].on),
                last_day=said.month(last.on),
            ),
            right=attained,
        )
    return Shown(
        one, value, last.on if last else None, change, target, attained, words,
        mark_safe(drawn),  # noqa: S308 - drawn by ourselves, its words escaped
    )  # fmt: skip


def _reached(one: ToldKpi, value: float) -> bool:
    """Whether a value is at its target or better; less is better where the target lies below the baseline."""
    target = float(one.target or 0)
    falls = one.baseline is not None and target < float(one.baseline)
    return value <= target if falls else value >= target


def _words(one: ToldKpi, value: str, change: str, target: str) -> str:
    said = language()
    if not one.readings:
        return _("No reading yet.")
    head = _("{value} in {month}").format(value=value, month=said.month(one.readings[-1].on))
    parts = [head]
    if change:
        parts.append(_("{change} on the reading before").format(change=change))
    if target:
        parts.append(_("{target} aimed at by {month}").format(target=target, month=said.month(one.target_on)))
    return _joined(parts)


def _joined(parts: list[str]) -> str:
    said = pgettext("between the parts of a sentence", "; ").join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def section(window: Window) -> dict[str, Any] | None:
    """The first indicators, on the first page."""
    found = indicators(window)
    return {"shown": found[:ON_HOME], "more": max(0, len(found) - ON_HOME)} if found else None


def one(window: Window, public_id: str) -> dict[str, Any]:
    """One of them, in words, with all its readings; 404 where it is not shared."""
    found = told(window, "kpi", public_id=public_id)
    if not found:
        raise Http404
    shown = _shown(found[0])
    return shell.around(window, "indicators") | {
        "one": shown,
        "meaning": _meaning(window, found[0]),
        "trend": _trend(found[0]),
        "rows": _rows(found[0]),
    }


def _meaning(window: Window, one: ToldKpi) -> list[str]:
    """How it is counted, where it is to go, what it serves: from what is told of it, and nothing else."""
    said = language()
    units = {Unit.MONEY: kpi_words.currency(), Unit.PERCENT: "%"}
    unit = units.get(Unit(one.unit)) or Unit(one.unit).label
    parts = [pgettext("an indicator", "{rhythm}, in {unit}.").format(rhythm=Rhythm(one.rhythm).label, unit=unit)]
    if one.baseline is not None and one.target is not None:
        way = _("From {baseline} on {first} to {target} by {last}: {better}.")
        falls = one.target < one.baseline
        parts.append(
            way.format(
                baseline=kpi_words.value(one.unit, one.baseline, said), first=said.date(one.baseline_on),
                target=kpi_words.value(one.unit, one.target, said), last=said.date(one.target_on),
                better=_("less is better") if falls else _("more is better"),
            )
        )  # fmt: skip
    serves = told(window, "objective", public_id=one.objective) if one.objective else []
    if serves:
        parts.append(_("It tells how far we are with “{objective}”.").format(objective=serves[0].title))
    return parts


def _trend(one: ToldKpi) -> str:
    """Which way the last readings went, how many in a row, and what is left to the target."""
    if len(one.readings) < 2:
        return ""
    moves = [after.value - before.value for before, after in pairwise(one.readings)]
    said, last = language(), moves[-1]
    row = len(list(takewhile(lambda move: move * last > 0, reversed(moves))))
    if not last:
        parts = [_("unchanged since the reading before")]
    elif one.target is None or one.baseline is None:
        up = ngettext("higher than the reading before", "higher {n} times in a row", row)
        down = ngettext("lower than the reading before", "lower {n} times in a row", row)
        parts = [(up if last > 0 else down).format(n=said.number(row))]
    else:
        better = ngettext("better than the reading before", "better {n} times in a row", row)
        worse = ngettext("less good than the reading before", "less good {n} times in a row", row)
        parts = [(better if (last > 0) == (one.target >= one.baseline) else worse).format(n=said.number(row))]
    if one.target is not None:
        value = one.readings[-1].value
        gap = kpi_words.width(one.unit, abs(float(one.target - value)), said)
        reached = _reached(one, float(value))
        parts.append(_("the target is reached") if reached else _("{gap} still to the target").format(gap=gap))
    return _joined(parts)


def _rows(one: ToldKpi) -> list[tuple[dt.date, str, str]]:
    """Each reading with its change on the one before, newest first."""
    said = language()
    changes = ["", *(kpi_words.difference(one.unit, float(b.value - a.value), said) for a, b in pairwise(one.readings))]
    told_ = [(each.on, kpi_words.exact(one.unit, each.value, said)) for each in one.readings]
    return [(on, value, change) for (on, value), change in zip(reversed(told_), reversed(changes), strict=True)]


def page(window: Window) -> dict[str, Any]:
    """All of them, each with its readings."""
    found = indicators(window)
    said = ngettext("We follow {n} indicator together.", "We follow {n} indicators together.", len(found))
    finding = said.format(n=language().number(len(found))) if found else _("No indicator is shared with you yet.")
    return shell.around(window, "indicators") | {"finding": finding, "shown": found}
