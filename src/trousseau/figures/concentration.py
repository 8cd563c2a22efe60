"""Concentration in words: its finding, the note of IFRS 8 §34 ready to paste, what a lender leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from trousseau.figures.language import Language
from trousseau.figures.sentences import Part, sentence


class Named(Protocol):
    """A customer to be named, with the segments that report it."""

    @property
    def customer(self) -> str:
        """Its key."""

    @property
    def revenue(self) -> Decimal:
        """What it buys."""

    @property
    def share(self) -> float:
        """Of the total."""

    @property
    def segments(self) -> tuple[tuple[str, Decimal], ...]:
        """What each segment reports of it."""


class Place(Protocol):
    """A zone, division or currency with its first customer."""

    @property
    def value(self) -> str:
        """Its name."""

    @property
    def first(self) -> str:
        """The key of its first customer."""

    @property
    def first_share(self) -> float | None:
        """What that makes of it."""


def finding(
    top: float | None,
    effective: float | None,
    worst: tuple[str, Place] | None,
    names: Mapping[str, str],
    language: Language,
) -> tuple[Part, ...]:
    """The first customer's weight, and the place that hangs on one customer most. `worst`: dimension and place."""
    text = language.text
    if top is None or effective is None:
        return (Part(text("There are no sales to measure over this period.")),)
    opening = sentence(
        text("The first customer makes {share} of sales, and all goes as if you had {count} of equal size"),
        share=Part(language.percent(top), "customers"),
        count=Part(language.number(effective), "customers"),
    )
    if worst is None or worst[1].first_share is None:
        return (*opening, Part("."))
    dimension, place = worst
    templates = {
        "zone": text("{customer} alone makes {share} of zone {name}"),
        "division": text("{customer} alone makes {share} of division {name}"),
        "currency": text("{customer} alone makes {share} of what is sold in {name}"),
    }
    clause = sentence(
        templates[dimension],
        customer=names.get(place.first, place.first),
        share=Part(language.percent(place.first_share, 0), dimension),
        name=place.value or text("not given"),
    )
    return (*opening, Part(text("; ")), *clause, Part("."))


def note(
    named: Iterable[Named],
    total: Decimal,
    names: Mapping[str, str],
    language: Language,
    *,
    start: date,
    end: date,
    currency: str | None,
) -> str:
    """The disclosure of IFRS 8 §34, ready to paste: each customer of a tenth or more, its amount, its segments."""
    text = language.text
    listed = list(named)
    opening = text(
        "From {start} to {end}, revenue amounts to {total}. Entities known to be under common control are considered "
        "a single customer (IFRS 8 §34).",
        start=language.date(start),
        end=language.date(end),
        total=language.amount(total, currency, cents=True),
    )
    if not listed:
        none = text("No single customer reaches 10% of it.")
        return f"{opening} {none}"
    lines = [opening, text("Customers of 10% of it or more:")]
    for one in listed:
        segments = [
            text(
                "{name}: {amount}",
                name=name or text("not given"),
                amount=language.amount(amount, currency, cents=True),
            )
            for name, amount in one.segments
        ]
        lines.append(
            text(
                "– {customer}: {amount} ({share}), reported by {segments}.",
                customer=names.get(one.customer, one.customer),
                amount=language.amount(one.revenue, currency, cents=True),
                share=language.percent(one.share),
                segments=language.listed(segments),
            )
        )
    return "\n".join(lines)


def excess_words(
    count: int, *, excess: Decimal, total: Decimal, limit: Decimal, language: Language, currency: str | None
) -> str:
    """What a lender with a limit does not lend on."""
    share = language.percent(limit, 0)
    if not count:
        return language.text("No customer passes the limit of {limit}: nothing is left out.", limit=share)
    return language.plural(
        "{n} customer passes the limit of {limit}: {amount} are not lent on, {share} of sales.",
        "{n} customers pass the limit of {limit}: {amount} are not lent on, {share} of sales.",
        count,
        limit=share,
        amount=language.amount(excess, currency),
        share=language.percent(excess / total),
    )


def reading(language: Language, *, above_whole: bool) -> str:
    """How customers are added up, and what a share above the whole means where there is one."""
    control = language.text(
        "Accounts under common control are one customer. Where the lines give an account two groups, the latest "
        "counts; a group set by hand wins."
    )
    if not above_whole:
        return control
    negative = language.text(
        "Where credit notes outweigh the sales of a part, the others together make more than 100% of the total."
    )
    return f"{control} {negative}"
