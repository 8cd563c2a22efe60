"""What a client is made of on a day: who holds whom, directly and in effect, drawn as a tree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Control, LegalEntity
from trousseau.knowledge.queries.facts import facts_of
from trousseau.method.control import controlled, effective

DEEPEST = 40
"""Levels that are indented; what lies deeper stands at this one."""


@dataclass(frozen=True)
class Node:
    """One company in the tree, below the owner that holds most of it."""

    entity: LegalEntity
    depth: int
    by: Control | None
    """The holding it hangs from; None at a top."""
    others: tuple[Control, ...]
    """Its further owners."""
    effective: float | None
    """What the head holds of it in effect; None: a share on the way is not known, or it is the head."""
    controlled: bool
    """Whether the head controls it."""

    @property
    def holdings(self) -> tuple[Control, ...]:
        """Everything that is held of it, the largest of the group first."""
        return (self.by, *self.others) if self.by else self.others


@dataclass(frozen=True)
class Structure:
    """The companies of a client as they stand on a day."""

    day: dt.date
    nodes: tuple[Node, ...]
    head: LegalEntity | None
    """The top that controls most companies; None: there is no company."""
    past: tuple[Control, ...]
    """Holdings that ended, and those still to come."""

    @property
    def inside(self) -> int:
        """Companies of the group itself."""
        return sum(not node.entity.outside for node in self.nodes)


def structure(user: User, account: Account, day: dt.date) -> Structure:
    """The structure of a client on a day; two queries."""
    entities = list(facts_of(user, account, LegalEntity))
    controls = list(facts_of(user, account, Control))
    return arranged(entities, controls, day)


def arranged(entities: Sequence[LegalEntity], controls: Sequence[Control], day: dt.date) -> Structure:
    """Companies below their owners, the head first."""
    known = {entity.pk: entity for entity in entities}
    standing = [one for one in controls if _stands(one, day) and one.owner_id in known and one.owned_id in known]
    past = tuple(one for one in controls if not _stands(one, day))
    place = {key: at for at, key in enumerate(known)}
    direct = np.zeros((len(known), len(known)))
    for one in standing:
        direct[place[one.owner_id], place[one.owned_id]] = float(one.percent or 0) / 100
    owners: dict[int, list[Control]] = {}
    for one in standing:
        owners.setdefault(one.owned_id, []).append(one)
    for held in owners.values():
        held.sort(key=lambda one: (one.owner.outside, -(one.percent or 0), one.pk))
    tops = [entity for entity in entities if entity.pk not in owners]
    head = max(
        (entity for entity in entities if not entity.outside),
        key=lambda one: (int(controlled(direct, place[one.pk]).sum()), one in tops, -one.pk),
        default=None,
    )
    shares = _shares(direct)
    ruled = controlled(direct, place[head.pk]) if head else np.zeros(len(known), dtype=bool)
    unknown = _unsure(standing, head.pk) if head else set()

    def node(entity: LegalEntity, depth: int) -> Node:
        held = owners.get(entity.pk, [])
        at = place[entity.pk]
        share = float(shares[place[head.pk], at]) if head and shares is not None and entity.pk not in unknown else None
        return Node(
            entity, min(depth, DEEPEST), held[0] if held else None, tuple(held[1:]),
            share if share and head and entity.pk != head.pk else None, bool(ruled[at]),
        )  # fmt: skip

    return Structure(day, tuple(node(*one) for one in _walk(entities, owners, tops, head)), head, past)


def rails(nodes: Sequence[Node]) -> list[tuple[str, ...]]:
    """What is drawn left of each company, a level: `on` a line goes by, `tee` or `end` it hangs here, "" nothing."""
    made: list[tuple[str, ...]] = []
    later: set[int] = set()
    for node in reversed(nodes):
        by = tuple("on" if level in later else "" for level in range(1, node.depth))
        made.append((*by, "tee" if node.depth in later else "end") if node.depth else ())
        later = {level for level in later if level < node.depth} | {node.depth}
    return made[::-1]


def _walk(
    entities: Sequence[LegalEntity], owners: dict[int, list[Control]], tops: list[LegalEntity], head: LegalEntity | None
) -> list[tuple[LegalEntity, int]]:
    """Each company once, below its first owner; the tree of the head first."""
    below: dict[int, list[LegalEntity]] = {}
    for entity in entities:
        if entity.pk in owners:
            below.setdefault(owners[entity.pk][0].owner_id, []).append(entity)
    order = sorted(tops, key=lambda one: (not _above(one, head, owners), one.outside, one.name))
    stack = [(entity, 0) for entity in reversed(order)]
    found = []
    while stack:
        entity, depth = stack.pop()
        found.append((entity, depth))
        stack += [(child, depth + 1) for child in reversed(below.get(entity.pk, []))]
    return found


def _above(top: LegalEntity, head: LegalEntity | None, owners: dict[int, list[Control]]) -> bool:
    """Whether a top stands above the head, or is it."""
    at = head.pk if head else None
    while at is not None and at != top.pk:
        at = owners[at][0].owner_id if at in owners else None
    return at is not None


def _unsure(controls: Sequence[Control], head: int) -> set[int]:
    """Companies below the head reached over a holding whose share is not known."""
    below: dict[int, list[Control]] = {}
    for one in controls:
        below.setdefault(one.owner_id, []).append(one)
    unsure: set[int] = set()
    stack, seen = [(head, False)], set()
    while stack:
        at, doubtful = stack.pop()
        if (at, doubtful) in seen:
            continue
        seen.add((at, doubtful))
        if doubtful:
            unsure.add(at)
        stack += [(one.owned_id, doubtful or one.percent is None) for one in below.get(at, [])]
    return unsure


def _shares(direct: np.ndarray) -> np.ndarray | None:
    """Effective shares; None where what is stored makes none (it was refused since)."""
    try:
        return effective(direct) if len(direct) else None
    except ValueError:
        return None


def _stands(control: Control, day: dt.date) -> bool:
    return (control.since is None or control.since <= day) and (control.until is None or day <= control.until)
