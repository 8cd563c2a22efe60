"""What a scenario does, in exact amounts: before and after, against fixed costs, and who must leave to break it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal, cast

from trousseau.method.concentration import Concentration
from trousseau.method.scenario import Scenario

TO_DISCLOSE = 0.10
Where = Literal["division", "zone", "company"]


@dataclass(frozen=True)
class Figure:
    """An amount before and after; None: not known."""

    before: Decimal | None
    after: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """After − before."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def share(self) -> float | None:
        """The change as a fraction of what was there; None where that was unknown, zero or negative."""
        if self.change is None or not self.before or self.before < 0:
            return None
        return float(self.change / self.before)

    def less(self, other: Figure) -> Figure:
        """This without another; unknown where either is."""
        return Figure(_less(self.before, other.before), _less(self.after, other.after))


UNKNOWN = Figure(None, None)


@dataclass(frozen=True)
class Part:
    """One division, zone, currency … before and after."""

    name: str
    revenue: Figure
    margin: Figure
    contribution: Figure
    fixed: Figure
    """Unknown where nothing is told of its fixed costs."""
    partial: bool = False
    """Whether its fixed costs are told for a part of the period only."""

    @property
    def spare(self) -> Figure:
        """What is left after fixed costs: below 0 it does not carry them."""
        return self.contribution.less(self.fixed)

    @property
    def under(self) -> bool:
        """Whether it ends under its fixed costs."""
        return self.spare.after is not None and self.spare.after < 0

    @property
    def falls(self) -> bool:
        """Whether the scenario takes it under them."""
        return self.under and self.spare.before is not None and self.spare.before >= 0


@dataclass(frozen=True, eq=False)
class Answer:
    """What a scenario does."""

    scenario: Scenario
    exact: bool
    """Whether the figures are sums to the cent; where shocks come they are estimated, rounded to it."""
    total: Part
    """The company; its `spare` is the result after fixed costs."""
    parts: dict[str, tuple[Part, ...]]
    """By division, zone, currency (and family where the scenario needs them), largest first; none where not given."""
    before: Concentration
    after: Concentration
    """Of the revenue by account (or group), whose labels are the parts."""
    served: bool
    """Whether the contribution knows any cost to serve."""
    known_share: float | None
    """The share of the revenue whose cost is known."""

    @property
    def result(self) -> Figure:
        """The contribution after all fixed costs."""
        return self.total.spare

    @cached_property
    def falling(self) -> tuple[Part, ...]:
        """The divisions the scenario takes under their fixed costs, deepest first; zones where no division is."""
        for name in ("division", "zone"):
            fallen = [part for part in self.parts.get(name, ()) if part.falls]
            if fallen:
                return tuple(sorted(fallen, key=lambda part: (part.spare.after, part.name)))
        return ()

    @property
    def passing(self) -> tuple[tuple[str, float], ...]:
        """Who makes a tenth of the revenue or more afterwards and did not before."""
        there = {label for label, _ in self.before.over(TO_DISCLOSE)}
        return tuple((cast("str", label), share) for label, share in self.after.over(TO_DISCLOSE) if label not in there)

    def part(self, dimension: str, name: str) -> Part | None:
        """One division or zone."""
        return next((part for part in self.parts.get(dimension, ()) if part.name == name), None)

    def hardest_hit(self, dimension: str, *, least: float = 0.01) -> Part | None:
        """The part that loses the largest share of its sales; parts under `least` of the total are left out."""
        floor = (self.total.revenue.before or Decimal(0)) * Decimal(str(least))
        hit = [
            part
            for part in self.parts.get(dimension, ())
            if part.revenue.before is not None and part.revenue.before >= floor and (part.revenue.share or 0) < 0
        ]
        return min(hit, key=lambda part: part.revenue.share or 0.0, default=None)


@dataclass(frozen=True)
class Breaking:
    """Who must leave for something to break."""

    where: Where
    values: tuple[str, ...]
    """The divisions or zones that break together; empty: the company."""
    missing: Literal["", "cost", "fixed"] = ""
    """What is not known, so that nothing can be said."""
    fixed: tuple[Decimal, ...] = ()
    before: tuple[Decimal, ...] = ()
    """What is left after fixed costs today, of each value."""
    lost: tuple[str, ...] | None = None
    """Accounts (or groups), the largest contribution first; empty: it is under already; None: no loss breaks it."""
    after: tuple[Decimal, ...] = ()
    """The same after that loss; where nothing breaks it, the lowest it can fall by losing customers."""
    otherwise: tuple[str, ...] | None = None
    """The smallest set without the first of them; None: there is none."""
    proven: bool = True
    company: bool = False
    """Whether the company breaks with the divisions or zones; its amounts come last."""
    takes: tuple[tuple[Decimal, ...], ...] = ()
    """What each of those who leave takes away, from each value."""

    @property
    def joint(self) -> bool:
        """Whether several places break at once."""
        return len(self.values) + self.company > 1

    @property
    def value(self) -> str:
        """The one division or zone; "" for the company."""
        return self.values[0] if self.values else ""


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other
