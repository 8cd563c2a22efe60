"""A simulated tariff, printed."""

from __future__ import annotations

from collections.abc import Sequence

from trousseau.figures.columns import table
from trousseau.figures.language import Language
from trousseau.figures.sentences import Part
from trousseau.figures.tariffs import bound_word, lead
from trousseau.figures.terminal import Column, wrapped
from trousseau.method.indexing import SimulatedTariff, TariffPart

SHOWN = 10


def tariff(found: SimulatedTariff, headline: Sequence[Part], base: str | None, language: Language) -> list[str]:
    """The effect by zone, by family and on the accounts most affected, as lines."""
    said = "".join(part.text for part in headline)
    lines = [*wrapped(said), "", *wrapped(" ".join(lead(found, base, language))), "", *_zones(found, base, language)]
    for title, parts in (
        (language.text("Family"), found.families),
        (language.text("Account"), found.accounts[:SHOWN]),
    ):
        lines += ["", *_parts(title, parts, base, language)]
    return lines


def _zones(found: SimulatedTariff, base: str | None, language: Language) -> list[str]:
    rates = {rate.zone: rate for rate in found.rates}
    columns = [
        Column(language.text("Zone"), 22),
        Column(language.text("Asked"), 8, right=True),
        Column(language.text("Applied"), 8, right=True),
        Column(language.text("Before"), 14, right=True),
        Column(language.text("Change"), 12, right=True),
        Column(language.text("After"), 14, right=True),
        Column("", 15),
    ]
    rows = (
        [
            part.name or language.text("zone not given"),
            language.percent(rates[part.key].asked),
            language.percent(rates[part.key].applied),
            language.amount(part.effect.revenue, base),
            language.amount(part.effect.change, base),
            language.amount(part.effect.after, base),
            bound_word(rates[part.key], language),
        ]
        for part in found.zones
    )
    return table(columns, rows)


def _parts(title: str, parts: Sequence[TariffPart], base: str | None, language: Language) -> list[str]:
    columns = [
        Column(title, 40),
        Column(language.text("Before"), 14, right=True),
        Column(language.text("Change"), 12, right=True),
        Column(language.text("After"), 14, right=True),
    ]
    rows = (
        [
            part.name or language.text("not given"),
            language.amount(part.effect.revenue, base),
            language.amount(part.effect.change, base),
            language.amount(part.effect.after, base),
        ]
        for part in parts
    )
    return table(columns, rows)
