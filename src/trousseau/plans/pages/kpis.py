"""The board of indicators, the page of one, and what the page of a plan shows of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from trousseau.access.audit import SENTENCES, history
from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.accounts.models import Account
from trousseau.figures.language import Language
from trousseau.plans import access, formulas
from trousseau.plans.actions import kpis as actions
from trousseau.plans.corridor import corridor
from trousseau.plans.kpi_chart import chart
from trousseau.plans.models import Kpi, KpiStanding, Outlook, Plan, Reading, Rhythm, Source, State
from trousseau.plans.pages import kpi_words as words
from trousseau.plans.pages.kpi_notes import notes
from trousseau.plans.pages.kpi_words import Mark
from trousseau.plans.queries import kpis as queries
from trousseau.plans.queries.kpis import Ask
from trousseau.portfolio.words import language as spoken

STATE_WORDS = {
    "out": gettext_lazy("Out of their corridor"), "heading": gettext_lazy("Forecast out of their corridor"),
    "inside": gettext_lazy("In their corridor"), "beyond": gettext_lazy("Better than their path"),
    "free": gettext_lazy("Without a corridor"), "none": gettext_lazy("Without a reading"),
}  # fmt: skip
SOURCE_WORDS = {
    Source.LEDGER.value: gettext_lazy("Sales ledger"), Source.PLAN.value: gettext_lazy("The plan"),
    Source.CRM.value: pgettext_lazy("where readings come from", "CRM"),
    Source.ENTERED.value: gettext_lazy("Entered by hand"),
}  # fmt: skip
IN_PLAN = 3
SHOWN = 60
"""Readings in the table of one indicator."""


@dataclass(frozen=True)
class Row:
    """An indicator as a list shows it."""

    kpi: Kpi
    url: str
    mark: Mark
    value: str
    exact: str
    change: str
    way: str
    """From baseline to target."""
    attained: float | None
    """Which part of the way from baseline to target is gone."""
    attained_words: str
    due: float | None
    """Which part of it should be gone on the day of the reading."""
    formula: str
    on: dt.date | None


@dataclass(frozen=True)
class Board:
    """All that the board shows."""

    finding: str
    ask: Ask
    query: str
    rows: tuple[Row, ...]
    page: Page[Kpi]
    total: int
    states: tuple[tuple[str, Any], ...]
    sources: tuple[tuple[str, Any], ...]
    overdue: int
    anything: bool
    account: Account | None


def board(user: User, ask: Ask) -> Board:
    """What one person sees of the indicators of all plans."""
    language = spoken()
    base = queries.visible(user)
    page = Paginator(queries.matching(user, ask), queries.PAGE).get_page(ask.page)
    shown = rows(page.object_list, language)
    counted = queries.counts(base)
    return Board(
        finding=finding(counted, language),
        ask=ask,
        query=f"?{ask.query()}" if ask.query() else "",
        rows=shown,
        page=page,
        total=page.paginator.count,
        states=tuple(STATE_WORDS.items()),
        sources=tuple(SOURCE_WORDS.items()),
        overdue=base.filter(queries.unread(timezone.localdate())).count(),
        anything=counted.all > 0,
        account=shown[0].kpi.plan.account if ask.account and shown else None,
    )


def finding(told: queries.Counts, language: Language) -> str:
    """How the indicators stand, in a sentence."""
    if not told.all:
        return _("No indicator is defined yet.")
    first = ngettext(
        "{all} indicator follows {accounts}: {out} out of its corridor",
        "{all} indicators follow {accounts}: {out} out of their corridor",
        told.all,
    )
    accounts = ngettext("{n} account", "{n} accounts", told.accounts).format(n=language.number(told.accounts))
    said = first.format(all=language.number(told.all), accounts=accounts, out=language.number(told.out))
    parts = []
    if told.heading:
        parts.append(ngettext("{n} more is heading out", "{n} more are heading out", told.heading).format(
            n=language.number(told.heading)))  # fmt: skip
    if told.silent:
        parts.append(ngettext("{n} has no reading", "{n} have no reading", told.silent).format(
            n=language.number(told.silent)))  # fmt: skip
    return f"{language.listed([said, *parts])}."


def rows(found: Iterable[Kpi], language: Language) -> tuple[Row, ...]:
    """Indicators as a list shows them."""
    return tuple(_row(kpi, language) for kpi in found)


def _row(kpi: Kpi, language: Language) -> Row:
    standing: KpiStanding | None = getattr(kpi, "standing", None)
    path = corridor(kpi)
    value = standing.value if standing else None
    before = standing.before if standing else None
    attained = standing.attained if standing else None
    due = None
    if path is not None and standing is not None and standing.expected is not None:
        due = path.attained(standing.expected)
    return Row(
        kpi=kpi,
        url=reverse("plans:kpi", args=[kpi.plan.account.public_id, kpi.public_id]),
        mark=words.mark(standing, falls=path is not None and path.falls),
        value=words.value(kpi.unit, value, language),
        exact=words.exact(kpi.unit, value, language),
        change=words.difference(kpi.unit, float(value - before), language) if value is not None and before is not None
        else "",
        way=f"{words.value(kpi.unit, kpi.baseline, language)} → {words.value(kpi.unit, kpi.target, language)}",
        attained=attained,
        attained_words=words.way_gone(attained, language),
        due=due,
        formula=formulas.sentence(kpi.source, kpi.formula, language),
        on=standing.on if standing else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Read:
    """A reading as the table shows it."""

    on: dt.date
    value: str
    exact: str
    expected: str
    corridor: str
    mark: Mark
    source: str
    note: str
    mine: bool
    """Entered by hand, so that it can be taken back."""


@dataclass(frozen=True)
class Changed:
    """One thing a version said otherwise."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """An earlier definition, and what the one after it changed."""

    number: int
    at: dt.datetime
    by: str
    reason: str
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class One:
    """All that the page of one indicator shows."""

    row: Row
    kpi: Kpi
    account: Account
    finding: str
    notes: tuple[str, ...]
    outlook: str
    chart: dict[str, Any] | None
    readings: tuple[Read, ...]
    versions: tuple[Version, ...]
    events: tuple[tuple[Any, str], ...]
    rhythm: str
    source: str
    baseline: str
    target: str
    corridor: str
    locked: bool
    may_edit: bool
    may_record: bool
    closed: bool
    form: Any
    reading: Any
    wrong: str
    today: dt.date


def one_page(
    user: User, kpi: Kpi, *, form: Any = None, reading: Any = None, wrong: str = ""  # noqa: ANN401 - forms
) -> One:  # fmt: skip
    """What one person sees of an indicator, with what was refused."""
    language = spoken()
    account = kpi.plan.account
    readings = list(kpi.readings.select_related("entered_by"))
    points = [(one.on, float(one.value)) for one in readings if one.value is not None]
    standing: KpiStanding | None = getattr(kpi, "standing", None)
    row = _row(kpi, language)
    may_edit = access.may_edit(user, account) and kpi.plan.state != State.CLOSED
    drawn = bool(points) or corridor(kpi) is not None
    return One(
        row=row,
        kpi=kpi,
        account=account,
        finding=_says(kpi, row, standing, language),
        notes=notes(kpi, readings, language),
        outlook=_heading(kpi, standing, len(points), language),
        chart=chart(kpi, points, standing, language) if drawn else None,
        readings=_readings(kpi, readings, language),
        versions=_versions(kpi, language),
        events=tuple((event, str(SENTENCES.get(event.verb, event.verb))) for event in history(kpi)[:50]),
        rhythm=str(Rhythm(kpi.rhythm).label),
        source=str(SOURCE_WORDS[kpi.source]),
        baseline=words.value(kpi.unit, kpi.baseline, language),
        target=words.value(kpi.unit, kpi.target, language),
        corridor=_corridor(kpi, language),
        locked=kpi.plan.state == State.APPROVED,
        may_edit=may_edit,
        may_record=queries.by_hand(kpi) and actions.may_record(user, kpi),
        closed=kpi.plan.state == State.CLOSED,
        form=form,
        reading=reading,
        wrong=wrong,
        today=timezone.localdate(),
    )


def _says(kpi: Kpi, row: Row, standing: KpiStanding | None, language: Language) -> str:
    """The finding: what it is, where it should be, where it stands."""
    if standing is None or standing.on is None:
        return _("{name}: no reading yet.").format(name=kpi.name)
    path = corridor(kpi)
    bounds = path.bounds(standing.on) if path is not None else None
    said = _("{name}: {value} on {day}")
    head = said.format(name=kpi.name, value=row.value, day=language.date(standing.on))
    if bounds is None:
        return f"{head}."
    span = words.span(kpi.unit, *bounds, language)
    return _("{head}, {mark} ({span}).").format(head=head, mark=row.mark.words, span=span)


def _heading(kpi: Kpi, standing: KpiStanding | None, count: int, language: Language) -> str:
    """What the forecast says, or why there is none."""
    if standing is None or not count:
        return ""
    if standing.outlook == Outlook.SHORT:
        if kpi.target_on <= (standing.on or kpi.target_on):
            return _("The day of the target has come: nothing is left to forecast.")
        return ngettext(
            "{n} reading is too short a series to say where it is heading: ten in a row are needed.",
            "{n} readings are too short a series to say where it is heading: ten in a row are needed.",
            count,
        ).format(n=language.number(count))
    if not standing.forecast:
        return _("The forecast is being worked out.")
    day, middle, low, high = standing.forecast[-1]
    return _(
        "If things go on as they did, it reaches {middle} by {day} (four times in five between {low} and {high})."
    ).format(
        middle=words.value(kpi.unit, middle, language),
        day=language.month(dt.date.fromisoformat(day)),
        low=words.value(kpi.unit, low, language),
        high=words.value(kpi.unit, high, language),
    )


def _readings(kpi: Kpi, readings: Sequence[Reading], language: Language) -> tuple[Read, ...]:
    """The newest readings, the last first."""
    path, found = corridor(kpi), []
    for one in reversed(readings[-SHOWN:]):
        bounds = path.bounds(one.on) if path is not None else None
        stood = KpiStanding(kpi=kpi, value=one.value)
        if one.value is not None and path is not None:
            stood.place, stood.expected = path.place(float(one.value), one.on), path.expected(one.on)
        by_hand = one.entered_by_id is not None or (one.ledger_version is None and kpi.source not in {
            Source.LEDGER, Source.PLAN})  # fmt: skip
        found.append(
            Read(
                on=one.on,
                value=words.value(kpi.unit, one.value, language),
                exact=words.exact(kpi.unit, one.value, language),
                expected=words.value(kpi.unit, path.expected(one.on), language) if path is not None else "–",
                corridor=words.span(kpi.unit, *bounds, language) if bounds is not None else "–",
                mark=words.mark(stood, falls=path is not None and path.falls) if bounds is not None
                and one.value is not None else Mark("none", ""),
                source=_from(one, kpi, language),
                note=one.note if by_hand else words.why(one.note, language) if one.note else "",
                mine=one.entered_by_id is not None,
            )
        )  # fmt: skip
    return tuple(found)


def _from(one: Reading, kpi: Kpi, language: Language) -> str:
    if one.entered_by is not None:
        return str(one.entered_by)
    if one.ledger_version is not None:
        return _("sales ledger v. {version}").format(version=language.number(one.ledger_version))
    return str(SOURCE_WORDS[kpi.source])


def _corridor(kpi: Kpi, language: Language) -> str:
    """How wide the corridor is, in words."""
    path = corridor(kpi)
    if path is None:
        return "–"
    if not path.below_said and not path.above_said:
        said = _("{width} either side of the path: 5% of the way, as nobody said otherwise")
        return said.format(width=words.width(kpi.unit, path.below, language))
    return _("{below} below the path to {above} above it").format(
        below=words.width(kpi.unit, path.below, language), above=words.width(kpi.unit, path.above, language)
    )


LOCKED_WORDS = {
    "source": gettext_lazy("Source"), "formula": gettext_lazy("Formula"), "unit": gettext_lazy("Unit"),
    "rhythm": gettext_lazy("Rhythm"), "baseline": gettext_lazy("Baseline"),
    "baseline_on": gettext_lazy("Day of the baseline"), "target": gettext_lazy("Target"),
    "target_on": gettext_lazy("Day of the target"), "path": gettext_lazy("Points of the path"),
    "floor": gettext_lazy("How far below is still right"), "ceiling": gettext_lazy("How far above is still right"),
}  # fmt: skip


def _versions(kpi: Kpi, language: Language) -> tuple[Version, ...]:
    """Earlier definitions, the newest first, each with what replaced it."""
    after, found = actions.plain(kpi), []
    for version in kpi.versions.select_related("by"):
        changes = tuple(
            Changed(str(LOCKED_WORDS[name]), _plain(version.said, name, language), _plain(after, name, language))
            for name in actions.LOCKED
            if version.said.get(name) != after.get(name)
        )
        found.append(Version(version.version, version.at, str(version.by or "–"), version.reason, changes))
        after = version.said
    return tuple(found)


def _plain(said: Mapping[str, Any], name: str, language: Language) -> str:
    """One field of a definition in words."""
    value = said.get(name)
    if value in (None, "", [], {}):
        return "–"
    if name == "formula":
        return formulas.sentence(said["source"], value, language)
    if name in {"baseline", "target", "floor", "ceiling"}:
        return words.value(said["unit"], float(value), language)
    if name in {"baseline_on", "target_on"}:
        return language.date(dt.date.fromisoformat(value))
    if name == "path":
        return "; ".join(
            f"{language.date(dt.date.fromisoformat(day))}: {words.value(said['unit'], float(point), language)}"
            for day, point in value
        )
    named = {"source": SOURCE_WORDS, "rhythm": dict(Rhythm.choices)}.get(name, {})
    return str(named.get(value, value))


def part(request: HttpRequest, plan: Plan) -> Mapping[str, Any] | None:
    """What the page of a plan shows: three indicators with their charts, what is out first; None: nothing to say."""
    user = person(request)
    may_edit = access.may_edit(user, plan.account) and plan.state != State.CLOSED
    language, found = spoken(), list(plan.kpis.select_related("owner", "standing"))
    count = len(found)
    if not count and not may_edit:
        return None
    for kpi in found:
        kpi.plan = plan
    order = {"bad": 0, "watch": 1, "good": 2, "none": 3}
    shown = sorted(rows(found, language), key=lambda row: order[row.mark.state])[:IN_PLAN]
    points: dict[int, list[tuple[dt.date, float]]] = {}
    told = Reading.objects.filter(kpi__in=[row.kpi.pk for row in shown], value__isnull=False).order_by("kpi", "on")
    for number, on, value in told.values_list("kpi", "on", "value"):
        points.setdefault(number, []).append((on, float(value or 0)))
    here = plan.account.public_id
    return {
        "subtitle": _("corridor in green, readings in ink, forecast dashed with its uncertainty hatched"),
        "shown": [
            (
                row,
                chart(row.kpi, points.get(row.kpi.pk, []), getattr(row.kpi, "standing", None), language, small=True),
                f"kpi-{row.kpi.public_id}",
            )
            for row in shown
        ],
        "more_count": max(0, count - len(shown)),
        "all": f"{reverse('plans:kpis')}?account={here}",
        "define": reverse("plans:kpi_new", args=[here]) if may_edit else "",
    }
