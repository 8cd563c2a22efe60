"""Concentration: by every dimension, inside each zone, division and currency, the note, the lender, the movement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.exposure import addresses
from trousseau.exposure.charts import concentration as charts
from trousseau.exposure.queries import concentration
from trousseau.figures import concentration as said
from trousseau.figures.language import Language
from trousseau.figures.typed import TypedError, typed
from trousseau.ledger.concentration import LIMIT, Concentrations, Inside, Moment, Over, Spread
from trousseau.method.checkup import Checkup
from trousseau.portfolio import words
from trousseau.portfolio.pages.dimensions import SERIOUS, WATCHED
from trousseau.portfolio.pages.links import Links, sentence
from trousseau.portfolio.pages.links import addresses as account_addresses
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import Asked

VALUES = 12
STRIKING = 0.05
"""Places under this share of sales do not make the finding."""


@dataclass(frozen=True)
class SpreadRow:
    """One dimension, customers first."""

    label: str
    spread: Spread
    first_ten: float | None


@dataclass(frozen=True)
class InsideRow:
    """One zone, division or currency."""

    label: str
    inside: Inside
    first: str
    first_url: str
    status: str


@dataclass(frozen=True)
class InsideView:
    """One dimension, value by value."""

    name: str
    title: str
    rows: tuple[InsideRow, ...]
    folded: int
    fixed: bool
    """Whether any fixed cost of its values is known."""
    contribution: bool


@dataclass(frozen=True)
class MovementView:
    """How one dimension moved."""

    name: str
    title: str
    option: dict[str, Any]
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Concentration:
    """All that the template shows."""

    asked: Asked
    checkup: Checkup
    finding: SafeString
    spreads: tuple[SpreadRow, ...]
    inside: tuple[InsideView, ...]
    notes: tuple[tuple[str, str, str], ...]
    """Language, its name, the note."""
    limit: Decimal
    limit_refused: bool
    over: tuple[tuple[Over, str], ...]
    excess: str
    movement: tuple[MovementView, ...]
    control: str
    kept: tuple[tuple[str, str], ...]

    @property
    def currency(self) -> str | None:
        """The unit of the amounts."""
        return self.asked.facts.base

    @property
    def percent(self) -> str:
        """The limit as its field holds it."""
        return f"{self.limit * 100:f}".rstrip("0").rstrip(".") or "0"


def page(user: User, asked: Asked, query: QueryDict) -> Concentration:
    """The concentration of an address; `limit` is the lender's, in per cent."""
    grouped = asked.ranked_by("group")
    written, checkup = words.language(), measured(grouped).checkup
    found = concentration.concentrations(asked)
    names = {row.account: row.name for row in checkup.ranked}
    limit, refused = limit_of(query.get("limit", ""))
    over = found.excess(limit)
    firsts = {one.first for rows in found.inside.values() for one in rows if one.first}
    linked = Links(account_addresses(user, firsts, by="group"), {})
    parts = said.finding(found.customers.top[1], found.customers.effective_number, worst_place(found), names, written)
    return Concentration(
        asked=asked,
        checkup=checkup,
        finding=sentence(parts, _Here(linked.by_account, {})),
        spreads=_spreads(found),
        inside=tuple(_inside(name, rows, names, linked) for name, rows in found.inside.items()),
        notes=_notes(found, names, asked),
        limit=limit,
        limit_refused=refused,
        over=tuple((one, names.get(one.customer, one.customer)) for one in over),
        excess=said.excess_words(
            len(over),
            excess=sum((one.excess for one in over), Decimal(0)),
            total=found.total,
            limit=limit,
            language=written,
            currency=asked.facts.base,
        ),
        movement=_movement(concentration.moved(asked), written),
        control=said.reading(written, above_whole=found.above_whole),
        kept=addresses.of_period(query),
    )


@dataclass(frozen=True)
class _Here(Links):
    """Where the figures of the finding lead: to the tables of this page."""

    def about(self, what: str) -> str:
        return f"#{what}"


def worst_place(found: Concentrations) -> tuple[str, Inside] | None:
    """The division, else the zone, else the currency that hangs on one customer most, small ones left out."""
    for dimension in ("division", "zone", "currency"):
        rows = [
            one
            for one in found.inside.get(dimension, ())
            if one.value and one.first_share is not None and (one.share or 0) >= STRIKING
        ]
        if rows:
            return dimension, max(rows, key=lambda one: one.first_share or 0.0)
    return None


def limit_of(text: str) -> tuple[Decimal, bool]:
    """The lender's limit of an address; the usual one, and whether what was asked was refused."""
    try:
        number = typed(text, words.language())
    except TypedError:
        return LIMIT, True
    if number is None:
        return LIMIT, False
    return (number / 100, False) if 0 <= number <= 100 else (LIMIT, True)


def _spreads(found: Concentrations) -> tuple[SpreadRow, ...]:
    titles = {
        "zone": _("Zones"),
        "division": _("Divisions"),
        "currency": _("Currencies"),
        "family": _("Product families"),
    }
    rows = [SpreadRow(_("Customers"), found.customers, found.customers.top[10])]
    rows += [SpreadRow(titles[name], spread, spread.top[10]) for name, spread in found.dimensions.items()]
    return tuple(rows)


def _inside(name: str, rows: tuple[Inside, ...], names: dict[str, str], linked: Links) -> InsideView:
    titles = {"zone": _("By zone"), "division": _("By division"), "currency": _("By currency")}
    return InsideView(
        name=name,
        title=titles[name],
        rows=tuple(
            InsideRow(
                label=one.value or _("not given"),
                inside=one,
                first=names.get(one.first, one.first),
                first_url=linked.account(one.first),
                status=_status(one),
            )
            for one in rows[:VALUES]
        ),
        folded=max(0, len(rows) - VALUES),
        fixed=any(one.fixed is not None for one in rows),
        contribution=any(one.contribution is not None for one in rows),
    )


def _status(one: Inside) -> str:
    share = one.first_share or 0.0
    if (one.spare_left is not None and one.spare_left < 0) or share >= SERIOUS:
        return "bad"
    return "watch" if share >= WATCHED else ""


def _notes(found: Concentrations, names: dict[str, str], asked: Asked) -> tuple[tuple[str, str, str], ...]:
    """The note in both languages."""
    return tuple(
        (
            code,
            {"fr": "Français", "en": "English"}[code],
            said.note(
                found.disclosed, found.total, names, Language(code),
                start=asked.window.start, end=asked.window.end, currency=asked.facts.base,
            ),
        )
        for code in ("fr", "en")
    )  # fmt: skip


def _movement(moved: dict[str, tuple[Moment, ...]], written: Language) -> tuple[MovementView, ...]:
    titles = {
        "customer": _("First customer"),
        "zone": _("First zone"),
        "division": _("First division"),
        "currency": _("First currency"),
    }
    return tuple(
        MovementView(name, titles[name], charts.movement(moments, written), moments)
        for name, moments in moved.items()
        if len(moments) > 1
    )
