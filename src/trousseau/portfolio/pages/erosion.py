"""The page of silent erosion, and the evidence on one account, in words, drawings and tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.accounts.access import may_write
from trousseau.accounts.models import Account
from trousseau.costs.queries import quantities
from trousseau.figures import erosion as told
from trousseau.figures import svg
from trousseau.figures.language import MISSING, Language
from trousseau.ledger.erosion import verdict
from trousseau.method.erosion import SIGNALS
from trousseau.method.verdicts import Erosion, Judged, Trend
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import Links, addresses, sentence
from trousseau.portfolio.queries.erosion import judged
from trousseau.portfolio.queries.source import Asked, facts
from trousseau.portfolio.tables import Table

SHOWN = 50
"""Rows of the page; all of them are in its table to download."""
LARGE = {"width": 300, "height": 88, "css": "drift large"}


@dataclass(frozen=True)
class Cell:
    """One signal of one account, small."""

    name: str
    drawing: SafeString
    """Empty where it could not be judged."""
    moved: str
    drifting: bool
    """Whether it goes the wrong way surely enough to be named."""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One account that erodes."""

    one: Erosion
    url: str
    """Its page, "" where it may not be opened."""
    evidence_url: str
    said: str
    strength: str
    stake: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ErosionPage:
    """The first of them, the one with most at stake first."""

    finding: SafeString
    lead: tuple[str, ...]
    rows: tuple[Row, ...]
    more: int
    """How many the page does not show; they are in the export."""
    heads: tuple[str, ...]
    reasons: tuple[tuple[str, int], ...]
    """Why accounts were not judged, and how many."""
    unknown: tuple[tuple[str, int], ...]
    """Signals that are not known of some of the accounts judged."""
    judged: Judged
    currency: str | None


@dataclass(frozen=True)
class AccountPanel:
    """An erosion as the page of its account shows it."""

    row: Row
    currency: str | None
    may_open: bool
    """Whether the reader may open the evidence among the portfolio's pages."""


@dataclass(frozen=True)
class Slope:
    """One signal told in full."""

    head: str
    cell: Cell
    yearly: str
    interval: str
    chance: str


@dataclass(frozen=True)
class EvidencePage:
    """What the verdict on one account stands on."""

    row: Row
    slopes: tuple[Slope, ...]
    unknown: tuple[str, ...]
    heads: tuple[str, ...]
    months: tuple[tuple[date, tuple[str, ...]], ...]
    currency: str | None


def erosion_page(user: User, asked: Asked) -> ErosionPage:
    """The accounts of a question that erode."""
    found, written, base = judged(asked), words.language(), asked.facts.base
    first = found.eroding[:SHOWN]
    urls = addresses(user, [one.account for one in first], by="account")
    known = _known(found.eroding)
    heads = told.signal_words(written)
    return ErosionPage(
        finding=sentence(told.finding(found, base, written), Links(urls, {})),
        lead=told.lead(found, base, written),
        rows=tuple(_row(one, urls, known, base, written) for one in first),
        more=len(found.eroding) - len(first),
        heads=tuple(heads[name] for name in known),
        reasons=tuple((label, found.reasons.get(code, 0)) for code, label in told.reason_words(written).items()),
        unknown=tuple((heads[name], count) for name, count in found.unknown.items() if count),
        judged=found,
        currency=base,
    )


def evidence_page(user: User, asked: Asked, account: str) -> EvidencePage | None:
    """The evidence on one account of a question; None where it does not erode, or is not theirs to see."""
    one = next((one for one in judged(asked).eroding if one.account == account), None)
    if one is None:
        return None
    written, base = words.language(), asked.facts.base
    known = tuple(name for name in SIGNALS if name in one.trends)
    heads = told.signal_words(written)
    return EvidencePage(
        row=_row(one, addresses(user, [account], by="account"), known, base, written),
        slopes=tuple(_slope(one.trends[name], heads[name], written) for name in known),
        unknown=tuple(heads[name] for name in one.unknown),
        heads=tuple(heads[name] for name in known),
        months=tuple(
            (month, tuple(_value(one.trends[name], index, written) for name in known))
            for index, month in enumerate(one.months)
        ),
        currency=base,
    )


def account_panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The section of an account that erodes, for those who know its margins; None: nothing to show."""
    user = person(request)
    reads = may(user, "read_portfolio")
    there = facts() if reads or may_write(user, account) else None
    one = verdict(there, account.key, costs=quantities()) if there is not None else None
    if one is None or not one.eroding or account.excluded or there is None:
        return None
    known = tuple(name for name in SIGNALS if name in one.trends)
    shown = AccountPanel(_row(one, {}, known, there.base, words.language()), there.base, may_open=reads)
    return {field.name: getattr(shown, field.name) for field in fields(shown)}


def table(found: Judged) -> Table:
    """Every account that erodes, to export."""
    heads, written = told.signal_words(words.language()), words.language()
    columns = [_("Code"), _("Account"), _("Since"), _("Evidence"), _("Revenue"), _("Sales in a year"), _("Lost a year"),
               _("At least"), _("At most")]  # fmt: skip
    for name in SIGNALS:
        columns += [
            _("{signal}: change").format(signal=heads[name]),
            _("{signal}: slope a year").format(signal=heads[name]),
            _("{signal}: p").format(signal=heads[name]),
        ]
    return Table(
        "erosion",
        _("Silent erosion"),
        tuple(columns),
        (
            (
                one.account,
                one.name,
                one.since,
                told.strength(one, written),
                one.revenue,
                None if one.sales is None else one.sales - 1,
                _cents(one.lost),
                _cents(one.lost_low),
                _cents(one.lost_high),
                *(value for name in SIGNALS for value in _exported(one.trends.get(name))),
            )
            for one in found.eroding
        ),
    )


def _exported(trend: Trend | None) -> tuple[float | None, ...]:
    return (None, None, None) if trend is None else (trend.moved, trend.slope, trend.p)


def _cents(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))


def _known(eroding: Iterable[Erosion]) -> tuple[str, ...]:
    """The signals that are known of any of them."""
    there = {name for one in eroding for name in one.trends}
    return tuple(name for name in SIGNALS if name in there)


def _row(one: Erosion, urls: dict[str, str], known: tuple[str, ...], base: str | None, written: Language) -> Row:
    return Row(
        one=one,
        url=urls.get(one.account, ""),
        evidence_url=f"{reverse('portfolio:erosion_evidence')}?{urlencode({'account': one.account})}",
        said=told.evidence(one, written),
        strength=told.strength(one, written),
        stake=told.at_stake(one, base, written),
        cells=tuple(_cell(name, one.trends.get(name), written) for name in known),
    )


def _cell(name: str, trend: Trend | None, written: Language, *, large: bool = False) -> Cell:
    if trend is None:
        return Cell(told.signal_words(written)[name], SafeString(""), MISSING, drifting=False)
    size = LARGE if large else {}
    drawing = svg.drift(trend.shown, trend.shown_line, **size)  # type: ignore[arg-type]  # sizes and a class
    return Cell(
        told.signal_words(written)[name],
        mark_safe(drawing),  # noqa: S308 - numbers only
        told.moved(trend, written),
        drifting=trend.p < 0.05,
    )


def _slope(trend: Trend, head: str, written: Language) -> Slope:
    yearly, interval = told.yearly(trend, written)
    return Slope(head, _cell(trend.name, trend, written, large=True), yearly, interval, told.chance(trend.p, written))


def _value(trend: Trend, index: int, written: Language) -> str:
    """One month of one signal, in its unit; indices have 100 as the level before."""
    value = trend.shown[index]
    if trend.name == "margin":
        return written.percent(value)
    return written.number(value, 1)
