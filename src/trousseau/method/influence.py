"""Who can be heard by whom: paths of influence to who decides, and what hangs from one person alone.

A tie between two people carries a part p of what is said, 0 < p ≤ 1:

    told influence          1 a little .3 · 2 much .6 · 3 decisively .9; half of it where it is only supposed
    reporting line alone    boss on report .3 · report on boss .15; half of it where it is dotted

A told influence replaces what the reporting line between the same two would carry. A path carries the product of its
ties, and begins with how well the first person thinks of us (promoter 1, favourable .8). The most persuasive path has
the largest product; as −log turns products into sums of what is never negative, Dijkstra finds it.

The numbers order paths; they are no probabilities, and pages show the order and the words, not the numbers.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Id = TypeVar("Id", bound=Hashable)

STRENGTHS: Mapping[int, float] = {1: 0.3, 2: 0.6, 3: 0.9}
SUPPOSED = 0.5
DOWN, UP, DOTTED = 0.3, 0.15, 0.5
GOODWILL: Mapping[str, float] = {"promoter": 1.0, "favourable": 0.8}
"""From where a path may begin: people whom one of us looks after, of these stances."""
HINDERING = frozenset({"opposed", "reserved"})
SINGLE_FROM = 2
"""From how many covered people on it says something that one of ours holds them all."""


@dataclass(frozen=True)
class Person(Generic[Id]):
    """Someone at the client: whether they decide, where they stand, who of us looks after them."""

    id: Id
    decides: bool = False
    stance: str = ""
    holder: Hashable | None = None
    role_known: bool = True

    @property
    def goodwill(self) -> float:
        """How much of a path that begins here is carried; 0 where none does."""
        return GOODWILL.get(self.stance, 0.0) if self.holder is not None else 0.0


@dataclass(frozen=True)
class Line(Generic[Id]):
    """Someone reports to someone."""

    person: Id
    boss: Id
    dotted: bool = False


@dataclass(frozen=True)
class Influence(Generic[Id]):
    """Someone weighs on someone: 1 a little, 2 much, 3 decisively."""

    by: Id
    on: Id
    strength: int = 2
    supposed: bool = False


@dataclass(frozen=True)
class Path(Generic[Id]):
    """People from the first, who is well disposed, to the last, who decides; and what of it arrives."""

    people: tuple[Id, ...]
    carried: float


@dataclass(frozen=True)
class Holding:
    """How the covered people share out among ours."""

    covered: int
    holders: tuple[tuple[Hashable, int], ...]
    """Who holds how many, the most first."""

    @property
    def share(self) -> float | None:
        """The part of the covered people whom one of ours holds; None where nobody is covered."""
        return self.holders[0][1] / self.covered if self.covered else None

    @property
    def single(self) -> bool:
        """Whether all hangs from one of ours."""
        return self.covered >= SINGLE_FROM and len(self.holders) == 1


class Network(Generic[Id]):
    """The people of a client and their ties; ties to people who are not among them are left out."""

    def __init__(
        self, people: Iterable[Person[Id]], lines: Iterable[Line[Id]] = (), influences: Iterable[Influence[Id]] = ()
    ) -> None:
        """Raises `ValueError` for an unknown strength."""
        self.people = {one.id: one for one in people}
        self.toward: dict[Id, dict[Id, float]] = defaultdict(dict)
        """On whom → by whom → what is carried."""
        for line in lines:
            if line.person in self.people and line.boss in self.people and line.person != line.boss:
                part = DOTTED if line.dotted else 1.0
                self._tie(line.boss, line.person, DOWN * part)
                self._tie(line.person, line.boss, UP * part)
        told = {(one.by, one.on): carried(one.strength, supposed=one.supposed) for one in influences}
        for (by, on), part in told.items():
            if by in self.people and on in self.people and by != on:
                self.toward[on][by] = part

    def _tie(self, by: Id, on: Id, part: float) -> None:
        """The stronger of two ties that nobody told stands."""
        self.toward[on][by] = max(part, self.toward[on].get(by, 0.0))

    def deciders(self) -> list[Id]:
        """Who decides."""
        return [one.id for one in self.people.values() if one.decides]

    def hindering(self) -> list[Id]:
        """Who is against us or reserved, who weighs most on who decides first."""
        found = [one.id for one in self.people.values() if one.stance in HINDERING]
        weight = self.weight() if found else {}
        return sorted(found, key=lambda one: -weight.get(one, 0.0))

    def unknown(self) -> list[Id]:
        """Of whom we do not know where they stand or what they do in buying."""
        return [one.id for one in self.people.values() if not one.stance or not one.role_known]

    def uncovered(self) -> list[Id]:
        """Whom nobody of us looks after, who decides first."""
        found = [one for one in self.people.values() if one.holder is None]
        return [one.id for one in sorted(found, key=lambda one: not one.decides)]

    def weight(self) -> dict[Id, float]:
        """What each person's word carries to the decider they weigh on most; who decides has 1."""
        return {one: part for one, (part, _next) in self._heard(self.deciders()).items()}

    def paths(self, decider: Id, *, without: Collection[Id] = ()) -> list[Path[Id]]:
        """The best path from each well-disposed person to someone who decides, the most persuasive first.

        Someone well disposed who decides is a path of one person.
        """
        heard = self._heard([decider], without)
        found = []
        for start, (part, _next) in heard.items():
            goodwill = self.people[start].goodwill
            if goodwill:
                found.append(Path(tuple(self._walk(start, heard)), goodwill * part))
        return sorted(found, key=lambda path: (-path.carried, len(path.people)))

    def best(self, decider: Id) -> Path[Id] | None:
        """The most persuasive path to someone who decides; None where nobody well disposed is heard."""
        found = self.paths(decider)
        return found[0] if found else None

    def reach(self) -> dict[Id, float]:
        """What arrives at each decider on their best path; 0 where none leads there."""
        found = {decider: self.best(decider) for decider in self.deciders()}
        return {decider: path.carried if path else 0.0 for decider, path in found.items()}

    def through(self, decider: Id) -> list[Id]:
        """The people through whom every path to someone who decides leads: without one of them, none is left.

        Only who stands on the best path can be one; who decides is none of them.
        """
        best = self.best(decider)
        if best is None:
            return []
        return [one for one in best.people if one != decider and not self.paths(decider, without={one})]

    def holding(self) -> Holding:
        """How the covered people share out among ours."""
        held = Counter(one.holder for one in self.people.values() if one.holder is not None)
        ranked = sorted(held.items(), key=lambda pair: (-pair[1], str(pair[0])))
        return Holding(sum(held.values()), tuple(ranked))

    def _heard(self, ends: Iterable[Id], without: Collection[Id] = ()) -> dict[Id, tuple[float, Id | None]]:
        """From each person who is heard: what arrives at the end heard best, and whom they tell it next.

        Products of parts ≤ 1 never grow along a path, so the largest that waits is final: Dijkstra, with the product
        itself in place of its −log.
        """
        final: dict[Id, tuple[float, Id | None]] = {}
        order = {one: at for at, one in enumerate(self.people)}
        waiting: list[tuple[float, int, int, Id, Id | None]] = [
            (-1.0, 0, order[end], end, None) for end in ends if end in order and end not in without
        ]
        heapq.heapify(waiting)
        while waiting:
            minus, steps, _at, person, following = heapq.heappop(waiting)
            if person in final:
                continue
            final[person] = (-minus, following)
            for by, part in self.toward.get(person, {}).items():
                if by not in final and by not in without:
                    heapq.heappush(waiting, (minus * part, steps + 1, order[by], by, person))
        return final

    @staticmethod
    def _walk(start: Id, heard: Mapping[Id, tuple[float, Id | None]]) -> Iterable[Id]:
        at: Id | None = start
        while at is not None:
            yield at
            at = heard[at][1]


def carried(strength: int, *, supposed: bool = False) -> float:
    """What a told influence carries.

    Raises:
        ValueError: a strength beyond 1 to 3.
    """
    if strength not in STRENGTHS:
        raise ValueError(f"strength {strength!r}")
    return STRENGTHS[strength] * (SUPPOSED if supposed else 1.0)
