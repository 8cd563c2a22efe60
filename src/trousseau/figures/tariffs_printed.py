"""A simulated tariff, printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

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


def kept(rows: Sequence[tuple[str, str, SimulatedTariff]], base: str | None, language: Language) -> list[str]:
    """The tariffs kept: name, who keeps it since when, and what it would bring."""
    if not rows:
        return wrapped(language.text("No tariff is kept yet: simulate one on the page Tariff and give it a name."))
    columns = [
        Column(language.text("Tariff"), 30),
        Column(language.text("Kept by"), 28),
        Column(language.text("Change"), 14, right=True),
        Column(language.text("After"), 16, right=True),
    ]
    printed = (
        [name, who, language.amount(found.total.change, base), language.amount(found.total.after, base)]
        for name, who, found in rows
    )
    return table(columns, printed)


def money(amount: float) -> str:
    """An estimated amount to the cent, for machines."""
    return str(Decimal(repr(amount)).quantize(Decimal("0.01")))
