"""The contributions of a window added up: whale, and how much of it is known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow.compute as pc

from trousseau.ledger.costs.contribution import Contributions
from trousseau.method.whale import whale

NOTHING = Decimal("0.0000")


@dataclass(frozen=True)
class Summed:
    """Sums of everybody, exact; of `peak` and `drag`, those of `method.whale`."""

    known: int
    """Accounts whose contribution is known."""
    unknown: int
    peak_at: int
    peak: Decimal
    drag: Decimal
    revenue: Decimal
    costed: Decimal
    serve: Decimal | None
    financing: Decimal | None
    financed: Decimal

    @property
    def total(self) -> Decimal:
        """The contribution of all whose is known."""
        return self.peak - self.drag


def summed(answer: Contributions) -> Summed:
    """The whole of an answer."""
    table = answer.table
    known = table["contribution"].drop_null()
    values = known.to_pylist()
    curve = whale(known.cast("float64").to_numpy())
    best = [values[index] for index in curve.order]
    return Summed(
        known=len(values),
        unknown=table.num_rows - len(values),
        peak_at=curve.peak_at,
        peak=sum(best[: curve.peak_at], NOTHING),
        drag=-sum(best[curve.peak_at :], NOTHING),
        revenue=pc.sum(table["revenue"]).as_py() or NOTHING,
        costed=pc.sum(table["costed"]).as_py() or NOTHING,
        serve=pc.sum(table["serve"]).as_py(),
        financing=pc.sum(table["financing"]).as_py(),
        financed=pc.sum(table["financed"]).as_py() or NOTHING,
    )
