"""The period picker of the top bar: the period asked for, the usual others, two dates; by account or by group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from trousseau.figures.language import Language
from trousseau.ledger import answers
from trousseau.ledger.answers import Window
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked


@dataclass(frozen=True)
class PeriodChoice:
    """One period one may choose."""

    label: str
    dates: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class ByChoice:
    """Accounts or groups."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Picker:
    """What the picker shows; every choice is an address, so the state of a page is in its address."""

    label: str
    against: str
    choices: tuple[PeriodChoice, ...]
    start: date
    end: date
    first: date | None
    last: date | None
    by: tuple[ByChoice, ...]
    kept: tuple[tuple[str, str], ...]
    """The other parameters of the address, which the form with two dates must keep."""
    refused: str


def picker(asked: Asked, query: QueryDict) -> Picker:
    """The picker for a question."""
    written = words.language()
    window = asked.window
    return Picker(
        label=label(window, written),
        against=_against(window, written),
        choices=tuple(
            PeriodChoice(
                label=_name(name),
                dates=written.period(other.start, other.end),
                url=changed(query, period=name, start=None, end=None),
                chosen=name == window.name,
            )
            for name, other in answers.windows(asked.facts).items()
        ),
        start=window.start,
        end=window.end,
        first=asked.facts.first,
        last=asked.facts.last,
        by=tuple(
            ByChoice(text, changed(query, by=by), by == asked.by)
            for by, text in (("group", _("Groups")), ("account", _("Accounts")))
        ),
        kept=tuple(_others(query, ("period", "start", "end"))),
        refused=_("That period cannot be shown: here are the last twelve months.") if asked.refused else "",
    )


def label(window: Window, written: Language) -> str:
    """A period in a few words."""
    if window.name == "r12":
        return _("12 months to {month}").format(month=written.month(window.end))
    if window.name == "fy":
        return _("Fiscal year to {month}").format(month=written.month(window.end))
    if window.name == "ytd":
        return _("Year so far, to {month}").format(month=written.month(window.end))
    return written.period(window.start, window.end)


def _against(window: Window, written: Language) -> str:
    if window.previous_start is None or window.previous_end is None:
        return ""
    if window.name == "r12":
        return _("vs the 12 months before")
    return _("vs {period}").format(period=written.period(window.previous_start, window.previous_end))


def _name(name: str) -> str:
    return {
        "r12": _("Last 12 months"),
        "fy": _("Last fiscal year"),
        "ytd": _("Year so far"),
        "all": _("Whole ledger"),
    }[name]


def changed(query: QueryDict, **changes: str | None) -> str:
    """The address of the same page with some parameters changed; None takes one away."""
    pairs = [*_others(query, changes), *((name, value) for name, value in changes.items() if value is not None)]
    return f"?{urlencode(pairs)}" if pairs else "?"


def _others(query: QueryDict, without: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Every parameter of an address but some."""
    left_out = set(without)
    return ((name, value) for name, values in query.lists() if name not in left_out for value in values)
