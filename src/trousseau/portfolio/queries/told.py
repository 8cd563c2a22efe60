"""What the figures of a check-up rest on beside the sales lines: as it is now, or as a frozen check-up kept it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_type_hints

from trousseau.figures.indicators import RANGES, Range
from trousseau.imports import folders
from trousseau.ledger.costs import NOTHING, ActivityRate, Budget, Costs, Driver, Financing, FixedCost
from trousseau.ledger.growth import UNKNOWN, Inflation
from trousseau.method.rules import DEFAULT, RuleSet
from trousseau.portfolio.queries.classes import in_force
from trousseau.portfolio.queries.ranges import ranges

LISTS = {
    "rates": ActivityRate,
    "financing": Financing,
    "fixed": FixedCost,
    "budgets": Budget,
    "kinds": Driver,
}
"""What costs consist of, beside the files of drivers."""


@dataclass(frozen=True, eq=False)
class Told:
    """Ranges, rules, costs and inflation."""

    ranges: Mapping[str, Range]
    rules: RuleSet
    rules_number: int
    costs: Costs = NOTHING
    inflation: Inflation = UNKNOWN

    def as_json(self) -> dict[str, Any]:
        """As a frozen check-up keeps it; the files of drivers are copied beside it first."""
        return {
            "ranges": {key: asdict(found) for key, found in self.ranges.items()},
            "rules": {"number": self.rules_number, **self.rules.as_json()},
            "costs": {
                "drivers": [keep_file(file, "drivers") for file in self.costs.drivers],
                **{name: [_out(one) for one in getattr(self.costs, name)] for name in LISTS},
            },
            "inflation": {
                "rates": {zone: {when: str(rate) for when, rate in told.items()} for zone, told in self._inflation()},
                "sources": list(self.inflation.sources),
            },
        }

    def _inflation(self) -> list[tuple[str, Mapping[str, Decimal]]]:
        return sorted(self.inflation.rates.items())

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Told:
        """Back from JSON; what was not kept then is as shipped, or not told."""
        rules = dict(kept.get("rules") or {})
        number = int(rules.pop("number", 0))
        inflation = kept.get("inflation") or {"rates": {}, "sources": []}
        return cls(
            ranges={key: Range(**found) for key, found in kept["ranges"].items()} if "ranges" in kept else RANGES,
            rules=RuleSet.read(rules) if rules else DEFAULT,
            rules_number=number,
            costs=_costs(kept["costs"]) if "costs" in kept else NOTHING,
            inflation=Inflation(
                {z: {when: Decimal(rate) for when, rate in told.items()} for z, told in inflation["rates"].items()},
                tuple(inflation["sources"]),
            ),
        )


def told() -> Told:
    """What is told now."""
    rules = in_force()
    return Told(ranges=ranges(), rules=rules.rules, rules_number=rules.number)


def keep_file(file: Path, name: str) -> str:
    """Keep a copy of a file for good, named by its content; gives the name."""
    content = file.read_bytes()
    kept = f"{name}-{hashlib.sha256(content).hexdigest()}{file.suffix}"
    target = folders.frozen() / kept
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{kept}.{os.getpid()}")
        draft.write_bytes(content)
        draft.replace(target)
    return kept


def _costs(kept: Mapping[str, Any]) -> Costs:
    drivers = tuple(folders.frozen() / name for name in kept["drivers"])
    return Costs(drivers=drivers, **{n: tuple(_in(kind, one) for one in kept[n]) for n, kind in LISTS.items()})


def _out(one: Any) -> dict[str, Any]:  # noqa: ANN401 - any of LISTS
    """A row of costs; amounts as exact text."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
        for name, value in asdict(one).items()
    }


def _in(kind: type[Any], kept: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of that kind
    """And back, by the types of its fields."""
    types, told = get_type_hints(kind), {}
    for field in fields(kind):
        value, wanted = kept[field.name], types[field.name]
        told[field.name] = (
            date.fromisoformat(value) if wanted is date else Decimal(value) if wanted is Decimal else value
        )
    return kind(**told)
