"""List and target prices, as a company tells them beside its sales lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from trousseau.ledger.duck import parquet, reading
from trousseau.ledger.facts import Facts

Kind = Literal["list", "target"]


@dataclass(frozen=True)
class ListedPrice:
    """What a unit of a product should cost, from a day on: everywhere, or in one zone."""

    product: str
    zone: str | None
    """None: wherever no price of the zone is told."""
    price: Decimal
    currency: str | None
    """None: the base currency."""
    kind: Kind
    start: date


@dataclass(frozen=True)
class PriceList:
    """The prices of one day in the base currency."""

    prices: dict[tuple[Kind, str, str | None], float]
    stranded: int
    """How many prices are in a currency without a rate on that day: they are unknown."""

    def price(self, kind: Kind, product: str, zone: str | None = None) -> float | None:
        """Of a product in a zone, else everywhere; None where nothing is told."""
        found = self.prices.get((kind, product, zone))
        return found if found is not None else self.prices.get((kind, product, None))


NO_LIST = PriceList({}, 0)


def price_list(told: Iterable[ListedPrice], facts: Facts, day: date) -> PriceList:
    """The prices that hold on a day: of each product and zone the latest that has begun."""
    holding: dict[tuple[Kind, str, str | None], ListedPrice] = {}
    for price in told:
        key = (price.kind, price.product, price.zone)
        if price.start <= day and (key not in holding or holding[key].start <= price.start):
            holding[key] = price
    foreign = {price.currency for price in holding.values()} - {None, facts.base}
    rates = _rates(facts, day) if foreign and facts.base is not None else {}
    prices, stranded = {}, 0
    for key, price in holding.items():
        home = price.currency is None or price.currency == facts.base or facts.base is None
        rate = 1.0 if home else rates.get(price.currency or "")
        if rate is None:
            stranded += 1
        else:
            prices[key] = float(price.price) * rate
    return PriceList(prices, stranded)


def _rates(facts: Facts, day: date) -> dict[str, float]:
    """The last rate of each currency up to a day, at most a month old."""
    sql = (
        f"SELECT currency, arg_max(near, date) FROM {parquet([facts.table('rates')])} "
        f"WHERE date <= DATE '{day}' AND date >= DATE '{day}' - 31 GROUP BY currency"
    )
    with reading() as con:
        return {str(currency): float(rate) for currency, rate in con.sql(sql).fetchall()}
