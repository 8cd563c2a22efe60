"""Net contribution in words: the finding, what is unknown, and why a row of a table of costs was set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from trousseau.figures import problems
from trousseau.figures.language import Language
from trousseau.figures.problems.marking import gettext_noop as _
from trousseau.figures.sentences import Part, sentence

REASONS = {
    "account_unknown": _("no such account in the sales lines; write its code or name as they do"),
    "account_ambiguous": _("several accounts bear this name; write the code"),
    "account_missing": _("no account; fill in its code or name"),
    "period_missing": _("no period; fill in a month, a quarter or a year"),
    "period_bad": _("not a period; write it like 2025-03, 2025-Q1 or 2025"),
    "period_reversed": _("the period ends before it begins; exchange the two days"),
    "driver_missing": _("no driver; say what was counted"),
    "number_missing": _("no number; fill it in, 0 where there was none"),
    "told_twice": _("this table says it already for some of these days; keep one of the two rows"),
    "rate_negative": _("a unit cannot cost less than nothing; check the sign"),
    "fixed_negative": _("fixed costs are never less than nothing; check the sign"),
    "financing_not_share": _("a yearly rate of more than 100%; write 5% or 0.05"),
    "division_unknown": _("no such division in the sales lines; write it as they do"),
    "zone_unknown": _("no such zone in the sales lines; write it as they do"),
    "budget_of_nobody": _("neither an account nor a division; fill in one of them"),
    "budget_of_both": _("an account and a division; a budget is of one of them: empty the other cell"),
    "budget_negative": _(
        "a revenue budget is never less than nothing; check the sign, or the column that says of what"
    ),
    "measure_unknown": _("a budget is of revenue or of contribution; write one of the two"),
    "quantity_negative": _("nobody has fewer than none; check the sign (who pays in advance has 0 payment days)"),
    "currency_other": _("amounts are told in the currency of the company; convert it first"),
    "number_percent": _("a percentage where a number is needed; check the column"),
}
"""Code → why a row was set aside and how to mend it; codes that are not here are those of sales lines."""

MISSING = {
    "account": _("account"),
    "period": _("period"),
    "driver": _("driver"),
    "quantity": _("quantity, or one column for each driver"),
    "amount": _("amount"),
}
"""What a table can lack."""


class Covered(Protocol):
    """How much of a window is known of one driver."""

    @property
    def driver(self) -> str:
        """Its name."""
        ...

    @property
    def kind(self) -> str:
        """Volume, amount or level."""
        ...

    @property
    def months(self) -> int:
        """The months told."""
        ...

    @property
    def priced(self) -> int:
        """Of those, the ones that have a rate."""
        ...


@dataclass(frozen=True)
class Summary:
    """What the sentences about a portfolio's contribution need."""

    start: date
    end: date
    base: str | None
    accounts: int
    """Whose contribution is known."""
    unknown: int
    """Accounts without a known margin."""
    peak_at: int
    peak: Decimal
    drag: Decimal
    revenue: Decimal
    costed: Decimal
    financed: Decimal
    months: int
    covered: Sequence[Covered]
    strangers: Sequence[str]
    unused: Sequence[str] = ()
    """Activities that have a rate, of which no quantity is told."""

    @property
    def total(self) -> Decimal:
        """The contribution of all whose is known."""
        return self.peak - self.drag


def why(code: str, language: Language) -> str:
    """Why a row of a table of costs was set aside and how to mend it."""
    if code not in REASONS:
        return problems.why(code, language)
    said = language.text(REASONS[code])
    return said[:1].upper() + said[1:]


def problem(code: str, language: Language, *, row: int, column: str, value: str) -> str:
    """The same as a sentence that says where."""
    said = why(code, language)
    place = language.text("Row {row}, column “{column}”", row=language.number(row), column=column)
    quoted = f" ({value})" if value else ""
    return f"{place}{quoted}: {said[:1].lower()}{said[1:]}."


def unusable(rows: int, language: Language) -> str:
    """How many rows of a table given to a command cannot be used, and the way out."""
    return language.plural(
        "{n} row cannot be used; mend it, or leave it aside with --skip-rows.",
        "{n} rows cannot be used; mend them, or leave them aside with --skip-rows.",
        rows,
    )


def missing(fields: Sequence[str], language: Language) -> str:
    """What a table has no column for."""
    named = language.listed([language.text(MISSING[name]) for name in fields])
    return language.text("No column says: {fields}. Name the columns in the first row.", fields=named)


def driver_names(language: Language) -> Mapping[str, str]:
    """The usual drivers, as people call them."""
    return {
        "visits": language.text("visits"),
        "support_hours": language.text("support hours"),
        "orders": language.text("orders"),
        "lines": language.text("order lines"),
        "credit_notes": language.text("credit notes"),
        "deliveries": language.text("deliveries"),
        "returns": language.text("returns handled"),
        "rebates": language.text("rebates"),
        "discounts": language.text("off-invoice discounts"),
        "freight": language.text("freight"),
        "payment_days": language.text("payment days"),
    }


def driver_label(name: str, language: Language) -> str:
    """What a driver is called."""
    return driver_names(language).get(name) or name.replace("_", " ")


def finding(told: Summary, language: Language) -> tuple[Part, ...]:
    """How much the good customers earn, and how much the others take away."""
    if not told.accounts:
        return sentence(
            language.text("No contribution is known from {start} to {end}: the sales lines hold no cost."),
            start=language.date(told.start),
            end=language.date(told.end),
        )
    amounts = {
        "peak": Part(language.short_amount(told.peak, told.base), "peak"),
        "drag": Part(language.short_amount(told.drag, told.base), "drag"),
        "all": Part(language.number(told.accounts), "known"),
    }
    if not told.drag:
        opening = language.plural(
            "The {all} customer whose costs are known earns {peak}, and none takes any of it away.",
            "The {all} customers whose costs are known earn {peak}, and none takes any of it away.",
            told.accounts,
            all="{all}",
            peak="{peak}",
        )
        return sentence(opening, **amounts)
    if not told.peak_at:
        opening = language.plural(
            "The {all} customer whose costs are known earns nothing; it takes {drag}.",
            "None of the {all} customers whose costs are known earns anything; together they take {drag}.",
            told.accounts,
            all="{all}",
            drag="{drag}",
        )
        return sentence(opening, **amounts)
    opening = language.plural(
        "{n} of {all} customers earns {peak}; the others take {drag} of it away.",
        "{n} of {all} customers earn {peak}; the others take {drag} of it away.",
        told.peak_at,
        n="{n}",
        all="{all}",
        peak="{peak}",
        drag="{drag}",
    )
    return sentence(opening, n=Part(language.number(told.peak_at), "contributing"), **amounts)


def unknowns(told: Summary, language: Language) -> tuple[str, ...]:
    """What of the contribution is not known, one sentence each; what is known whole is not mentioned."""
    said: list[str] = []
    if told.revenue > 0 and told.costed < told.revenue:
        share = language.percent(max(told.costed, Decimal(0)) / told.revenue)
        said.append(language.text("The cost of goods is known for {share} of sales.", share=share))
    if told.unknown:
        said.append(
            language.plural(
                "{n} customer has no line with a cost: its contribution is unknown.",
                "{n} customers have no line with a cost: their contribution is unknown.",
                told.unknown,
            )
        )
    served = [one for one in told.covered if one.kind != "level"]
    if not any(one.priced for one in served):
        said.append(language.text("The cost to serve is unknown: no driver has both quantities and a rate."))
    said += [_coverage(one, told.months, language) for one in served if one.priced < told.months]
    if told.unused:
        names = language.listed([driver_label(name, language) for name in told.unused])
        said.append(language.text("A rate is told for {names} and no quantity: its cost is in no figure.", names=names))
    if told.revenue > 0 and told.financed < told.revenue:
        share = language.percent(max(told.financed, Decimal(0)) / told.revenue)
        said.append(
            language.text("Financing is unknown: payment days or the yearly rate are not told.")
            if not told.financed
            else language.text("Payment days and the yearly rate are known for {share} of sales.", share=share)
        )
    if told.strangers:
        names = language.listed([*told.strangers[:3], *(["…"] if len(told.strangers) > 3 else [])])
        said.append(
            language.plural(
                "{n} account of the tables of drivers has no sales line, and its costs are in no figure: {names}.",
                "{n} accounts of the tables of drivers have no sales line, and their costs are in no figure: {names}.",
                len(told.strangers),
                names=names,
            )
        )
    return tuple(said)


def _coverage(one: Covered, months: int, language: Language) -> str:
    """How many months are told of a driver, and whether they have a rate."""
    label = driver_label(one.driver, language)
    told, of = language.number(one.months), language.number(months)
    if not one.priced:
        return language.text(
            "“{driver}” is told for {told} of {of} months and has no rate: what it costs is unknown.",
            driver=label,
            told=told,
            of=of,
        )
    return language.text(
        "“{driver}” is told and priced for {priced} of {of} months.",
        driver=label,
        priced=language.number(one.priced),
        of=of,
    )
