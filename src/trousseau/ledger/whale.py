"""The whale curve over accounts, groups, divisions or zones, and why those on its tail are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

import numpy as np

from trousseau.ledger.classes import Made
from trousseau.method.excess import excess
from trousseau.method.whale import Whale, whale


@dataclass(frozen=True)
class Part:
    """One part of what a customer costs, against the portfolio's usual."""

    name: str
    """`cost` (of goods), or the name of a cost driver."""
    amount: Decimal
    rate: float | None
    """Of its sales; None where they are not above zero."""
    usual: float
    """Of the sales of all who are on the curve."""
    excess: float
    """What it costs beyond the usual rate, in money; negative: less."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Contributions from the greatest to the least, added up exactly."""

    rows: tuple[Made, ...]
    """Those whose contribution is known, in the order of the curve."""
    cumulative: tuple[Decimal, ...]
    whale: Whale
    unknown: tuple[Made, ...]
    """Those whose contribution is not known: on no curve, counted beside it; the largest sales first."""

    @cached_property
    def total(self) -> Decimal:
        """What everyone on the curve leaves together."""
        return self.cumulative[-1] if self.cumulative else Decimal(0)

    @cached_property
    def peak(self) -> Decimal:
        """What those that contribute earn together."""
        return self.cumulative[self.whale.peak_at - 1] if self.whale.peak_at else Decimal(0)

    @cached_property
    def drag(self) -> Decimal:
        """What the others take back."""
        return self.peak - self.total

    @cached_property
    def peak_share(self) -> float | None:
        """The peak as a fraction of the total; None unless the total is above zero."""
        return float(self.peak / self.total) if self.total > 0 else None

    @cached_property
    def carrying(self) -> int | None:
        """How many of the best already make the whole contribution; None unless the total is above zero."""
        if self.total <= 0:
            return None
        return next(at for at, so_far in enumerate(self.cumulative, 1) if so_far >= self.total)

    @cached_property
    def tail(self) -> tuple[Made, ...]:
        """Those with a negative contribution, the worst first."""
        return tuple(row for row in reversed(self.rows) if row.contribution is not None and row.contribution < 0)

    @cached_property
    def unknown_revenue(self) -> Decimal:
        """The sales that are beside the curve."""
        return sum((row.revenue or Decimal(0) for row in self.unknown), Decimal(0))


def curve(rows: Sequence[Made]) -> Curve:
    """The whale curve of some rows; equal contributions in the order given."""
    known = [row for row in rows if row.contribution is not None]
    found = whale([float(row.contribution) for row in known if row.contribution is not None])
    ordered = tuple(known[at] for at in found.order)
    unknown = sorted((row for row in rows if row.contribution is None), key=lambda row: -(row.revenue or Decimal(0)))
    return Curve(
        rows=ordered,
        cumulative=tuple(accumulate(row.contribution for row in ordered if row.contribution is not None)),
        whale=found,
        unknown=tuple(unknown),
    )


def reasons(rows: Sequence[Made], among: Sequence[Made]) -> dict[str, tuple[Part, ...]]:
    """For each of `rows` (which are among `among`), its parts, the one that explains most of what it lacks first."""
    names = sorted({name for row in among for name in row.parts})
    if not names or not among:
        return {}
    costs = [[float(row.parts.get(name, 0)) for row in among] for name in names]
    found = excess(np.array(costs), [float(row.costed) for row in among])
    at = {row.account: position for position, row in enumerate(among)}
    said = {}
    for row in rows:
        parts = [
            Part(
                name=name,
                amount=row.parts.get(name, Decimal(0)),
                rate=float(row.parts.get(name, Decimal(0)) / row.costed) if row.costed > 0 else None,
                usual=float(found.rates[position]),
                excess=float(found.amounts[position, at[row.account]]),
            )
            for position, name in enumerate(names)
        ]
        said[row.account] = tuple(sorted(parts, key=lambda part: -part.excess))
    return said
