"""What the figures of a check-up rest on beside the sales lines: as it is now, or as a frozen check-up kept it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from trousseau.figures.indicators import RANGES, Range
from trousseau.method.rules import DEFAULT, RuleSet
from trousseau.portfolio.queries.classes import in_force
from trousseau.portfolio.queries.ranges import ranges


@dataclass(frozen=True, eq=False)
class Told:
    """Ranges, rules and costs."""

    ranges: Mapping[str, Range]
    rules: RuleSet
    rules_number: int

    def as_json(self) -> dict[str, Any]:
        """As a frozen check-up keeps it."""
        return {
            "ranges": {key: asdict(found) for key, found in self.ranges.items()},
            "rules": {"number": self.rules_number, **self.rules.as_json()},
        }

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Told:
        """Back from JSON; what was not kept then is as shipped."""
        rules = dict(kept.get("rules") or {})
        number = int(rules.pop("number", 0))
        return cls(
            ranges={key: Range(**found) for key, found in kept["ranges"].items()} if "ranges" in kept else RANGES,
            rules=RuleSet.read(rules) if rules else DEFAULT,
            rules_number=number,
        )


def told() -> Told:
    """What is told now."""
    rules = in_force()
    return Told(ranges=ranges(), rules=rules.rules, rules_number=rules.number)
