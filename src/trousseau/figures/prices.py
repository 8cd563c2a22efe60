"""Prices across zones in sentences, the same on the pages and on the command line."""

from __future__ import annotations

from datetime import date

from trousseau.figures.language import MISSING, Language
from trousseau.figures.sentences import Part, sentence
from trousseau.method.across_zones import (
    LEAST_LINES,
    LEAST_SHARE,
    MIXED,
    BoughtProduct,
    Exposed,
    ExposedAccount,
    PriceCorridor,
    ReferenceName,
    Standing,
)

YEAR = (365, 366)
WHOLE_FROM = 1000
"""From this price on, a unit's price is written without cents."""


def unit_price(price: float | None, currency: str | None, language: Language) -> str:
    """What a unit costs: `418,50 €`, `3 522 €`."""
    if price is None or price != price:  # noqa: PLR0124 - NaN
        return MISSING
    return language.amount(price, currency, cents=abs(price) < WHOLE_FROM)


def over(period: tuple[date, date], language: Language) -> str:
    """How a cost over a period is said: “a year” where it is one."""
    start, end = period
    if (end - start).days + 1 in YEAR:
        return language.text("a year")
    return language.text("over {period}", period=language.period(start, end))


def finding(
    first: ExposedAccount | None, period: tuple[date, date], currency: str | None, language: Language
) -> tuple[Part, ...]:
    """What the lowest price everywhere would cost for an account of the ranking; None: there is none.

    The amount is about `prices:KEY`, the account about `account:KEY`.
    """
    if first is None:
        return sentence(
            language.text("Nobody buys the same product at prices of two zones: there is nothing to level.")
        )
    return sentence(
        language.text("“Your lowest price everywhere” would cost {amount} {over} for {name}."),
        amount=Part(language.amount(first.to_lowest, currency), f"prices:{first.account}"),
        over=over(period, language),
        name=Part(first.name, f"account:{first.account}"),
    )


def lead(exposed: Exposed, currency: str | None, language: Language) -> tuple[str, ...]:
    """How many accounts compare, and what has no price."""
    said = []
    if exposed.accounts:
        said.append(
            language.plural(
                "{n} account buys the same products at prices of several zones: {amount} in all.",
                "{n} accounts buy the same products at prices of several zones: {amount} in all.",
                len(exposed.accounts),
                amount=language.amount(exposed.to_lowest, currency),
            )
        )
    elif exposed.nowhere and exposed.nowhere == exposed.revenue - exposed.loose:
        said.append(language.text("No line says both its product and its zone: map these columns to compare prices."))
    else:
        said.append(
            language.text(
                "Each account buys each product in one zone only, or too little of it elsewhere: prices are compared "
                "from {lines} lines and {share} of the units on.",
                lines=language.number(LEAST_LINES),
                share=language.percent(LEAST_SHARE, 0),
            )
        )
    if exposed.loose_lines:
        said.append(
            language.plural(
                "{n} line has no quantity, so no price: {amount} is not compared.",
                "{n} lines have no quantity, so no price: {amount} are not compared.",
                exposed.loose_lines,
                amount=language.amount(exposed.loose, currency),
            )
        )
    return tuple(said)


def corridor_finding(
    found: PriceCorridor, name: str, period: tuple[date, date], currency: str | None, language: Language
) -> tuple[Part, ...]:
    """How far apart the prices of one product are, and what the lowest everywhere would cost."""
    counted = found.counted
    if not found.compared:
        return sentence(
            language.text("{name} has no two prices to compare for {product}."), name=name, product=found.product
        )
    if found.doubtful:
        return sentence(
            language.text(
                "Prices of {product} are more than {n} times apart: this looks like two units of measure, and is not "
                "counted as a difference of price."
            ),
            product=found.product,
            n=language.number(MIXED),
        )
    high, low = counted[0], counted[-1]
    return sentence(
        language.text(
            "{name} pays for {product} from {low} in {low_zone} to {high} in {high_zone}; the lowest price everywhere "
            "would cost {amount} {over}."
        ),
        name=name,
        product=found.product,
        low=unit_price(low.price, currency, language),
        low_zone=low.zone,
        high=unit_price(high.price, currency, language),
        high_zone=high.zone,
        amount=Part(language.amount(found.to_lowest, currency), "corridor"),
        over=over(period, language),
    )


def remarks(found: PriceCorridor, currency: str | None, language: Language) -> tuple[str, ...]:
    """What a reader of a corridor should know of it."""
    said = []
    if found.reference != found.wished:
        said.append(
            language.text("No list price of this product is told: prices are compared with their mean.")
            if found.wished == "list"
            else language.text("No target price of this product is told: prices are compared with their mean.")
        )
    thin = [row.zone for row in found.rows if row.standing == "thin"]
    if thin:
        said.append(
            language.text(
                "Too few units to count as a price (under {lines} lines or {share} of the units): {zones}.",
                lines=language.number(LEAST_LINES),
                share=language.percent(LEAST_SHARE, 0),
                zones=language.listed([zone or language.text("zone not given") for zone in thin]),
            )
        )
    if found.loose_lines:
        said.append(
            language.plural(
                "{n} line has no quantity, so no price: {amount} is not compared.",
                "{n} lines have no quantity, so no price: {amount} are not compared.",
                found.loose_lines,
                amount=language.amount(found.loose, currency),
            )
        )
    return tuple(said)


def reference_words(language: Language) -> dict[ReferenceName, str]:
    """What prices are compared with."""
    return {
        "weighted_mean": language.text("weighted mean"),
        "list": language.text("list price"),
        "target": language.text("target price"),
    }


def standing_words(language: Language) -> dict[Standing, str]:
    """Where a price stands."""
    return {
        "inside": language.text("In the corridor"),
        "low": language.text("Under the corridor"),
        "high": language.text("Over the corridor"),
        "thin": language.text("Too few units"),
        "none": language.text("No price"),
    }


def account_finding(products: tuple[BoughtProduct, ...], currency: str | None, language: Language) -> str:
    """One sentence for the page of an account."""
    counted = [row for row in products if not row.doubtful]
    total = sum((row.to_lowest for row in counted[1:]), counted[0].to_lowest) if counted else None
    return language.plural(
        "{n} product at prices of several zones; the lowest everywhere would cost {amount}.",
        "{n} products at prices of several zones; the lowest everywhere would cost {amount}.",
        len(counted),
        amount=language.amount(total, currency),
    )
