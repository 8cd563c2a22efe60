"""What each indicator of the panel is called, where its range comes from, and what its value means."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from trousseau.figures.indicators import Indicator
from trousseau.figures.language import Language
from trousseau.method.checkup import Checkup


def labels(language: Language) -> dict[str, str]:
    """The name of each indicator, by key."""
    text = language.text
    return {
        "first_share": text("Share of the first customer"),
        "over_10": text("Customers of 10% or more"),
        "top_5": text("First five customers"),
        "top_10": text("First ten customers"),
        "effective_number": text("Effective number of customers"),
        "pareto_point": text("Pareto point"),
        "accounts_for_80": text("Customers for 80% of sales"),
        "gini": text("Gini coefficient"),
        "division_dependence": text("Most dependent division"),
        "zone_dependence": text("Most dependent zone"),
        "lender_excess": text("Above a lender’s 20%"),
        "fixed_cover": text("Fixed costs covered"),
        "net_rate": text("Net contribution rate"),
        "whale_peak": text("Peak of the whale curve"),
        "negative_accounts": text("Customers with negative contribution"),
        "payment_days": text("Weighted payment days"),
        "erosion": text("Silent erosion"),
        "real_growth": text("Real growth"),
        "growth": text("Growth as reported"),
        "retention": text("Net retention"),
        "new_share": text("New business"),
        "lost": text("Sales of customers that left"),
        "falling": text("Sales of customers that fall"),
        "unconverted": text("Lines without a rate"),
        "quarantined": text("Lines in quarantine"),
    }


def sources(language: Language) -> dict[str, str]:
    """Where each reference range comes from, by the name of its source."""
    text = language.text
    return {
        "convention": text("Working convention, to be set for your trade."),
        "ifrs8": text("IFRS 8 §34: from 10% a customer is disclosed; half of it is the time to prepare."),
        "juran": text("The 20/80 rule of J. M. Juran, from 15/85 to 30/70."),
        "merger": text("HHI up to 0.05; from 0.10, ten equal customers, EU merger guidelines (2004, §19) look closer."),
        "five": text("Five customers of 5% each; at 10% each, all five would be disclosed (IFRS 8 §34)."),
        "lender": text("Lenders against receivables leave out what one customer owes above 20%."),
        "cover": text("From 100% on a division pays what stays to be paid; 10% above it is a margin."),
        "whale": text(
            "Kaplan and Narayanan (2001): the best customers make 150% to 300% of what is left in the end; "
            "under 120%, little is lost on the others."
        ),
        "terms": text("Directive 2011/7/EU and article L. 441-10 of the French commercial code: 60 days at most."),
        "replace": text("What comes should replace what usually leaves, 3% a year."),
        "complete": text("A figure is complete when every line counts."),
    }


def label(row: Indicator, language: Language) -> str:
    """The name of an indicator, with what it is about where that is chosen by its figures."""
    name = labels(language)[row.key]
    return language.text("{name}, {value}", name=name, value=row.subject) if row.key == "fixed_cover" else name


def source(row: Indicator, language: Language) -> str:
    """Where the range of an indicator comes from, "" where it has none."""
    if row.range is None:
        return ""
    if row.range.source == "own":
        return language.text("Set by the organisation: {reason}", reason=row.range.note)
    return sources(language)[row.range.source]


def _first_share(row: Indicator, _checkup: Checkup, language: Language) -> str:
    if row.value >= 0.10:
        return language.text("{name} passes 10%: to be disclosed (IFRS 8 §34).", name=row.subject)
    if row.status == "good":
        return language.text("{name} comes first, far from the 10% to be disclosed.", name=row.subject)
    return language.text("{name} comes first, under the 10% to be disclosed (IFRS 8 §34).", name=row.subject)


def _over_10(_row: Indicator, checkup: Checkup, language: Language) -> str:
    if not checkup.over_10:
        return language.text("No customer has to be disclosed under IFRS 8 §34.")
    names = [name for name, _ in checkup.over_10[:3]]
    more = len(checkup.over_10) - len(names)
    if more:
        names.append(language.plural("{n} other", "{n} others", more))
    return language.text("To be disclosed (IFRS 8 §34): {names}.", names=language.listed(names))


def _top(row: Indicator, checkup: Checkup, language: Language) -> str:
    size = 5 if row.key == "top_5" else 10
    amount = sum((account.revenue for account in checkup.ranked[:size]), Decimal(0))
    return language.text("Together they buy for {amount}.", amount=language.short_amount(amount, checkup.base_currency))


def _effective_number(row: Indicator, checkup: Checkup, language: Language) -> str:
    return language.plural(
        "The portfolio weighs as much as {n} customer (HHI {hhi}).",
        "The portfolio weighs as much as {n} customers of equal size (HHI {hhi}).",
        round(row.value),
        hhi=language.number(checkup.concentration.hhi, 4),
    )


def _pareto_point(row: Indicator, checkup: Checkup, language: Language) -> str:
    # The whole customers nearest the point, so that the sentence can be checked against the table.
    customers = max(1, round(row.value * checkup.accounts))
    return language.plural(
        "{n} customer makes {share} of sales, the others share the rest.",
        "{n} customers make {share} of sales, the others share the rest.",
        customers,
        share=language.percent(float(checkup.pareto.cumulative_share[customers - 1])),
    )


def _accounts_for_80(row: Indicator, checkup: Checkup, language: Language) -> str:
    return language.text(
        "Class A is {share} of the {all} customers.",
        share=language.percent(row.value / checkup.accounts),
        all=language.number(checkup.accounts),
    )


def _gini(_row: Indicator, _checkup: Checkup, language: Language) -> str:
    return language.text("0 would be customers of equal size, 1 a single customer.")


def _dependence(row: Indicator, _checkup: Checkup, language: Language) -> str:
    return language.plural(
        "{value} has one customer: {first}.",
        "In {value}, {first} comes first of {n} customers.",
        row.others,
        value=row.subject,
        first=row.first,
    )


def _lender_excess(row: Indicator, _checkup: Checkup, language: Language) -> str:
    if not row.others:
        return language.text("No customer passes the fifth of sales that lenders accept.")
    return language.plural(
        "{name} passes the fifth of sales that lenders accept.",
        "{name} and others, {n} in all, pass the fifth of sales that lenders accept.",
        row.others,
        name=row.subject,
    )


def _fixed_cover(row: Indicator, checkup: Checkup, language: Language) -> str:
    amount = row.amount or Decimal(0)
    said = language.short_amount(abs(amount), checkup.base_currency)
    if amount < 0:
        return language.text(
            "The worst division if {first} leaves: {amount} are missing.", first=row.first, amount=said
        )
    return language.text("The worst division if {first} leaves: {amount} to spare.", first=row.first, amount=said)


def _net_rate(row: Indicator, checkup: Checkup, language: Language) -> str:
    amount = language.short_amount(row.amount, checkup.base_currency)
    if row.subject == "margin":
        return language.text("{amount} of margin: the cost to serve is not told.", amount=amount)
    if row.also is not None and row.also < 1:
        return language.text(
            "{amount} after the costs told; they are known for {share} of sales.",
            amount=amount,
            share=language.percent(row.also),
        )
    return language.text("{amount} after the cost to serve, payment delays and discounts.", amount=amount)


def _whale_peak(row: Indicator, checkup: Checkup, language: Language) -> str:
    if not row.amount:
        return language.text("No customer takes away from what the others leave.")
    return language.text(
        "Without the customers that cost, {amount} more would be left.",
        amount=language.short_amount(row.amount, checkup.base_currency),
    )


def _negative_accounts(row: Indicator, checkup: Checkup, language: Language) -> str:
    if not row.others:
        return language.text("Every customer leaves something.")
    return language.plural(
        "{n} customer costs more than it brings: {amount}.",
        "{n} customers cost more than they bring: {amount} together.",
        row.others,
        amount=language.short_amount(row.amount, checkup.base_currency),
    )


def _payment_days(row: Indicator, _checkup: Checkup, language: Language) -> str:
    said = language.plural(
        "{n} customer whose payment days are told, weighted by sales",
        "{n} customers whose payment days are told, weighted by sales",
        row.others,
    )
    if row.subject and row.also is not None:
        return language.text(
            "{said}; the slowest division, {value}, pays after {days} days.",
            said=said,
            value=row.subject,
            days=language.number(row.also),
        )
    return language.text("{said}.", said=said)


def _erosion(row: Indicator, checkup: Checkup, language: Language) -> str:
    if not row.others:
        return language.text("No customer slips behind sales that still hold.")
    return language.plural(
        "{n} customer, {amount}: something slips while sales still hold.",
        "{n} customers, {amount}: something slips while sales still hold.",
        row.others,
        amount=language.short_amount(row.amount, checkup.base_currency),
    )


def _real_growth(row: Indicator, _checkup: Checkup, language: Language) -> str:
    if row.also is None:
        return language.text("After currencies and inflation.")
    return language.text(
        "{reported} as reported; currencies and inflation explain {points}.",
        reported=language.signed_percent(row.also),
        points=language.points(row.also - row.value),
    )


def _growth(row: Indicator, _checkup: Checkup, language: Language) -> str:
    return language.plural(
        "Prices, volumes and currencies together; {n} new customer.",
        "Prices, volumes and currencies together; {n} new customers.",
        row.others,
    )


def _retention(row: Indicator, _checkup: Checkup, language: Language) -> str:
    return language.text("Last period’s customers buy {share} of what they bought.", share=language.percent(row.value))


def _new_share(row: Indicator, checkup: Checkup, language: Language) -> str:
    if not row.others:
        return language.text("Nobody buys who did not buy before.")
    return language.plural(
        "{n} new customer buys for {amount}.",
        "{n} new customers buy for {amount}.",
        row.others,
        amount=language.short_amount(row.amount, checkup.base_currency),
    )


def _lost(row: Indicator, _checkup: Checkup, language: Language) -> str:
    return language.plural(
        "{n} customer bought nothing any more.", "{n} customers bought nothing any more.", row.others
    )


def _falling(row: Indicator, _checkup: Checkup, language: Language) -> str:
    return language.plural(
        "{n} customer buys at least 20% less than before.",
        "{n} customers buy at least 20% less than before.",
        row.others,
    )


def _unconverted(row: Indicator, _checkup: Checkup, language: Language) -> str:
    if not row.others:
        return language.text("Every line has its exchange rate.")
    return language.plural("{n} line counts in no figure.", "{n} lines count in no figure.", row.others)


def _quarantined(row: Indicator, checkup: Checkup, language: Language) -> str:
    if not row.others:
        return language.text("Every line could be read.")
    return language.plural(
        "{n} line of {read} waits for its correction.",
        "{n} lines of {read} wait for their correction.",
        row.others,
        read=language.number(checkup.lines.read),
    )


MEANINGS: dict[str, Callable[[Indicator, Checkup, Language], str]] = {
    "first_share": _first_share,
    "over_10": _over_10,
    "top_5": _top,
    "top_10": _top,
    "effective_number": _effective_number,
    "pareto_point": _pareto_point,
    "accounts_for_80": _accounts_for_80,
    "gini": _gini,
    "division_dependence": _dependence,
    "zone_dependence": _dependence,
    "lender_excess": _lender_excess,
    "fixed_cover": _fixed_cover,
    "net_rate": _net_rate,
    "whale_peak": _whale_peak,
    "negative_accounts": _negative_accounts,
    "payment_days": _payment_days,
    "erosion": _erosion,
    "real_growth": _real_growth,
    "growth": _growth,
    "retention": _retention,
    "new_share": _new_share,
    "lost": _lost,
    "falling": _falling,
    "unconverted": _unconverted,
    "quarantined": _quarantined,
}
"""The sentence of each indicator, by key."""
