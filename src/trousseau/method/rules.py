"""The written rules by which accounts are good, to watch or bad: what may be asked, within which bounds, as JSON.

RuleSet.read({"rules": {"contribution_rate": {"watch": 0.15, "bad": 0}}, "least_known": 0.5})
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from trousseau.method.classes import Rule

Unit = Literal["share", "money", "days", "count"]


@dataclass(frozen=True)
class Measure:
    """Something an account can be judged by."""

    key: str
    unit: Unit
    low_is_bad: bool
    least: float
    most: float
    """What a threshold may be: beyond this no account could ever be."""


MEASURES: dict[str, Measure] = {
    measure.key: measure
    for measure in (
        Measure("contribution_rate", "share", low_is_bad=True, least=-10.0, most=1.0),
        Measure("contribution", "money", low_is_bad=True, least=-1e12, most=1e12),
        Measure("margin_rate", "share", low_is_bad=True, least=-10.0, most=1.0),
        Measure("serving_rate", "share", low_is_bad=False, least=0.0, most=10.0),
        Measure("payment_days", "days", low_is_bad=False, least=0.0, most=3650.0),
        Measure("growth", "share", low_is_bad=True, least=-1.0, most=10.0),
        Measure("erosion", "count", low_is_bad=False, least=0.0, most=100.0),
        Measure("known_share", "share", low_is_bad=True, least=0.0, most=1.0),
    )
}
"""What can be asked of an account, in the order it is shown; of two rules as bad as each other the first decides."""


class RulesError(ValueError):
    """Rules that mean nothing; with the codes come `measure`, `field` (watch, bad, least_known) and `value`.

    `rules_not_a_number`, `rules_out_of_bounds` (least, most), `rules_crossed` (watch, bad: bad would begin before
    to watch), `rules_empty` (no threshold at all), `rules_measure_unknown` (known), `rules_form`.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class RuleSet:
    """A version of the rules: equal rules judge equally."""

    rules: tuple[Rule, ...]
    least_known: float
    """Under this share of sales with known cost an account is unknown instead of judged."""

    @classmethod
    def read(cls, said: object) -> Self:
        """Rules from JSON, as `as_json` writes them; a measure that is left out is not used.

        Raises:
            RulesError: what was wrong, and where.
        """
        if not isinstance(said, Mapping) or not isinstance(said.get("rules"), Mapping):
            raise RulesError("rules_form")
        given: Mapping[str, Any] = said["rules"]
        for name in given:
            if name not in MEASURES:
                raise RulesError("rules_measure_unknown", measure=str(name), known=", ".join(MEASURES))
        rules = tuple(_rule(measure, given.get(key)) for key, measure in MEASURES.items())
        if not any(rule.used for rule in rules):
            raise RulesError("rules_empty")
        least = _number(said.get("least_known", DEFAULT_LEAST_KNOWN), "known_share", "least_known")
        return cls(rules, 0.0 if least is None else least)

    def as_json(self) -> dict[str, Any]:
        """The rules as they are kept and exported: shares as fractions, only the thresholds used."""
        return {
            "rules": {
                rule.measure: {
                    name: value for name, value in (("watch", rule.watch), ("bad", rule.bad)) if value is not None
                }
                for rule in self.rules
                if rule.used
            },
            "least_known": self.least_known,
        }

    def rule(self, measure: str) -> Rule:
        """The rule of a measure; one without thresholds where it is not used."""
        found = next((rule for rule in self.rules if rule.measure == measure), None)
        return found or Rule(measure, low_is_bad=MEASURES[measure].low_is_bad)


def _rule(measure: Measure, said: object) -> Rule:
    if said is None:
        return Rule(measure.key, low_is_bad=measure.low_is_bad)
    if not isinstance(said, Mapping) or not set(said) <= {"watch", "bad"}:
        raise RulesError("rules_form")
    watch, bad = (_number(said.get(name), measure.key, name) for name in ("watch", "bad"))
    try:
        return Rule(measure.key, watch, bad, low_is_bad=measure.low_is_bad)
    except ValueError:
        raise RulesError("rules_crossed", measure=measure.key, field="bad", watch=watch, bad=bad) from None


def _number(value: object, measure: str, field: str) -> float | None:
    """A threshold within the bounds of its measure; None and "" leave it out."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise RulesError("rules_not_a_number", measure=measure, field=field, value=str(value))
    bounds = MEASURES[measure]
    if not bounds.least <= value <= bounds.most:
        raise RulesError(
            "rules_out_of_bounds", measure=measure, field=field, value=value, least=bounds.least, most=bounds.most
        )
    return float(value)


DEFAULT_LEAST_KNOWN = 0.5
DEFAULT = RuleSet.read(
    {
        "rules": {
            "contribution_rate": {"watch": 0.15, "bad": 0.0},
            "contribution": {"bad": 0.0},
            "payment_days": {"watch": 90.0},
            "erosion": {"watch": 0.0},
        },
        "least_known": DEFAULT_LEAST_KNOWN,
    }
)
"""The rules as shipped; `figures.classes.default_reason` says why each is there."""
