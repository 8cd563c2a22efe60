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
        "complete": text("A figure is complete when every line counts."),
    }


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
    "unconverted": _unconverted,
    "quarantined": _quarantined,
}
"""The sentence of each indicator, by key."""
