"""The review of the criteria: when it is due, and all it is decided on, as figures that can be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import JSONField, QuerySet, Value
from django.utils import timezone

from trousseau.costs.queries import serving
from trousseau.costs.queries.inflation import inflation
from trousseau.ledger.costs import Costs
from trousseau.ledger.facts.calendar import first_day, last_day, month, shift
from trousseau.ledger.growth import Inflation
from trousseau.ledger.selection.followed import Followed, followed
from trousseau.ledger.selection.history import Backtest, Then, Trial, backtest
from trousseau.method.arrays import Floats
from trousseau.method.criteria import CAPACITY, Grid
from trousseau.method.diagnosis import Diagnosis, Programme, diagnose
from trousseau.portfolio.queries import beside_facts
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked
from trousseau.selection import execution
from trousseau.selection.models import CriteriaReview, ExecutionTold, GridVersion, ReviewRhythm, TierDecision
from trousseau.selection.queries import days, grids, judgements, potential, tiers
from trousseau.selection.queries.clients import with_group
from trousseau.selection.queries.frozen_review import as_json

MONTHS, QUARTERS = 12, 4
"""Between two reviews, and without growth, until a director says otherwise."""
KEY = "key"
SPEND = frozenset({"potential", "share_of_wallet"})

_backtests: Kept[Backtest] = Kept(12, "backtests", long=True)
_followed: Kept[Followed | None] = Kept(6, "followed", long=True)
_diagnoses: Kept[Diagnosis] = Kept(12)


@dataclass(frozen=True)
class Rhythm:
    """How often the criteria are reviewed, and after how many quarters without growth a key account calls for it."""

    months: int = MONTHS
    quarters: int = QUARTERS


@dataclass(frozen=True)
class Due:
    """Whether a review is due, and why."""

    on: date | None
    """By the rhythm; None: nothing was ever published nor reviewed, so nothing runs."""
    rhythm: bool
    accounts: tuple[Mapping[str, Any], ...]
    """Those that call for it, as in the evidence: key accounts without growth in spite of the days spent."""

    @property
    def now(self) -> bool:
        """Whether it is due."""
        return self.rhythm or bool(self.accounts)


def rhythm() -> Rhythm:
    """The rhythm in force. One query."""
    newest = ReviewRhythm.objects.first()
    return Rhythm(newest.months, newest.quarters) if newest else Rhythm()


def past() -> QuerySet[CriteriaReview]:
    """Every review that was decided, the newest first."""
    found: QuerySet[CriteriaReview] = CriteriaReview.objects.select_related("decided_by")
    return found


@dataclass(frozen=True)
class _Known:
    """What is told beside the sales, read once."""

    costs: Costs
    every: Inflation
    versions: dict[int, GridVersion | None]
    judged: Mapping[str, Any]
    spend: Mapping[str, Any]

    @classmethod
    def read(cls) -> _Known:
        """All of it."""
        versions: dict[int, GridVersion | None] = {0: None, **{one.number: one for one in grids.versions()}}
        criteria = [one for version in versions.values() if version for one in grids.read(version.grid).criteria]
        return cls(
            serving(),
            inflation(),
            versions,
            judgements.agreed() if any(one.judged for one in criteria) else {},
            potential.told() if any(one.measure in SPEND for one in criteria) else {},
        )

    @property
    def now(self) -> int:
        """The number of the grid in force."""
        return max(self.versions)

    def grid(self, number: int) -> Grid | None:
        """A published grid; None: the one as shipped."""
        version = self.versions[number]
        return grids.read(version.grid) if version else None


def evidence(asked: Asked, said: Rhythm | None = None) -> dict[str, Any]:
    """All that the review is decided on, for a question by group; see `frozen_review.as_json`."""
    found = _evidence(asked, said or rhythm())
    beside_facts.renew("review", key(asked), found)
    return found


def _evidence(asked: Asked, said: Rhythm) -> dict[str, Any]:
    known = _Known.read()
    then = Then(asked.facts, known.costs, asked.scope, asked.by, known.every, judgements.agreed, potential.told)
    tried = {number: _tested(then, asked, number, known) for number in known.versions}
    there = _recent(asked, said.quarters, known.every)
    if there is None or not tried[known.now].trials:
        return as_json(asked, said, known.versions, tried, now=known.now, there=there)
    grid, held = known.grid(known.now), tiers.held()
    capacity = grid.capacity if grid else CAPACITY
    keys, by_tier = _keys(tried[known.now].trials[0], capacity, asked, held)
    spent, done = _effort(there, keys, held, capacity), executed(there)
    programme = _programme(tried[known.now].trials[0], there, keys, spent=spent, done=done)
    names = json.dumps([sorted(keys), spent, done, said.quarters, list(known.versions)], sort_keys=True)
    found = _diagnoses.get(key(asked, names, known.costs, _version_of(known.every)), lambda: diagnose(programme))
    return as_json(
        asked, said, known.versions, tried, now=known.now, there=there, found=found, programme=programme,
        by_tier=by_tier,
    )  # fmt: skip


def last_evidence(asked: Asked) -> dict[str, Any] | None:
    """The evidence as it was last worked out for these facts, whatever was told since; None: it never was.

    Without a query: what Home goes by.
    """
    try:
        found: dict[str, Any] = beside_facts.found("review", key(asked))
    except LookupError:
        return None
    return found


def due(
    asked: Asked | None,
    today: date | None = None,
    *,
    found: Mapping[str, Any] | None = None,
    said: Rhythm | None = None,
    reviews: Sequence[CriteriaReview] | None = None,
) -> Due:
    """Whether a review is due; the evidence, the rhythm and the past reviews are read where they are not at hand."""
    today = today or timezone.localdate()
    run = _runs() if reviews is None else _run(next(iter(reviews), None), said or rhythm())
    start = timezone.localdate(run.since) if run.since else None
    on = _later(start, run.months) if start else None
    calling: tuple[Mapping[str, Any], ...] = ()
    if asked is not None:
        found = found or evidence(asked)
        calling = tuple(row for row in found["accounts"] if row["calls"] and row["client"] not in run.called)
    return Due(on, on is not None and on <= today, calling)


@dataclass(frozen=True)
class _Run:
    """What the rhythm of reviews runs from."""

    since: datetime | None
    """The last review, else the newest grid; None: neither is there."""
    months: int
    called: frozenset[str]
    """The clients that called for the last review: they do not call for the next."""


def _run(last: CriteriaReview | None, said: Rhythm) -> _Run:
    """From what a page has read already."""
    if last is not None:
        return _Run(last.at, said.months, _called(last.evidence))
    newest = grids.in_force().version
    return _Run(newest.at if newest else None, said.months, frozenset())


def _runs() -> _Run:
    """From the newest review, grid and rhythm; one query for the three."""
    nothing = Value(None, output_field=JSONField())
    reviews, versions, rhythms = (
        kept.filter(pk__in=kept.order_by("-pk").values("pk")[:1]).order_by()
        for kept in (CriteriaReview.objects.all(), GridVersion.objects.all(), ReviewRhythm.objects.all())
    )
    rows = reviews.values_list(Value("review"), "at", "evidence", Value(0)).union(
        versions.values_list(Value("grid"), "at", nothing, Value(0)),
        rhythms.values_list(Value("rhythm"), "at", nothing, "months"),
        all=True,
    )
    found = {row[0]: row[1:] for row in rows}
    since, said, _months = found.get("review") or found.get("grid") or (None, None, 0)
    return _Run(since, found["rhythm"][2] if "rhythm" in found else MONTHS, _called(said or {}))


def _called(evidence: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(row["client"] for row in evidence.get("accounts", ()) if row["calls"])


def _later(day: date, months: int) -> date:
    """The same day some months later; the last of the month where it has no such day."""
    name = shift(month(day), months)
    return min(first_day(name) + timedelta(days=day.day - 1), last_day(name))


def executed(there: Followed) -> dict[str, float]:
    """How much of each client's plan was done over the quarters: told by later rooms, else by people."""
    rows = ExecutionTold.objects.filter(until__gt=there.window.start, until__lte=there.window.end + timedelta(days=92))
    found: dict[str, float] = {}
    for row in with_group(rows.order_by("until", "id")):
        found[row.group or row.client] = float(row.percent) / 100.0
    return found | dict(execution.known_elsewhere(there.accounts, there.window.start, there.window.end))


def told_of(clients: list[str]) -> dict[str, ExecutionTold]:
    """The newest row people told of each client."""
    rows = ExecutionTold.objects.filter(client__in=clients).select_related("author").order_by("until", "id")
    return {row.client: row for row in rows}


def _tested(then: Then, asked: Asked, number: int, known: _Known) -> Backtest:
    """A published grid (0: as shipped) on every past of the ledger."""
    grid = known.grid(number)
    criteria = grid.criteria if grid else ()
    judged = known.judged if any(one.judged for one in criteria) else {}
    spend = known.spend if any(one.measure in SPEND for one in criteria) else {}
    said = json.dumps([grid.as_json() if grid else None, judged, spend], sort_keys=True)
    return _backtests.get(key(asked, known.costs, said, _version_of(known.every)), lambda: backtest(then, grid))


def _recent(asked: Asked, quarters: int, every: Inflation) -> Followed | None:
    return _followed.get(
        key(asked, quarters, _version_of(every)),
        lambda: followed(asked.facts, quarters, inflation=every, scope=asked.scope, by=asked.by),
    )


def _version_of(every: Inflation) -> str:
    return json.dumps({zone: {month: str(rate) for month, rate in told.items()} for zone, told in every.rates.items()})


def _keys(then: Trial, capacity: int, asked: Asked, everyone: Mapping[str, tiers.Held]) -> tuple[set[str], bool]:
    """The key accounts: those that held the tier before the quarters ended, else those the grid listed a year ago.

    Those of today's list would be chosen by the very growth that is looked at.
    """
    held = {client for client, one in everyone.items() if one.tier == KEY and one.since <= asked.window.end}
    lost = TierDecision.objects.filter(before=KEY, date__gt=asked.window.start).exclude(after=KEY)
    held |= {row.client for row in lost}
    if held:
        return held, True
    whole = (then.points * then.weights).sum(axis=1)
    known = np.flatnonzero(np.isfinite(whole))
    listed = known[np.argsort(-whole[known], kind="stable")[:capacity]]
    return {then.accounts[at] for at in listed.tolist()}, False


def _effort(
    there: Followed, keys: set[str], held: Mapping[str, tiers.Held], capacity: int
) -> dict[str, tuple[float, float]]:
    """Days spent on the key accounts over the quarters, and those promised for the months told."""
    spent = days.spent(there.window.start, there.window.end)
    promises = {one.key: one.service.days for one in tiers.in_force(capacity).tiers}
    found = {}
    for client in keys & spent.keys():
        promised = promises.get(held[client].tier if client in held else KEY) or promises.get(KEY)
        months = spent[client].months or 3 * there.quarters.shape[1]
        if promised:
            found[client] = spent[client].days, promised * months
    return found


def _programme(
    then: Trial, there: Followed, keys: set[str], *, spent: Mapping[str, tuple[float, float]], done: Mapping[str, float]
) -> Programme:
    """The accounts of the quarters with their points a year ago."""
    places = {account: at for at, account in enumerate(then.accounts)}
    scores = np.full((len(there.accounts), then.points.shape[1]), np.nan)
    for at, account in enumerate(there.accounts):
        if account in places:
            scores[at] = then.points[places[account]]
    ratios = {client: days_ / promised for client, (days_, promised) in spent.items()}
    return Programme(
        growth=there.growth,
        key=np.asarray([account in keys for account in there.accounts]),
        quarters=there.quarters,
        scores=scores,
        weights=then.weights,
        hidden=there.hidden,
        executed=_aligned(done, there),
        spent=_aligned(ratios, there),
        segments={name: codes for name, (codes, _) in there.segments.items()},
    )


def _aligned(known: Mapping[str, float], there: Followed) -> Floats:
    return np.asarray([known.get(account, np.nan) for account in there.accounts], dtype=np.float64)


__all__ = ["Diagnosis", "Due", "Rhythm", "due", "evidence", "executed", "past", "rhythm", "told_of"]
