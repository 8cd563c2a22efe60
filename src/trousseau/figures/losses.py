"""Possible losses and who still is a customer, in sentences; the same on the pages and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from trousseau.figures.language import MISSING, Language
from trousseau.figures.sentences import Part, sentence
from trousseau.figures.terminal import Column

YEAR = 12


@dataclass(frozen=True)
class Worst:
    """What the sentence of a director is made of."""

    twentieth: float
    """The loss passed one year in twenty."""
    hundredth: float
    first: str
    """The name of who carries most of it."""
    account: str
    share: float | None
    months: int = YEAR


def finding(worst: Worst | None, currency: str | None, language: Language) -> tuple[Part, ...]:
    """The sentence a director repeats; None: no account has a probability.

    The amount is about `losses`, the account about `name:NAME`, its share about `carried`.
    """
    if worst is None:
        return sentence(language.text("Nothing is known of when customers leave: no loss can be foretold yet."))
    if worst.hundredth <= 0:
        return sentence(language.text("Not even one year in a hundred is anything lost with the customers that leave."))
    if worst.twentieth <= 0:
        return sentence(
            language.text("Nineteen years in twenty nothing is lost; one year in a hundred, more than {amount}.")
            if worst.months == YEAR
            else language.text("Nineteen times in twenty nothing is lost; one time in a hundred, more than {amount}."),
            amount=Part(language.short_amount(worst.hundredth, currency), "losses"),
        )
    amount = Part(language.short_amount(worst.twentieth, currency), "losses")
    if worst.share is None:
        return sentence(language.text("One year in twenty we lose more than {amount}."), amount=amount)
    template = (
        language.text("One year in twenty we lose more than {amount}; {share} of it is {name}.")
        if worst.months == YEAR
        else language.text("One time in twenty we lose more than {amount} in {months} months; {share} of it is {name}.")
    )
    return sentence(
        template,
        amount=amount,
        share=Part(language.percent(worst.share, 0), "carried"),
        name=Part(worst.first, f"account:{worst.account}"),
        **({} if worst.months == YEAR else {"months": str(worst.months)}),
    )


def measures(language: Language) -> dict[str, str]:
    """What is lost with an account."""
    return {
        "contribution": language.text("net contribution"),
        "margin": language.text("margin"),
        "revenue": language.text("revenue, as costs are not known"),
    }


def measure_words(measure: str, language: Language) -> str:
    """What an account takes away with it."""
    return language.text("What is lost with an account: a year’s {measure}.", measure=measures(language)[measure])


def sectors(language: Language) -> dict[str, str]:
    """What accounts hang together by."""
    return {
        "none": language.text("not at all"),
        "zone": language.text("by zone"),
        "division": language.text("by division"),
        "family": language.text("by product family"),
    }


def sources(language: Language) -> dict[str, str]:
    """Where a probability comes from."""
    return {
        "given": language.text("the file"),
        "judgement": language.text("the manager"),
        "model": language.text("its orders"),
        "rate": language.text("the portfolio’s rate"),
        "unknown": language.text("unknown"),
    }


def origins(counts: Mapping[str, int], language: Language) -> str:
    """How many probabilities come from where, the most first; "" where there is none."""
    worded = {
        "given": language.text("from the file"),
        "judgement": language.text("from the manager"),
        "model": language.text("from the account’s own orders"),
        "rate": language.text("from the portfolio’s rate"),
        "unknown": language.text("of unknown origin"),
    }
    told = sorted(((n, source) for source, n in counts.items() if n), key=lambda one: (-one[0], one[1]))
    if not told:
        return ""
    parts = [f"{language.number(n)} {worded[source]}" for n, source in told]
    return language.text("Where the probabilities come from: {parts}.", parts=language.listed(parts))


def reasons(language: Language) -> dict[str, str]:
    """Why the model says nothing of an account."""
    return {
        "": "",
        "contract": language.text("contract customer: the model does not apply"),
        "short": language.text("not enough history"),
        "no_model": language.text("no model stands"),
    }


def missing(why: str, language: Language) -> str:
    """Why there is no model at all."""
    return {
        "": "",
        "short_ledger": language.text("The ledger holds less than a year: not enough history for a model."),
        "few_customers": language.text("Fewer than 50 customers ordered again: not enough for a model."),
        "no_fit": language.text("The orders do not tell who leaves: no model fits them."),
    }[why]


def no_losses(why: str, language: Language) -> str:
    """Why no loss can be foretold, and what mends it."""
    remedy = language.text("A judgement of an account’s manager, or a file of probabilities, gives it one.")
    return " ".join(filter(None, (missing(why, language), remedy)))


def lead(
    expected: float, twentieth: float, hundredth: float, currency: str | None, language: Language
) -> tuple[str, ...]:
    """The mean, how bad the bad years are, and what it is not."""
    return (
        language.text(
            "On average {mean} is lost; in the worst year of twenty {bad} on average, "
            "in one of a hundred more than {worst}.",
            mean=language.short_amount(expected, currency),
            bad=language.short_amount(twentieth, currency),
            worst=language.short_amount(hundredth, currency),
        ),
        language.text("All of this is estimated, from the orders and from what managers told."),
    )


def link_words(
    link: float, variance: float, sector: str, language: Language, *, source: str = "assumption", years: int = 0
) -> str:
    """What is taken of how accounts fall together, and where it comes from."""
    if sector == "none" or not link:
        return language.text("Accounts are taken to leave independently of each other.")
    told = {"link": language.percent(link, 0), "deviation": language.percent(variance**0.5, 0)}
    if source == "history" and not variance:
        return language.plural(
            "The sectors of the last {n} year differed no more than chance does: accounts are taken to leave "
            "independently of each other.",
            "The sectors of the last {n} years differed no more than chance does: accounts are taken to leave "
            "independently of each other.",
            years,
        )
    if source == "history":
        return language.plural(
            "{link} of each probability moves with its sector, whose years differ by {deviation} of the mean: "
            "measured over {n} year of the ledger.",
            "{link} of each probability moves with its sector, whose years differ by {deviation} of the mean: "
            "measured over {n} years of the ledger.",
            years,
            **told,
        )
    if source == "given":
        return language.text(
            "{link} of each probability moves with its sector, whose years differ by {deviation} of the mean: "
            "as was asked.",
            **told,
        )
    return language.text(
        "{link} of each probability moves with its sector, whose years differ by {deviation} of the mean: "
        "an assumption, as the ledger’s years are too few to measure it.",
        **told,
    )


def level_words(years: int, foretold: float, came: float, factor: float, language: Language) -> str:
    """How the model's rate of leaving stood against the years that came; "" where there is none to hold it against."""
    if not years:
        return ""
    return language.plural(
        "Of the customers who were there a year ago, the model alone would have lost {foretold}; {came} left. Its rate "
        "of leaving is multiplied by {factor}.",
        "Over {n} years the model alone would have lost {foretold} of the customers who were there; {came} left. Its "
        "rate of leaving is multiplied by {factor}.",
        years,
        foretold=language.number(foretold, 1),
        came=language.number(came, 1),
        factor=language.number(factor, 2),
    )


def left_out(accounts: int, revenue: Decimal, currency: str | None, language: Language, *, why: str) -> str:
    """Who is in no figure; `why` is probability or exposure; "" where nobody is."""
    if not accounts:
        return ""
    amount = language.amount(revenue, currency)
    if why == "probability":
        return language.plural(
            "{n} account ({amount} of sales) has no probability and is in no figure.",
            "{n} accounts ({amount} of sales) have no probability and are in no figure.",
            accounts,
            amount=amount,
        )
    return language.plural(
        "{n} account ({amount} of sales) has no known cost and is in no figure.",
        "{n} accounts ({amount} of sales) have no known cost and are in no figure.",
        accounts,
        amount=amount,
    )


def retention_finding(
    customers: int,
    gone: int,
    leaving: float | None,
    currency: str | None,
    language: Language,
    *,
    measure: str = "revenue",
) -> tuple[Part, ...]:
    """How many of those the model knows probably left; `leaving` is what a year of those who may yet is worth."""
    if not customers:
        return sentence(language.text("Nothing can be told yet of who still is a customer."))
    opening = language.plural(
        "{n} of {all} customers has probably left",
        "{n} of {all} customers have probably left",
        gone,
        n="{n}",
        all="{all}",
    )
    parts = sentence(opening, n=Part(language.number(gone), "gone"), all=Part(language.number(customers), "customers"))
    if leaving is None:
        return (*parts, Part("."))
    tail = sentence(
        language.text("; of those still here, {amount} of yearly {measure} is expected to go within a year."),
        amount=Part(language.short_amount(leaving, currency), "leaving"),
        measure=language.text("sales") if measure == "revenue" else measures(language)[measure],
    )
    return (*parts, *tail)


def backtest(foretold: float, orders: int, language: Language) -> str:
    """How well the model of a year ago foretold the year that came."""
    return language.text(
        "A year ago the model would have foretold {foretold} orders for the year to come; there were {orders} ({gap}).",
        foretold=language.number(foretold),
        orders=language.number(orders),
        gap=language.signed_percent(foretold / orders - 1.0) if orders else MISSING,
    )


def silence(days: int, gap: float | None, language: Language) -> str:
    """How long an account has been silent, against its own rhythm."""
    if not gap:
        return language.plural("{n} day", "{n} days", days)
    return language.plural(
        "{n} day, {times} × its rhythm",
        "{n} days, {times} × its rhythm",
        days,
        times=language.number(days / gap, 1),
    )


def loss_columns(language: Language) -> list[Column]:
    """The printed table of who carries the losses."""
    return [
        Column(language.text("Account"), 30),
        Column(language.text("Exposure"), 16, right=True),
        Column(language.text("Probability"), 12, right=True),
        Column(language.text("according to"), 24),
        Column(language.text("Carries"), 14, right=True),
        Column("", 7, right=True),
    ]


def retention_columns(language: Language) -> list[Column]:
    """The printed table of who still is a customer."""
    return [
        Column(language.text("Account"), 30),
        Column(language.text("Last order"), 17, right=True),
        Column(language.text("Alive"), 9, right=True),
        Column(language.text("Orders to come"), 17, right=True),
        Column(language.text("Lost in a year"), 17, right=True),
        Column("", 48),
    ]
