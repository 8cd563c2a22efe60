"""The reference ranges: what is in force, where it comes from, and what another range would change today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures import meanings, sentences
from trousseau.figures.indicators import DOZEN, MORE, RANGES, UNITS, Indicator, Range, Status, Unit
from trousseau.figures.language import NBSP, Language
from trousseau.portfolio import words
from trousseau.portfolio.models import ReferenceRange
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.ranges import latest, ranges, versions
from trousseau.portfolio.queries.source import Asked, usual
from trousseau.portfolio.queries.told import told

PERCENT = frozenset({"share", "growth", "point"})
"""Units people write in per cent."""


@dataclass(frozen=True)
class RangeRow:
    """One indicator and the range it is judged by."""

    key: str
    label: str
    good: str
    watch: str
    source: str
    own: ReferenceRange | None
    """The organisation's version, where it has one in force."""
    shipped: str
    """The range as shipped."""
    value: str
    status: str
    status_word: str


@dataclass(frozen=True)
class RangesPage:
    """Every indicator, part by part."""

    parts: tuple[tuple[str, tuple[RangeRow, ...]], ...]
    own: int
    count: int
    may_set: bool


@dataclass(frozen=True)
class Preview:
    """What a range would change today."""

    value: str
    before: str
    before_word: str
    after: str
    after_word: str
    counts_before: Mapping[str, int]
    counts_after: Mapping[str, int]
    row: RangeRow

    @property
    def changes(self) -> bool:
        """Whether the indicator would be judged otherwise."""
        return self.before != self.after


@dataclass(frozen=True)
class RangePage:
    """One indicator: its range, what was set before, and a preview where one was asked for."""

    row: RangeRow
    unit: str
    """What its bounds are written in."""
    shipped_source: str
    history: tuple[tuple[ReferenceRange, RangeRow | None], ...]
    preview: Preview | None
    may_set: bool


def ranges_page(user: User) -> RangesPage:
    """All ranges, with today's values of the usual check-up."""
    written, named = words.language(), latest()
    today = _today(usual(user))
    rows = {key: _row(key, found, named.get(key), today, written) for key, found in _all().items()}
    titles = sentences.group_words(written)
    more = tuple(row for keys in MORE.values() for key in keys if (row := rows.get(key)))
    parts = [(titles[part], tuple(rows[key] for key in keys)) for part, keys in DOZEN.items()]
    return RangesPage(
        parts=(*parts, (_("More indicators"), more)),
        own=sum(row.own is not None for row in rows.values()),
        count=len(rows),
        may_set=may(user, "set_ranges"),
    )


def range_page(user: User, key: str, wanted: Range | None = None) -> RangePage:
    """One indicator; `wanted`: the range to preview."""
    written = words.language()
    question = usual(user)
    today = _today(question)
    past = versions(key)
    in_force = ranges().get(key)
    shipped = RANGES.get(key)
    return RangePage(
        row=_row(key, in_force, past[0] if past else None, today, written),
        unit=unit_words(UNITS.get(key, "share")),
        shipped_source=meanings.source(_blank(key, shipped), written) if shipped else "",
        history=tuple((v, None if v.shipped else _row(key, v.range, v, {}, written)) for v in past),
        preview=_preview(key, wanted, today, written) if wanted and key in today else None,
        may_set=may(user, "set_ranges"),
    )


def scale(key: str) -> float:
    """What one unit of an indicator is written as."""
    return 100.0 if UNITS.get(key, "share") in PERCENT else 1.0


def unit_words(unit: Unit) -> str:
    """What the bounds of a unit are written in."""
    return {
        "share": _("in per cent"),
        "growth": _("in per cent"),
        "point": _("the first part of the point, in per cent: 20 is 20/80"),
        "days": _("in days"),
        "count": _("a number"),
        "number": _("a number"),
    }[unit]


def initial(key: str) -> dict[str, str]:
    """The bounds in force as the form writes them."""
    found = ranges().get(key)
    if found is None:
        return {}
    bounds = {"low": found.low, "high": found.high, "watch_low": found.watch_low, "watch_high": found.watch_high}
    return {name: f"{round(value * scale(key), 9):.10g}" for name, value in bounds.items() if value is not None}


def _all() -> dict[str, Range | None]:
    """Every indicator there is, with its range in force."""
    found = ranges()
    return {key: found.get(key) for part in (*DOZEN.values(), *MORE.values()) for key in part}


def _today(question: Asked | None) -> dict[str, Indicator]:
    """The indicators of the usual check-up, by key."""
    return {row.key: row for row in panel_of(question, told()).rows} if question else {}


def _blank(key: str, found: Range | None) -> Indicator:
    """An indicator without a value, to word its range."""
    return Indicator(key, "data", UNITS.get(key, "share"), 0.0, (0, 1), found)


def _row(
    key: str, found: Range | None, version: ReferenceRange | None, today: Mapping[str, Indicator], written: Language
) -> RangeRow:
    blank, there = _blank(key, found), today.get(key)
    shipped = RANGES.get(key)
    status = found.status(there.value) if found and there else None
    return RangeRow(
        key=key,
        label=meanings.labels(written)[key],
        good=sentences.reference(blank, written),
        watch=watched(blank, written),
        source=meanings.source(blank, written),
        own=version if version is not None and not version.shipped else None,
        shipped=sentences.reference(_blank(key, shipped), written) if shipped else "",
        value=sentences.written(there.value, there.unit, written) if there else "",
        status=status or "",
        status_word=sentences.status_words(written)[status] if status else "",
    )


def watched(row: Indicator, written: Language) -> str:
    """How far beyond its range an indicator is to be watched."""
    found = row.range
    if found is None:
        return ""
    sides = []
    if found.watch_low is not None and found.watch_low != found.low:
        sides.append(sentences.reference(replace(row, range=Range(low=found.watch_low)), written))
    if found.watch_high is not None and found.watch_high != found.high:
        sides.append(sentences.reference(replace(row, range=Range(high=found.watch_high)), written))
    return f"{NBSP}· ".join(sides)


def _preview(key: str, wanted: Range, today: Mapping[str, Indicator], written: Language) -> Preview:
    row, in_force = today[key], ranges()
    said = sentences.status_words(written)
    now = in_force[key].status(row.value) if key in in_force else None
    then = wanted.status(row.value)
    return Preview(
        value=sentences.written(row.value, row.unit, written),
        before=now or "",
        before_word=said[now] if now else _("For information"),
        after=then,
        after_word=said[then],
        counts_before=_counts(today, in_force),
        counts_after=_counts(today, {**in_force, key: wanted}),
        row=_row(key, wanted, None, today, written),
    )


def _counts(today: Mapping[str, Indicator], by: Mapping[str, Range]) -> dict[str, int]:
    """How many indicators of the dozen stand where."""
    found: list[Status] = [
        by[key].status(today[key].value) for keys in DOZEN.values() for key in keys if key in today and key in by
    ]
    return {status: found.count(status) for status in ("good", "watch", "bad")}
