"""The what-if lab: who leaves, which shocks come; every division and zone before and after, against its fixed costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from trousseau.accounts.models import folded
from trousseau.exposure import addresses
from trousseau.exposure.models import Scenario
from trousseau.exposure.pages.breaking import BreakingRow, Together, breaking_rows, together
from trousseau.exposure.queries import whatif
from trousseau.figures import whatif as said
from trousseau.figures.language import Language
from trousseau.ledger.costs import Costs
from trousseau.ledger.whatif import Answer, Figure, Part
from trousseau.method.checkup import RankedAccount
from trousseau.method.scenario import Kind, Lost, ScenarioError
from trousseau.method.scenario import Scenario as Happening
from trousseau.portfolio import words
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.source import Asked

SUGGESTED = 5
PARTS = 8
VALUES = 12
"""Zones, currencies, families that have fields of their own, largest first."""


@dataclass(frozen=True)
class LostRow:
    """One account that is chosen to leave."""

    key: str
    name: str
    revenue: Decimal
    share: float
    part: str
    """The per cent of it that leaves, as its field holds it."""
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


@dataclass(frozen=True)
class Field:
    """One shock one may set."""

    name: str
    label: str
    value: str
    low: int
    high: int
    passed_name: str
    passed: str
    """The part passed on; both "" where nothing is."""


@dataclass(frozen=True)
class Fields:
    """The shocks of one kind over one dimension, folded; what is chosen stands beside the title."""

    title: str
    unit: str
    fields: tuple[Field, ...]
    told: str
    """The shocks chosen, in words: `USD −10 %`; "" where there is none."""


@dataclass(frozen=True)
class PartRow:
    """One division or zone before and after; lengths are of the largest bar."""

    label: str
    part: Part
    figure: Figure
    """What the bars draw: contribution where it is known, else sales."""
    before: float
    after: float
    fixed: float | None
    status: str


@dataclass(frozen=True)
class PartsView:
    """One dimension before and after."""

    name: str
    title: str
    against_fixed: bool
    rows: tuple[PartRow, ...]
    folded: int
    elsewhere: Decimal | None = None
    """Costs of accounts that sold nothing in the period, so that no division or zone can carry them."""


@dataclass(frozen=True)
class ScenarioRow:
    """A scenario that was kept, with what it would do today."""

    scenario: Scenario
    url: str
    change: Decimal | None
    """Of the result, or of the sales where the result is not known."""
    chosen: bool


@dataclass(frozen=True)
class Lab:
    """All that the lab shows."""

    asked: Asked
    answer: Answer
    happens: tuple[str, ...]
    lost: tuple[LostRow, ...]
    candidates: tuple[Candidate, ...]
    fields: tuple[Fields, ...]
    parts: tuple[PartsView, ...]
    breakings: tuple[BreakingRow, ...]
    together: Together | None
    """Who must leave for several of them at once, where that is asked."""
    scenarios: tuple[ScenarioRow, ...]
    kept: tuple[tuple[str, str], ...]
    """What the form sends along: period, accounts or groups."""
    asking: tuple[tuple[str, str], ...]
    """And what is to break at once."""
    remarks: tuple[str, ...]
    costs_url: str
    """Where costs are told, where some are missing."""
    names: Mapping[str, str]

    @property
    def currency(self) -> str | None:
        """The unit of the amounts; None: nominal."""
        return self.asked.facts.base

    @property
    def estimated(self) -> bool:
        """Whether figures are estimates, drawn hatched."""
        return not self.answer.exact

    @property
    def first_after(self) -> str:
        """Who comes first afterwards."""
        labels = self.answer.after.labels
        return self.names.get(str(labels[0]), str(labels[0])) if labels else ""


def lab(asked: Asked, query: QueryDict, told: Costs, *, text: str = "") -> Lab:
    """The lab of an address; where it says nothing of it, the first account is lost."""
    written = words.language()
    ranked = measured(asked).checkup.ranked
    names = {row.account: row.name for row in ranked}
    happening, refused = happening_of(query, ranked)
    answer = whatif.answer(asked, happening, told)
    rows = {row.account: row for row in islice(ranked, None) if any(one.who == row.account for one in happening.lost)}
    missing = answer.total.margin.before is None or answer.total.fixed.before is None
    return Lab(
        asked=asked,
        answer=answer,
        happens=said.happens(happening, names, written),
        lost=tuple(_lost(rows[one.who], one, happening, query) for one in happening.lost if one.who in rows),
        candidates=matching(asked, text, happening, query),
        fields=_fields(asked, told, happening, written),
        parts=part_views(answer, written),
        breakings=breaking_rows(asked, told, names, query, written),
        together=together(asked, told, names, query, written),
        scenarios=tuple(_scenarios(asked, happening, query, told)),
        kept=addresses.of_period(query),
        asking=tuple((addresses.TOGETHER, value) for value in addresses.together(query)),
        remarks=(
            *(said.problem(error, written) for error in refused),
            *said.lead(answer, names, written, asked.facts.base),
        ),
        costs_url=_costs_url() if missing else "",
        names=names,
    )


def happening_of(query: QueryDict, ranked: Iterable[RankedAccount]) -> tuple[Happening, tuple[ScenarioError, ...]]:
    """The scenario of an address, of accounts there are."""
    read = addresses.read(query)
    there = {row.account for row in ranked}
    if not read.said:
        first = next(iter(ranked), None)
        return Happening((Lost(first.account),) if first else ()), ()
    scenario = read.scenario
    lost = tuple(one for one in scenario.lost if one.who in there)
    return Happening(lost, scenario.shocks, scenario.fixed), read.refused


def _lost(row: RankedAccount, one: Lost, happening: Happening, query: QueryDict) -> LostRow:
    return LostRow(
        key=row.account,
        name=row.name,
        revenue=row.revenue,
        share=row.share,
        part=f"{one.share * 100:g}",
        without=addresses.address(query, happening.keeping(row.account)),
    )


def matching(asked: Asked, text: str, happening: Happening, query: QueryDict) -> tuple[Candidate, ...]:
    """The accounts whose name or code holds what is typed, largest first."""
    wanted = folded(text[:100])
    there = {one.who for one in happening.lost}
    found = (
        row
        for row in measured(asked).checkup.ranked
        if row.account not in there and wanted in folded(f"{row.name} {row.code or row.account}")
    )
    return tuple(
        Candidate(
            row.account,
            row.name,
            row.revenue,
            row.share,
            addresses.address(query, happening.losing(row.account)),
        )
        for row in islice(found, SUGGESTED)
    )


def _fields(asked: Asked, told: Costs, happening: Happening, written: Language) -> tuple[Fields, ...]:
    """The shocks one may set, kind by kind."""
    there = _values(asked, told)
    told_now = {
        addresses.field(shock.kind, dimension, value): shock
        for shock in happening.shocks
        for dimension, value in shock.on.items()
    }
    kinds: tuple[tuple[Kind, str, str, str, int, int], ...] = (
        ("currency", "currency", _("Currencies"), "%", -30, 30),
        ("volume", "zone", _("Volume by zone"), "%", -50, 50),
        ("inflation", "zone", _("Inflation by zone"), "%", -5, 30),
        ("duty", "zone", _("Customs duties by zone"), "%", -20, 50),
        ("duty", "family", _("Customs duties by product family"), "%", -20, 50),
        ("entry", "zone", _("A competitor enters a zone"), "%", 0, 60),
        ("entry", "family", _("A competitor enters a product family"), "%", 0, 60),
    )
    found = []
    for kind, dimension, title, unit, low, high in kinds:
        fields = []
        for value in there.get(dimension, ()):
            name = addresses.field(kind, dimension, value)
            shock = told_now.get(name)
            passes = kind in addresses.PASSED
            fields.append(
                Field(
                    name=name,
                    label=said.label(value, written),
                    value=f"{round(shock.change * 100, 4):g}" if shock else "0",
                    low=low,
                    high=high,
                    passed_name=f"passed:{name}" if passes else "",
                    passed=f"{round(shock.passed_on * 100, 4):g}" if shock and passes else "0" if passes else "",
                )
            )
        if fields:
            found.append(Fields(title, unit, tuple(fields), _told(fields, written)))
    fixed = f"{round(happening.fixed * 100, 4):g}"
    if told.fixed:
        own = Field("fixed", _("All fixed costs"), fixed, -30, 30, "", "")
        found.append(
            Fields(
                _("Fixed costs adjusted"),
                "%",
                (own,),
                written.signed_percent(happening.fixed, 0) if happening.fixed else "",
            )
        )
    return tuple(found)


def _told(fields: Iterable[Field], written: Language) -> str:
    """The shocks chosen, each with its value."""
    return ", ".join(
        f"{field.label} {written.signed_percent(Decimal(field.value) / 100, 0)}"
        for field in fields
        if field.value != "0"
    )


def _values(asked: Asked, told: Costs) -> dict[str, tuple[str, ...]]:
    """The zones, currencies other than the base and families there are, largest first."""
    plain = whatif.portfolio(asked, told)
    found = {}
    for dimension in ("zone", "currency"):
        names = plain.labels[dimension][0]
        sums = plain.sums(plain.revenue, dimension)
        order = sorted(range(len(names)), key=lambda i: (-sums[i], names[i]))
        shown = [names[i] for i in order if names[i] and not (dimension == "currency" and names[i] == asked.facts.base)]
        found[dimension] = tuple(shown[:VALUES])
    found["family"] = whatif.families(asked)[:VALUES]
    return found


def part_views(answer: Answer, written: Language) -> tuple[PartsView, ...]:
    """Divisions and zones before and after, with their bars on one scale; currencies where a shock bears on one."""
    titles = {
        "division": _("By division"),
        "zone": _("By zone"),
        "currency": _("By currency"),
        "family": _("By family"),
    }
    views = []
    for name, title in titles.items():
        placed = answer.parts.get(name, ())
        parts = tuple(part for part in placed if not _nowhere(part))
        if not parts:
            continue
        against = any(part.spare.before is not None for part in parts)
        figures = [
            part.contribution if against and part.contribution.before is not None else part.revenue for part in parts
        ]
        largest = max(
            (float(value) for figure, part in zip(figures, parts, strict=True)
             for value in (figure.before, figure.after, part.fixed.after if against else None) if value is not None),
            default=0.0,
        ) or 1.0  # fmt: skip
        rows = tuple(
            _row(part, figure, largest, written, against=against) for part, figure in zip(parts, figures, strict=True)
        )
        costs = [part.contribution.after for part in placed if _nowhere(part)] if against else []
        views.append(PartsView(name, title, against, rows[:PARTS], max(0, len(rows) - PARTS), next(iter(costs), None)))
    return tuple(views)


def _nowhere(part: Part) -> bool:
    """Whether a part has no name and no sales: the costs of accounts that sold nothing in the period."""
    return not (part.name or part.revenue.before or part.revenue.after)


def _row(part: Part, figure: Figure, largest: float, written: Language, *, against: bool) -> PartRow:
    """One row; its status is about fixed costs where they are known, else about the share of sales that goes."""

    def length(value: Decimal | None) -> float:
        return max(0.0, float(value or 0) / largest)

    share = -(part.revenue.share or 0.0)
    if part.spare.after is not None:
        status = "bad" if part.under else "good"
    else:
        status = "" if not share else "bad" if share >= 0.40 else "watch" if share >= 0.20 else "good"
    fixed = length(part.fixed.after) if against and part.fixed.after is not None else None
    return PartRow(
        said.label(part.name, written), part, figure, length(figure.before), length(figure.after), fixed, status
    )


def _scenarios(asked: Asked, happening: Happening, query: QueryDict, told: Costs) -> Iterable[ScenarioRow]:
    """The scenarios kept for this part of the portfolio, each read anew."""
    for scenario in whatif.scenarios(asked):
        by = whatif.by_of(scenario)
        answer = whatif.answer(asked.ranked_by(by), scenario.asked, told)
        change = answer.result.change if answer.result.change is not None else answer.total.revenue.change
        yield ScenarioRow(
            scenario=scenario,
            url=addresses.address(query, scenario.asked, by=by),
            change=change,
            chosen=by == asked.by and scenario.asked.same(happening),
        )


def _costs_url() -> str:
    try:
        return reverse("costs:costs")
    except NoReverseMatch:
        return ""
