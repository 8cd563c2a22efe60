"""Who should answer a request: how well someone fits, part by part, and the order that follows.

Each part is between 0 and 1, or unknown. What is unknown is never taken for good or bad: the fit lies between `low`
(every unknown part counts 0) and `high` (each counts 1). People are ordered by what is certain, `low`, then by `high`:
who told nothing does not pass who showed they can, and is still listed with what is not known.

| part     | weight | is                                                                              |
|----------|--------|---------------------------------------------------------------------------------|
| skills   | 45 %   | mean over the skills wanted of held ÷ wanted level, at most 1; not told: unknown |
| language | 15 %   | 1 where spoken, else 0; no language told: unknown                               |
| zone     | 10 %   | 1 where known, else 0; no zone told: unknown                                    |
| free     | 15 %   | free days before the due date ÷ `ENOUGH`, at most 1; no calendar: unknown       |
| load     | 10 %   | 1 ÷ (1 + open requests)                                                         |
| knows    | 5 %    | 1 on the account's team or having answered for it, else 0                       |

A part that is not asked for (no language wanted) is left out, and the others share its weight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WEIGHTS: dict[str, float] = {"skills": 0.45, "language": 0.15, "zone": 0.10, "free": 0.15, "load": 0.10, "knows": 0.05}
ENOUGH = 3.0
"""Free days before the due date that are enough to answer."""


@dataclass(frozen=True)
class Wanted:
    """What a request asks for; a level from 1 to 5 by skill."""

    skills: Mapping[str, int]
    language: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Person:
    """What is known of one person; None and empty: not told."""

    key: int
    skills: Mapping[str, int]
    languages: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    free: float | None = None
    """Free days from today to the due date."""
    load: int = 0
    knows: bool = False


@dataclass(frozen=True)
class Part:
    """One part of a fit: between `low` and `high`, equal where all of it is known; `weight` of those asked for."""

    name: str
    weight: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        """Whether nothing of it is unknown."""
        return self.low == self.high


@dataclass(frozen=True)
class Fit:
    """How well one person fits, and why."""

    person: Person
    parts: tuple[Part, ...]

    @property
    def low(self) -> float:
        """What is certain of it."""
        return sum(part.weight * part.low for part in self.parts)

    @property
    def high(self) -> float:
        """What it would be if all that is unknown were good."""
        return sum(part.weight * part.high for part in self.parts)

    @property
    def there(self) -> bool:
        """False for who is known to have no free day before the due date."""
        return self.person.free is None or self.person.free > 0


def fit(wanted: Wanted, person: Person) -> Fit:
    """How well one person fits what is wanted."""
    found: dict[str, tuple[float, float]] = {
        "free": _unknown() if person.free is None else _exactly(min(1.0, max(0.0, person.free) / ENOUGH)),
        "load": _exactly(1 / (1 + max(0, person.load))),
        "knows": _exactly(float(person.knows)),
    }
    if wanted.skills:
        found["skills"] = _skills(wanted.skills, person.skills)
    if wanted.language:
        found["language"] = _among(wanted.language, person.languages)
    if wanted.zone:
        found["zone"] = _among(wanted.zone, person.zones)
    asked = sum(WEIGHTS[name] for name in found)
    return Fit(person, tuple(Part(name, WEIGHTS[name] / asked, *found[name]) for name in WEIGHTS if name in found))


def ranked(wanted: Wanted, people: Sequence[Person]) -> list[Fit]:
    """Everyone, the best first: who is there before who is away, then what is certain, then what is possible."""
    fits = (fit(wanted, person) for person in people)
    return sorted(fits, key=lambda one: (not one.there, -round(one.low, 9), -round(one.high, 9), one.person.key))


def _skills(wanted: Mapping[str, int], held: Mapping[str, int]) -> tuple[float, float]:
    parts = [min(1.0, held[code] / level) if code in held else None for code, level in wanted.items()]
    low = sum(part or 0.0 for part in parts) / len(parts)
    high = sum(1.0 if part is None else part for part in parts) / len(parts)
    return low, high


def _among(wanted: str, told: frozenset[str]) -> tuple[float, float]:
    return _exactly(float(wanted in told)) if told else _unknown()


def _exactly(value: float) -> tuple[float, float]:
    return value, value


def _unknown() -> tuple[float, float]:
    return 0.0, 1.0
