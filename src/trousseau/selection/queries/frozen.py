"""What a decision session decides on, kept whole: the session shows this, whatever grid, tiers and facts become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from trousseau.ledger.selection import Ranking
from trousseau.ledger.selection.measures import floats
from trousseau.method.agreement import alpha
from trousseau.method.arrays import Floats
from trousseau.method.criteria import Criterion, Grid
from trousseau.method.tiers import Tier, Tiers
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.models import TierHeld
from trousseau.selection.queries import grids, judgements, tiers
from trousseau.selection.queries.ranking import found as candidates
from trousseau.selection.queries.ranking import grid_of, ranking

BESIDE = ("revenue", "contribution")
"""Figures a decision is taken with, whether the grid asks for them or not."""
COLUMNS = (
    "client", "name", "rank", "score", "low", "high", "top", "rank_low", "rank_high", "fragile", "proposed",
    "attractiveness", "strength", *BESIDE,
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where one client stood the day the session was opened; a figure that was not known is None."""

    client: str
    name: str
    rank: int | None = None
    """None: it bought nothing in the period and is not ranked."""
    score: float | None = None
    low: float | None = None
    high: float | None = None
    top: float | None = None
    """The share of weightings under which it is on the list."""
    rank_low: int | None = None
    rank_high: int | None = None
    fragile: bool = False
    proposed: str = ""
    """The key of the tier the rules propose; empty: not ranked."""
    attractiveness: float | None = None
    strength: float | None = None
    revenue: float | None = None
    contribution: float | None = None


@dataclass(frozen=True)
class Frozen:
    """The material of a session."""

    said: Mapping[str, Any]
    """As the session keeps it."""

    @cached_property
    def grid(self) -> Grid:
        """The grid it was ranked by."""
        return grids.read(self.said["grid"])

    @cached_property
    def tiers(self) -> Tiers:
        """The tiers that proposed."""
        return tiers.read(self.said["tiers"])

    @cached_property
    def places(self) -> dict[str, Place]:
        """Every client in the ranking, the highest first, then those that hold a tier and are not in it."""
        columns = self.said["columns"]
        rows = zip(*(columns[name] for name in COLUMNS), strict=True)
        found = {row[0]: Place(*row) for row in rows}
        for client, kept in self.said["held"].items():
            if client not in found:
                found[client] = Place(client, kept["name"])
        return found

    @property
    def held(self) -> Mapping[str, Mapping[str, str]]:
        """`tier`, `tier_name`, `since` and `name` by client, the day it was opened."""
        held: Mapping[str, Mapping[str, str]] = self.said["held"]
        return held

    @property
    def base(self) -> str | None:
        """The currency of the amounts."""
        base: str | None = self.said["base"]
        return base

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day the figures are of."""
        return date.fromisoformat(self.said["start"]), date.fromisoformat(self.said["end"])

    def before(self, client: str) -> str:
        """The key of the tier a client held; empty: none."""
        return self.held[client]["tier"] if client in self.held else ""

    def tier_name(self, key: str, called: str = "") -> str:
        """What a tier is called."""
        return tiers.name(self.tiers.named(key), key, called)

    def points(self, client: str) -> list[float | None]:
        """The points of a client by criterion, in the order of the grid."""
        at = self._rows.get(client)
        return [None] * len(self.grid.criteria) if at is None else self.said["points"][at]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {client: at for at, client in enumerate(self.said["columns"]["client"])}

    def turning(self, client: str) -> Mapping[str, Any] | None:
        """What would have changed its side: `listed`, `margin`, `rival`, and `weights` (below, above) and `figures`."""
        found: Mapping[str, Any] | None = self.said["turning"].get(client)
        return found

    @property
    def list_tier(self) -> Tier:
        """The tier the grid's list is of: the first."""
        return self.tiers.tiers[0]

    @cached_property
    def moves(self) -> tuple[Place, ...]:
        """Those decided one by one: held ≠ proposed where one is held or places are scarce, or held and fragile."""
        return tuple(place for place in self.places.values() if self._matters(place))

    @cached_property
    def others(self) -> tuple[Place, ...]:
        """Those without a tier for which the rules propose one with room for everyone, but the last: one decision."""
        last = self.tiers.tiers[-1].key
        moves = {place.client for place in self.moves}
        return tuple(
            place
            for place in self.places.values()
            if place.client not in self.held and place.client not in moves and place.proposed not in {last, ""}
        )

    def _matters(self, place: Place) -> bool:
        before = self.before(place.client)
        if before:
            return before != place.proposed or (place.fragile and self.list_tier.key == before)
        proposed = self.tiers.named(place.proposed)
        return proposed is not None and proposed.capacity is not None


def freeze(asked: Asked, now: grids.InForce | None = None) -> dict[str, Any]:
    """All a session decides on, as JSON: a question ranked under the tiers and the grid in force, or another grid."""
    now = now or grids.in_force()
    grid = grid_of(asked, now.grid)
    found = ranking(asked, grid)
    ruled = tiers.now(grid.capacity)
    said = {
        "grid": grid.as_json(),
        "grid_number": now.number,
        "grid_at": now.version.at.date().isoformat() if now.version else None,
        "tiers": ruled.tiers.as_json(),
        "tiers_number": ruled.number,
        "start": asked.window.start.isoformat(),
        "end": asked.window.end.isoformat(),
        "base": asked.facts.base,
        "ledger_version": asked.facts.ledger_version,
        "facts_version": asked.facts.version,
        "samples": found.certainty.samples,
        "columns": _columns(asked, found, ruled.tiers),
        "points": [_plain(row) for row in found.points[found.order]],
        "held": _held(),
        "turning": {},
    }
    kept = Frozen(said)
    judged = [one.key for one in grid.criteria if one.judged]
    said["agreement"] = agreement(judged)
    said["opinions"] = {place.client: _opinions(place.client, judged) for place in kept.moves} if judged else {}
    at = {client: place for place, client in enumerate(found.accounts)}
    said["turning"] = {place.client: turning_of(found, at[place.client]) for place in kept.moves if place.client in at}
    return said


def _columns(asked: Asked, found: Ranking, ruled: Tiers) -> dict[str, list[Any]]:
    order = found.order
    ranks = found.ranks_between(order.tolist())
    proposed = found.tiers(ruled)[order].tolist()
    beside = _beside(asked, found.accounts)
    empty: Floats = np.full(len(order), np.nan)
    return {
        "client": [found.accounts[at] for at in order.tolist()],
        "name": [found.names[at] for at in order.tolist()],
        "rank": found.rank[order].tolist(),
        "score": _plain(found.score[order]),
        "low": _plain(found.low[order]),
        "high": _plain(found.high[order]),
        "top": _plain(found.certainty.top_probability[order]),
        "rank_low": [low for low, _ in ranks],
        "rank_high": [high for _, high in ranks],
        "fragile": found.fragile[order].tolist(),
        "proposed": [ruled.tiers[place].key for place in proposed],
        **{axis: _plain(found.axes.get(axis, empty)[order]) for axis in ("attractiveness", "strength")},
        **{name: _plain(beside[name][order]) for name in BESIDE},
    }


def _beside(asked: Asked, accounts: Sequence[str]) -> dict[str, Floats]:
    """Sales and contribution of the clients, in the order of the ranking."""
    criteria = tuple(Criterion(name, "attractiveness", 1.0, (), name) for name in BESIDE)
    who = candidates(asked, Grid(criteria, 1, 0.0))
    found = {name: np.asarray(who.values[name], dtype=np.float64) for name in BESIDE}
    if list(who.accounts) == list(accounts):
        return found
    place = {client: at for at, client in enumerate(who.accounts)}
    take = np.asarray([place[client] for client in accounts], dtype=np.intp)
    return {name: values[take] for name, values in found.items()}


def revenue_of(asked: Asked, grid: Grid) -> Floats:
    """Sales in the order of a ranking."""
    return floats(candidates(asked, grid).table["revenue"])


def _held() -> dict[str, dict[str, str]]:
    names = dict(TierHeld.objects.values_list("client", "name"))
    return {
        client: {
            "tier": one.tier, "tier_name": one.tier_name, "since": one.since.isoformat(),
            "name": names.get(client, client),
        }
        for client, one in tiers.held().items()
    }  # fmt: skip


def turning_of(found: Ranking, at: int) -> dict[str, Any]:
    """What would change the side of an account, as JSON."""
    turns = found.turning(at)

    return {
        "listed": turns.listed,
        "margin": None if turns.rival is None else turns.margin,
        "rival": None if turns.rival is None else found.names[turns.rival],
        "weights": [_plain(pair) for pair in np.column_stack([turns.weight_below, turns.weight_above])],
        "own": _plain(turns.own_score),
        "ends": [_plain(pair) for pair in np.column_stack([end[at] for end in found.ends])],
    }


def _opinions(client: str, judged: Sequence[str]) -> dict[str, list[int]]:
    """The levels each assessor gave a client, by criterion."""
    known = {str(one.criterion["key"]): list(one.levels) for one in judgements.of_client(client)}
    return {key: known[key] for key in judged if key in known}


def agreement(judged: Sequence[str]) -> dict[str, float | None]:
    """Krippendorff's α of each judged criterion over all closed rounds; None where nothing can be said. One query."""
    given: dict[str, dict[tuple[int, int], int]] = {key: {} for key in judged}
    if not judged:
        return {}
    rows = judgements.judged().filter(criterion__in=list(judged))
    for criterion, person, client, level in rows.values_list("criterion", "assessor__person", "client", "level"):
        if level is not None:
            given[criterion][person, client] = level
    return {key: _alpha(levels) for key, levels in given.items()}


def _alpha(levels: Mapping[tuple[int, int], int]) -> float | None:
    people, clients = (sorted({pair[at] for pair in levels}) for at in (0, 1))
    if not levels:
        return None
    table = np.full((len(people), len(clients)), np.nan)
    for (person, client), level in levels.items():
        table[people.index(person), clients.index(client)] = level
    found = float(alpha(table))
    return found if np.isfinite(found) else None


def _plain(values: Floats) -> list[float | None]:
    """Numbers as JSON holds them; unknown is null."""
    return [value if np.isfinite(value) else None for value in np.asarray(values, dtype=np.float64).tolist()]
