"""A scenario: who leaves, what shocks come, as it is asked, written in an address, stored, and put back together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from trousseau.method import whatif as method

Kind = Literal["volume", "currency", "inflation", "duty", "entry"]
KINDS: tuple[Kind, ...] = get_args(Kind)

LIMITS: dict[str, tuple[float, float]] = {
    "loss": (0.0, 1.0),
    "volume": (-1.0, 10.0),
    "currency": (-1.0, 10.0),
    "inflation": (-1.0, 10.0),
    "duty": (-1.0, 10.0),
    "entry": (0.0, 1.0),
    "passed_on": (0.0, 1.0),
    "fixed": (-1.0, 10.0),
}
"""What each figure may be, as fractions: 2.0 is an inflation of 200 %."""


class ScenarioError(ValueError):
    """A scenario that makes no sense. Codes: `range` (what, value, low, high), `shape` (what), `too_large`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, order=True)
class Lost:
    """An account, or a group, that leaves: wholly, or a share of what it buys."""

    who: str
    share: float = 1.0

    def __post_init__(self) -> None:
        _limit("loss", self.share)


@dataclass(frozen=True, order=True)
class Shock:
    """Something that comes over a zone, a currency, a family (None: over all of them)."""

    kind: Kind
    zone: str | None = None
    currency: str | None = None
    family: str | None = None
    change: float = 0.0
    """The change of volume, of the currency, of prices, of the duty; the share a competitor takes."""
    passed_on: float = 0.0
    """Of an inflation or a duty: the part that our prices pass on."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ScenarioError("shape", what=str(self.kind))
        _limit(self.kind, self.change)
        _limit("passed_on", self.passed_on)

    @property
    def on(self) -> dict[str, str]:
        """The labels of the cells it reaches."""
        named = {"zone": self.zone, "currency": self.currency, "family": self.family}
        return {dimension: value for dimension, value in named.items() if value is not None}

    def as_method(self) -> method.Shock:
        """The shock as the mathematics takes it."""
        match self.kind:
            case "volume":
                return method.Volume(self.change, self.on)
            case "currency":
                return method.Currency(self.change, self.on)
            case "inflation":
                return method.Inflation(self.change, self.on, self.passed_on)
            case "duty":
                return method.Duty(self.change, self.on, self.passed_on)
            case _:
                return method.Loss(self.on, self.change)


@dataclass(frozen=True)
class Scenario:
    """Everything that happens at once; the same things in another order are the same scenario."""

    lost: tuple[Lost, ...] = ()
    shocks: tuple[Shock, ...] = ()
    fixed: float = 0.0
    """The change of fixed costs, as a fraction."""

    def __post_init__(self) -> None:
        _limit("fixed", self.fixed)

    @property
    def plain(self) -> bool:
        """Whether accounts only leave, wholly: then every figure is exact."""
        return not any(shock.change for shock in self.shocks) and all(one.share in {0.0, 1.0} for one in self.lost)

    @property
    def nothing(self) -> bool:
        """Whether nothing happens."""
        return self.plain and not self.fixed and not any(one.share for one in self.lost)

    @property
    def families(self) -> bool:
        """Whether it takes the product families to answer."""
        return any(shock.family is not None for shock in self.shocks)

    def losing(self, *who: str) -> Scenario:
        """The same with others lost too, wholly."""
        there = {one.who for one in self.lost}
        return Scenario((*self.lost, *(Lost(one) for one in who if one not in there)), self.shocks, self.fixed)

    def keeping(self, who: str) -> Scenario:
        """The same without losing someone."""
        return Scenario(tuple(one for one in self.lost if one.who != who), self.shocks, self.fixed)

    def same(self, other: Scenario) -> bool:
        """Whether another scenario says the same, in whatever order."""
        return (sorted(self.lost), sorted(map(repr, self.shocks)), self.fixed) == (
            sorted(other.lost),
            sorted(map(repr, other.shocks)),
            other.fixed,
        )

    def as_json(self) -> dict[str, Any]:
        """What is stored, and given to programs: shares and changes as fractions."""
        return {
            "lost": [{"who": one.who, "share": one.share} for one in self.lost],
            "shocks": [
                {"kind": one.kind, **one.on, "change": one.change}
                | ({"passed_on": one.passed_on} if one.passed_on else {})
                for one in self.shocks
            ],
            "fixed": self.fixed,
        }

    @classmethod
    def from_json(cls, said: object) -> Scenario:
        """A scenario from what is stored, or what a program sends.

        Raises:
            ScenarioError: what has another shape, or lies outside its range.
        """
        if not isinstance(said, Mapping) or said.keys() - {"lost", "shocks", "fixed"}:
            raise ScenarioError("shape", what="scenario")
        lost, shocks = said.get("lost", []), said.get("shocks", [])
        if not isinstance(lost, list) or not isinstance(shocks, list):
            raise ScenarioError("shape", what="scenario")
        return cls(tuple(map(_lost, lost)), tuple(map(_shock, shocks)), _number("fixed", said.get("fixed", 0.0)))


def _lost(said: object) -> Lost:
    if isinstance(said, str):  # as scenarios were kept when they only lost accounts
        return Lost(said)
    if not isinstance(said, Mapping) or not isinstance(said.get("who"), str) or said.keys() - {"who", "share"}:
        raise ScenarioError("shape", what="lost")
    return Lost(said["who"], _number("loss", said.get("share", 1.0)))


def _shock(said: object) -> Shock:
    known = {"kind", "zone", "currency", "family", "change", "passed_on"}
    if not isinstance(said, Mapping) or said.keys() - known or said.get("kind") not in KINDS:
        raise ScenarioError("shape", what="shocks")
    on = {name: said.get(name) for name in ("zone", "currency", "family")}
    if any(value is not None and not isinstance(value, str) for value in on.values()):
        raise ScenarioError("shape", what="shocks")
    kind = cast("Kind", said["kind"])
    return Shock(
        kind,
        **on,
        change=_number(kind, said.get("change", 0.0)),
        passed_on=_number("passed_on", said.get("passed_on", 0.0)),
    )


def _number(what: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ScenarioError("shape", what=what)
    return float(value)


def _limit(what: str, value: float) -> None:
    low, high = LIMITS[what]
    if not math.isfinite(value) or not low <= value <= high:
        raise ScenarioError("range", what=what, value=value, low=low, high=high)


NO_CHANGE = Scenario()
