"""The check-up page: today's or a frozen one, in words, drawings and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.figures import sentences, svg
from trousseau.figures.indicators import DOZEN, MORE, Group, Indicator
from trousseau.figures.language import Language
from trousseau.figures.missing import missing
from trousseau.ledger.classes import Judged
from trousseau.method.checkup import Checkup, RankedAccount
from trousseau.portfolio import indicators, results, words
from trousseau.portfolio.comparison import Comparison, Move
from trousseau.portfolio.models import FrozenCheckup
from trousseau.portfolio.pages.dimensions import DimensionView, dimension_views
from trousseau.portfolio.pages.links import Links, addresses, links, made_of, need_url, sentence
from trousseau.portfolio.pages.pareto import ParetoView, pareto_view
from trousseau.portfolio.pages.shifts import SHOWN, ShiftRow, balance, shift_rows
from trousseau.portfolio.pages.whale import MapView, Standings, WhaleView, standings
from trousseau.portfolio.queries import history
from trousseau.portfolio.queries.classes import judged
from trousseau.portfolio.queries.contributions import whale_curve
from trousseau.portfolio.queries.history import Against, Trend
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.measure import Account, Measured, measured, sparks, whole
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.queries.told import told
from trousseau.portfolio.tables import kind_words

_stand: Kept[Standings] = Kept(16)
_pareto: Kept[ParetoView | None] = Kept(32)
FIRST = 20
MOVES = 12
MOST_MOVES = 500
"""How many accounts and moves the page shows, and how many moves the page of all moves."""


@dataclass(frozen=True)
class Choice:
    """One thing a check-up can be compared with."""

    label: str
    value: str
    chosen: bool


@dataclass(frozen=True)
class Lacking:
    """What of the dozen cannot be computed, and where to tell what it needs."""

    sentence: str
    url: str


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
    standing: str
    """good, watch, bad or unknown; "" where it was not kept."""
    rate: float | None
    """Contribution, of the sales whose cost is known."""


@dataclass(frozen=True)
class MoveRow:
    """One account that moved."""

    move: Move
    url: str


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
    """The dozen, part by part."""
    more: tuple[tuple[str, tuple[words.Shown, ...]], ...]
    """The indicators behind it."""
    data: tuple[words.Shown, ...]
    """The quality of the data."""
    missing: tuple[Lacking, ...]
    counts: Mapping[str, int]
    """Of the dozen."""
    against: Against | None
    choices: tuple[Choice, ...]
    trend: Trend | None
    pareto: ParetoView | None
    dimensions: tuple[DimensionView, ...]
    moves: tuple[MoveRow, ...]
    shifts: tuple[ShiftRow, ...]
    """Who became good, to watch or bad."""
    shift_balance: str
    balance: str
    accounts: tuple[AccountRow, ...]
    first_sum: RankedAccount | None
    growth: float | None = None
    next_due: date | None = None
    whale: WhaleView | None = None
    map: MapView | None = None
    links: Links = field(default_factory=lambda: Links({}, {}))
    following: bool = False
    """Whether what takes long is still being worked out."""

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
    beside = told()
    rows = panel_of(asked, beside).rows
    now = measured(asked)
    past = history.earlier(asked)
    against = history.against(now, past, beside, chosen)
    trend = history.trend(now, past)
    found, written = judged(asked, beside.rules, beside.costs), words.language()
    return _page(
        user,
        whole(asked),
        now=now,
        frozen=None,
        against=against,
        trend=trend,
        choices=_choices(now, past, against),
        rows=rows,
        judged=found,
        stand=_stand.get(
            key(asked, beside.rules, beside.costs, written.code),
            lambda: standings(found, whale_curve(asked, beside.costs), written, asked.facts.base),
        ),
        pareto=_pareto.get(key(asked, written.code), lambda: pareto_view(now.checkup, written)),
    )


def first(user: User, asked: Asked) -> CheckupPage:
    """What the lines alone say of today's check-up: the rest follows."""
    now, written = measured(asked), words.language()
    page = _page(
        user,
        now.checkup,
        now=now,
        frozen=None,
        against=None,
        trend=None,
        choices=(),
        rows=now.rows,
        stand=Standings(None, None, {}),
        pareto=_pareto.get(key(asked, written.code), lambda: pareto_view(now.checkup, written)),
    )
    return replace(page, lead=page.lead[:1], missing=(), following=True)


def past(user: User, frozen: FrozenCheckup, chosen: str = "") -> CheckupPage:
    """A check-up as it was frozen, compared with the one chosen, else with the one before it."""
    checkup = history.opened(frozen)
    others = history.others(user, frozen)
    against = history.against_other(user, frozen, chosen)
    return _page(
        user,
        checkup,
        now=None,
        frozen=frozen,
        against=against,
        trend=history.trend_of_frozen(frozen.start, frozen.end, others),
        choices=_frozen_choices(others, against),
        rows=results.panel(frozen, checkup),
        stand=Standings(None, None, _kept_standings(frozen)),
        pareto=pareto_view(checkup, words.language()),
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
    stand: Standings,
    pareto: ParetoView | None,
    judged: Judged | None = None,
) -> CheckupPage:
    written = words.language()
    moves = against.comparison.moves[:MOVES] if against else ()
    shifted = against.comparison.shifts[:SHOWN] if against else ()
    found = links(user, checkup, [*(move.account for move in moves), *(shift.account for shift in shifted)])
    panel = indicators.panel(rows, against.values if against else None, trend.points if trend else ())
    shown = tuple(replace(row, url=made_of(row.indicator)) for row in words.shown(panel, checkup, written))
    counts = words.counts(shown)
    next_due = history.next_due(user)
    said = sentences.finding(checkup, written, rows=rows)
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
        lead=(
            *lead,
            *words.contribution(panel, against, checkup.base_currency, written),
            *words.since(checkup, against, written),
            *(() if frozen else words.late(next_due, written)),
        ),
        parts=_parts(shown, DOZEN, written),
        more=_parts(shown, {part: keys for part, keys in MORE.items() if part != "data"}, written),
        data=tuple(row for row in shown if row.part == "data"),
        missing=tuple(Lacking(lacks.sentence, need_url(lacks.reason)) for lacks in missing(rows, written)),
        counts=counts,
        against=against,
        choices=choices,
        trend=trend,
        pareto=pareto,
        dimensions=dimension_views(checkup, found),
        moves=tuple(MoveRow(move, found.account(move.account)) for move in moves),
        shifts=shift_rows(against.comparison, judged, found, written, checkup.base_currency) if against else (),
        shift_balance=balance(against.comparison, written, checkup.base_currency) if shifted and against else "",
        balance=words.balance(against.comparison, checkup.base_currency, written) if against and moves else "",
        accounts=_accounts(checkup, now, against, found, stand.by_account),
        first_sum=checkup.ranked[min(FIRST, len(checkup.ranked)) - 1] if checkup.ranked else None,
        growth=next((row.value for row in rows if row.key == "growth"), None),
        next_due=next_due,
        whale=stand.whale,
        map=stand.map,
        links=found,
    )


def _parts(
    shown: tuple[words.Shown, ...], parts: Mapping[Group, tuple[str, ...]], written: Language
) -> tuple[tuple[str, tuple[words.Shown, ...]], ...]:
    """The rows of each part under its title; parts without any are left out."""
    titles, by_key = sentences.group_words(written), {row.key: row for row in shown}
    found = ((titles[part], tuple(by_key[key] for key in keys if key in by_key)) for part, keys in parts.items())
    return tuple((title, rows) for title, rows in found if rows)


def _choices(now: Measured, earlier: list[FrozenCheckup], against: Against | None) -> tuple[Choice, ...]:
    """What today's check-up can be compared with."""
    found = _frozen_choices(earlier, against)
    if now.asked.previous is not None:
        previous = against is not None and against.kind == "previous"
        found = (*found, Choice(_("the period before"), "previous", previous))
    return found


def _frozen_choices(others: list[FrozenCheckup], against: Against | None) -> tuple[Choice, ...]:
    """The frozen check-ups among them."""
    written = words.language()
    chosen = against.frozen.pk if against and against.frozen else None
    return tuple(
        Choice(_("the check-up to {date}").format(date=written.date(f.end)), f.public_id, f.pk == chosen)
        for f in others
    )


def _kept_standings(frozen: FrozenCheckup) -> dict[str, tuple[str, float | None]]:
    """Class and contribution rate of the first accounts of a frozen check-up, as they were kept."""
    first = frozen.rows.filter(rank__lte=FIRST).values_list("account", "standing", "contribution", "revenue")
    return {
        account: (standing, float(left / revenue) if left is not None and revenue and revenue > 0 else None)
        for account, standing, left, revenue in first
    }


def _accounts(
    checkup: Checkup,
    now: Measured | None,
    against: Against | None,
    found: Links,
    standing: Mapping[str, tuple[str, float | None]],
) -> tuple[AccountRow, ...]:
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
                standing=standing.get(row.account, ("", None))[0],
                rate=standing.get(row.account, ("", None))[1],
            )
        )
    return tuple(result)


def _floats(values: list[Decimal | None]) -> list[float | None]:
    return [None if value is None else float(value) for value in values]
