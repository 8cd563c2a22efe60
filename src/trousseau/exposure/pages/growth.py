"""The pages of growth: the finding, the waterfall, the three growths of each zone, division or customer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.exposure.charts.growth import Step, waterfall
from trousseau.exposure.pages.summaries import Summary
from trousseau.exposure.queries.growth import ROWS, Compared, compared, grown, growth_of_customer, products_of
from trousseau.figures.growth import gap_sentence, growth_finding, terms
from trousseau.figures.language import Language
from trousseau.figures.sentences import Finding, Part
from trousseau.ledger.answers import WindowError
from trousseau.ledger.costs import Costs
from trousseau.ledger.growth import Growth, Item, Row
from trousseau.portfolio import words
from trousseau.portfolio.pages.period import changed
from trousseau.portfolio.queries.source import Asked

PRODUCTS = 50


@dataclass(frozen=True)
class Term:
    """One line of the bridge's table."""

    label: str
    amount: Decimal | None
    share: float | None
    """Of the sales before."""
    estimated: bool = False
    total: bool = False


@dataclass(frozen=True)
class RowView:
    """One zone, division, account …, and where it opens."""

    label: str
    row: Row
    url: str


@dataclass(frozen=True)
class RowsChoice:
    """One way to part the growth."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class GrowthPage:
    """All that the template shows."""

    question: Compared
    finding: Finding
    periods: str
    notes: tuple[str, ...]
    anyway_url: str
    total: Row | None
    chart: dict[str, Any] | None
    bridge: tuple[Term, ...]
    rows: tuple[RowView, ...]
    more: bool
    choices: tuple[RowsChoice, ...]
    divided: bool
    """Whether every line can be divided into price, volume and mix: the column of the others is left out."""
    narrowed: tuple[tuple[str, str], ...]
    """What is looked into, each with the address that looks at everything again."""
    title: str = ""
    products: tuple[Item, ...] = ()
    more_products: int = 0

    @property
    def currency(self) -> str | None:
        """The base currency."""
        return self.question.asked.facts.base

    @property
    def text(self) -> str:
        """The finding as plain text."""
        return self.finding.text

    @property
    def refused(self) -> bool:
        """Whether the periods are not compared."""
        return self.total is None


def page(question: Compared, query: QueryDict) -> GrowthPage:
    """The page of everything in scope."""
    if question.refused:
        return _refused(question, query)
    found = grown(question, limit=ROWS + 1)
    return _page(question, query, found, opens=True)


def summary(_user: User, asked: Asked, _costs: Costs) -> Summary | None:
    """Growth in short, for the overview; None where there is no period to hold this one against."""
    try:
        question = compared(asked, {})
    except WindowError:
        return None
    whole = page(question, QueryDict())
    if whole.total is None:
        return Summary("exposure/growth_summary.html", whole)
    drawn = chart(whole.total, words.language(), asked.facts.base, compact=True)
    return Summary("exposure/growth_summary.html", replace(whole, chart=drawn))


def customer_page(question: Compared, query: QueryDict, customer: str, name: str) -> GrowthPage:
    """The page of one account or group, down to its products."""
    if question.refused:
        return _refused(question, query, title=name)
    found, items = growth_of_customer(question, customer), products_of(question, customer)
    return _page(question, query, found, opens=False, title=name, items=items)


def _page(
    question: Compared,
    query: QueryDict,
    found: Growth,
    *,
    opens: bool,
    title: str = "",
    items: list[Item] | None = None,
) -> GrowthPage:
    written = words.language()
    base = question.asked.facts.base
    unknown = tuple(zone for zone in found.zones if zone not in found.deflators)
    told = items or []
    return GrowthPage(
        question=question,
        finding=growth_finding(found.total, written, base, unknown=unknown),
        periods=periods(question, written),
        notes=tuple(gap_sentence(gap, written) for gap in found.gaps),
        anyway_url="",
        total=found.total,
        chart=chart(found.total, written, base),
        bridge=bridge(found.total, written),
        rows=tuple(
            RowView(row.name or _("not given"), row, _opens(question, query, row) if opens else "")
            for row in found.rows[:ROWS]
        ),
        more=len(found.rows) > ROWS,
        choices=_choices(question, query),
        divided=not any(row.undivided for row in (found.total, *found.rows)),
        narrowed=tuple((value or _("not given"), changed(query, **{name: None})) for name, value in question.narrowed),
        title=title,
        products=tuple(told[:PRODUCTS]),
        more_products=max(0, len(told) - PRODUCTS),
    )


def _refused(question: Compared, query: QueryDict, title: str = "") -> GrowthPage:
    written = words.language()
    return GrowthPage(
        question=question,
        finding=Finding((Part(_("These periods do not compare.")),), ()),
        periods=periods(question, written),
        notes=tuple(gap_sentence(gap, written) for gap in question.gaps),
        anyway_url=changed(query, anyway="1"),
        total=None,
        chart=None,
        bridge=(),
        rows=(),
        more=False,
        choices=(),
        divided=True,
        narrowed=(),
        title=title,
    )


def periods(question: Compared, written: Language) -> str:
    """The two periods in words."""
    compared = question.periods
    return _("{period} against {other}").format(
        period=written.period(compared.start, compared.end),
        other=written.period(compared.against_start, compared.against_end),
    )


def bridge(total: Row, written: Language) -> tuple[Term, ...]:
    """The bridge as a table: what the reported change is made of, and what is left of it."""
    labels = terms(written)

    def term(name: str, amount: Decimal | None, *, estimated: bool = False, sum_: bool = False) -> Term:
        share = float(amount / total.previous) if amount is not None and total.previous > 0 else None
        return Term(labels[name], amount, share, estimated, sum_)

    parts = ["price", "volume", "mix", "new", "lost", *(["undivided"] if total.undivided else []), "currency"]
    return (
        *(term(name, getattr(total, name)) for name in parts),
        term("reported", total.change, sum_=True),
        term("constant", total.constant_change, sum_=True),
        term("inflation", total.inflation, estimated=True),
        term("real", total.real_change, estimated=True, sum_=True),
    )


def chart(total: Row, written: Language, base: str | None, *, compact: bool = False) -> dict[str, Any]:
    """The waterfall; without inflation it ends at constant rates. Compact: without columns that show nothing."""
    labels = terms(written)
    largest = max(abs(float(value)) for value in (total.previous, total.current, 1))
    moved = max(abs(float(getattr(total, name))) for name in ("price", "volume", "mix", "new", "lost", "currency"))
    scale, letter = (1e6, "M") if max(moved, largest / 50) >= 1e6 else (1e3, "k") if moved >= 1e3 else (1.0, "")
    steps: list[Step] = []
    at = 0.0

    def shown(value: Decimal) -> str:
        return written.signed(float(value) / scale, 1 if scale > 1 else 0)

    def move(name: str, value: Decimal, detail: str = "", *, estimated: bool = False) -> None:
        nonlocal at
        end = at + float(value) / scale
        steps.append(Step(f"{labels[name]}{detail}", at, end, shown(value), estimated=estimated))
        at = end

    def stand(name: str, value: Decimal, growth: float | None, *, estimated: bool = False) -> None:
        nonlocal at
        at = float(value) / scale
        label = f"{labels[name]}\n{written.signed_percent(growth)}"
        steps.append(Step(label, 0.0, at, shown(value), total=True, estimated=estimated))

    for name in ("price", "volume", "mix", "new", "lost", "undivided", "currency"):
        value = getattr(total, name)
        seen = shown(value) != shown(Decimal(0)) if compact else value
        if seen or name not in {"new", "lost", "undivided"}:
            move(name, value)
        else:
            at += float(value) / scale
    stand("reported", total.change, total.reported)
    move("currency", -total.currency, f"\n{written.signed_percent(total.constant_growth)}")
    if total.inflation is not None and total.real_change is not None:
        move("inflation", total.inflation, estimated=True)
        stand("real", total.real_change, total.real, estimated=True)
    return waterfall(steps, written.axis(base, letter), compact=compact)


def _opens(question: Compared, query: QueryDict, row: Row) -> str:
    """Where a row leads: a customer to its products, a zone or division to its customers."""
    if question.rows in {"account", "group"}:
        kept = [(name, value) for name, value in query.items() if name not in {"by", "rows"}]
        return f"{reverse('exposure:growth_of')}?{urlencode([*kept, ('by', question.rows), ('of', row.key)])}"
    if question.rows in {"zone", "division"}:
        return changed(query, **{question.rows: row.key, "rows": question.asked.by})
    return ""


def _choices(question: Compared, query: QueryDict) -> tuple[RowsChoice, ...]:
    names = {
        "zone": _("Zones"), "division": _("Divisions"), "currency": _("Currencies"), "group": _("Groups"),
        "account": _("Accounts"),
    }  # fmt: skip
    return tuple(RowsChoice(label, changed(query, rows=name), name == question.rows) for name, label in names.items())
