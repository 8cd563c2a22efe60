"""A negotiation in numbers: what an offer leaves, how far from target it ended, what a lower price does to a corridor.

Levels of a term run from the walk-away point (0) to the target (1), whichever way is better for us: a price of −2 %
targeted and −4 % at the walk-away point, ended at −3 %, is half-way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean
from typing import Literal

from trousseau.method.arrays import Numbers
from trousseau.method.prices import Corridor, corridor
from trousseau.method.tariffs import tariff

Better = Literal["higher", "lower"]
LEAST_SHEETS = 3
"""Below so many negotiations, an average of how they ended is an accident."""


@dataclass(frozen=True)
class Business:
    """What an account brings in a year, in one currency."""

    revenue: Decimal
    goods: Decimal
    """The cost of what is sold, which follows the volume."""
    contribution: Decimal
    """Net: revenue less goods less what it costs to serve, which does not follow the volume."""


@dataclass(frozen=True)
class Moves:
    """What an offer changes: price and volume as fractions (−.03: 3 % less), other terms in money a year."""

    price: Decimal = Decimal(0)
    volume: Decimal = Decimal(0)
    other: Decimal = Decimal(0)


def contribution_after(today: Business, moves: Moves) -> Decimal:
    """What the account leaves a year under an offer, the rest as today.

    contribution + revenue · ((1 + price)(1 + volume) − 1) − goods · volume + other

    >>> contribution_after(Business(Decimal(1000), Decimal(600), Decimal(300)), Moves(price=Decimal("-0.03")))
    Decimal('270.00')
    """
    sold = today.revenue * ((1 + moves.price) * (1 + moves.volume) - 1)
    return today.contribution + sold - today.goods * moves.volume + moves.other


def price_effect(revenue: Numbers, asked: Decimal, within: Sequence[bool]) -> Decimal:
    """What a price change brings a year on sales row by row, where it applies; negative: it costs. To the cent.

    Raises:
        ValueError: prices that fall by 100 % or more.
    """
    rates = [float(asked) if one else 0.0 for one in within]
    return Decimal(repr(tariff(revenue, rates).total.price)).quantize(Decimal("0.01"))


def in_order(best: Decimal | None, target: Decimal, walk_away: Decimal, better: Better) -> str:
    """Which level stands out of order: `walk_away` beyond the target, `best` short of it; "" where all is well."""
    sign = 1 if better == "higher" else -1
    if sign * (target - walk_away) < 0:
        return "walk_away"
    return "best" if best is not None and sign * (best - target) < 0 else ""


def reached(level: Decimal, target: Decimal, walk_away: Decimal) -> float | None:
    """How far from the walk-away point (0) to the target (1) a level is; None where the two are one.

    >>> reached(Decimal(-3), Decimal(-2), Decimal(-4))
    0.5
    """
    return None if target == walk_away else float((level - walk_away) / (target - walk_away))


def short_of(level: Decimal, limit: Decimal, better: Better) -> bool:
    """Whether a level is worse for us than a limit."""
    return level < limit if better == "higher" else level > limit


def room(walk_away: Decimal, theirs: Decimal | None, better: Better) -> Decimal | None:
    """How much lies between our walk-away point and what we think theirs is; negative: nothing; None: not known."""
    if theirs is None:
        return None
    return theirs - walk_away if better == "higher" else walk_away - theirs


def surplus(to_them: Decimal | None, to_us: Decimal | None) -> Decimal | None:
    """What a trade-off is worth to them beyond what it costs us; None where either is not known."""
    return None if to_them is None or to_us is None else to_them - to_us


def memory(ended: Iterable[Sequence[float]]) -> tuple[int, float | None]:
    """Of how many negotiations we know how their terms ended, and how far from target on average; each counts once.

    0 is at the target, 1 at the walk-away point. None with fewer than three.
    """
    means = [1.0 - fmean(one) for one in ended if one]
    return len(means), fmean(means) if len(means) >= LEAST_SHEETS else None


@dataclass(frozen=True)
class Levelled:
    """What a price change in some zones does to the prices of one product across zones."""

    outside: tuple[int, ...]
    """The zones that leave today's corridor downwards by it."""
    already: tuple[int, ...]
    """The zones where it changes that are under the corridor today."""
    before: float
    """What the lowest price everywhere would cost today."""
    after: float
    """And once the price has changed there, on the units of today."""


def levelled(today: Corridor, rate: Decimal, within: Collection[int]) -> Levelled:
    """The effect of a price change (a fraction) in the zones of some indices on a corridor that is compared today."""
    prices = [price * (1.0 + float(rate)) if at in within else price for at, price in enumerate(today.prices.tolist())]
    after = corridor(prices, today.quantities)
    outside = tuple(
        at for at in sorted(within) if prices[at] < today.low <= today.prices[at] and prices[at] < today.prices[at]
    )
    already = tuple(at for at in sorted(within) if today.prices[at] < today.low)
    return Levelled(outside, already, today.harmonisation_cost, after.harmonisation_cost)
