"""Beside the ranking: the tier each client holds and is proposed for, the filter by it, who would enter or leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
from django.utils.translation import gettext as _

from trousseau.accounts import access
from trousseau.figures import selection as said
from trousseau.figures.language import Language
from trousseau.ledger.selection import Ranking
from trousseau.method.arrays import Floats, Integers
from trousseau.method.tiers import Tiers
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.models import DecisionSession
from trousseau.selection.queries import sessions, tiers
from trousseau.selection.queries.tiers import Held

SHOWN = 12
"""Clients that each side of the moves names."""


@dataclass(frozen=True)
class Choice:
    """One filter above the ranking."""

    label: str
    query: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Move:
    """A client that would enter the first tier or leave it."""

    name: str
    revenue: str
    chance: str
    fragile: bool


@dataclass(frozen=True, eq=False)
class Standing:
    """Of each account of a ranking, what it holds and what it is proposed for."""

    ruled: Tiers
    held: Mapping[str, Held]
    proposed: Integers
    """Positions in `ruled`, in the order of the ranking's accounts."""
    found: Ranking

    def held_word(self, at: int) -> str:
        """What the account at a place holds; "" for nothing."""
        one = self.held.get(self.found.accounts[at])
        return tiers.name(self.ruled.named(one.tier), one.tier, one.tier_name) if one else ""

    def proposed_word(self, at: int) -> str:
        """What it is proposed for."""
        return tiers.name(self.ruled.tiers[int(self.proposed[at])])

    def keys(self, at: int) -> tuple[str, str]:
        """The keys of both; "" where nothing is held."""
        one = self.held.get(self.found.accounts[at])
        return one.tier if one else "", self.ruled.tiers[int(self.proposed[at])].key

    def order(self, chosen: Mapping[str, str]) -> Integers:
        """The accounts an address asks for, the highest first: of a tier (held or proposed), of a fragile place."""
        order = self.found.order
        key = chosen.get("tier", "")
        if key and key in {tier.key for tier in self.ruled.tiers}:
            order = np.asarray([at for at in order.tolist() if key in self.keys(at)], dtype=order.dtype)
        return order[self.found.fragile[order]] if chosen.get("fragile") == "1" else order

    def choices(self, chosen: Mapping[str, str]) -> tuple[Choice, ...]:
        """The filters, with how many accounts each leaves of all."""
        counts: Counter[str] = Counter()
        for at in range(len(self.found.accounts)):
            counts.update(set(self.keys(at)))
        tier, fragile = chosen.get("tier", ""), chosen.get("fragile") == "1"
        kept = {name: chosen[name] for name in ("period", "start", "end", "by") if chosen.get(name)}
        found = [
            Choice(tiers.name(each), _query(kept, tier="" if tier == each.key else each.key, fragile=fragile),
                   counts[each.key], tier == each.key)
            for each in self.ruled.tiers if counts[each.key]
        ]  # fmt: skip
        wobbly = int(np.count_nonzero(self.found.fragile))
        if wobbly or fragile:
            found.append(Choice(_("fragile"), _query(kept, tier=tier, fragile=not fragile), wobbly, fragile))
        return tuple(found)


@dataclass(frozen=True)
class Moves:
    """Who would enter the first tier and who would leave it."""

    tier: str
    entering: tuple[Move, ...]
    leaving: tuple[Move, ...]
    more_entering: int
    more_leaving: int
    any_held: bool
    opened: DecisionSession | None


def standing(asked: Asked, found: Ranking) -> Standing:
    """What the accounts of a ranking hold and are proposed for; an account holds what its group does.

    Two queries, three by account.
    """
    groups: dict[str, str | None] = {}
    if asked.by == "account":
        groups = dict(access.every_account().filter(group__isnull=False).values_list("key", "group__name"))
    ruled = tiers.in_force(found.capacity)
    return Standing(ruled, tiers.of_clients(found.accounts, groups), found.tiers(ruled), found)


def moves(one: Standing, revenue: Floats, asked: Asked, language: Language) -> Moves:
    """Entries and exits of the first tier as the rules propose them. One query."""
    first = one.ruled.tiers[0]
    sides: dict[bool, list[int]] = {True: [], False: []}
    for at in one.found.order.tolist():
        held, proposed = one.keys(at)
        if (held == first.key) != (proposed == first.key):
            sides[proposed == first.key].append(at)

    def move(at: int) -> Move:
        chance = said.chance(float(one.found.certainty.top_probability[at]), language)
        amount = language.short_amount(float(revenue[at]), asked.facts.base)
        return Move(one.found.names[at], amount, chance, bool(one.found.fragile[at]))

    return Moves(
        tier=tiers.name(first),
        entering=tuple(map(move, sides[True][:SHOWN])),
        leaving=tuple(map(move, sides[False][:SHOWN])),
        more_entering=max(0, len(sides[True]) - SHOWN),
        more_leaving=max(0, len(sides[False]) - SHOWN),
        any_held=any(held.tier == first.key for held in one.held.values()),
        opened=sessions.opened(),
    )


def sentence(found: Moves, language: Language) -> str:
    """How many would enter and leave; "" where nobody holds the first tier yet."""
    if not found.any_held:
        return ""
    entering, leaving = len(found.entering) + found.more_entering, len(found.leaving) + found.more_leaving
    return said.moves(entering, leaving, language)


def _query(kept: Mapping[str, str], *, tier: str, fragile: bool) -> str:
    parts = {**kept, **({"tier": tier} if tier else {}), **({"fragile": "1"} if fragile else {})}
    return f"?{urlencode(parts)}" if parts else "?"
