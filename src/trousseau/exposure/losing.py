"""What leaves with the customers that leave: exact sums before and after, part by part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from trousseau.method.concentration import Concentration, concentration

Cell = tuple[str, str, Decimal]
"""(value of the dimension, account, revenue)."""


@dataclass(frozen=True)
class Part:
    """One zone, division … before and after, exact."""

    name: str
    before: Decimal
    after: Decimal

    @property
    def loss(self) -> Decimal:
        """What goes."""
        return self.before - self.after

    @property
    def share(self) -> float | None:
        """The part of it that goes; None where there was nothing, or less, to lose."""
        return float(self.loss / self.before) if self.before > 0 else None


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The portfolio without some accounts."""

    lost: tuple[str, ...]
    total: Part
    parts: dict[str, tuple[Part, ...]]
    """By dimension, largest first before the loss."""
    before: Concentration
    after: Concentration

    def hardest_hit(self, dimension: str, *, least: float = 0.01) -> Part | None:
        """The part that loses the largest share; parts under `least` of the total are left out."""
        floor = self.total.before * Decimal(str(least))
        hit = [p for p in self.parts.get(dimension, ()) if p.before >= floor and p.share is not None and p.loss > 0]
        return max(hit, key=lambda p: p.share or 0.0, default=None)


def what_if(revenue: Mapping[str, Decimal], lost: Collection[str], cells: Mapping[str, Iterable[Cell]]) -> WhatIf:
    """The revenue and the concentration without `lost`.

    `revenue` gives each account its exact revenue; `cells` each dimension its (value, account, revenue), which add up
    to the same total. Accounts of `lost` that are not in `revenue` are ignored.
    """
    gone = tuple(account for account in dict.fromkeys(lost) if account in revenue)
    set_ = frozenset(gone)
    left = [amount for account, amount in revenue.items() if account not in set_]
    before = sum(revenue.values(), Decimal(0))
    return WhatIf(
        lost=gone,
        total=Part("", before, sum(left, Decimal(0))),
        parts={name: _parts(rows, set_) for name, rows in cells.items()},
        before=concentration([float(amount) for amount in revenue.values()]),
        after=concentration([float(amount) for amount in left]),
    )


def _parts(cells: Iterable[Cell], lost: frozenset[str]) -> tuple[Part, ...]:
    """Sums of each value with and without the lost accounts; nothing where no line gives the dimension."""
    before: dict[str, Decimal] = {}
    after: dict[str, Decimal] = {}
    for value, account, amount in cells:
        before[value] = before.get(value, Decimal(0)) + amount
        after[value] = after.get(value, Decimal(0)) + (Decimal(0) if account in lost else amount)
    if not any(before):
        return ()
    order = sorted(before, key=lambda value: (-before[value], value))
    return tuple(Part(value, before[value], after[value]) for value in order)
