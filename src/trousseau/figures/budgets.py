"""Budgets held against what was done, in words: a sentence a kind of budget, and why a plan has no deviation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Protocol

from trousseau.figures.columns import table
from trousseau.figures.language import Language
from trousseau.figures.problems.marking import gettext_noop as _
from trousseau.figures.terminal import Column, wrapped

MOST = 24
"""How many budgets are printed."""
NAMED = 5
"""How many names stand before a remark."""


class Plan(Protocol):
    """What was planned."""

    @property
    def division(self) -> str | None:
        """The division it is of; None: an account's or a group's."""
        ...

    @property
    def measure(self) -> str:
        """Revenue or contribution."""
        ...

    @property
    def amount(self) -> Decimal | None:
        """How much; None where plans overlap."""
        ...

    @property
    def covered(self) -> float:
        """The share of the period that is planned."""
        ...


class Held(Protocol):
    """A plan with what was done."""

    @property
    def planned(self) -> Plan:
        """The plan."""
        ...

    @property
    def name(self) -> str:
        """Whose it is."""
        ...

    @property
    def actual(self) -> Decimal | None:
        """What was done."""
        ...

    @property
    def deviation(self) -> Decimal | None:
        """What was done less what was planned."""
        ...

    @property
    def why(self) -> str:
        """Why there is no deviation."""
        ...

    @property
    def accounts(self) -> int:
        """Of a group: its accounts that have a budget."""
        ...

    @property
    def members(self) -> int:
        """Of a group: its accounts."""
        ...

    @property
    def known(self) -> float | None:
        """Of a contribution: the share of sales whose cost is known."""
        ...


NO_DEVIATION = {
    "overlap": _("two budgets for the same days: not compared"),
    "part": _("planned for {share} of the period: not compared"),
    "unseen": _("it also sells outside what is shown here: not compared"),
    "unknown": _("what was done is not known"),
}
"""Code → why a plan has no deviation."""

MEASURES = {"revenue": _("revenue"), "contribution": _("net contribution")}


def measure_word(measure: str, language: Language) -> str:
    """What a budget is of."""
    return language.text(MEASURES[measure])


def note(one: Held, language: Language) -> str:
    """What one must know to read a row: why it is not compared, and what of it is told in part."""
    said = []
    if one.why:
        share = language.percent(one.planned.covered, 0)
        said.append(language.text(NO_DEVIATION[one.why], share=share))
    if one.accounts < one.members:
        said.append(
            language.plural(
                "{n} of {all} accounts has a budget: what it did alone is compared",
                "{n} of {all} accounts have a budget: what they did alone is compared",
                one.accounts,
                all=language.number(one.members),
            )
        )
    if one.known is not None and one.known < 1:
        said.append(language.text("cost known for {share} of sales", share=language.percent(one.known)))
    return "; ".join(said)


def findings(rows: Iterable[Held], base: str | None, language: Language) -> tuple[str, ...]:
    """How what was done deviates from what was planned, both ways: a sentence for each kind of budget there is."""
    held: dict[tuple[bool, str], list[Held]] = {}
    for one in rows:
        if one.deviation is not None:
            held.setdefault((one.planned.division is None, one.planned.measure), []).append(one)
    keys = sorted(held, key=lambda key: (key[0], key[1] != "revenue"))
    return tuple(_finding(held[key], base, language, customers=key[0], measure=key[1]) for key in keys)


def _finding(rows: Sequence[Held], base: str | None, language: Language, *, customers: bool, measure: str) -> str:
    opening = {
        (True, "revenue"): language.text("Customers against their revenue budget"),
        (True, "contribution"): language.text("Customers against their contribution budget"),
        (False, "revenue"): language.text("Divisions against their revenue budget"),
        (False, "contribution"): language.text("Divisions against their contribution budget"),
    }[customers, measure]
    sides = (
        ([one for one in rows if (one.deviation or 0) > 0], _above),
        ([one for one in rows if (one.deviation or 0) < 0], _below),
    )
    said = [_side(side, say, base, language) for side, say in sides if side]
    if not said:
        said = [language.text("all as planned")]
    return language.text("{opening}: {sides}.", opening=opening, sides=language.listed(said))


def _above(n: int, amount: str, language: Language) -> str:
    return language.plural("{n} above by {amount}", "{n} above by {amount} together", n, amount=amount)


def _below(n: int, amount: str, language: Language) -> str:
    return language.plural("{n} below by {amount}", "{n} below by {amount} together", n, amount=amount)


def _side(rows: Sequence[Held], say: Callable[[int, str, Language], str], base: str | None, language: Language) -> str:
    total = sum((row.deviation or Decimal(0) for row in rows), Decimal(0))
    most = max(rows, key=lambda row: abs(row.deviation or Decimal(0)))
    said = say(len(rows), language.short_amount(abs(total), base), language)
    if len(rows) == 1:
        return f"{said} ({most.name})"
    return language.text(
        "{said} (most: {name}, {amount})",
        said=said,
        name=most.name,
        amount=signed_amount(most.deviation, base, language),
    )


def signed_amount(value: Decimal | None, base: str | None, language: Language) -> str:
    """A deviation in short, with its sign."""
    plus = "+" if value is not None and value > 0 else ""
    return plus + language.short_amount(value, base)


def printed(rows: Sequence[Held], base: str | None, language: Language) -> list[str]:
    """The budgets as the terminal shows them; nothing where there are none."""
    if not rows:
        return []
    text = language.text
    columns = [
        Column(text("Budget"), 28),
        Column(text("Of"), 19),
        *(Column(title, 13, right=True) for title in (text("Planned"), text("Actual"), text("Deviation"))),
        Column(text("Period"), 8, right=True),
    ]
    body = [
        [
            one.name,
            measure_word(one.planned.measure, language),
            language.amount(one.planned.amount, base),
            language.amount(one.actual, base),
            ("+" if one.deviation is not None and one.deviation > 0 else "") + language.amount(one.deviation, base),
            language.percent(one.planned.covered, 0),
        ]
        for one in rows[:MOST]
    ]
    lines = [""]
    for said in findings(rows, base, language):
        lines += wrapped(said)
    lines += ["", *table(columns, body)]
    if len(rows) > MOST:
        more = len(rows) - MOST
        lines += wrapped(language.plural("and {n} more budget, in --json", "and {n} more budgets, in --json", more))
    return [*lines, *_notes(rows[:MOST], language)]


def _notes(rows: Sequence[Held], language: Language) -> list[str]:
    """What one must know to read the rows: each remark once, with the names it is of."""
    remarks: dict[str, list[str]] = {}
    for one in rows:
        if said := note(one, language):
            remarks.setdefault(said, []).append(one.name)
    lines = [""] if remarks else []
    for said, names in remarks.items():
        named = dict.fromkeys(names)
        shown = [*list(named)[:NAMED], *(["…"] if len(named) > NAMED else [])]
        lines += wrapped(language.text("{names}: {remark}.", names=language.listed(shown), remark=said))
    return lines
