"""Good and bad customers: the whale curve, the map, who is on the tail and why, one customer's make-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.http import Http404, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.costs.queries import told as costs_told
from trousseau.figures import classes as words_of
from trousseau.figures import whale as sentences
from trousseau.figures.language import Language
from trousseau.figures.sentences import Part as Said
from trousseau.ledger.classes import Judged, Made, Mover
from trousseau.ledger.costs import Costs
from trousseau.ledger.whale import Curve, Part, reasons
from trousseau.portfolio import words
from trousseau.portfolio.pages.budgets import BudgetsView, budgets_view
from trousseau.portfolio.pages.links import Links, addresses, sentence
from trousseau.portfolio.pages.period import changed
from trousseau.portfolio.pages.whale import MapView, WhaleView, map_view, whale_view
from trousseau.portfolio.queries import classes
from trousseau.portfolio.queries.contributions import inside, tail_reasons, whale_curve, whale_of_places
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked

TAIL = 20
UNKNOWN = 8
MOVED = 12
Unit = Literal["", "division", "zone"]
_whales: Kept[WhaleView | None] = Kept(24)
_maps: Kept[MapView | None] = Kept(24)


@dataclass(frozen=True)
class Choice:
    """One of several ways to look."""

    label: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class TailRow:
    """One that takes back, and the part that explains most of it."""

    row: Made
    class_: str
    url: str
    rate: float | None
    why: str
    also: str
    """The second part, where it explains something too."""


@dataclass(frozen=True)
class MovedRow:
    """One that is of another class than over the period before."""

    move: Mover
    url: str
    why: str


@dataclass(frozen=True)
class ContributionsPage:
    """All that the template shows."""

    asked: Asked
    unit: Unit
    finding: SafeString
    title: str
    lead: tuple[str, ...]
    served: bool
    costs_url: str
    """Where costs to serve are told, "" for who may not read it."""
    curve: Curve
    whale: WhaleView | None
    map: MapView | None
    tail: tuple[TailRow, ...]
    unknown: tuple[Made, ...]
    moved: tuple[MovedRow, ...] | None
    budgets: BudgetsView | None
    units: tuple[Choice, ...]
    zones: tuple[str, ...]
    divisions: tuple[str, ...]
    zone: str
    division: str

    @property
    def currency(self) -> str | None:
        """The unit of the amounts; None: nominal."""
        return self.asked.facts.base


def page(user: User, asked: Asked, query: QueryDict) -> ContributionsPage:
    """The whale of a question, over customers, zones or divisions, inside one zone or division if so asked."""
    written, currency = words.language(), asked.facts.base
    rules, costs = classes.in_force().rules, costs_told()
    found = classes.judged(asked, rules, costs)
    unit = _unit(query.get("unit", ""))
    zone, division = query.get("zone", "")[:200], query.get("division", "")[:200]
    narrowed = inside(asked, zone=zone, division=division)
    judged = classes.judged(narrowed, rules, costs) if zone or division else found
    served = judged.measures.serving_known
    curve = whale_of_places(narrowed, unit, costs) if unit else whale_curve(narrowed, costs)
    tail = curve.tail
    moved = classes.moved(asked, rules, costs) if not unit and not zone and not division else None
    keys = {row.account for row in tail[:TAIL]} | {move.account for move in (moved or ())[:MOVED]}
    links = Links({} if unit else addresses(user, keys, by=asked.by), {})
    parts = sentences.finding(
        written,
        carrying=curve.carrying,
        total=curve.total if curve.rows else None,
        drag=curve.drag,
        tail=[(row.account, row.name or _("not given")) for row in tail],
        currency=currency,
        served=served,
    )
    zones, divisions = _places(asked, "zone", costs), _places(asked, "division", costs)
    return ContributionsPage(
        asked=narrowed,
        unit=unit,
        finding=_finding(parts, links),
        title=_("Good and bad customers"),
        lead=_lead(curve, judged, written, currency, unit=unit),
        served=served,
        costs_url=_reversed("costs:costs") if may(user, "read_imports") else "",
        curve=curve,
        whale=_whales.get(
            key(narrowed, costs, unit, served, written.code),
            lambda: whale_view(curve, written, currency, served=served),
        ),
        map=None
        if unit
        else _maps.get(key(narrowed, rules, costs, written.code), lambda: map_view(judged, written, currency)),
        tail=_tail(
            curve, judged, links, written, unit=unit, reasons=tail_reasons(narrowed, curve, TAIL, unit or None, costs)
        ),
        unknown=curve.unknown[:UNKNOWN],
        moved=_moved(moved, found, links, written) if moved is not None else None,
        budgets=budgets_view(narrowed, costs, written),
        units=_units(unit, query),
        zones=zones,
        divisions=divisions,
        zone=zone,
        division=division,
    )


def _finding(parts: tuple[Said, ...], links: Links) -> SafeString:
    """The finding with its figures as links: customers to their page, counts and amounts down the page."""
    places = {"whale": "#whale", "tail": "#tail", "table": "#whale"}
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a class="figure" href="{}">{}</a>', places[part.about], part.text),)
            if part.about in places
            else (sentence((part,), links),)
            for part in parts
        ),
    )


def _unit(text: str) -> Unit:
    return "division" if text == "division" else "zone" if text == "zone" else ""


def _units(unit: Unit, query: QueryDict) -> tuple[Choice, ...]:
    names: tuple[tuple[Unit, str], ...] = (("", _("Customers")), ("division", _("Divisions")), ("zone", _("Zones")))
    return tuple(Choice(label, changed(query, unit=name or None), name == unit) for name, label in names)


def _places(asked: Asked, dimension: Literal["zone", "division"], costs: Costs) -> tuple[str, ...]:
    """The zones or divisions one may look inside."""
    curve = whale_of_places(asked, dimension, costs)
    return tuple(sorted(row.name for row in (*curve.rows, *curve.unknown) if row.name))


def _lead(curve: Curve, judged: Judged, written: Language, currency: str | None, *, unit: Unit) -> tuple[str, ...]:
    """The peak, the classes, and who is beside the curve."""
    said = []
    peak, total = written.short_amount(curve.peak, currency), written.short_amount(curve.total, currency)
    if curve.peak_share is not None and peak != total:
        said.append(
            _("Without those that take back, {peak} would be left instead of {total}.").format(peak=peak, total=total)
        )
    if not unit:
        counts = {one.name: one.accounts for one in judged.sums().values()}
        if counts["good"] + counts["watch"] + counts["bad"]:
            said.append(
                _("By the rules: {good} good, {watch} to watch, {bad} bad.").format(
                    **{name: written.number(counts[name]) for name in ("good", "watch", "bad")}
                )
            )
    beside = sentences.beside(
        written, accounts=len(curve.unknown), revenue=curve.unknown_revenue, currency=currency
    )  # fmt: skip
    return (*said, *([beside] if beside and curve.rows else []))


def _tail(
    curve: Curve,
    judged: Judged,
    links: Links,
    written: Language,
    *,
    unit: Unit,
    reasons: Mapping[str, tuple[Part, ...]],
) -> tuple[TailRow, ...]:
    """The worst ones with what explains them."""
    names = {} if unit else judged.names()
    worst = curve.tail[:TAIL]
    return tuple(
        TailRow(
            row=row,
            class_=names.get(row.account, ""),
            url=links.account(row.account),
            rate=_rate(row),
            why=_why(reasons.get(row.account, ()), 0, written),
            also=_why(reasons.get(row.account, ()), 1, written),
        )
        for row in worst
    )


def _rate(row: Made) -> float | None:
    if row.contribution is None or row.costed <= 0:
        return None
    return float(row.contribution / row.costed)


def _why(parts: tuple[Part, ...], at: int, written: Language) -> str:
    """The part at a place of the order, where it costs more than usual."""
    if len(parts) <= at or not parts[at].excess > 0:
        return ""
    if at and parts[at].excess < parts[0].excess / 4:
        return ""
    return words_of.why_text(parts[at].name, parts[at].rate, parts[at].usual, written)


def _moved(
    moved: tuple[Mover, ...], judged: Judged, links: Links, written: Language
) -> tuple[MovedRow, ...]:  # fmt: skip
    """The movers with the rule that decided today."""
    at = judged.measures.positions()
    return tuple(
        MovedRow(
            move,
            links.account(move.account),
            why(classes.standing_at(judged, at[move.account]), judged, written),
        )
        for move in moved[:MOVED]
    )


def why(standing: classes.Standing, judged: Judged, written: Language, currency: str | None = None) -> str:
    """Why an account is what it is, in a few words; "" where it is good."""
    if standing.too_little_known:
        share = float(judged.measures.values["known_share"][judged.measures.positions()[standing.row.account]])
        known = None if share != share else share  # noqa: PLR0124 - NaN
        return words_of.unknown_text(known, judged.rules.least_known, written)
    if standing.class_ == "unknown":
        return _("no rule could be judged")
    if not standing.reasons:
        return ""
    first = standing.reasons[0]
    return words_of.reason_text(first.rule, first.value, first.class_, written, currency)


@dataclass(frozen=True)
class PartRow:
    """One part of what a customer costs, as its make-up shows it."""

    label: str
    part: Part
    bar: float
    """Its excess against the largest."""


@dataclass(frozen=True)
class MakeUpPage:
    """What one customer's contribution is made of, and its class."""

    asked: Asked
    row: Made
    standing: classes.Standing
    class_: str
    rate: float | None
    usual: float | None
    """The contribution rate of everyone on the curve."""
    reasons: tuple[str, ...]
    not_judged: tuple[str, ...]
    why: str
    parts: tuple[PartRow, ...]
    served: bool
    url: str
    currency: str | None

    @property
    def covered(self) -> float | None:
        """The share of its sales whose cost is known."""
        return float(self.row.costed / self.row.revenue) if self.row.revenue and self.row.revenue > 0 else None


def make_up(user: User, asked: Asked, account: str) -> MakeUpPage:
    """The make-up of one customer of a question; 404 where there is none such."""
    written, currency = words.language(), asked.facts.base
    costs = costs_told()
    judged, curve = classes.judged(asked, None, costs), whale_curve(asked, costs)
    standing = classes.standing_of(judged, account)
    if standing is None:
        raise Http404
    row = standing.row
    parts = reasons([row], curve.rows).get(account, ()) if row.contribution is not None else ()
    largest = max((abs(part.excess) for part in parts if part.excess == part.excess), default=0.0) or 1.0
    costed = sum((one.costed for one in curve.rows), Decimal(0))
    return MakeUpPage(
        asked=asked,
        row=row,
        standing=standing,
        class_=standing.class_,
        rate=standing.rate,
        usual=float(curve.total / costed) if costed > 0 else None,
        reasons=tuple(
            words_of.reason_text(one.rule, one.value, one.class_, written, currency) for one in standing.reasons
        ),
        not_judged=tuple(words_of.measure_label(name, written) for name in standing.not_judged),
        why=why(standing, judged, written, currency),
        parts=tuple(
            PartRow(words_of.part_label(part.name, written), part, max(0.0, part.excess / largest)) for part in parts
        ),
        served=judged.measures.serving_known,
        url=addresses(user, {account}, by=asked.by).get(account, ""),
        currency=currency,
    )


def _reversed(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
