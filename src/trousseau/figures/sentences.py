"""A check-up in sentences: its finding as a headline, and what each indicator of the panel means."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from trousseau.figures.indicators import RANGES, Indicator, Range, Status, Unit, indicators, most_dependent
from trousseau.figures.language import NBSP, Language, straight
from trousseau.figures.meanings import MEANINGS, label, source
from trousseau.method.checkup import Checkup

STRIKING = 0.20
"""From this share on, what a division or a zone owes to one account belongs in the headline."""


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; `about` says what a figure is made of, for a page to link ("" for plain words).

    `ranked:22` the first 22 accounts, `account:KEY` one account, `zone:Nord` or `division:Nord` one value,
    `panel`, `quarantine`, `unconverted`.
    """

    text: str
    about: str = ""


@dataclass(frozen=True)
class Finding:
    """What a check-up found: one sentence, and the few that explain it."""

    headline: tuple[Part, ...]
    lead: tuple[str, ...]

    @property
    def text(self) -> str:
        """The headline as plain text."""
        return "".join(part.text for part in self.headline)


@dataclass(frozen=True)
class PanelRow:
    """One indicator in words."""

    indicator: Indicator
    label: str
    value: str
    reference: str
    """The good range, "" where there is none."""
    sentence: str
    source: str
    """Where the range comes from."""
    status_word: str


def sentence(template: str, **parts: Part | str) -> tuple[Part, ...]:
    """A translated template cut at its {names}, each replaced by its part."""
    result: list[Part] = []
    for words, name, _, _ in string.Formatter().parse(template):
        if words:
            result.append(Part(words))
        if name is not None:
            part = parts[name]
            result.append(replace(part, text=straight(part.text)) if isinstance(part, Part) else Part(straight(part)))
    return tuple(result)


def finding(
    checkup: Checkup,
    language: Language,
    ranges: Mapping[str, Range] = RANGES,
    rows: Iterable[Indicator] | None = None,
) -> Finding:
    """The headline and its lead; an honest sentence where there is nothing to measure.

    `rows`: the indicators where more than the check-up is known, fixed costs among them.
    """
    known = tuple(rows) if rows is not None else indicators(checkup, ranges)
    cover = next((row for row in known if row.key == "fixed_cover"), None)
    text = language.text
    if not checkup.pareto.defined:
        headline = sentence(
            text("No sales to measure from {start} to {end}."),
            start=language.date(checkup.start),
            end=language.date(checkup.end),
        )
        return Finding(headline, _data_remarks(checkup, language))
    if checkup.accounts == 1:
        only = checkup.ranked[0]
        headline = sentence(
            text("{name} is the only customer: all sales come from it."),
            name=Part(only.name, f"account:{only.account}"),
        )
        return Finding(headline, _data_remarks(checkup, language))
    needed = checkup.pareto.count_for(0.8) or 1
    # The parameters are put back as {names}: `sentence` cuts there, to mark each figure.
    opening = language.plural(
        "{n} of {all} customers makes {share} of sales",
        "{n} of {all} customers make {share} of sales",
        needed,
        n="{n}",
        all="{all}",
        share="{share}",
    )
    headline = (
        *sentence(
            opening,
            n=Part(language.number(needed), f"ranked:{needed}"),
            all=Part(language.number(checkup.accounts), f"ranked:{checkup.accounts}"),
            share=Part(language.percent(0.8, 0), "pareto"),
        ),
        Part(text("; ")),
        *(_cover_clause(cover, language) if cover else _second_clause(checkup, language)),
        Part("."),
    )
    return Finding(headline, (*_lead(checkup, language, known), *_data_remarks(checkup, language)))


def panel(
    checkup: Checkup,
    language: Language,
    ranges: Mapping[str, Range] = RANGES,
    rows: Iterable[Indicator] | None = None,
) -> tuple[PanelRow, ...]:
    """The indicators of this check-up, each with its value, range and one sentence.

    `rows`: the indicators where more than the check-up is known; else those that can be said of it alone.
    """
    statuses = status_words(language)
    return tuple(
        PanelRow(
            indicator=row,
            label=label(row, language),
            value=written(row.value, row.unit, language),
            reference=reference(row, language),
            sentence=MEANINGS[row.key](row, checkup, language),
            source=source(row, language),
            status_word=statuses[row.status] if row.status else language.text("For information"),
        )
        for row in (indicators(checkup, ranges) if rows is None else rows)
    )


def status_words(language: Language) -> dict[Status, str]:
    """The words beside ●, ▲ and ◆."""
    return {
        "good": language.text("In range"),
        "watch": language.text("To watch"),
        "bad": language.text("Out of range"),
    }


def group_words(language: Language) -> dict[str, str]:
    """The titles of the panel's groups."""
    return {
        "concentration": language.text("Concentration"),
        "profitability": language.text("Profitability"),
        "vitality": language.text("Vitality"),
        "dependence": language.text("Dependence"),
        "data": language.text("Data"),
    }


def written(value: float, unit: Unit, language: Language) -> str:
    """The value of an indicator."""
    if unit == "share":
        return language.percent(value)
    if unit == "point":
        few = int(100 * value + 0.5)
        return f"{few}{NBSP}/{NBSP}{100 - few}"
    if unit == "growth":
        return language.signed_percent(value)
    if unit == "days":
        return language.text("{n} d", n=language.number(value))
    if unit == "count":
        return language.number(value)
    return language.number(value, 2 if value < 1 else 1)


def reference(row: Indicator, language: Language) -> str:
    """The good range: “≤ 5%”, “≥ 20”, “15/85 – 30/70”."""
    if row.range is None:
        return ""
    low, high = row.range.low, row.range.high

    def bound(value: float) -> str:
        if row.unit == "point":
            return f"{language.number(100 * value)}/{language.number(100 - 100 * value)}"
        if row.unit in {"share", "growth"}:
            return language.percent(value, 0 if value >= 0.01 or value == 0 else 1)
        if row.unit == "days":
            return language.text("{n} d", n=language.number(value))
        return language.number(value)

    if low is not None and high is not None:
        return f"{bound(low)}{NBSP}–{NBSP}{bound(high)}"
    if low is not None:
        return f"≥{NBSP}{bound(low)}"
    if high is None:
        return ""
    # What passes just under a round bound is said as less than it: 9.99999 % is “< 10 %”.
    under = 0 < round(high, 4) - high < 1e-5
    return f"{'<' if under else '≤'}{NBSP}{bound(high)}" if high else language.text("none")


def _cover_clause(cover: Indicator, language: Language) -> tuple[Part, ...]:
    """What losing its first customer does to the division that bears it worst."""
    text = language.text
    if cover.also is not None and cover.also < 1:
        template = text("division {value} does not cover its fixed costs, even with {first}")
    elif cover.value < 1:
        template = text("if {first} leaves, division {value} falls under its fixed costs")
    else:
        template = text("even without {first}, division {value} covers its fixed costs")
    return sentence(
        template,
        first=Part(cover.first, f"name:{cover.first}"),
        value=Part(cover.subject, f"division:{cover.subject}"),
    )


def _second_clause(checkup: Checkup, language: Language) -> tuple[Part, ...]:
    """What is most striking beside it: a division or zone that hangs on one account, else the first."""
    text = language.text
    first = checkup.ranked[0]
    found = [
        (name, value, inside)
        for name in ("division", "zone")
        if (dependent := most_dependent(checkup, name))
        for value, inside in [dependent]
        if inside.first_share >= STRIKING
    ]
    if found:
        name, value, inside = max(found, key=lambda item: item[2].first_share)
        template = (
            text("if {first} leaves, division {value} loses {share} of its sales")
            if name == "division"
            else text("if {first} leaves, zone {value} loses {share} of its sales")
        )
        return sentence(
            template,
            first=Part(inside.first, f"name:{inside.first}"),
            value=Part(value, f"{name}:{value}"),
            share=Part(language.percent(inside.first_share, 0), f"{name}:{value}"),
        )
    template = (
        text("the first, {first}, alone makes {share}")
        if first.share >= 0.10
        else text("the first, {first}, makes only {share}")
    )
    return sentence(
        template,
        first=Part(first.name, f"account:{first.account}"),
        share=Part(language.percent(first.share), f"account:{first.account}"),
    )


def _lead(checkup: Checkup, language: Language, rows: tuple[Indicator, ...]) -> tuple[str, ...]:
    """How the indicators stand, and what the portfolio weighs."""
    statuses = [row.status for row in rows if row.status]
    bad, watch = statuses.count("bad"), statuses.count("watch")
    judged = language.plural("Of {n} indicator with a range", "Of {n} indicators with a range", len(statuses))
    if bad or watch:
        counts = [
            language.plural("{n} is out of range", "{n} are out of range", bad) if bad else "",
            language.plural("{n} is to be watched", "{n} are to be watched", watch) if watch else "",
        ]
        standing = language.text("{judged}, {counts}.", judged=judged, counts=language.listed([c for c in counts if c]))
    else:
        standing = language.text("{judged}, all are in range.", judged=judged)
    weight = language.text(
        "Sales of {amount} from {start} to {end} weigh as if they came from {n} equal customers.",
        amount=language.amount(checkup.revenue, checkup.base_currency),
        start=language.date(checkup.start),
        end=language.date(checkup.end),
        n=language.number(checkup.concentration.effective_number),
    )
    return weight, standing


def _data_remarks(checkup: Checkup, language: Language) -> tuple[str, ...]:
    """What the reader must know of the data before believing the figures."""
    remarks = []
    currencies = checkup.by_dimension.get("currency")
    if checkup.base_currency is None and currencies and len(currencies.shares) > 1:
        remarks.append(
            language.plural(
                "Amounts in {n} currency are added as they stand, without conversion.",
                "Amounts in {n} currencies are added as they stand, without conversion.",
                len(currencies.shares),
            )
        )
    if checkup.lines.unconverted:
        codes = [currency or language.text("not given") for currency, _, _ in checkup.unconverted]
        remarks.append(
            language.plural(
                "{n} line ({currencies}) has no exchange rate and counts in no figure.",
                "{n} lines ({currencies}) have no exchange rate and count in no figure.",
                checkup.lines.unconverted,
                currencies=language.listed(codes),
            )
        )
    if checkup.lines.quarantined:
        remarks.append(
            language.plural(
                "{n} line could not be read and waits in quarantine.",
                "{n} lines could not be read and wait in quarantine.",
                checkup.lines.quarantined,
            )
        )
    return tuple(remarks)
