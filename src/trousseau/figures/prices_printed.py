"""Prices across zones, printed."""

from __future__ import annotations

from collections.abc import Sequence

from trousseau.figures.columns import table
from trousseau.figures.language import Language
from trousseau.figures.prices import lead, reference_words, remarks, standing_words, unit_price
from trousseau.figures.sentences import Part
from trousseau.figures.terminal import Column, wrapped
from trousseau.method.across_zones import Exposed, PriceCorridor

SHOWN = 20


def ranking(everybody: Exposed, headline: Sequence[Part], base: str | None, language: Language) -> list[str]:
    """The accounts most exposed and the products most spread, as lines."""
    said = "".join(part.text for part in headline)
    lines = [*wrapped(said), "", *wrapped(" ".join(lead(everybody, base, language)))]
    if everybody.accounts:
        lines += ["", *_accounts(everybody, base, language), "", *_products(everybody, base, language)]
    return lines


def corridor(one: PriceCorridor, headline: Sequence[Part], base: str | None, language: Language) -> list[str]:
    """The zones of one product, as lines."""
    named, standing = reference_words(language), standing_words(language)
    about = language.text(
        "Corridor of ±{width} about {price} ({reference}): {low} to {high}. Levelling at the mean would cost {mean}.",
        width=language.percent(_half(one), 0),
        price=unit_price(one.corridor.reference, base, language),
        reference=named[one.reference],
        low=unit_price(one.corridor.low, base, language),
        high=unit_price(one.corridor.high, base, language),
        mean=language.amount(one.to_mean, base),
    )
    columns = [
        Column(language.text("Zone"), 22),
        Column(language.text("Net price"), 13, right=True),
        Column(language.text("Gap"), 9, right=True),
        Column(language.text("Units"), 10, right=True),
        Column(language.text("Sales"), 15, right=True),
        Column("", 22),
    ]
    rows = (
        [
            row.zone or language.text("zone not given"),
            unit_price(row.price, base, language),
            language.signed_percent(row.gap),
            language.number(row.quantity),
            language.amount(row.revenue, base),
            standing[row.standing],
        ]
        for row in one.rows
    )
    told = remarks(one, base, language)
    said = "".join(part.text for part in headline)
    return [*wrapped(said), "", *wrapped(about), *wrapped(" ".join(told)), "", *table(columns, rows)]


def _accounts(everybody: Exposed, base: str | None, language: Language) -> list[str]:
    columns = [
        Column(language.text("Account"), 30),
        Column(language.text("At the lowest"), 15, right=True),
        Column(language.text("At the mean"), 13, right=True),
        Column(language.text("of its sales"), 12, right=True),
        Column(language.text("Products"), 9, right=True),
        Column(language.text("Zones"), 6, right=True),
    ]
    rows = (
        [
            row.name,
            language.amount(row.to_lowest, base),
            language.amount(row.to_mean, base),
            language.percent(row.share),
            language.number(row.products),
            language.number(row.zones),
        ]
        for row in everybody.accounts[:SHOWN]
    )
    return table(columns, rows)


def _products(everybody: Exposed, base: str | None, language: Language) -> list[str]:
    columns = [
        Column(language.text("Product"), 40),
        Column(language.text("Spread"), 9, right=True),
        Column(language.text("At the lowest"), 15, right=True),
        Column(language.text("Accounts"), 10, right=True),
        Column(language.text("Zones"), 6, right=True),
    ]
    rows = (
        [
            row.product,
            language.percent(row.spread),
            language.amount(row.to_lowest, base),
            language.number(row.accounts),
            language.number(row.zones),
        ]
        for row in everybody.products[: SHOWN // 2]
    )
    return table(columns, rows)


def _half(one: PriceCorridor) -> float:
    """The half-width of the corridor."""
    found = one.corridor
    return (found.high - found.reference) / found.reference if found.reference > 0 else 0.0
