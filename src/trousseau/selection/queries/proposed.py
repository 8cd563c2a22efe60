"""Which clients a round proposes to judge, and how people name others.

Judging pays where it can change the list: near the capacity line, where a rank is fragile, and for those who are key
accounts today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from trousseau.accounts.models import folded
from trousseau.ledger.selection import Ranking
from trousseau.method.criteria import CAPACITY
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.models import AccountRank
from trousseau.selection.queries import grids, tiers
from trousseau.selection.queries.ranking import grid_of, ranking

FRAGILE = 3
"""Fragile ranks are proposed down to so many times the capacity."""


@dataclass(frozen=True)
class Proposed:
    """A client a round proposes, and why."""

    key: str
    name: str
    rank: int
    reasons: tuple[str, ...]
    """`near` the line or above it, `fragile`, `key` today."""


@dataclass(frozen=True)
class Standing:
    """Where one client stands in today's ranking."""

    rank: int
    fragile: bool
    capacity: int

    @property
    def distance(self) -> float:
        """How many places from the capacity line."""
        return abs(self.rank - self.capacity - 0.5)


class NamesError(ValueError):
    """Names that say no client, or several: `unknown` and `several`, as they were typed."""

    def __init__(self, unknown: list[str], several: list[str]) -> None:
        super().__init__(*unknown, *several)
        self.unknown = unknown
        self.several = several


def today(asked: Asked | None) -> Ranking | None:
    """Today's ranking of clients under the grid in force; None while there is no sales line."""
    if asked is None:
        return None
    question = asked.ranked_by("group")
    return ranking(question, grid_of(question, grids.in_force().grid))


def proposed(found: Ranking) -> list[Proposed]:
    """The clients worth judging, in the order of the ranking.

    While nobody has judged anything many ranks are fragile: those beyond three times the capacity are left out.
    """
    near = found.capacity + found.capacity // 2
    keys = {client for client, held in tiers.held().items() if held.tier == "key"}
    chosen = []
    for at in found.order.tolist():
        rank, client = int(found.rank[at]), found.accounts[at]
        reasons = (
            ("near", rank <= near),
            ("fragile", bool(found.fragile[at]) and rank <= FRAGILE * found.capacity),
            ("key", client in keys),
        )
        if any(true for _, true in reasons):
            chosen.append(Proposed(client, found.names[at], rank, tuple(word for word, true in reasons if true)))
    return chosen


def standings(clients: Collection[str]) -> Mapping[str, Standing]:
    """Where some clients stood when ranks were last written; who is not ranked is absent. Two queries."""
    grid = grids.in_force().grid
    capacity = grid.capacity if grid else CAPACITY
    rows = AccountRank.objects.filter(client__in=clients).values_list("client", "rank", "fragile")
    return {client: Standing(rank, fragile, capacity) for client, rank, fragile in rows if rank is not None}


def named(found: Ranking, names: Iterable[str]) -> list[tuple[str, str]]:
    """The clients of some names, whatever their capitals and accents; a key says a client as well.

    Raises:
        NamesError: names of nobody, or of several clients.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    by_key = {folded(key): at for at, key in enumerate(found.accounts)}
    for at, name in enumerate(found.names):
        by_name[folded(name)].append(at)
    chosen: list[tuple[str, str]] = []
    unknown: list[str] = []
    several: list[str] = []
    for name in names:
        there = by_name.get(folded(name), [])
        if len(there) != 1 and folded(name) in by_key:
            there = [by_key[folded(name)]]
        if len(there) == 1:
            chosen.append((found.accounts[there[0]], found.names[there[0]]))
        else:
            (several if there else unknown).append(name)
    if unknown or several:
        raise NamesError(unknown, several)
    return chosen
