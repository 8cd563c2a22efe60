"""The exposure page: what the portfolio hangs on, and what is left when some accounts leave."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.accounts.models import folded
from trousseau.exposure.losing import Part, WhatIf
from trousseau.exposure.models import Scenario
from trousseau.exposure.queries import losing
from trousseau.figures.language import Language
from trousseau.method.checkup import Checkup, RankedAccount
from trousseau.portfolio import words
from trousseau.portfolio.pages.dimensions import DimensionView, dimension_views
from trousseau.portfolio.pages.links import Links, links
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.source import Asked

SUGGESTED = 8
LOST_MOST = 50
NAMED = 3
PARTS = 8


@dataclass(frozen=True)
class LostRow:
    """One account that is chosen to leave."""

    key: str
    name: str
    revenue: Decimal
    share: float
    without: str
    """The address of the same page with this account kept."""


@dataclass(frozen=True)
class Candidate:
    """An account one may add to the losing."""

    key: str
    name: str
    revenue: Decimal
    share: float
    url: str
    """The address of the same page with it lost too."""


@dataclass(frozen=True)
class PartRow:
    """One zone, division or currency before and after."""

    label: str
    part: Part
    before: float
    after: float
    """Lengths of the bars, 1 for the largest before."""
    status: str

    @property
    def minus(self) -> float | None:
        """The share lost, as a negative change."""
        return None if self.part.share is None else -self.part.share


@dataclass(frozen=True)
class PartsView:
    """One dimension before and after."""

    name: str
    title: str
    rows: tuple[PartRow, ...]
    folded: int


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario that was kept, with what it would cost today."""

    scenario: Scenario
    url: str
    loss: Decimal
    share: float | None
    effective_number: float
    hardest: Part | None
    chosen: bool

    @property
    def minus(self) -> Decimal:
        """The loss as a negative change."""
        return -self.loss


@dataclass(frozen=True)
class ExposurePage:
    """All that the template shows."""

    asked: Asked
    checkup: Checkup
    finding: SafeString
    title: str
    lead: tuple[SafeString | str, ...]
    over_10: tuple[tuple[str, float, float, str], ...]
    """Name, share, share of the largest among them, address."""
    dimensions: tuple[DimensionView, ...]
    lost: tuple[LostRow, ...]
    candidates: tuple[Candidate, ...]
    what_if: WhatIf | None
    parts: tuple[PartsView, ...]
    scenarios: tuple[ScenarioRow, ...]
    links: Links

    @property
    def minus(self) -> float | None:
        """The share of sales lost, as a negative change."""
        share = self.what_if.total.share if self.what_if else None
        return None if share is None else -share

    @property
    def top_after(self) -> float | None:
        """The share of the first customer afterwards."""
        return self.what_if.after.top(1) if self.what_if else None

    @property
    def first_after(self) -> str:
        """Who comes first afterwards."""
        lost = {row.key for row in self.lost}
        return next((row.name for row in self.checkup.ranked if row.account not in lost), "")

    @property
    def currency(self) -> str | None:
        """The unit of the amounts; None: nominal."""
        return self.checkup.base_currency


def page(user: User, asked: Asked, lose: Iterable[str] | None, address: losing.Address, text: str = "") -> ExposurePage:
    """The exposure of a portfolio, and what is left without the accounts of `lose` (None: without the first one)."""
    written = words.language()
    checkup = whole(asked)
    ranked = {row.account: row for row in checkup.ranked}
    chosen = tuple(lose) if lose is not None else tuple(ranked)[:1]
    lost = tuple(key for key in dict.fromkeys(chosen) if key in ranked)[:LOST_MOST]
    answer = losing.lose(asked, lost) if lost else None
    worst = losing.lose(asked, tuple(ranked)[:1]) if ranked and checkup.pareto.defined else None
    found = links(user, checkup, lost)
    finding = _finding(checkup, answer or worst, [ranked[key] for key in lost], found, written)
    return ExposurePage(
        asked=asked,
        checkup=checkup,
        finding=finding,
        title=_("Exposure"),
        lead=_lead(checkup, written),
        over_10=tuple(
            (name, share, share / checkup.over_10[0][1], found.by_name.get(name, "")) for name, share in checkup.over_10
        ),
        dimensions=dimension_views(checkup, found),
        lost=tuple(_lost(ranked[key], lost, address) for key in lost),
        candidates=matching(asked, text, lost, address),
        what_if=answer,
        parts=part_views(answer) if answer else (),
        scenarios=tuple(_scenarios(asked, lost, address)),
        links=found,
    )


def _finding(
    checkup: Checkup, answer: WhatIf | None, lost: list[RankedAccount], found: Links, written: Language
) -> SafeString:
    """Say that losing X would take y % of sales and z % of division D."""
    if answer is None or answer.total.share is None:
        return format_html("{}", _("There are no sales to lose over this period."))
    first = lost or [checkup.ranked[0]]
    names = written.listed([row.name for row in first])
    if len(first) > NAMED:
        others = len(first) - 1
        names = ngettext("{first} and {count} other", "{first} and {count} others", others).format(
            first=first[0].name, count=written.number(others)
        )
    who = _linked(names, found.account(first[0].account) if len(first) == 1 else "#lost")
    share = _linked(written.percent(answer.total.share), "#what-if")
    hit = answer.hardest_hit("division", least=0.05) or answer.hardest_hit("zone", least=0.05)
    if hit is None or hit.share is None:
        return format_html(_("Losing {who} would take {share} of sales."), who=who, share=share)
    division = answer.hardest_hit("division", least=0.05) is not None
    template = (
        _("Losing {who} would take {share} of sales, and {part} of division {name}.")
        if division
        else _("Losing {who} would take {share} of sales, and {part} of zone {name}.")
    )
    part = _linked(written.percent(hit.share), "#division" if division else "#zone")
    return format_html(template, who=who, share=share, part=part, name=hit.name)


def _linked(text: str, address: str) -> SafeString:
    if not address:
        return format_html("<strong>{}</strong>", text)
    return format_html('<a class="figure" href="{}">{}</a>', address, text)


def _lead(checkup: Checkup, written: Language) -> tuple[str, ...]:
    """The 10 % rule, the first ten, the effective number."""
    if not checkup.pareto.defined:
        return ()
    over = checkup.over_10
    if over:
        names = written.listed([f"{name} ({written.percent(share)})" for name, share in over[:4]])
        rule = ngettext(
            "{names} passes the 10% from which a customer is disclosed, groups under common control "
            "being one customer (IFRS 8 §34).",
            "{names} pass the 10% from which a customer is disclosed, groups under common control "
            "being one customer (IFRS 8 §34).",
            len(over),
        ).format(names=names)
    else:
        rule = _(
            "No customer reaches the 10% from which it must be disclosed, groups under common control being "
            "one customer (IFRS 8 §34)."
        )
    weight = _("The first ten make {share}; all goes as if you had {count} customers of equal size.").format(
        share=written.percent(checkup.concentration.top(10)),
        count=written.number(checkup.concentration.effective_number),
    )
    return rule, weight


def _lost(row: RankedAccount, lost: tuple[str, ...], address: losing.Address) -> LostRow:
    kept = tuple(key for key in lost if key != row.account)
    return LostRow(row.account, row.name, row.revenue, row.share, address(kept))


def matching(asked: Asked, text: str, lost: tuple[str, ...], address: losing.Address) -> tuple[Candidate, ...]:
    """The accounts whose name or code holds what is typed, largest first."""
    wanted = folded(text[:100])
    ranked = measured(asked).checkup.ranked
    found = (
        row for row in ranked if row.account not in lost and wanted in folded(f"{row.name} {row.code or row.account}")
    )
    return tuple(
        Candidate(row.account, row.name, row.revenue, row.share, address((*lost, row.account)))
        for row in islice(found, SUGGESTED)
    )


def part_views(answer: WhatIf) -> tuple[PartsView, ...]:
    """Each dimension before and after, with its bars on one scale."""
    titles = {"division": _("By division"), "zone": _("By zone"), "currency": _("By currency")}
    views = []
    for name, title in titles.items():
        parts = answer.parts.get(name, ())
        if not parts:
            continue
        largest = max((float(part.before) for part in parts), default=0.0) or 1.0
        rows = tuple(_part(part, largest) for part in parts)
        views.append(PartsView(name, title, rows[:PARTS], max(0, len(rows) - PARTS)))
    return tuple(views)


def _part(part: Part, largest: float) -> PartRow:
    share = part.share or 0.0
    status = "bad" if share >= 0.40 else "watch" if share >= 0.20 else "good"
    return PartRow(
        label=part.name or _("not given"),
        part=part,
        before=max(0.0, float(part.before) / largest),
        after=max(0.0, float(part.after) / largest),
        status=status if part.loss else "",
    )


def _scenarios(asked: Asked, lost: tuple[str, ...], address: losing.Address) -> Iterable[ScenarioRow]:
    """The scenarios kept for this part of the portfolio, each read anew."""
    for scenario in losing.scenarios(asked):
        answer = losing.lose(asked.ranked_by(losing.by_of(scenario)), tuple(scenario.lost))
        yield ScenarioRow(
            scenario=scenario,
            url=address(tuple(scenario.lost), by=scenario.by),
            loss=answer.total.loss,
            share=answer.total.share,
            effective_number=answer.after.effective_number,
            hardest=answer.hardest_hit("division", least=0.05),
            chosen=scenario.by == asked.by and set(scenario.lost) == set(lost) and bool(lost),
        )
