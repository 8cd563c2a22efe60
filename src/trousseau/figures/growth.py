"""Growth in words: the finding, what the reader must know, why two periods are not compared, what a table lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from trousseau.figures.language import Language
from trousseau.figures.sentences import Finding, Part, sentence

MONTHS_SHOWN = 4


class Row(Protocol):
    """What is said of a growth; `ledger.growth.Row` is one."""

    @property
    def change(self) -> Decimal: ...  # noqa: D102
    @property
    def constant_change(self) -> Decimal: ...  # noqa: D102
    @property
    def real_change(self) -> Decimal | None: ...  # noqa: D102
    @property
    def known_real_change(self) -> Decimal: ...  # noqa: D102
    @property
    def reported(self) -> float | None: ...  # noqa: D102
    @property
    def constant_growth(self) -> float | None: ...  # noqa: D102
    @property
    def real(self) -> float | None: ...  # noqa: D102
    @property
    def coverage(self) -> float | None: ...  # noqa: D102
    @property
    def previous(self) -> Decimal: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def inflation(self) -> Decimal | None: ...  # noqa: D102
    @property
    def price(self) -> Decimal: ...  # noqa: D102
    @property
    def volume(self) -> Decimal: ...  # noqa: D102
    @property
    def mix(self) -> Decimal: ...  # noqa: D102
    @property
    def new(self) -> Decimal: ...  # noqa: D102
    @property
    def lost(self) -> Decimal: ...  # noqa: D102
    @property
    def currency(self) -> Decimal: ...  # noqa: D102
    @property
    def undivided(self) -> Decimal: ...  # noqa: D102
    @property
    def unrated(self) -> Decimal: ...  # noqa: D102


class Gap(Protocol):
    """Why two periods do not compare; `ledger.growth.Gap` is one."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def side(self) -> str: ...  # noqa: D102
    @property
    def months(self) -> Sequence[date]: ...  # noqa: D102
    @property
    def days(self) -> tuple[int, int]: ...  # noqa: D102


class Problem(Protocol):
    """A cell of a table of inflation; `ledger.growth.reading.Problem` is one."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def row(self) -> int: ...  # noqa: D102
    @property
    def column(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102
    @property
    def other(self) -> str: ...  # noqa: D102


def terms(language: Language) -> dict[str, str]:
    """What the terms of the bridge and what follows them are called, in the order they are told."""
    text = language.text
    return {
        "price": text("Price"),
        "volume": text("Volume"),
        "mix": text("Mix"),
        "new": text("New customers"),
        "lost": text("Lost customers"),
        "undivided": text("Undivided"),
        "currency": text("Currencies"),
        "reported": text("Reported"),
        "constant": text("At constant rates"),
        "inflation": text("Inflation"),
        "real": text("Real"),
    }


def growth_finding(row: Row, language: Language, currency: str | None, *, unknown: Sequence[str] = ()) -> Finding:
    """The headline and its lead; `unknown` names the zones whose inflation nobody told."""
    return Finding(_headline(row, language, currency), _lead(row, language, currency, unknown))


def _headline(row: Row, language: Language, currency: str | None) -> tuple[Part, ...]:
    def part(value: Decimal, about: str, *, signed: bool = False) -> Part:
        shown = language.short_amount(value if signed else abs(value), currency)
        return Part(f"+{shown}" if signed and value > 0 else shown, f"growth:{about}")

    text, change, real = language.text, row.change, row.real_change
    if real is None:
        template = (
            text("Reported {reported}, without the currencies {constant}; real growth is not known.")
            if not row.coverage
            else text(
                "Reported {reported}, without the currencies {constant}; real growth is known for {share} of sales."
            )
        )
        return sentence(
            template,
            reported=part(change, "reported", signed=True),
            constant=part(row.constant_change, "constant", signed=True),
            share=Part(language.percent(row.coverage, 0), "growth:real"),
        )
    if not change:
        template = text("Sales did not move as reported; in real terms {real}.")
        return sentence(template, real=part(real, "real", signed=True))
    if change > 0:
        template = (
            text("Of {reported} reported, {real} are real.")
            if real >= 0
            else text("{reported} of growth are reported, yet real sales fell by {real}.")
        )
    else:
        template = (
            text("Sales fell by {reported} as reported, by {real} in real terms.")
            if real <= 0
            else text("Sales fell by {reported} as reported, yet grew by {real} in real terms.")
        )
    return sentence(template, reported=part(change, "reported"), real=part(real, "real"))


def _lead(row: Row, language: Language, currency: str | None, unknown: Sequence[str]) -> tuple[str, ...]:
    text = language.text
    said = []
    if row.reported is not None:
        said.append(
            text(
                "Growth is {reported} as reported, {constant} at the exchange rates of the period before.",
                reported=language.signed_percent(row.reported),
                constant=language.signed_percent(row.constant_growth),
            )
        )
    if row.real is not None:
        said.append(text("In the prices of the period before, it is {real}.", real=language.signed_percent(row.real)))
    elif row.coverage:
        said.append(
            text(
                "In the zones whose inflation is known, the real change is {amount}.",
                amount=language.short_amount(row.known_real_change, currency),
            )
        )
    if unknown:
        said.append(unknown_zones(unknown, language))
    if row.undivided:
        said.append(
            text(
                "{amount} of the change is of lines without quantity or product: it cannot be divided into price, "
                "volume and mix.",
                amount=language.short_amount(row.undivided, currency),
            )
        )
    if row.unrated:
        said.append(
            text(
                "{amount} of sales are in a currency without any rate in the period before: they stand at today’s.",
                amount=language.short_amount(row.unrated, currency),
            )
        )
    return tuple(said)


def unknown_zones(zones: Sequence[str], language: Language) -> str:
    """Which zones lack an inflation."""
    names = [zone or language.text("not given") for zone in zones]
    shown = [*names[:MONTHS_SHOWN], "…"] if len(names) > MONTHS_SHOWN else names
    return language.plural(
        "Inflation is not known for {n} zone ({zones}): its real growth is not, either.",
        "Inflation is not known for {n} zones ({zones}): their real growth is not, either.",
        len(names),
        zones=", ".join(shown),
    )


def gap_sentence(gap: Gap, language: Language) -> str:
    """Why two periods do not compare."""
    text = language.text
    if gap.code == "months":
        names = [language.month(month) for month in gap.months]
        shown = [*names[:MONTHS_SHOWN], language.plural("and {n} more", "and {n} more", len(names) - MONTHS_SHOWN)]
        listed = language.listed(names) if len(names) <= MONTHS_SHOWN else ", ".join(shown)
        if gap.side == "current":
            return language.plural(
                "{n} month of the period has no sales line: {months}.",
                "{n} months of the period have no sales line: {months}.",
                len(names),
                months=listed,
            )
        return language.plural(
            "{n} month of the period it is held against has no sales line: {months}.",
            "{n} months of the period it is held against have no sales line: {months}.",
            len(names),
            months=listed,
        )
    if gap.code == "unfinished":
        return text("{month} is not over yet.", month=language.month(gap.months[0]))
    if gap.code == "overlap":
        return text("The two periods share days.")
    return text("The period has {days} days, the one it is held against {other}.", days=gap.days[0], other=gap.days[1])


def refusal(gaps: Iterable[Gap], language: Language) -> str:
    """Why growth is not told, in one paragraph."""
    said = " ".join(gap_sentence(gap, language) for gap in gaps)
    return language.text("These periods do not compare. {reasons}", reasons=said)


def problem_sentence(problem: Problem, language: Language) -> str:
    """What is wrong in a cell of a table of inflation, and how to mend it; or what to look at twice."""
    text = language.text
    given = {"row": problem.row, "column": problem.column, "value": problem.value, "other": problem.other}
    sentences = {
        "period": text("Row {row}, column {column}: “{value}” is no year or month; write 2025 or 2025-03."),
        "rate": text("Row {row}, column {column}: “{value}” is no number; write per cent, as in 2.1."),
        "impossible": text(
            "Row {row}, column {column}: {value} % would leave no price at all; an inflation is above −100 %."
        ),
        "twice": text("Row {row}, column {column}: {value} % for what an earlier row says {other} %; keep one."),
        "startling": text("{column}, {other}: {value} % in a year is taken as it stands; look at it again."),
        "fractions": text(
            "All figures are below half a per cent ({value} %): are they fractions instead of per cents?"
        ),
    }
    return sentences[problem.code].format(**given)


def table_error(code: str, problems: Sequence[Problem], params: dict[str, object], language: Language) -> str:
    """Why a table of inflation was not taken."""
    text = language.text
    if problems:
        return " ".join(problem_sentence(problem, language) for problem in problems)
    sentences = {
        "inflation_unreadable": text("{path} cannot be read as a table: save it as CSV or Excel."),
        "inflation_empty": text("{path} holds no inflation: write a header zone, year, inflation, and a row for each."),
        "inflation_column": text("{path} has no column “{column}”, only {columns}: name one so."),
    }
    return sentences[code].format(**params)
