"""The panel: what a check-up measures today, with reference ranges and where each comes from. No words here.

An indicator that cannot be computed from the check-up at hand is left out of the panel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from trousseau.method.checkup import Checkup, Dimension, Within

Status = Literal["good", "watch", "bad"]
Group = Literal["concentration", "profitability", "dependence", "vitality", "data"]
"""Profitability needs costs, vitality the period before: the stored ledger knows them, a single file does not."""
Unit = Literal["share", "point", "number", "count", "days", "growth"]

MATERIAL = 0.05
"""A zone or division below this share of revenue is not looked at for dependence: too small to matter."""


@dataclass(frozen=True)
class Range:
    """Where an indicator should lie: good between `low` and `high`, watch out to the outer pair, bad beyond.

    Bounds belong to the better side; None is open. `source` names where the range comes from
    (worded by `figures.sentences`).
    """

    low: float | None = None
    high: float | None = None
    watch_low: float | None = None
    watch_high: float | None = None
    source: str = "convention"
    note: str = ""
    """The reason written by who set it, where an organisation has its own."""

    def status(self, value: float) -> Status:
        """Where a value lies."""
        if _inside(value, self.low, self.high):
            return "good"
        return "watch" if _inside(value, self.watch_low, self.watch_high) else "bad"


@dataclass(frozen=True)
class Indicator:
    """One row of the panel, before it is put into words."""

    key: str
    group: Group
    unit: Unit
    value: float
    axis: tuple[float, float]
    """The ends of its bullet bar."""
    range: Range | None = None
    """None: for information, no judgement."""
    subject: str = ""
    """The account, zone or division it is about."""
    first: str = ""
    """The account that subject depends on most."""
    others: int = 0
    """A count its sentence needs."""
    amount: Decimal | None = None
    """An amount its sentence needs, in the base currency."""
    also: float | None = None
    """A second figure its sentence needs."""

    @property
    def status(self) -> Status | None:
        """Good, watch or bad; None where there is no range."""
        return self.range.status(self.value) if self.range else None


RANGES: Mapping[str, Range] = {
    # IFRS 8 §34 wants a customer of 10 % disclosed; half of it is the time to prepare.
    "first_share": Range(high=0.05, watch_high=0.0999999, source="ifrs8"),
    # Juran's 20/80, from 15/85 to 30/70; flatter is only worth a look, it is not a danger.
    "pareto_point": Range(low=0.15, high=0.30, watch_low=0.10, watch_high=1.0, source="juran"),
    # HHI .05 and .10: ten equal customers would each be at the IFRS 8 threshold.
    "effective_number": Range(low=20.0, watch_low=10.0, source="merger"),
    # Five customers at 5 % each, and at 10 % each.
    "top_5": Range(high=0.25, watch_high=0.50, source="five"),
    "top_10": Range(high=0.40, watch_high=0.60),
    "over_10": Range(high=0.0, watch_high=1.0, source="ifrs8"),
    "zone_dependence": Range(high=0.25, watch_high=0.50),
    "division_dependence": Range(high=0.25, watch_high=0.50),
    # What lenders against receivables leave out of one customer.
    "lender_excess": Range(high=0.0, watch_high=0.05, source="lender"),
    # At 100 % a division still pays what stays to be paid; a tenth above it is a margin.
    "fixed_cover": Range(low=1.10, watch_low=1.0, source="cover"),
    "net_rate": Range(low=0.15, watch_low=0.05),
    # Kaplan and Narayanan: the best customers make 150 % to 300 % of what is left at the end.
    "whale_peak": Range(high=1.20, watch_high=1.50, source="whale"),
    "negative_accounts": Range(high=0.20, watch_high=0.40, source="whale"),
    # The legal term in the European Union and in France.
    "payment_days": Range(high=60.0, watch_high=75.0, source="terms"),
    "erosion": Range(high=0.05, watch_high=0.10),
    # As fast as prices is standing still.
    "real_growth": Range(low=0.0, watch_low=-0.05),
    "growth": Range(low=0.0, watch_low=-0.05),
    "retention": Range(low=1.0, watch_low=0.95),
    "new_share": Range(low=0.03, watch_low=0.01, source="replace"),
    "lost": Range(high=0.03, watch_high=0.06),
    "falling": Range(high=0.10, watch_high=0.20),
    "unconverted": Range(high=0.0, watch_high=0.01, source="complete"),
    "quarantined": Range(high=0.001, watch_high=0.01, source="complete"),
}
"""The ranges as shipped; an organisation may set its own."""

UNITS: Mapping[str, Unit] = {
    "pareto_point": "point",
    "effective_number": "number",
    "gini": "number",
    "over_10": "count",
    "accounts_for_80": "count",
    "payment_days": "days",
    "growth": "growth",
    "real_growth": "growth",
}
"""The units of the indicators that are not a share."""

DOZEN: Mapping[Group, tuple[str, ...]] = {
    "concentration": ("first_share", "pareto_point", "effective_number", "fixed_cover"),
    "profitability": ("net_rate", "whale_peak", "negative_accounts", "payment_days"),
    "vitality": ("erosion", "real_growth", "retention", "new_share"),
}
"""The panel of the stored ledger, in its order; the other indicators stand behind it."""
MORE: Mapping[Group, tuple[str, ...]] = {
    "concentration": ("over_10", "lender_excess", "top_5", "top_10", "accounts_for_80", "gini"),
    "dependence": ("division_dependence", "zone_dependence"),
    "vitality": ("growth", "lost", "falling"),
    "data": ("unconverted", "quarantined"),
}
MAIN = frozenset(key for keys in DOZEN.values() for key in keys)
LENDER = 0.20
"""What lenders against receivables accept of one customer."""


def judged(rows: Iterable[Indicator], ranges: Mapping[str, Range]) -> tuple[Indicator, ...]:
    """The same indicators, judged by these ranges."""
    return tuple(replace(row, range=ranges.get(row.key)) for row in rows)


def lender_excess(checkup: Checkup, limit: float = LENDER) -> Indicator:
    """The part of sales that a lender leaves out: of each customer, its group first summed, what is above a fifth."""
    over = [(name, share) for name, share in checkup.over_10 if share > limit]
    return Indicator(
        "lender_excess",
        "concentration",
        "share",
        sum((share - limit for _, share in over), 0.0),
        (0, 0.2),
        RANGES["lender_excess"],
        subject=over[0][0] if over else "",
        others=len(over),
    )


def indicators(checkup: Checkup, ranges: Mapping[str, Range] = RANGES) -> tuple[Indicator, ...]:
    """What can be said of this check-up today, in the order of the panel."""
    found = [*_data(checkup, ranges)]
    if checkup.pareto.defined:
        found = [*_concentration(checkup, ranges), *_dependence(checkup, ranges), *found]
    return tuple(found)


def most_dependent(checkup: Checkup, name: str) -> tuple[str, Within] | None:
    """The value of a dimension leaning most on its first account, among those that matter."""
    dimension = checkup.by_dimension.get(name)
    if dimension is None or len(_named(dimension)) < 2:
        return None
    candidates = [(value, inside) for value, inside in _named(dimension) if dimension.shares[value] >= MATERIAL]
    return max(candidates, key=lambda pair: (pair[1].first_share, pair[1].revenue), default=None)


def _named(dimension: Dimension) -> list[tuple[str, Within]]:
    """The values that have a name and accounts whose shares mean something."""
    return [(v, w) for v, w in dimension.within.items() if v and w.first_share == w.first_share]


def _concentration(checkup: Checkup, ranges: Mapping[str, Range]) -> Iterator[Indicator]:
    parts, curve = checkup.concentration, checkup.pareto
    first = checkup.ranked[0].name if checkup.ranked else ""
    yield Indicator("first_share", "concentration", "share", parts.top(1), (0, 0.2), ranges.get("first_share"), first)
    yield Indicator(
        "over_10",
        "concentration",
        "count",
        float(len(checkup.over_10)),
        (0, 5),
        ranges.get("over_10"),
        subject=checkup.over_10[0][0] if checkup.over_10 else "",
    )
    if checkup.accounts > 5:
        yield Indicator("top_5", "concentration", "share", parts.top(5), (0, 1), ranges.get("top_5"))
    if checkup.accounts > 10:
        yield Indicator("top_10", "concentration", "share", parts.top(10), (0, 1), ranges.get("top_10"))
    yield Indicator(
        "effective_number",
        "concentration",
        "number",
        parts.effective_number,
        (0, max(40.0, min(parts.effective_number * 1.15, float(checkup.accounts)))),
        ranges.get("effective_number"),
    )
    if checkup.accounts > 1:
        yield Indicator("pareto_point", "concentration", "point", curve.point, (0, 0.5), ranges.get("pareto_point"))
        needed = curve.count_for(0.8) or 0
        axis = (0.0, float(checkup.accounts))
        yield Indicator("accounts_for_80", "concentration", "count", float(needed), axis, ranges.get("accounts_for_80"))
        yield Indicator("gini", "concentration", "number", curve.gini, (0, 1), ranges.get("gini"))


def _dependence(checkup: Checkup, ranges: Mapping[str, Range]) -> Iterator[Indicator]:
    for name in ("division", "zone"):
        if found := most_dependent(checkup, name):
            value, inside = found
            yield Indicator(
                f"{name}_dependence",
                "dependence",
                "share",
                inside.first_share,
                (0, 1),
                ranges.get(f"{name}_dependence"),
                subject=value,
                first=inside.first,
                others=inside.accounts,
            )


def _data(checkup: Checkup, ranges: Mapping[str, Range]) -> Iterator[Indicator]:
    lines = checkup.lines
    if checkup.base_currency and lines.accepted:
        share = lines.unconverted / lines.accepted
        yield Indicator(
            "unconverted",
            "data",
            "share",
            share,
            (0, 0.05),
            ranges.get("unconverted"),
            others=lines.unconverted,
        )
    if lines.read:
        share = lines.quarantined / lines.read
        yield Indicator(
            "quarantined",
            "data",
            "share",
            share,
            (0, 0.05),
            ranges.get("quarantined"),
            others=lines.quarantined,
        )


def _inside(value: float, low: float | None, high: float | None) -> bool:
    """Whether a value lies between bounds, both included; without any bound nothing does."""
    if low is None and high is None:
        return False
    return (low is None or value >= low) and (high is None or value <= high)
