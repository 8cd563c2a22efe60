"""Tiers of accounts: written entry rules, capacity and the service promised, and what they propose of a ranking.

Tiers.read({"tiers": [{"key": "key", "capacity": 20, "entry": []}, {"key": "maintain", "entry": []}]})
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Self

import numpy as np

from trousseau.method.arrays import Floats, Integers

BUILT_IN = ("rank", "score", "attractiveness", "strength", "top_probability")
"""What an entry rule may ask beside the measures of the ledger."""

EXIT = "exit"
"""The key of the tier that is a way out, wherever it stands in the order."""

Kind = Literal["entry", "exit", "promotion", "demotion", "kept", "moved"]
"""What becomes of an account: `moved` where the tier it held is no longer one."""


class TiersError(ValueError):
    """Tiers that mean nothing; with the codes come `tier`, `field` and `value`.

    `tiers_form`, `tiers_few` (fewer than two), `tiers_key_twice`, `tiers_name_twice`, `tiers_measure` (known),
    `tiers_number`, `tiers_negative` (a promise below 0), `tiers_crossed` (least above most), `tiers_capacity`,
    `tiers_open` (the last tier must take everyone), `tiers_shadowed` (one before it does, so `other` is never reached).
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
        names = [tier.name.casefold() for tier in tiers if tier.name]
        for tier in tiers:
            if tier.name and names.count(tier.name.casefold()) > 1:
                raise TiersError("tiers_name_twice", tier=tier.name)
        if tiers[-1].entry or tiers[-1].capacity is not None:
            raise TiersError("tiers_open", tier=tiers[-1].name or keys[-1])
        for tier, after in itertools.pairwise(tiers):
            if not tier.entry and tier.capacity is None:
                raise TiersError("tiers_shadowed", tier=tier.name or tier.key, other=after.name or after.key)
        return cls(tiers)

    def named(self, key: str | None) -> Tier | None:
        """The tier of a key; None where there is none."""
        return next((tier for tier in self.tiers if tier.key == key), None)

    def kind(self, before: str | None, after: str) -> Kind:
        """What a decision makes of an account that held one tier (None: none) and is given another.

        Tiers stand from the highest down, but for the way out, which is below all.
        """
        if before == after:
            return "kept"
        if after == EXIT:
            return "exit"
        if before is None:
            return "entry"
        if before == EXIT:
            return "promotion"
        places = {tier.key: place for place, tier in enumerate(self.tiers)}
        if before not in places or after not in places:
            return "moved"
        return "promotion" if places[after] < places[before] else "demotion"

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
    key = said["key"].strip()
    name = str(said.get("name", "")).strip()
    shown = name or key
    capacity = said.get("capacity")
    if capacity is not None and (isinstance(capacity, bool) or not isinstance(capacity, int) or capacity < 1):
        raise TiersError("tiers_capacity", tier=shown, value=capacity)
    entry = said.get("entry", [])
    if not isinstance(entry, Sequence) or isinstance(entry, str):
        raise TiersError("tiers_form")
    service = said.get("service", {})
    if not isinstance(service, Mapping):
        raise TiersError("tiers_form")
    return Tier(
        key,
        tuple(_entry(one, shown, known) for one in entry),
        capacity,
        Service(
            _promise(service.get("touchpoints"), shown, "touchpoints"),
            _promise(service.get("days"), shown, "days"),
            bool(service.get("sponsor")),
        ),
        name,
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


def _promise(value: object, tier: str, name: str) -> float | None:
    number = _number(value, tier, name)
    if number is not None and number < 0.0:
        raise TiersError("tiers_negative", tier=tier, field=name, value=f"{number:g}")
    return number


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
