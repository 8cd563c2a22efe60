"""Tiers of accounts: written entry rules, capacity and the service promised, and what they propose of a ranking.

Tiers.read({"tiers": [{"key": "key", "capacity": 20, "entry": []}, {"key": "maintain", "entry": []}]})
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from trousseau.method.arrays import Floats, Integers

BUILT_IN = ("rank", "score", "attractiveness", "strength", "top_probability")
"""What an entry rule may ask beside the measures of the ledger."""


class TiersError(ValueError):
    """Tiers that mean nothing; with the codes come `tier`, `field` and `value`.

    `tiers_form`, `tiers_few` (fewer than two), `tiers_key_twice`, `tiers_measure` (known), `tiers_number`,
    `tiers_crossed` (least above most), `tiers_capacity`, `tiers_open` (the last tier must take everyone).
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Entry:
    """One condition: a measure from `least` to `most`, both included; None leaves an end open."""

    measure: str
    least: float | None = None
    most: float | None = None

    def met(self, figures: Floats) -> np.typing.NDArray[np.bool_]:
        """Who meets it; a figure that is not known meets no condition."""
        low = -math.inf if self.least is None else self.least
        high = math.inf if self.most is None else self.most
        return np.asarray((figures >= low) & (figures <= high))


@dataclass(frozen=True)
class Service:
    """What accounts of a tier are promised."""

    touchpoints: float | None = None
    """A year."""
    days: float | None = None
    """Of the manager's time a month."""
    sponsor: bool = False
    """Whether a member of the board stands for the account."""


@dataclass(frozen=True)
class Tier:
    """One tier: who enters, how many at most, what they are promised."""

    key: str
    entry: tuple[Entry, ...] = ()
    capacity: int | None = None
    service: Service = field(default_factory=Service)
    name: str = ""
    """What the company calls it; "" leaves the word to the language."""


@dataclass(frozen=True)
class Tiers:
    """The tiers in the order in which an account is tried for them; the last takes whoever is left."""

    tiers: tuple[Tier, ...]

    @classmethod
    def read(cls, said: object, measures: Sequence[str] | None = None) -> Self:
        """Tiers from JSON, as `as_json` writes them; `measures` may be asked beside `BUILT_IN`, None: any.

        Raises:
            TiersError: what was wrong, and where.
        """
        if not isinstance(said, Mapping) or not isinstance(said.get("tiers"), Sequence):
            raise TiersError("tiers_form")
        known = None if measures is None else (*BUILT_IN, *measures)
        tiers = tuple(_tier(one, known) for one in said["tiers"])
        if len(tiers) < 2:
            raise TiersError("tiers_few")
        keys = [tier.key for tier in tiers]
        for key in keys:
            if keys.count(key) > 1:
                raise TiersError("tiers_key_twice", tier=key)
        if tiers[-1].entry or tiers[-1].capacity is not None:
            raise TiersError("tiers_open", tier=keys[-1])
        return cls(tiers)

    def as_json(self) -> dict[str, Any]:
        """The tiers as they are kept and exported."""
        return {"tiers": [_as_json(tier) for tier in self.tiers]}

    def propose(self, figures: Mapping[str, Floats], order: Integers) -> Integers:
        """The tier of each account, as its position: the first whose conditions it meets and that has room.

        `order` are the accounts from the highest score down: in it places are given. Shape (n,). A measure that
        `figures` does not have is known of nobody.
        """
        proposed = np.full(len(order), len(self.tiers) - 1)
        free = np.ones(len(order), dtype=np.bool_)
        unknown = np.full(len(order), np.nan)
        for position, tier in enumerate(self.tiers):
            enters = free.copy()
            for entry in tier.entry:
                enters &= entry.met(figures.get(entry.measure, unknown))
            chosen = order[enters[order]][: tier.capacity]
            proposed[chosen] = position
            free[chosen] = False
        return proposed


def _tier(said: object, known: Sequence[str] | None) -> Tier:
    if not isinstance(said, Mapping) or not isinstance(said.get("key"), str) or not said["key"].strip():
        raise TiersError("tiers_form")
    key = said["key"]
    capacity = said.get("capacity")
    if capacity is not None and (isinstance(capacity, bool) or not isinstance(capacity, int) or capacity < 1):
        raise TiersError("tiers_capacity", tier=key, value=capacity)
    entry = said.get("entry", [])
    if not isinstance(entry, Sequence) or isinstance(entry, str):
        raise TiersError("tiers_form")
    service = said.get("service", {})
    if not isinstance(service, Mapping):
        raise TiersError("tiers_form")
    return Tier(
        key,
        tuple(_entry(one, key, known) for one in entry),
        capacity,
        Service(
            _number(service.get("touchpoints"), key, "touchpoints"),
            _number(service.get("days"), key, "days"),
            bool(service.get("sponsor")),
        ),
        str(said.get("name", "")).strip(),
    )


def _entry(said: object, tier: str, known: Sequence[str] | None) -> Entry:
    if not isinstance(said, Mapping) or not isinstance(said.get("measure"), str):
        raise TiersError("tiers_form")
    measure = said["measure"]
    if known is not None and measure not in known:
        raise TiersError("tiers_measure", tier=tier, value=measure, known=", ".join(known))
    least, most = (_number(said.get(end), tier, end) for end in ("least", "most"))
    if least is not None and most is not None and least > most:
        raise TiersError("tiers_crossed", tier=tier, field=measure, value=f"{least:g} – {most:g}")
    return Entry(measure, least, most)


def _number(value: object, tier: str, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TiersError("tiers_number", tier=tier, field=name, value=str(value))
    return float(value)


def _as_json(tier: Tier) -> dict[str, Any]:
    said: dict[str, Any] = {"key": tier.key, "entry": [], "service": {}}
    for one in tier.entry:
        ends = (("least", one.least), ("most", one.most))
        said["entry"].append({"measure": one.measure} | {name: end for name, end in ends if end is not None})
    for name, promised in (("touchpoints", tier.service.touchpoints), ("days", tier.service.days)):
        if promised is not None:
            said["service"][name] = promised
    if tier.service.sponsor:
        said["service"]["sponsor"] = True
    if tier.capacity is not None:
        said["capacity"] = tier.capacity
    if tier.name:
        said["name"] = tier.name
    return said


def shipped(capacity: int) -> Tiers:
    """The tiers as shipped, for so many key accounts: their service is a start, to be set to what one can keep."""
    return Tiers(
        (
            Tier("key", (), capacity, Service(12, 2.0, sponsor=True)),
            Tier(
                "potential", (Entry("attractiveness", 60.0), Entry("strength", None, 50.0)), capacity, Service(8, 1.0)
            ),
            Tier("exit", (Entry("score", None, 25.0), Entry("contribution", None, -0.005)), None, Service(0, 0.0)),
            Tier("develop", (Entry("attractiveness", 50.0),), None, Service(4, 0.5)),
            Tier("maintain", (), None, Service(2, 0.1)),
        )
    )
