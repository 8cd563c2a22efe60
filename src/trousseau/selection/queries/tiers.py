"""The tiers in force, the tier each client holds, and what the company calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from trousseau.figures.selection import tier_word
from trousseau.ledger.selection import MEASURES
from trousseau.method.criteria import CAPACITY
from trousseau.method.tiers import Tier, Tiers, shipped
from trousseau.portfolio import words
from trousseau.selection.models import TierHeld, TierVersion
from trousseau.selection.queries import grids
from trousseau.selection.queries.clients import with_group


@dataclass(frozen=True)
class InForce:
    """The tiers that propose today."""

    number: int
    """0: as shipped."""
    tiers: Tiers
    version: TierVersion | None
    places: int
    """How many key accounts the grid ranks for."""


@dataclass(frozen=True)
class Held:
    """The tier a client holds."""

    tier: str
    tier_name: str
    """What the company called it the day it was given; empty: the word of the language."""
    since: date
    decision: int
    """The key of the decision that gave it."""


def in_force(capacity: int) -> Tiers:
    """The tiers the company published; before that those as shipped, for so many key accounts. One query."""
    return now(capacity).tiers


def now(capacity: int) -> InForce:
    """The same with their version. One query."""
    newest = versions().first()
    if newest is None:
        return InForce(0, shipped(capacity), None, capacity)
    return InForce(newest.number, read(newest.tiers), newest, capacity)


def versions() -> QuerySet[TierVersion]:
    """All tiers that were published, the newest first."""
    found: QuerySet[TierVersion] = TierVersion.objects.select_related("published_by")
    return found


def read(said: object) -> Tiers:
    """Tiers as they were kept."""
    return Tiers.read(said, list(MEASURES))


def held() -> dict[str, Held]:
    """The tier each client holds; an account that has joined a group brings its tier where the group has none.

    One query.
    """
    found: dict[str, Held] = {}
    joined: dict[str, Held] = {}
    for row in with_group(TierHeld.objects.order_by("since", "id")):
        one = Held(row.tier, row.tier_name, row.since, row.decision_id)
        group = row.group
        if group and group != row.client:
            joined[group] = one
        else:
            found[row.client] = one
    return joined | found


def name(tier: Tier | None, key: str = "", called: str = "") -> str:
    """What a tier is called: by the company, else by the language; `key` and `called` for one that is no more."""
    if tier is not None:
        return tier.name or tier_word(tier.key, words.language())
    return called or tier_word(key, words.language())


_known: ContextVar[Tiers | None] = ContextVar("tiers", default=None)


def forget(**_signal: object) -> None:
    """Have the tiers read again: a new request began, or others were published."""
    _known.set(None)


def known() -> Tiers:
    """The tiers in force, whatever the number of key accounts: read once a request."""
    kept = _known.get()
    if kept is None:
        kept = in_force(CAPACITY)
        _known.set(kept)
    return kept


def choices() -> tuple[tuple[str, str], ...]:
    """Key and name of each tier, for filters."""
    return tuple((one.key, one.name) for one in known().tiers)


def of_clients(keys: Iterable[str], groups: Mapping[str, str | None] | None = None) -> dict[str, Held]:
    """The tier of some clients, or of some accounts whose `groups` are given: an account holds what its group does."""
    everyone = held()
    found = {}
    for key in keys:
        one = everyone.get((groups or {}).get(key) or key)
        if one is not None:
            found[key] = one
    return found


def capacity() -> int:
    """How many key accounts the grid in force ranks for. One query."""
    grid = grids.in_force().grid
    return grid.capacity if grid else CAPACITY
