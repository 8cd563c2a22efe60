"""Silent erosion in sentences, the same on the pages and on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from trousseau.figures.language import MISSING, Language
from trousseau.figures.sentences import Part, sentence
from trousseau.method.erosion import SIGNALS
from trousseau.method.verdicts import Erosion, Judged, Trend

FALSE_ALARMS = 0.02
"""Of the stable accounts of generated portfolios, the share flagged at either end of two quarters (docs/erosion.md)."""


MOSTLY = Decimal("0.8")
"""Signals that slip for nearly as much of the sales as the first are named in their own order, prices first."""


def signal_words(language: Language) -> dict[str, str]:
    """What each signal is called, at the head of a column."""
    text = language.text
    return {
        "price": text("Price realisation"),
        "margin": text("Margin rate"),
        "orders": text("Orders"),
        "breadth": text("Breadth"),
        "payment": text("Payment days"),
    }


def slipping_words(language: Language) -> dict[str, str]:
    """What of an account slips, within a sentence."""
    text = language.text
    return {
        "price": text("prices"),
        "margin": text("margin"),
        "orders": text("orders"),
        "breadth": text("breadth"),
        "payment": text("payment"),
    }


def reason_words(language: Language) -> dict[str, str]:
    """Why accounts are not judged."""
    text = language.text
    return {
        "short": text("less than a year and a half of history"),
        "quiet": text("too few orders"),
        "falling": text("sales that fall, which is another alarm"),
    }


def finding(judged: Judged, base: str | None, language: Language) -> tuple[Part, ...]:
    """The headline: how many erode, for how much sales, what slips. The amount is about `erosion`."""
    text = language.text
    count = len(judged.eroding)
    if not judged.judged:
        return sentence(text("No customer can be judged for silent erosion yet."))
    if not count:
        return sentence(
            language.plural(
                "The {n} customer judged does not erode in silence.",
                "None of the {n} customers judged erodes in silence.",
                judged.judged,
            )
        )
    template = language.plural(
        "{n} customer, {amount} of sales, erodes in silence: {what} slip, sales hold.",
        "{n} customers, {amount} of sales, erode in silence: {what} slip, sales hold.",
        count,
        amount="{amount}",
        what="{what}",
    )
    return sentence(
        template,
        amount=Part(language.short_amount(judged.revenue, base), "erosion"),
        what=slips(judged.eroding, language),
    )


def slips(eroding: Iterable[Erosion], language: Language) -> str:
    """The first two of the signals that slip where most sales are: “prices and orders”."""
    tally = dict.fromkeys(SIGNALS, Decimal(0))
    for one in eroding:
        for trend in one.drifting:
            tally[trend.name] += max(one.revenue, Decimal(1))
    words = slipping_words(language)
    most = [name for name in SIGNALS if tally[name] and tally[name] >= MOSTLY * max(tally.values())]
    return language.listed([words[name] for name in most[:2]]) or language.text("several signals")


def lead(judged: Judged, base: str | None, language: Language) -> tuple[str, ...]:
    """What is at stake, how often this is wrong, what could not be judged."""
    text = language.text
    said = []
    known = [one for one in judged.eroding if one.lost is not None]
    if known:
        said.append(
            text(
                "Together they leave about {amount} less contribution a year than before it began.",
                amount=language.short_amount(judged.lost, base),
            )
        )
    if judged.judged:
        said.append(
            language.plural(
                "{n} customer was judged as of {end}; of a hundred stable ones about {false} are flagged wrongly.",
                "{n} customers were judged as of {end}; of a hundred stable ones about {false} are flagged wrongly.",
                judged.judged,
                end=language.date(judged.end),
                false=language.number(100 * FALSE_ALARMS),
            )
        )
    return (*said, *unjudged(judged, language))


def unjudged(judged: Judged, language: Language) -> tuple[str, ...]:
    """Who was not judged and why, and which signals are not known."""
    said = []
    reasons = [
        f"{language.number(judged.reasons[code])} ({words})"
        for code, words in reason_words(language).items()
        if judged.reasons.get(code)
    ]
    if reasons:
        said.append(language.text("Not judged: {reasons}.", reasons=language.listed(reasons)))
    nobody = [name for name in SIGNALS if judged.judged and judged.unknown.get(name, 0) == judged.judged]
    if nobody:
        words = signal_words(language)
        said.append(
            language.text(
                "Not known of anyone, so not judged: {signals}.",
                signals=language.listed([words[name].lower() for name in nobody]),
            )
        )
    return tuple(said)


def moved(trend: Trend | None, language: Language) -> str:
    """What a signal lost since it began: `−7,5 %`, `−3,1 pt`, `+12 days`."""
    if trend is None:
        return MISSING
    return _change(trend.name, trend.moved, language)


def yearly(trend: Trend, language: Language) -> tuple[str, str]:
    """The slope a year and its interval."""
    low, high = (_change(trend.name, value, language) for value in (trend.low, trend.high))
    return _change(trend.name, trend.slope, language), language.text("{low} to {high}", low=low, high=high)


def _change(name: str, value: float, language: Language) -> str:
    """A change in the unit of its signal."""
    if name == "margin":
        return language.points(value)
    if name == "payment":
        return language.text("{days} d", days=language.signed(value))
    return language.signed_percent(value)


def chance(p: float, language: Language) -> str:
    """A probability as people read it: under a thousandth it is said so."""
    least = 0.001
    return f"< {language.number(least, 3)}" if p < least else language.number(p, 3)


def evidence(one: Erosion, language: Language) -> str:
    """The evidence in one sentence: “Prices −7,5 %, orders −32 % since May 2025, while sales made +1,0 %.”."""
    words = slipping_words(language)
    trends = one.drifting or tuple(sorted(one.trends.values(), key=lambda trend: trend.p))[:2]
    told = language.listed([f"{words[trend.name]} {moved(trend, language)}" for trend in trends])
    told = told[:1].upper() + told[1:]
    since = language.month(one.since)
    if one.sales is None:
        return language.text("{told} since {since}.", told=told, since=since)
    return language.text(
        "{told} since {since}, while sales made {sales} in a year.",
        told=told,
        since=since,
        sales=language.signed_percent(one.sales - 1),
    )


def strength(one: Erosion, language: Language) -> str:
    """How sure it is, in a word."""
    return language.text("strong") if one.strong else language.text("clear")


def at_stake(one: Erosion, base: str | None, language: Language) -> str:
    """The interval of what is lost a year."""
    if one.lost is None:
        return language.text("margin and prices not known")
    low, high = (language.short_amount(value, base) for value in (one.lost_low, one.lost_high))
    return language.text("{low} to {high}", low=low, high=high)
