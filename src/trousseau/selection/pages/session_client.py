"""One client of a session: where it stands, what would change its side, what was proposed, said and decided of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.method.criteria import LEVELS, SCALE, Grid
from trousseau.portfolio import words
from trousseau.selection.charts.dots import dots
from trousseau.selection.charts.points import bar, paints, swatch
from trousseau.selection.models import Proposal, Remark, Ruling
from trousseau.selection.pages.words import criterion_name
from trousseau.selection.queries.frozen import Frozen, Place
from trousseau.selection.queries.sessions import Held

Pair = tuple[str, str]

NEAREST = 3
"""Weights that a card names among those that would change sides."""


@dataclass(frozen=True)
class Choice:
    """A tier as it can be chosen."""

    key: str
    name: str
    chosen: bool
    proposed: bool
    listed: bool
    promise: str = ""


@dataclass(frozen=True)
class Dots:
    """A judged criterion: the levels between which it stands."""

    name: str
    says: str
    drawn: SafeString
    """A dot an assessor, from 1 to 5; empty where nobody judged."""
    open: bool


@dataclass(frozen=True)
class PointRow:
    """What one criterion brings."""

    name: str
    swatch: SafeString
    brings: str


@dataclass(frozen=True)
class Voice:
    """A proposal or a remark as the thread shows it."""

    who: str
    at: Any
    text: str
    tier: str = ""


@dataclass(frozen=True)
class Card:
    """All that the template shows of one client."""

    client: str
    name: str
    url: str
    number: int | None
    """Its place among the moves; None: it is not one of them."""
    fragile: bool
    held: str
    since: str
    proposed: str
    rank: str
    chance: str
    score: str
    revenue: str
    contribution: str
    losing: bool
    points: SafeString | str
    parts: tuple[PointRow, ...]
    turns_head: str
    turns: tuple[Pair, ...]
    dots: tuple[Dots, ...]
    choices: tuple[Choice, ...]
    reason: str
    ruling: Ruling | None
    ruled: str
    exception: bool
    voices: tuple[Voice, ...]
    before: str
    """The client before it on the list, "" for none."""
    after: str
    seen: int
    open_figures: bool
    """Whether scores are shown to who looks."""


def card(found: Held, place: Place, *, url: str, figures: bool, typed: Mapping[str, str], order: list[str]) -> Card:
    """A client of a session; `typed` is what someone wrote that was refused, `order` the clients of the list."""
    language, frozen = words.language(), found.frozen
    ruling = found.rulings.get(place.client)
    at = order.index(place.client) if place.client in order else None
    turns_head, turns = turn_rows(frozen.grid, frozen.turning(place.client), language) if figures else ("", ())
    points = frozen.points(place.client)
    chosen = typed.get("tier") or (ruling.tier if ruling else _suggested(found, place))
    return Card(
        client=place.client,
        name=place.name,
        url=url,
        number=None if at is None else at + 1,
        fragile=place.fragile and figures,
        held=held_text(frozen, place.client),
        since=_since(frozen, place.client, language),
        proposed=frozen.tier_name(place.proposed) if place.proposed else _("not ranked: nothing bought in the period"),
        rank=rank_text(place, language),
        chance=chance_text(place, language),
        score=_score(place, language),
        revenue=language.amount(place.revenue, frozen.base),
        contribution=_contribution(place, frozen, language),
        losing=place.contribution is not None and place.contribution < 0,
        points=points_bar(frozen.grid, points, language) if figures else "",
        parts=point_rows(frozen.grid, points, language) if figures else (),
        turns_head=turns_head,
        turns=turns,
        dots=_dots(frozen, place, language) if figures else (),
        choices=tuple(
            Choice(tier.key, frozen.tier_name(tier.key), tier.key == chosen, tier.key == place.proposed, at == 0)
            for at, tier in enumerate(frozen.tiers.tiers)
        ),
        reason=typed.get("reason", ruling.reason if ruling else ""),
        ruling=ruling,
        ruled=frozen.tier_name(ruling.tier) if ruling else "",
        exception=ruling is not None and is_exception(place, ruling.tier),
        voices=_voices(found, place.client),
        before=order[at - 1] if at else "",
        after=order[at + 1] if at is not None and at + 1 < len(order) else "",
        seen=ruling.pk if ruling else 0,
        open_figures=figures,
    )


def is_exception(place: Place, tier: str) -> bool:
    """Whether a tier is another than the rules propose."""
    return bool(place.proposed) and tier != place.proposed


def held_text(frozen: Frozen, client: str) -> str:
    """The tier a client held; "" for none."""
    kept = frozen.held.get(client)
    return frozen.tier_name(kept["tier"], kept["tier_name"]) if kept else ""


def rank_text(place: Place, language: Language) -> str:
    """The rank with those of 90 % of cases."""
    if place.rank is None:
        return "–"
    rank = language.number(place.rank)
    if place.rank_low == place.rank_high:
        return rank
    return span_text(rank, language.number(place.rank_low), place.rank_high, language)


def span_text(rank: str, low: str, high: int | None, language: Language) -> str:
    """A rank with the ranks of 90 % of cases; `high` None: further down than they are followed."""
    if high is None:
        return _("{rank}, from {low} down").format(rank=rank, low=low)
    return _("{rank}, from {low} to {high}").format(rank=rank, low=low, high=language.number(high))


def chance_text(place: Place, language: Language) -> str:
    """How sure a place on the list is."""
    return "–" if place.top is None else said.chance(place.top, language)


def _suggested(found: Held, place: Place) -> str:
    """What the form begins with: the last proposal, else what the rules propose, else what is held."""
    proposals = found.proposals.get(place.client)
    if proposals:
        return proposals[-1].tier
    return place.proposed or found.frozen.before(place.client)


def _since(frozen: Frozen, client: str, language: Language) -> str:
    kept = frozen.held.get(client)
    return _("since {date}").format(date=language.date(date.fromisoformat(kept["since"]))) if kept else ""


def _score(place: Place, language: Language) -> str:
    if place.score is not None:
        return language.number(place.score, 1)
    if place.low is None or place.high is None:
        return "–"
    return f"{language.number(place.low, 0)}–{language.number(place.high, 0)}"


def _contribution(place: Place, frozen: Frozen, language: Language) -> str:
    if place.contribution is None:
        return _("unknown")
    text = language.amount(place.contribution, frozen.base)
    if place.revenue and place.revenue > 0:
        text += f" ({language.percent(place.contribution / place.revenue)})"
    return text


def points_bar(grid: Grid, points: Sequence[float | None], language: Language) -> SafeString:
    """The points of a client by criterion, drawn."""
    weights = grid.weights.tolist()
    spoken = [
        _("unknown") if one is None else language.number(one * weight, 1)
        for one, weight in zip(points, weights, strict=True)
    ]
    return bar(points, weights, paints(grid), " + ".join(spoken))


def point_rows(grid: Grid, points: Sequence[float | None], language: Language) -> tuple[PointRow, ...]:
    """What each criterion brings."""
    rows = zip(grid.criteria, points, grid.weights.tolist(), paints(grid), strict=True)
    return tuple(
        PointRow(
            criterion_name(one, language),
            swatch(colour),
            _("unknown") if of is None else language.number(of * weight, 1),
        )
        for one, of, weight, colour in rows
    )


def turn_rows(grid: Grid, turns: Mapping[str, Any] | None, language: Language) -> tuple[str, tuple[Pair, ...]]:
    """What would make an account leave or enter the list: the nearest weights, and the rival; "" where nothing does."""
    if turns is None or turns["margin"] is None:
        return "", ()
    head = _("What would make it leave the list") if turns["listed"] else _("What would bring it on the list")
    near = []
    for one, weight, ends in zip(grid.criteria, grid.weights.tolist(), turns["weights"], strict=True):
        known = [end for end in ends if end is not None]
        if known:
            end = min(known, key=lambda end: abs(end - weight))
            name = criterion_name(one, language)
            text = f"{language.number(weight * 100, 0)} → {language.percent(end, 0)}"
            near.append((abs(end - weight), _("Weight of {criterion}").format(criterion=name), text))
    near.sort(key=lambda one: one[0])
    rows = [(name, text) for _distance, name, text in near[:NEAREST]]
    rival = (_("{rival} gains on it") if turns["listed"] else _("{rival} loses on it")).format(rival=turns["rival"])
    margin = language.number(abs(turns["margin"]), 1)
    rows.append((rival, _("{points} points").format(points=margin)))
    return head, tuple(rows)


def _dots(frozen: Frozen, place: Place, language: Language) -> tuple[Dots, ...]:
    """The judged criteria: the level people agreed on, or those between which it is open."""
    turns = frozen.turning(place.client)
    if turns is None or "ends" not in turns:
        return ()
    found = []
    for one, (low, high) in zip(frozen.grid.criteria, turns["ends"], strict=True):
        if not one.judged or low is None or high is None:
            continue
        levels = [1 + (LEVELS - 1) * end / SCALE[1] for end in (low, high)]
        unjudged = (low, high) == SCALE
        texts = [language.number(level, 0 if level == round(level) else 1) for level in levels]
        says = (
            _("not judged")
            if unjudged
            else texts[0]
            if low == high
            else _("between {low} and {high}").format(low=texts[0], high=texts[1])
        )
        given = frozen.said.get("opinions", {}).get(place.client, {}).get(one.key, [])
        drawn = dots(given, says) if given else SafeString("")
        found.append(Dots(criterion_name(one, language), says, drawn, open=low != high and not unjudged))
    return tuple(found)


def _voices(found: Held, client: str) -> tuple[Voice, ...]:
    """Proposals and remarks as they came."""
    voices: list[Proposal | Remark] = [*found.proposals.get(client, ()), *found.remarks.get(client, ())]
    voices.sort(key=lambda voice: voice.at)
    return tuple(
        Voice(str(one.by or "–"), one.at, one.why, found.frozen.tier_name(one.tier))
        if isinstance(one, Proposal)
        else Voice(str(one.by or "–"), one.at, one.text)
        for one in voices
    )
