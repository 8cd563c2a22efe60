"""Tomorrow's accounts in words: who is on the way to a key account's size, and how last year's forecasts did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trousseau.figures.language import Language

NAMED = 3
"""Accounts that a finding names."""


def finding(
    names: Sequence[str], sales: tuple[float, float], when: date, currency: str | None, language: Language
) -> str:
    """Who is on the way, best first, with what they buy together today and are expected to buy by a month."""
    now, then = (language.short_amount(amount, currency) for amount in sales)
    said = {"now": now, "then": then, "when": language.month(when), "names": language.listed(list(names[:NAMED]))}
    if len(names) > NAMED:
        return language.text(
            "{count} accounts, {names} first, are on the way to a key account’s size: {now} together today, {then} "
            "expected by {when}.",
            count=language.number(len(names)),
            **said,
        )
    return language.plural(
        "{names} is on the way to a key account’s size: {now} today, {then} expected by {when}.",
        "{names} are on the way to a key account’s size: {now} together today, {then} expected by {when}.",
        len(names),
        **said,
    )


def nobody(years: int, language: Language) -> str:
    """That nobody is on the way."""
    return language.text(
        "Nobody beside today’s key accounts is likely to reach their size within {years} years.", years=str(years)
    )


def too_early(language: Language) -> str:
    """That there is no history to tell from."""
    return language.text("Tomorrow’s accounts will stand here, once there are two years of sales to tell them by.")


def checked(share: float, accounts: int, level: float, language: Language) -> str:
    """How last year's forecasts did."""
    return language.text(
        "Of last year’s forecasts, {share} of {count} accounts landed in their {level} interval.",
        share=language.percent(share, 0),
        count=language.number(accounts),
        level=language.percent(level, 0),
    )


def untried(language: Language) -> str:
    """That there was no last year to try them on."""
    return language.text(
        "The history is too short to try the forecasts on last year: take their intervals as a first idea."
    )
