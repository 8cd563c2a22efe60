"""What the figures of a check-up rest on beside the sales lines: as it is now, or as a frozen check-up kept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from trousseau.costs import queries as costs
from trousseau.costs.queries.inflation import inflation
from trousseau.figures.indicators import RANGES, Range
from trousseau.ledger.costs import NOTHING, Costs
from trousseau.ledger.growth import UNKNOWN, Inflation
from trousseau.method.rules import DEFAULT, RuleSet
from trousseau.portfolio.queries.classes import in_force
from trousseau.portfolio.queries.ranges import ranges


@dataclass(frozen=True, eq=False)
class Told:
    """Ranges, rules, costs and inflation."""

    ranges: Mapping[str, Range]
    rules: RuleSet
    rules_number: int
    costs: Costs = NOTHING
    inflation: Inflation = UNKNOWN

    def as_json(self) -> dict[str, Any]:
        """As a frozen check-up keeps it."""
        rates = {
            zone: {when: str(rate) for when, rate in sorted(found.items())}
            for zone, found in sorted(self.inflation.rates.items())
        }
        return {
            "ranges": {key: asdict(found) for key, found in self.ranges.items()},
            "rules": {"number": self.rules_number, **self.rules.as_json()},
            "costs": costs.as_json(self.costs),
            "inflation": {"rates": rates, "sources": list(self.inflation.sources)},
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Told:
        """Back from JSON; what was not kept then is as shipped, or not told."""
        rules = dict(kept.get("rules") or {})
        number = int(rules.pop("number", 0))
        prices = kept.get("inflation") or {"rates": {}, "sources": []}
        return cls(
            ranges={key: Range(**found) for key, found in kept["ranges"].items()} if "ranges" in kept else RANGES,
            rules=RuleSet.read(rules) if rules else DEFAULT,
            rules_number=number,
            costs=costs.from_json(kept["costs"]) if "costs" in kept else NOTHING,
            inflation=Inflation(
                {z: {when: Decimal(rate) for when, rate in found.items()} for z, found in prices["rates"].items()},
                tuple(prices["sources"]),
            ),
        )


def told() -> Told:
    """What is told now."""
    rules = in_force()
    return Told(
        ranges=ranges(), rules=rules.rules, rules_number=rules.number, costs=costs.told(), inflation=inflation()
    )
