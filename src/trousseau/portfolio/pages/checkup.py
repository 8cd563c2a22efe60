"""The check-up page: today's or a frozen one, in words, drawings and tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.figures import sentences, svg
from trousseau.figures.dimensions import rows_of
from trousseau.figures.indicators import Indicator
from trousseau.figures.language import Language
from trousseau.method.checkup import Checkup, Dimension, RankedAccount
from trousseau.portfolio import charts, indicators, words
from trousseau.portfolio.comparison import Comparison, Move
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.pages.links import Links, addresses, links, sentence
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.history import Against, Trend
from trousseau.portfolio.queries.measure import Account, Measured, measured, sparks, whole
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.tables import kind_words

FIRST = 20
MOVES = 12
VALUES = 8
MOST_MOVES = 500
"""How many accounts, moves and values of a dimension the page shows before it folds the rest."""


@dataclass(frozen=True)
class Choice:
    """One thing a check-up can be compared with."""

    label: str
    value: str
    chosen: bool


@dataclass(frozen=True)
class AccountRow:
    """One row of the table of accounts."""

    rank: int
    key: str
    name: str
    url: str
    zone: str
    division: str
    entities: int
    revenue: Decimal
    of_largest: float
    share: float
    cumulative: float
    growth: float | None
    spark: SafeString
    class_: str
    class_before: str


@dataclass(frozen=True)
class ValueRow:
    """One value of a dimension."""

    label: str
    revenue: Decimal
    share: float
    of_largest: float
    accounts: int | None
    first: str
    first_url: str
    first_share: float | None
    status: str


@dataclass(frozen=True)
class DimensionView:
    """The concentration over one dimension."""

    name: str
    title: str
    hhi: float
    effective_number: float
    rows: tuple[ValueRow, ...]
    """The largest values, and the others added up in a last row without a first account."""


@dataclass(frozen=True)
class MoveRow:
    """One account that moved."""

    move: Move
    url: str


@dataclass(frozen=True)
class ParetoView:
    """The curve and everything that explains it."""

    option: dict[str, Any]
    steps: list[list[Any]]
    """Where a cut can stand: customers, per cent of sales, the sentence."""
    cut: int
    """The step of the cut at first: class A."""
    strip: tuple[dict[str, Any], ...]
    table: tuple[dict[str, Any], ...]

    @property
    def cut_at(self) -> int:
        """The number of customers the cut starts at."""
        at: int = self.steps[self.cut][0]
        return at

    @property
    def says(self) -> str:
        """What the cut says there."""
        said: str = self.steps[self.cut][2]
        return said


@dataclass(frozen=True)
class MovesPage:
    """Everyone who moved."""

    asked: Asked
    against: Against | None
    kind: str
    kinds: tuple[tuple[str, str, int], ...]
    """Kind, its words, how many."""
    rows: tuple[MoveRow, ...]


@dataclass(frozen=True)
class CheckupPage:
    """All that the template shows."""

    checkup: Checkup
    asked: Asked | None
    frozen: FrozenCheckup | None
    day: date
    version: int
    finding: SafeString
    title: str
    lead: tuple[str, ...]
    parts: tuple[tuple[str, tuple[words.Shown, ...]], ...]
    counts: Mapping[str, int]
    against: Against | None
    choices: tuple[Choice, ...]
    trend: Trend | None
    pareto: ParetoView | None
    dimensions: tuple[DimensionView, ...]
    moves: tuple[MoveRow, ...]
    balance: str
    accounts: tuple[AccountRow, ...]
    first_sum: RankedAccount | None
    growth: float | None = None
    next_due: date | None = None
    links: Links = field(default_factory=lambda: Links({}, {}))

    @property
    def currency(self) -> str | None:
        """The unit of the amounts; None: nominal."""
        return self.checkup.base_currency

    @property
    def comparison(self) -> Comparison | None:
        """Who moved since the check-up compared with."""
        return self.against.comparison if self.against else None

    @property
    def sum_of_first(self) -> Decimal:
        """The revenue of the accounts shown."""
        return sum((row.revenue for row in self.accounts), Decimal(0))

    @property
    def whole(self) -> float | None:
        """The share of everyone: 1, unless shares mean nothing."""
        return 1.0 if self.checkup.pareto.defined else None

    @property
    def more_moves(self) -> int:
        """How many moves the page does not show."""
        return len(self.comparison.moves) - len(self.moves) if self.comparison else 0


def live(user: User, asked: Asked, chosen: str = "") -> CheckupPage:
    """Today's check-up, compared with the one chosen."""
    now = measured(asked)
    past = history.earlier(asked)
    against = history.against(now, past, chosen)
    trend = history.trend(now, past)
    return _page(
        user,
        whole(asked),
        now=now,
        frozen=None,
        against=against,
        trend=trend,
        choices=_choices(now, past, against),
        rows=now.rows,
    )


def past(user: User, frozen: FrozenCheckup) -> CheckupPage:
    """A check-up as it was frozen, compared with the one before it."""
    checkup = history.opened(frozen)
    older = history.frozen_checkups(user).filter(by=frozen.by, end__lt=frozen.end).first()
    kept = frozen.figures["indicators"]
    return _page(
        user,
        checkup,
        now=None,
        frozen=frozen,
        against=history.against_frozen(checkup, older) if older else None,
        trend=None,
        choices=(),
        rows=indicators.kept(checkup, kept),
    )


def all_moves(user: User, now: Measured, against: Against | None, kind: str) -> MovesPage:
    """The moves of one kind, or all of them."""
    words_of = kind_words()
    found = against.comparison.moves if against else ()
    shown = tuple(move for move in found if kind not in words_of or move.kind == kind)[:MOST_MOVES]
    urls = addresses(user, {move.account for move in shown}, by=now.asked.by)
    return MovesPage(
        asked=now.asked,
        against=against,
        kind=kind if kind in words_of else "",
        kinds=tuple((name, text, sum(m.kind == name for m in found)) for name, text in words_of.items()),
        rows=tuple(MoveRow(move, urls.get(move.account, "")) for move in shown),
    )


def _page(
    user: User,
    checkup: Checkup,
    *,
    now: Measured | None,
    frozen: FrozenCheckup | None,
    against: Against | None,
    trend: Trend | None,
    choices: tuple[Choice, ...],
    rows: tuple[Indicator, ...],
) -> CheckupPage:
    written = words.language()
    moves = against.comparison.moves[:MOVES] if against else ()
    found = links(user, checkup, (move.account for move in moves))
    panel = indicators.panel(rows, against.values if against else None, trend.points if trend else ())
    shown = words.shown(panel, checkup, now.moved if now else None, written)
    counts = {status: sum(row.status == status for row in shown) for status in ("good", "watch", "bad")}
    said = sentences.finding(checkup, written)
    # The finding counts the indicators of the file alone; this panel has more of them.
    lead = (said.lead[0], words.standing(counts, written), *said.lead[2:]) if len(said.lead) > 1 else said.lead
    return CheckupPage(
        checkup=checkup,
        asked=now.asked if now else None,
        frozen=frozen,
        day=history.day_of(frozen),
        version=frozen.ledger_version if frozen else now.asked.facts.ledger_version if now else 0,
        finding=sentence(said.headline, found),
        title=said.text,
        lead=(*lead, *words.since(checkup, against, written)),
        parts=tuple((title, tuple(row for row in shown if row.part == part)) for part, title in words.parts().items()),
        counts=counts,
        against=against,
        choices=choices,
        trend=trend,
        pareto=pareto_view(checkup, written),
        dimensions=dimension_views(checkup, found),
        moves=tuple(MoveRow(move, found.account(move.account)) for move in moves),
        balance=words.balance(against.comparison, checkup.base_currency, written) if against and moves else "",
        accounts=_accounts(checkup, now, against, found),
        first_sum=checkup.ranked[min(FIRST, len(checkup.ranked)) - 1] if checkup.ranked else None,
        growth=next((row.value for row in rows if row.key == "growth"), None),
        next_due=history.next_due(user),
        links=found,
    )


def _choices(now: Measured, earlier: list[FrozenCheckup], against: Against | None) -> tuple[Choice, ...]:
    """What today's check-up can be compared with."""
    written = words.language()
    chosen = against.frozen.public_id if against and against.frozen else "previous" if against else ""
    found = [
        Choice(
            _("the check-up to {date}").format(date=written.date(frozen.end)),
            frozen.public_id,
            frozen.public_id == chosen,
        )
        for frozen in earlier
    ]
    if now.asked.previous is not None:
        found.append(Choice(_("the period before"), "previous", chosen == "previous"))
    return tuple(found)


def _accounts(checkup: Checkup, now: Measured | None, against: Against | None, found: Links) -> tuple[AccountRow, ...]:
    """The first accounts; for a frozen check-up, without what only the ledger knows."""
    first = checkup.ranked[:FIRST]
    largest = max((row.share for row in first), default=1.0)
    monthly = sparks(now.asked, tuple(row.account for row in first)) if now else {}
    before = {move.account: move.before for move in against.comparison.reclassed} if against else {}
    result = []
    for rank, row in enumerate(first, 1):
        known = now.accounts.get(row.account) if now else None
        known = known or Account(row.account, None, "", "", 1)
        result.append(
            AccountRow(
                rank=rank,
                key=row.account,
                name=row.name,
                url=found.account(row.account),
                zone=known.zone,
                division=known.division,
                entities=known.entities,
                revenue=row.revenue,
                of_largest=row.share / largest,
                share=row.share,
                cumulative=row.cumulative_share,
                growth=known.growth(row.revenue),
                spark=mark_safe(svg.spark(_floats(monthly.get(row.account, [])))),  # noqa: S308
                class_=row.class_,
                class_before=before.get(row.account, ""),
            )
        )
    return tuple(result)


def _floats(values: list[Decimal | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]


def pareto_view(checkup: Checkup, written: Language) -> ParetoView | None:
    """The curve, its cut and its classes; None where shares mean nothing."""
    curve = checkup.pareto
    if not curve.defined:
        return None
    few = round(100 * curve.point)
    option = charts.pareto(
        checkup,
        {
            "point": _("Pareto point {few}/{many}").format(few=few, many=100 - few),
            "detail": _("{few} of customers make {many} of sales").format(
                few=written.percent(curve.point), many=written.percent(1 - curve.point)
            ),
        },
    )
    share = [0.0, *curve.cumulative_share.tolist()]
    counts = [k for k in svg.curve_points(curve, 800) if k > 0]
    needed = curve.count_for(0.8) or 1
    counts = sorted({*counts, needed})
    steps = [
        [k, round(100 * share[k], 3), words.cut(k, share[k], checkup.revenue, checkup.base_currency, written)]
        for k in counts
    ]
    return ParetoView(
        option=option,
        steps=steps,
        cut=counts.index(needed),
        strip=_strip(checkup, share),
        table=tuple(
            {"share": level, "accounts": curve.count_for(level), "part": (curve.count_for(level) or 0) / curve.size}
            for level in (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
        ),
    )


def _strip(checkup: Checkup, share: list[float]) -> tuple[dict[str, Any], ...]:
    """The classes under the axis: how many accounts, what they make, where their segment lies (per mille)."""
    result, total = [], 0
    for letter, count in checkup.pareto.class_counts().items():
        result.append(
            {
                "class": letter,
                "accounts": count,
                "share": share[total + count] - share[total],
                "revenue": sum((row.revenue for row in checkup.ranked[total : total + count]), Decimal(0)),
                "x": round(1000 * total / checkup.pareto.size, 2),
                "width": round(1000 * count / checkup.pareto.size, 2),
            }
        )
        total += count
    return tuple(result)


def dimension_views(checkup: Checkup, found: Links) -> tuple[DimensionView, ...]:
    """The dimensions the lines know, in the usual order."""
    titles = {
        "zone": _("By zone"),
        "division": _("By division"),
        "currency": _("By currency"),
        "family": _("By family"),
    }
    views = []
    for name, title in titles.items():
        dimension = checkup.by_dimension.get(name)
        if dimension is None or not dimension.shares or dimension.hhi is None:
            continue
        rows = _values(dimension, found)
        views.append(
            DimensionView(
                name,
                title,
                dimension.hhi,
                dimension.effective_number or 0.0,
                rows,
            )
        )
    return tuple(views)


def _values(dimension: Dimension, found: Links) -> tuple[ValueRow, ...]:
    largest = max(dimension.shares.values(), default=1.0) or 1.0
    rows = []
    for row in rows_of(dimension, words.language(), VALUES):
        first = None if row.first_share is None or math.isnan(row.first_share) else row.first_share
        rows.append(
            ValueRow(
                label=row.label,
                revenue=row.revenue,
                share=row.share,
                of_largest=row.share / largest if row.value is not None else 0.0,
                accounts=row.accounts,
                first=row.first,
                first_url=found.by_name.get(row.first, ""),
                first_share=first,
                status="bad" if (first or 0) >= 0.40 else "watch" if (first or 0) >= 0.25 else "",
            )
        )
    return tuple(rows)
