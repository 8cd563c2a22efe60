"""What a negotiation stands on: their stakes, what the account leaves, its sales and prices zone by zone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.costs.queries.account import left
from trousseau.exposure.queries import prices, tariffs
from trousseau.knowledge.models import Stake
from trousseau.method.negotiation import Business, Moves, contribution_after, levelled, memory, price_effect, reached
from trousseau.method.prices import Corridor, corridor
from trousseau.plans.models import Negotiation, Term
from trousseau.plans.models.negotiation import Stage, Topic
from trousseau.plans.negotiation_access import of_account

PRODUCTS = 5
"""Products whose prices across zones are looked at: those whose lowest price everywhere would cost most."""
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Product:
    """What the account pays for one product, zone by zone."""

    name: str
    zones: tuple[str, ...]
    prices: tuple[float, ...]
    quantities: tuple[float, ...]

    @cached_property
    def corridor(self) -> Corridor:
        """The usual corridor about the weighted mean."""
        return corridor(self.prices, self.quantities)


@dataclass(frozen=True)
class Ground:
    """All that is known the day a sheet is read or frozen; kept word for word from then on."""

    day: str
    stakes: tuple[tuple[str, int], ...] = ()
    """Of theirs: the title and how much it weighs, 1 to 5."""
    revenue: Decimal | None = None
    goods: Decimal | None = None
    contribution: Decimal | None = None
    sold: tuple[tuple[str, float], ...] = ()
    """Sales of twelve months zone by zone."""
    products: tuple[Product, ...] = ()

    @property
    def business(self) -> Business | None:
        """What the account brings; None where one of its figures is not known."""
        if self.revenue is None or self.goods is None or self.contribution is None:
            return None
        return Business(self.revenue, self.goods, self.contribution)

    def as_json(self) -> dict[str, Any]:
        """What is kept of it."""
        money = {name: getattr(self, name) for name in ("revenue", "goods", "contribution")}
        return {
            "day": self.day,
            "stakes": [list(one) for one in self.stakes],
            "sold": [list(one) for one in self.sold],
            "products": [
                {"name": one.name, "zones": list(one.zones), "prices": list(one.prices),
                 "quantities": list(one.quantities)} for one in self.products
            ],
            **{name: None if value is None else str(value) for name, value in money.items()},
        }  # fmt: skip

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Ground:
        """Read again what was kept."""
        money = {name: kept.get(name) for name in ("revenue", "goods", "contribution")}
        return cls(
            day=kept["day"],
            stakes=tuple((title, weight) for title, weight in kept["stakes"]),
            sold=tuple((zone, amount) for zone, amount in kept["sold"]),
            products=tuple(
                Product(one["name"], tuple(one["zones"]), tuple(one["prices"]), tuple(one["quantities"]))
                for one in kept["products"]
            ),
            **{name: None if value is None else Decimal(value) for name, value in money.items()},
        )

    def share(self, zone: str) -> Decimal:
        """The part of the sales that is in a zone; all of them where none is named."""
        total = sum(amount for _zone, amount in self.sold)
        if not zone or total <= 0:
            return Decimal(1)
        return Decimal(repr(sum(amount for name, amount in self.sold if name == zone) / total))

    def asked(self, rate: Decimal, zone: str) -> Decimal | None:
        """What a price change (a fraction) costs or brings a year on the account's own sales; None without sales."""
        if not self.sold:
            return None
        return price_effect([amount for _name, amount in self.sold], rate, [zone in {"", n} for n, _a in self.sold])


@dataclass(frozen=True)
class Across:
    """What a price change does across zones, over the products that are compared."""

    products: int
    leaving: tuple[tuple[str, str], ...]
    """Product and zone where the price leaves the corridor."""
    already: tuple[tuple[str, str], ...]
    """Product and zone where the price changes and is under the corridor today."""
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Profit:
    """What the account would leave; None with the points that nobody has reckoned, or without known costs."""

    amount: Decimal | None
    change: Decimal | None
    unknown: tuple[str, ...] = ()


Level = Callable[[Term], Decimal | None]


def ground(account: Account) -> Ground:
    """What is known today of an account; it is seen whole by who may read its sheets."""
    there = left(account, "r12")
    stakes = Stake.objects.filter(account=account, removed_at=None).order_by("-importance", "-said_on", "pk")
    goods = None if there is None or there.margin is None else there.revenue - there.margin
    return Ground(
        day=timezone.localdate().isoformat(),
        stakes=tuple(stakes.values_list("title", "importance")[:8]),
        revenue=None if there is None else there.revenue,
        goods=goods,
        contribution=None if there is None else there.contribution,
        sold=tariffs.zones_of(account),
        products=tuple(
            Product(
                one.product,
                tuple(row.zone for row in one.counted),
                tuple(float(row.price or 0) for row in one.counted),
                tuple(float(row.quantity) for row in one.counted),
            )
            for one in prices.corridors_of(account, PRODUCTS)
        ),
    )


def standing(sheet: Negotiation) -> Ground:
    """What a sheet stands on: today while it is a draft, the day it was frozen from then on."""
    return ground(sheet.account) if sheet.stage == Stage.DRAFT else Ground.of(sheet.kept)


def profit(found: Ground, terms: Iterable[Term], level: Level) -> Profit:
    """What the account leaves a year at a level of each point; a point without one stays as it is today."""
    price, volume, other, unknown = Decimal(0), Decimal(0), Decimal(0), []
    for one in terms:
        at = level(one)
        if at is None or at == one.now:
            continue
        if one.topic == Topic.PRICE:
            price += at / HUNDRED * found.share(one.zone)
        elif one.topic == Topic.VOLUME:
            volume += at / HUNDRED
        elif one.worth is None:
            unknown.append(one.what)
        else:
            other += (at - one.now) * one.worth
    business = found.business
    if business is None or unknown:
        return Profit(None, None, tuple(unknown))
    after = contribution_after(business, Moves(price, volume, other)).quantize(Decimal("0.01"))
    return Profit(after, after - business.contribution)


def across(found: Ground, rate: Decimal, zone: str) -> Across:
    """What a price change (a fraction) in a zone, or everywhere, does to the prices that are compared."""
    leaving: list[tuple[str, str]] = []
    already: list[tuple[str, str]] = []
    before = after = 0.0
    for one in found.products:
        effect = levelled(one.corridor, rate, [at for at, name in enumerate(one.zones) if zone in {"", name}])
        leaving += [(one.name, one.zones[at]) for at in effect.outside]
        already += [(one.name, one.zones[at]) for at in effect.already]
        before += effect.before
        after += effect.after
    cent = Decimal("0.01")
    return Across(
        len(found.products),
        tuple(leaving),
        tuple(already),
        Decimal(repr(before)).quantize(cent),
        Decimal(repr(after)).quantize(cent),
    )


def remembered(user: User, account: Account, but: Negotiation | None = None) -> tuple[int, float | None]:
    """How far from target the account's other negotiations ended on average, and of how many we know."""
    ended = of_account(user, account).filter(stage=Stage.ENDED)
    if but is not None:
        ended = ended.exclude(pk=but.pk)
    rows = Term.objects.filter(sheet__in=ended.order_by().values("pk"), obtained__isnull=False)
    by_sheet: dict[int, list[float]] = {}
    for one in rows:
        part = reached(one.obtained, one.target, one.walk_away)
        if part is not None:
            by_sheet.setdefault(one.sheet_id, []).append(part)
    return memory(by_sheet.values())
