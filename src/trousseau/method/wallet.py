"""What customers spend in all: told by parts, with a range for how sure it is, against what they buy from us.

A part is a unit of theirs × an offer of ours. A whole told beside its parts holds them: of the two the larger counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Confidence = Literal["low", "medium", "high"]

RANGES: Mapping[Confidence, float] = {"low": 0.50, "medium": 0.25, "high": 0.10}
"""How far off an amount may be either way, as a share of it: the one place where this is said."""

MONTHS = 18
"""Spend told longer ago than this has faded: it still counts, with the range of the lowest confidence."""


@dataclass(frozen=True)
class Part:
    """What one unit spends a year on one offer; "" is all units, all offers."""

    unit: str
    offer: str
    amount: float
    confidence: Confidence
    faded: bool = False

    @property
    def off(self) -> float:
        """How far off it may be, as a share."""
        return RANGES["low" if self.faded else self.confidence]


@dataclass(frozen=True)
class Total:
    """An amount with the least and the most it can be."""

    amount: float
    low: float
    high: float

    def share(self, sales: float) -> Total | None:
        """Sales as a share of it, above 1 where more is bought than is said to be spent; None of nothing."""
        if self.amount <= 0.0:
            return None
        return Total(sales / self.amount, sales / self.high, sales / self.low)


NOTHING = Total(0.0, 0.0, 0.0)


def faded(told: date, today: date) -> bool:
    """Whether something told on a day is too old by another."""
    months = (today.year - told.year) * 12 + today.month - told.month
    return months > MONTHS or (months == MONTHS and today.day > told.day)


def total(parts: Iterable[Part]) -> Total:
    """All parts of one customer added up, as if all were off the same way.

    Units of an offer add up, and offers add up; where all units (or offers) are told beside them, the larger counts.
    """
    by_offer: dict[str, list[Part]] = {}
    for part in parts:
        by_offer.setdefault(part.offer, []).append(part)
    offers = {offer: offer_total(own) for offer, own in by_offer.items()}
    whole = offers.pop("", NOTHING)
    return _larger(whole, _sum(offers.values()))


def offer_total(parts: Iterable[Part]) -> Total:
    """The parts of one offer added up: the units, or all units told as one where that is more."""
    known = list(parts)
    whole = _sum(_ranged(part) for part in known if not part.unit)
    return _larger(whole, _sum(_ranged(part) for part in known if part.unit))


def _ranged(part: Part) -> Total:
    return Total(part.amount, part.amount * (1.0 - part.off), part.amount * (1.0 + part.off))


def _sum(totals: Iterable[Total]) -> Total:
    known = list(totals)
    return Total(sum(one.amount for one in known), sum(one.low for one in known), sum(one.high for one in known))


def _larger(whole: Total, parts: Total) -> Total:
    return whole if whole.amount >= parts.amount else parts
