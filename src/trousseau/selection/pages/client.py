"""The page of one client: what it spends in all, its share of that, its momentum, its forecast, whom it is like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trousseau.access.models import Organisation, User
from trousseau.access.rules import limits, may
from trousseau.accounts.models import folded
from trousseau.figures.language import Language
from trousseau.ledger.facts import Facts
from trousseau.ledger.selection.offers import Offers, offers
from trousseau.ledger.selection.tomorrow import AHEAD, YEAR
from trousseau.method.wallet import RANGES, Confidence, Total, offer_total
from trousseau.portfolio import words
from trousseau.portfolio.queries import source
from trousseau.portfolio.queries.classes import whole_company
from trousseau.selection.actions import may_tell
from trousseau.selection.charts.forecast import sales as sales_chart
from trousseau.selection.models import DaysTold, SpendTold
from trousseau.selection.pages.potential import Ranked, Row, ranked, rows_of, share_text
from trousseau.selection.pages.reasons import resemblance
from trousseau.selection.queries import days, potential
from trousseau.selection.queries.clients import Client
from trousseau.selection.queries.days import Days, spent, year_of
from trousseau.selection.queries.potential import Spending

LEVELS: tuple[Confidence, ...] = ("high", "medium", "low")


@dataclass(frozen=True)
class OfferRow:
    """One offer: what is spent on it, what of that we sell."""

    name: str
    spend: Total
    sales: float | None
    """None: no division and no family of ours has that name."""
    share: str
    contradicted: bool


@dataclass(frozen=True)
class AheadRow:
    """One year of the forecast."""

    label: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Alike:
    """A key account that was like it."""

    says: str
    distance: str


@dataclass(frozen=True)
class Problem:
    """What could not be kept, and what was typed."""

    form: str
    """spend, days or table."""
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True)
class ClientPage:
    """All that the template shows."""

    client: Client
    currency: str
    finding: str
    spending: Spending | None
    history: QuerySet[SpendTold]
    newest: int
    """The newest row told, for a form to say what it has seen."""
    offers: tuple[OfferRow, ...]
    row: Row | None
    """None: the person sees but a part of the client, or it bought nothing."""
    share: str
    key: bool
    short: bool
    option: dict[str, Any] | None
    past: tuple[tuple[str, float], ...]
    ahead: tuple[AheadRow, ...]
    alike: tuple[Alike, ...]
    days: Days | None
    days_told: QuerySet[DaysTold]
    units: tuple[str, ...]
    offered: tuple[str, ...]
    ranges: tuple[tuple[str, str, str], ...]
    may_tell: bool
    may_read: bool
    others: bool
    """Whether the person may know of other accounts, whom this one is like."""
    problem: Problem | None


def page(user: User, client: Client, problem: Problem | None = None) -> ClientPage:
    """One client, as far as the person sees it."""
    language = words.language()
    accounts = [account.key for account in client.accounts]
    spending = potential.spending([client.key]).get(client.key)
    history = potential.history({client.key, *accounts})
    base, seen = _looked_at(client)
    sold = _sold(seen, accounts)
    others = any(limit.everything for limit in limits(user, "read_portfolio"))
    cells = spending.cells if spending else ()
    units = {account.name for account in client.accounts} | {cell.row.unit for cell in cells}
    row = seen.row(base, language, others=others) if seen else None
    return ClientPage(
        client=client,
        currency=base,
        finding=_finding(client, row, spending, base, language),
        spending=spending,
        history=history,
        newest=max((told.pk for told in history), default=0),
        offers=_offers(spending, sold, language),
        row=row,
        share=row.share if row else "",
        key=seen is not None and bool(seen.who.seen.key[seen.at]),
        short=seen is not None and bool(seen.who.seen.forecast.short[seen.at]),
        option=_chart(seen, base, language) if seen else None,
        past=_past(seen, language) if seen else (),
        ahead=_ahead(seen, language) if seen else (),
        alike=_alike(seen, language) if seen and others else (),
        days=row.days if row else None,
        days_told=days.rows_of(client.key),
        units=tuple(sorted(unit for unit in units if unit)),
        offered=sold.names,
        ranges=tuple((name, confidence_word(name), language.percent(RANGES[name], 0)) for name in LEVELS),
        may_tell=may_tell(user, client),
        may_read=may(user, "read_portfolio"),
        others=others,
        problem=problem,
    )


@dataclass(frozen=True)
class _Seen:
    """A client among all others."""

    facts: Facts
    who: Ranked
    at: int

    @property
    def year(self) -> tuple[date, date]:
        """The last twelve months."""
        return year_of(self.who.seen.paths.ends[-1])

    def row(self, currency: str, language: Language, *, others: bool) -> Row:
        """What the list says of it."""
        return rows_of(self.who, [self.at], spent(*self.year), currency, language, others=others)[0]


def _looked_at(client: Client) -> tuple[str, _Seen | None]:
    """The base currency, and the client among all others; None where it bought nothing, or is seen but in part."""
    facts = source.facts()
    company = whole_company(facts) if facts is not None and facts.first is not None else None
    if company is None:
        return Organisation.current().base_currency or "", None
    base = company.facts.base or ""
    who = ranked(company.ranked_by("group")) if client.whole else None
    at = who.seen.paths.index.get(client.key) if who else None
    return base, None if who is None or at is None else _Seen(company.facts, who, at)


def _sold(seen: _Seen | None, accounts: Sequence[str]) -> Offers:
    return offers(seen.facts, sorted(accounts), *seen.year) if seen else Offers({}, {})


def confidence_word(name: str) -> str:
    """A confidence as people say it."""
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}[name]


def _finding(client: Client, row: Row | None, spending: Spending | None, currency: str, language: Language) -> str:
    total = spending.total if spending else None
    known = row is not None and not np.isnan(row.now)
    if row is None or not known:
        text = (
            _("{name}: nothing is told of what it spends in all.")
            if total is None
            else _("{name} spends {total} a year in all, as far as is told.")
        )
    elif total is None:
        text = _("{name} buys {sales} a year; what it spends in all is not told.")
    elif row.contradicted:
        text = _(
            "{name} buys {sales} a year, more than the {total} it is said to spend in all: one of the two is wrong."
        )
    else:
        text = _("{name} buys {sales} a year of the {total} it spends in all: {share}.")
    said = text.format(
        name=client.name,
        total=language.short_amount(total.amount, currency) if total else "",
        sales=language.short_amount(row.now, currency) if row else "",
        share=row.share if row else "",
    )
    if row is None or np.isnan(row.expected):
        return said
    ahead = _("In {years} years, {then} a year is expected.")
    return f"{said} {ahead.format(years=AHEAD, then=language.short_amount(row.expected, currency))}"


def _offers(spending: Spending | None, sold: Offers, language: Language) -> tuple[OfferRow, ...]:
    """Spend by offer beside what we sell of it, where a division or a family has its name."""
    if spending is None:
        return ()
    names = {folded(cell.row.offer): cell.row.offer for cell in spending.cells}
    ours = {folded(name): float(amount) for name, amount in {**sold.families, **sold.divisions}.items()}
    rows = []
    for key, name in sorted(names.items()):
        parts = [part for part in spending.parts if part.offer == key]
        if not parts:
            continue
        spend, sales = offer_total(parts), ours.get(key) if key else None
        share = spend.share(sales) if sales is not None else None
        rows.append(OfferRow(name, spend, sales, share_text(share, language), share is not None and share.amount > 1.0))
    return tuple(rows)


def _past(seen: _Seen, language: Language) -> tuple[tuple[str, float], ...]:
    """Yearly sales at the end of each quarter."""
    paths, at = seen.who.seen.paths, seen.at
    return tuple(
        (language.month(end), sale)
        for end, sale in zip(paths.ends, paths.year[at].tolist(), strict=True)
        if sale == sale  # noqa: PLR0124 - NaN
    )


def _ahead(seen: _Seen, language: Language) -> tuple[AheadRow, ...]:
    """The forecast of each year ahead."""
    made, end, at = seen.who.seen.forecast, seen.who.seen.paths.ends[-1], seen.at
    if np.isnan(made.middle[at]).any():
        return ()
    return tuple(
        AheadRow(
            language.month(end.replace(year=end.year + year + 1, day=1)),
            float(made.low[at, year]),
            float(made.middle[at, year]),
            float(made.high[at, year]),
        )
        for year in range(AHEAD)
    )


def _chart(seen: _Seen, currency: str, language: Language) -> dict[str, Any] | None:
    past, ahead = _past(seen, language), _ahead(seen, language)
    if not past:
        return None
    top = max([sale for _, sale in past] + [row.high for row in ahead])
    scale, letter = (1e6, "M") if top >= 2e6 else (1e3, "k") if top >= 2e3 else (1.0, "")
    last, steps, labels = past[-1][1], [], []
    before = (last, last, last)
    for row in ahead:  # a year ahead is as wide as a year of the past: what lies between is drawn straight
        after = (row.middle, row.low, row.high)
        for quarter in range(1, YEAR + 1):
            middle, low, high = (a + (b - a) * quarter / YEAR for a, b in zip(before, after, strict=True))
            steps.append((round(middle / scale, 3), round(low / scale, 3), round(high / scale, 3)))
            labels.append(row.label if quarter == YEAR else "")
        before = after
    return sales_chart(
        [label for label, _ in past] + labels,
        [round(sale / scale, 3) for _, sale in past],
        steps,
        language.axis(currency, letter),
    )


def _alike(seen: _Seen, language: Language) -> tuple[Alike, ...]:
    everyone, at = seen.who.seen, seen.at
    alike = everyone.alike
    return tuple(
        Alike(resemblance(everyone, at, place, language), language.number(float(alike.distance[at, place]), 1))
        for place in range(alike.star.shape[1])
        if alike.star[at, place] >= 0
    )
