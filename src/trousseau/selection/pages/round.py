"""The page of one round: how far everyone is while it is open; once closed, what they said and where they disagree."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures.language import Language
from trousseau.figures.typed import written
from trousseau.method import agreement
from trousseau.portfolio import words
from trousseau.portfolio.pages.links import addresses
from trousseau.selection.charts.dots import dots
from trousseau.selection.models import Consensus, Round, RoundClient
from trousseau.selection.models.assessments import HALVES
from trousseau.selection.pages.assessment_words import (
    agreement_state,
    agreement_word,
    alpha_text,
    criterion_text,
    level_texts,
)
from trousseau.selection.pages.opening import may_judge
from trousseau.selection.queries.assessments import Answers, Progress, Work, answers, progress
from trousseau.selection.queries.proposed import Standing, standings

SHOWN = 10
"""Disagreements shown before “Show all”."""


@dataclass(frozen=True)
class CriterionRow:
    """A criterion of the round, with how far assessors agree once it is closed."""

    name: str
    levels: tuple[tuple[str, str], ...]
    alpha: str = ""
    state: str = ""
    word: str = ""
    units: int = 0
    judgements: int = 0


@dataclass(frozen=True)
class Reason:
    """What one assessor said."""

    assessor: str
    level: str
    reason: str
    evidence: str


@dataclass(frozen=True)
class Discussed:
    """A client and a criterion on which levels differ, or that was settled."""

    id: str
    client: RoundClient
    url: str
    criterion: str
    criterion_name: str
    drawn: SafeString
    levels: str
    standing: Standing | None
    reasons: tuple[Reason, ...]
    consensus: Consensus | None
    level: str
    """The level settled on, in words of the page."""
    seen: int
    chosen: str
    """What the field of the level holds: what was typed, what was settled, else the middle of what was said."""
    typed: Mapping[str, str]
    """What was just typed of it and refused."""


@dataclass(frozen=True)
class ClientRow:
    """A client with the levels it was given, by criterion."""

    name: str
    url: str
    cells: tuple[SafeString | str, ...]


@dataclass(frozen=True)
class RoundPage:
    """All that the template shows."""

    round: Round
    progress: Progress
    finding: str
    missing: str
    """Whose judgements are missing, and whose count without having been handed in; "" where nobody's."""
    criteria: tuple[CriterionRow, ...]
    clients: tuple[ClientRow, ...]
    open: tuple[Discussed, ...]
    more: int
    """Disagreements that are not shown."""
    settled: tuple[Discussed, ...]
    may_run: bool
    mine: bool
    others: tuple[User, ...]
    """Who could judge as well."""
    halves: tuple[tuple[str, str], ...]
    late: bool
    problem: str
    typed: Mapping[str, str]


def page(
    user: User,
    found: Round,
    *,
    everything: bool = False,
    problem: str = "",
    typed: Mapping[str, str] | None = None,
) -> RoundPage:
    """One round, for someone who reads the portfolio; while it is open nothing of what anybody said."""
    language, (state,) = words.language(), progress([found])
    said = answers(found) if found.closed else []
    clients = list(found.clients.all())
    urls = addresses(user, {row.client for row in clients}, by="group")
    discussed = _discussed(urls, found, said, typed or {}) if found.closed else []
    still, settled = [one for one in discussed if not one.consensus], [one for one in discussed if one.consensus]
    may_run = may(user, "run_assessments")
    seats = {one.assessor.person_id for one in state.work if one.assessor.left_at is None}
    return RoundPage(
        round=found,
        progress=state,
        finding=_closed_finding(state, len(still), len(settled), language) if found.closed else _open(state, language),
        missing=_missing(state.work, language) if found.closed else "",
        criteria=_criteria(found, said, language),
        clients=_clients(urls, clients, said, language),
        open=tuple(still if everything else still[:SHOWN]),
        more=0 if everything else max(0, len(still) - SHOWN),
        settled=tuple(settled),
        may_run=may_run,
        mine=user.pk in seats,
        others=tuple(may_judge(without=seats)) if may_run and not found.closed else (),
        halves=tuple((str(half), written(half, language)) for half in HALVES),
        late=found.due < timezone.localdate() and not found.closed,
        problem=problem,
        typed=typed or {},
    )


def ratings(said: Sequence[Answers], criterion: str) -> np.ndarray[Any, Any]:
    """The levels of a criterion, assessors × clients, NaN where one is missing."""
    own = [one for one in said if one.criterion == criterion]
    people = sorted({row.assessor_id for one in own for row in one.judgements})
    table = np.full((len(people), len(own)), np.nan)
    for at, one in enumerate(own):
        for row in one.judgements:
            if row.level is not None:
                table[people.index(row.assessor_id), at] = row.level
    return table


def _criteria(found: Round, said: Sequence[Answers], language: Language) -> tuple[CriterionRow, ...]:
    rows = []
    for one in found.criteria:
        name = criterion_text(one, language)
        levels = tuple((str(level), text) for level, text in enumerate(level_texts(one, language), 1) if text)
        if not found.closed:
            rows.append(CriterionRow(name, levels))
            continue
        alike = agreement.alpha(ratings(said, one["key"]), "ordinal")
        rows.append(
            CriterionRow(
                name,
                levels,
                alpha=alpha_text(alike, language),
                state=agreement_state(alike),
                word=agreement_word(alike),
                units=alike.units,
                judgements=sum(len(own.levels) for own in said if own.criterion == one["key"]),
            )
        )
    return tuple(rows)


def _clients(
    urls: Mapping[str, str], clients: Sequence[RoundClient], said: Sequence[Answers], language: Language
) -> tuple[ClientRow, ...]:
    """The clients in their order, each with its dots once the round is closed."""
    cells: dict[int, list[SafeString | str]] = {row.pk: [] for row in clients}
    for one in said:
        drawn = _dots(one, language) if one.levels or one.consensus else _("unknown")
        cells[one.client.pk].append(drawn)
    return tuple(ClientRow(row.name, urls.get(row.client, ""), tuple(cells[row.pk])) for row in clients)


def _discussed(
    urls: Mapping[str, str],
    found: Round,
    said: Sequence[Answers],
    typed: Mapping[str, str],
) -> list[Discussed]:
    """What to discuss and what was settled: the widest apart first, then those nearest the capacity line."""
    language = words.language()
    chosen = [one for one in said if one.spread or one.consensus]
    where = standings({one.client.client for one in chosen})
    names = {one["key"]: criterion_text(one, language) for one in found.criteria}

    def order(one: Answers) -> tuple[int, float, int]:
        standing = where.get(one.client.client)
        return -one.spread, standing.distance if standing else math.inf, one.client.place

    def row(one: Answers) -> Discussed:
        mine = typed if (typed.get("client"), typed.get("criterion")) == (str(one.client.pk), one.criterion) else {}
        middle = one.settled or round(2 * median(one.levels)) / 2
        return Discussed(
            id=f"{one.client.place}-{[*names].index(one.criterion)}",
            client=one.client,
            url=urls.get(one.client.client, ""),
            criterion=one.criterion,
            criterion_name=names[one.criterion],
            drawn=_dots(one, language),
            levels=language.listed([str(level) for level in one.levels]),
            standing=where.get(one.client.client),
            reasons=_reasons(one),
            consensus=one.consensus,
            level="" if one.settled is None else written(one.settled, language),
            seen=one.latest.pk if one.latest else 0,
            chosen=mine.get("level", str(float(middle))),
            typed=mine,
        )

    return [row(one) for one in sorted(chosen, key=order)]


def _reasons(one: Answers) -> tuple[Reason, ...]:
    return tuple(
        Reason(str(row.assessor), _("cannot judge") if row.level is None else str(row.level), row.reason, row.evidence)
        for row in sorted(one.judgements, key=lambda row: (row.level or 9, row.pk))
    )


def _dots(one: Answers, language: Language) -> SafeString:
    levels = language.listed([str(level) for level in one.levels]) or _("none")
    if one.settled is None:
        return dots(one.levels, _("Levels given: {levels}").format(levels=levels))
    label = _("Levels given: {levels}; settled on {level}").format(levels=levels, level=written(one.settled, language))
    return dots(one.levels, label, one.settled)


def _open(state: Progress, language: Language) -> str:
    text = _("{given} of {asked} answers are given; handed in by {done} of {count} assessors.")
    return text.format(
        given=language.number(state.given),
        asked=language.number(state.asked),
        done=language.number(state.handed_in),
        count=language.number(len(state.work)),
    )


def _closed_finding(state: Progress, still: int, settled: int, language: Language) -> str:
    counted = sum(one.assessor.counts for one in state.work)
    if not counted:
        return _("Nobody’s judgements count: the ranking stays as it was.")
    who = ngettext("{n} assessor", "{n} assessors", counted).format(n=language.number(counted))
    if not still:
        return _("{who}, no disagreement left to discuss.").format(who=who)
    left = ngettext("{n} disagreement to discuss", "{n} disagreements to discuss", still).format(
        n=language.number(still)
    )
    if not settled:
        return _("{who}, {left}.").format(who=who, left=left)
    done = ngettext("{n} settled", "{n} settled", settled).format(n=language.number(settled))
    return _("{who}, {left}, {done}.").format(who=who, left=left, done=done)


def _missing(work: Sequence[Work], language: Language) -> str:
    """Whose judgements do not count and how many answers they had given; whose do for a reason."""
    texts = [
        _("{name} ({given} of {asked} answers, not handed in)").format(
            name=one.assessor, given=language.number(one.given), asked=language.number(one.asked)
        )
        for one in work
        if not one.assessor.counts
    ]
    kept = [
        _("{name} (“{reason}”)").format(name=one.assessor, reason=one.assessor.kept_for)
        for one in work
        if one.assessor.kept_for
    ]
    sentences = []
    if texts:
        sentences.append(_("Not counted: {people}.").format(people=language.listed(texts)))
    if kept:
        sentences.append(_("Counted though not handed in: {people}.").format(people=language.listed(kept)))
    return " ".join(sentences)
