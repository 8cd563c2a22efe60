"""Shared indicators: the last reading against what is aimed at, in words, in a picture and in a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trousseau.figures import readings
from trousseau.plans.pages import kpi_words
from trousseau.portal.access import Window
from trousseau.portal.pages import shell
from trousseau.portal.pages.heard import heard
from trousseau.portal.told import ToldKpi
from trousseau.portfolio.words import language

ON_HOME = 2
DRAWN = 24
"""Readings drawn at most; the table of the page has the same."""


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
    table: tuple[tuple[dt.date, str], ...]
    """Newest first."""


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
        tuple((each.on, kpi_words.value(one.unit, each.value, said)) for each in reversed(read)),
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
    return f"{'; '.join(parts)}."


def section(window: Window) -> dict[str, Any] | None:
    """The first indicators, on the first page."""
    found = indicators(window)
    return {"shown": found[:ON_HOME], "more": max(0, len(found) - ON_HOME)} if found else None


def page(window: Window) -> dict[str, Any]:
    """All of them, each with its readings."""
    found = indicators(window)
    said = ngettext("We follow {n} indicator together.", "We follow {n} indicators together.", len(found))
    finding = said.format(n=language().number(len(found))) if found else _("No indicator is shared with you yet.")
    return shell.around(window, "indicators") | {"finding": finding, "shown": found}
