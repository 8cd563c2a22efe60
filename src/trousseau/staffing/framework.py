"""A competency framework: what is asked of people, in levels one can see, and how much of it each role needs.

What the company did not reword keeps the delivered words, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from trousseau.staffing.delivered import AREAS, BY_KEY, COMPETENCIES, REQUIRED, ROLES, Tongue

LEVELS = 5
MOST = 30
"""Competencies a framework has at most: more nobody answers."""
LONGEST = 300
"""Signs of one level."""
TIER = "tier:"
"""Before the key of a tier, in the name of what asks for levels."""


class FrameworkError(ValueError):
    """A framework that means nothing; with the codes come `competency`, `profile` and `value`.

    `form`, `none`, `many`, `key_twice`, `name_twice`, `area`, `name`, `levels` (one of five is empty), `long`,
    `profile`, `required` (no level from 1 to 5).
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Competency:
    """One competency; empty words are those delivered."""

    key: str
    area: str
    name: str = ""
    levels: tuple[str, ...] = ("",) * LEVELS

    def called(self, tongue: Tongue) -> str:
        """Its name for a reader."""
        ready = BY_KEY.get(self.key)
        return self.name or (ready.words(tongue).name if ready else self.key)

    def says(self, tongue: Tongue) -> tuple[str, ...]:
        """What is seen at each level."""
        ready = BY_KEY.get(self.key)
        words = ready.words(tongue).levels if ready else ("",) * LEVELS
        return tuple(own or delivered for own, delivered in zip(self.levels, words, strict=True))


@dataclass(frozen=True)
class Framework:
    """The competencies in their order, and the levels asked: role or `tier:` and tier → competency → 1 to 5."""

    competencies: tuple[Competency, ...]
    required: Mapping[str, Mapping[str, int]]

    @property
    def keys(self) -> tuple[str, ...]:
        """The competencies' keys, in order."""
        return tuple(one.key for one in self.competencies)

    def asked(self, profile: str) -> dict[str, int]:
        """The levels that a role or a tier asks; a competency it does not ask is absent."""
        return dict(self.required.get(profile, {}))

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "competencies": [
                {"key": one.key, "area": one.area, "name": one.name, "levels": list(one.levels)}
                for one in self.competencies
            ],
            "required": {profile: dict(levels) for profile, levels in self.required.items()},
        }

    @classmethod
    def read(cls, said: object) -> Self:
        """A framework as it was kept or typed.

        Raises:
            FrameworkError: what is wrong, and where.
        """
        if not isinstance(said, Mapping) or not isinstance(said.get("competencies"), list):
            raise FrameworkError("form")
        found = tuple(_competency(one) for one in said["competencies"])
        if not found:
            raise FrameworkError("none")
        if len(found) > MOST:
            raise FrameworkError("many", value=len(found))
        _once(found)
        asked = said.get("required", {})
        if not isinstance(asked, Mapping):
            raise FrameworkError("form")
        keys = {one.key for one in found}
        required = {str(profile): _required(str(profile), levels, keys) for profile, levels in asked.items()}
        return cls(found, required)


def delivered() -> Framework:
    """The framework as delivered."""
    return Framework(tuple(Competency(one.key, one.area) for one in COMPETENCIES), REQUIRED)


def area_word(area: str, tongue: Tongue) -> str:
    """An area as it is headed."""
    return AREAS[area][tongue]


def _competency(said: object) -> Competency:
    if not isinstance(said, Mapping) or not isinstance(said.get("key"), str) or not said["key"]:
        raise FrameworkError("form")
    key, name = said["key"], str(said.get("name", "")).strip()
    levels = tuple(str(text).strip() for text in said.get("levels", ()))
    if said.get("area") not in AREAS:
        raise FrameworkError("area", competency=name or key, value=said.get("area"))
    if len(levels) != LEVELS:
        raise FrameworkError("form")
    if key not in BY_KEY and not name:
        raise FrameworkError("name")
    if key not in BY_KEY and not all(levels):
        raise FrameworkError("levels", competency=name, value=levels.index("") + 1)
    if max(map(len, levels)) > LONGEST or len(name) > LONGEST:
        raise FrameworkError("long", competency=name or key, value=LONGEST)
    return Competency(key, said["area"], name, levels)


def _once(found: tuple[Competency, ...]) -> None:
    """Refuse two of a key, or two that a reader cannot tell apart."""
    for code, names in (
        ("key_twice", [one.key for one in found]),
        ("name_twice", [one.called("en").casefold() for one in found]),
        ("name_twice", [one.called("fr").casefold() for one in found]),
    ):
        for name in names:
            if names.count(name) > 1:
                raise FrameworkError(code, competency=name)


def _required(profile: str, levels: object, keys: set[str]) -> dict[str, int]:
    """The levels a profile asks of the competencies there are."""
    if profile not in ROLES and not profile.startswith(TIER):
        raise FrameworkError("profile", profile=profile)
    if not isinstance(levels, Mapping):
        raise FrameworkError("form")
    for key, level in levels.items():
        if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= LEVELS:
            raise FrameworkError("required", profile=profile, competency=key, value=level)
    return {key: level for key, level in levels.items() if key in keys}
