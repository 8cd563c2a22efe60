"""Who enters the list and who leaves it, from one ranking to another."""

from __future__ import annotations

from dataclasses import dataclass

from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.selection import Ranking


@dataclass(frozen=True)
class Move:
    """An account that would enter the list or leave it."""

    account: str
    name: str
    rank_before: str
    rank_after: str


@dataclass(frozen=True)
class Moves:
    """What one list changes against another."""

    entered: tuple[Move, ...]
    left: tuple[Move, ...]
    sentence: str


def moves(before: Ranking, after: Ranking, language: Language) -> Moves:
    """Those on only one of two lists, the highest rank first; a dash is a rank that is none."""
    was, now = ({account: int(one.rank[at]) for at, account in enumerate(one.accounts)} for one in (before, after))
    name = dict(zip((*before.accounts, *after.accounts), (*before.names, *after.names), strict=True))
    entered = [a for a in now if now[a] <= after.capacity and was.get(a, before.capacity + 1) > before.capacity]
    left = [a for a in was if was[a] <= before.capacity and now.get(a, after.capacity + 1) > after.capacity]
    entered.sort(key=now.__getitem__)
    left.sort(key=was.__getitem__)

    def move(account: str) -> Move:
        ranks = (ranks.get(account) for ranks in (was, now))
        return Move(account, name[account], *(language.number(rank) if rank else "–" for rank in ranks))

    return Moves(tuple(map(move, entered)), tuple(map(move, left)), said.moves(len(entered), len(left), language))
