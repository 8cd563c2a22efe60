"""The verdict on one account that may erode, and on all of a portfolio, as people read them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from trousseau.method.erosion import SIGNALS


@dataclass(frozen=True)
class Trend:
    """One signal of one account since its erosion began."""

    name: str
    slope: float
    """A year: of the price's logarithm, share of the level before (−.06 is −6 %), points of margin, days."""
    low: float
    high: float
    change: float
    """Since the beginning, in the same unit."""
    p: float
    values: tuple[float | None, ...]
    """By month, without what moved for everyone; prices in logarithm, orders and breadth as multiples of their mean."""
    line: tuple[float, ...]

    @property
    def moved(self) -> float:
        """What has changed since the beginning: a share (−.06 is −6 %; at least −100 %), points of margin, days."""
        if self.name == "price":
            return math.expm1(self.change)
        return self.change if self.name in {"margin", "payment"} else max(-1.0, self.change)

    @property
    def shown(self) -> tuple[float | None, ...]:
        """The values as people read them: 100 is the level before (prices, orders, breadth), else as they are."""
        return tuple(None if value is None else self._read(value) for value in self.values)

    @property
    def shown_line(self) -> tuple[float, ...]:
        """The line through them, likewise."""
        return tuple(self._read(value) for value in self.line)

    def _read(self, value: float) -> float:
        level = self.line[0]
        if self.name == "price":
            return 100.0 * math.exp(value - level)
        return value if self.name in {"margin", "payment"} or level <= 0.0 else 100.0 * value / level


@dataclass(frozen=True)
class Erosion:
    """The verdict on one account and its evidence."""

    account: str
    name: str
    eroding: bool
    strong: bool
    reason: str
    """Empty when judged; short, quiet, falling: why not."""
    evidence: float
    threshold: float
    since: date
    """The first day of the month from which it drifts, estimated."""
    sales: float | None
    """The last twelve months ÷ the twelve before; None: nothing before."""
    revenue: Decimal
    """Of the last twelve months."""
    lost: float | None
    """Contribution lost a year at today's level, estimated; None where neither margin nor prices are known."""
    lost_low: float | None
    lost_high: float | None
    trends: Mapping[str, Trend]
    """Of the signals that could be judged, by name."""
    months: tuple[date, ...] = ()
    """The months of the values."""

    @property
    def sales_change(self) -> float | None:
        """The last twelve months against the twelve before: .02 is +2 %."""
        return None if self.sales is None else self.sales - 1.0

    @property
    def unknown(self) -> tuple[str, ...]:
        """The signals that could not be judged."""
        return tuple(name for name in SIGNALS if name not in self.trends)

    @property
    def drifting(self) -> tuple[Trend, ...]:
        """The signals that go the wrong way surely enough to be named, the surest first."""
        return tuple(sorted((t for t in self.trends.values() if t.p < 0.05), key=lambda t: t.p))


@dataclass(frozen=True)
class Judged:
    """How many accounts were looked at as of a month, and what could not be judged."""

    end: date
    accounts: int
    """With sales in the last twelve months."""
    judged: int
    reasons: Mapping[str, int]
    """short, quiet, falling → accounts."""
    unknown: Mapping[str, int]
    """Signal → judged accounts for which it is not known."""
    eroding: tuple[Erosion, ...]
    """Those that erode, most contribution lost first."""

    @property
    def revenue(self) -> Decimal:
        """Sales of those that erode, over the last twelve months."""
        return sum((one.revenue for one in self.eroding), Decimal(0))

    @property
    def lost(self) -> float:
        """What they lose a year together, where it is known."""
        return sum(one.lost or 0.0 for one in self.eroding)
