"""Prices across zones: which customers pay most apart for the same products, and what levelling them would cost."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from trousseau.ledger.answers.prices import Prices
from trousseau.ledger.pricelists import NO_LIST, PriceList
from trousseau.method.across_zones import (
    LEAST_LINES,
    LEAST_SHARE,
    MIXED,
    BoughtProduct,
    DayPrice,
    Exposed,
    ExposedAccount,
    PriceCorridor,
    ReferenceName,
    SpreadProduct,
    Standing,
    ZonePrice,
)
from trousseau.method.prices import WIDTH, Corridor, corridor

CENT = Decimal("0.01")


def exposed(prices: Prices) -> Exposed:
    """The accounts most exposed to a comparison of prices, the products most spread, what has no price."""
    totals = prices.totals().to_pylist()[0]
    return Exposed(
        accounts=tuple(ExposedAccount(**_exact(row)) for row in prices.accounts().to_pylist()),
        products=tuple(SpreadProduct(**_exact(row)) for row in prices.products().to_pylist()),
        revenue=totals["revenue"],
        loose=totals["loose"],
        loose_lines=totals["loose_lines"],
        nowhere=totals["nowhere"],
    )


def bought(prices: Prices, account: str) -> tuple[BoughtProduct, ...]:
    """The products an account buys at several prices, the costliest to harmonise first."""
    return tuple(
        BoughtProduct(
            product=row["product"],
            zones=row["zones"],
            revenue=_cents(row["revenue"]),
            lowest=row["lowest"],
            highest=row["highest"],
            lowest_zone=row["lowest_zone"],
            highest_zone=row["highest_zone"],
            spread=(row["highest"] - row["lowest"]) / row["mean"],
            to_lowest=_cents(row["to_lowest"]),
            to_mean=_cents(row["to_mean"]),
            doubtful=row["doubtful"],
        )
        for row in prices.choices(account).to_pylist()
    )


def corridor_of(
    prices: Prices,
    account: str,
    product: str,
    *,
    reference: ReferenceName = "weighted_mean",
    listed: PriceList = NO_LIST,
    width: float = WIDTH,
    floor: float | None = None,
) -> PriceCorridor:
    """The prices of one account for one product beside a reference.

    A list or target price that is told by zone is compared zone by zone; the reference of the whole is then their
    mean, weighted by units. Where none is told, the weighted mean takes its place and `reference` says so.
    """
    zones = prices.of(account, product).to_pylist()
    units = sum((float(row["quantity"]) for row in zones if _priced(row)), 0.0)
    counted = [row for row in zones if _priced(row) and _counts(row, units)]
    told = {} if reference == "weighted_mean" else _told(listed, reference, product, counted)
    about = _weighed(told, counted)
    found = corridor(
        [_price(row) for row in counted],
        [float(row["quantity"]) for row in counted],
        "weighted_mean" if about is None else about,
        width=width,
    )
    rows = [_row(row, found, told, counts=_priced(row) and _counts(row, units)) for row in zones]
    rows.sort(key=lambda row: (row.price is None, -(row.price or 0.0), row.zone))
    ends = (found.lowest, found.highest)
    return PriceCorridor(
        account=account,
        product=product,
        reference="weighted_mean" if about is None else reference,
        wished=reference,
        corridor=found,
        rows=tuple(rows),
        days=tuple(DayPrice(**row) for row in prices.days(account, product).to_pylist()),
        to_lowest=sum((row.to_lowest for row in rows), Decimal(0)),
        to_mean=_cents(found.cost_at(found.mean)),
        to_floor=None if floor is None or not counted else _cents(found.cost_at(found.level("floor", floor))),
        floor=floor,
        loose_lines=sum(row["loose_lines"] for row in zones),
        loose=sum((row["loose"] for row in zones), Decimal(0)),
        doubtful=len(counted) > 1 and ends[1] > MIXED * ends[0],
    )


def _priced(row: dict[str, Any]) -> bool:
    """Whether a zone has a price: something bought on balance, for something."""
    return bool(row["zone"]) and row["quantity"] > 0 and row["revenue"] > 0


def _counts(row: dict[str, Any], units: float) -> bool:
    """Whether enough was bought for the price to be one the customer can point to."""
    return bool(row["lines"] >= LEAST_LINES and float(row["quantity"]) >= LEAST_SHARE * units)


def _price(row: dict[str, Any]) -> float:
    return float(row["revenue"]) / float(row["quantity"])


def _told(
    listed: PriceList, kind: Literal["list", "target"], product: str, rows: list[dict[str, Any]]
) -> dict[str, float]:
    """The list or target price of each zone that has one."""
    found = {row["zone"]: listed.price(kind, product, row["zone"]) for row in rows}
    return {zone: price for zone, price in found.items() if price is not None}


def _weighed(told: dict[str, float], rows: list[dict[str, Any]]) -> float | None:
    """The prices told, weighted by the units bought where they are; None where nothing is told."""
    weighed = [(told[row["zone"]], float(row["quantity"])) for row in rows if row["zone"] in told]
    if not weighed:
        return None
    return sum(price * units for price, units in weighed) / sum(units for _, units in weighed)


def _row(row: dict[str, Any], found: Corridor, told: dict[str, float], *, counts: bool) -> ZonePrice:
    """One zone as the page shows it."""
    price = _price(row) if _priced(row) else None
    own = told.get(row["zone"])
    about = found.reference if own is None else own
    gap = price / about - 1.0 if price is not None and about > 0.0 else None
    standing: Standing = "none" if price is None else "thin"
    if counts and price is not None and gap is not None:
        width = (found.high - found.reference) / found.reference if found.reference > 0.0 else WIDTH
        standing = "high" if gap > width + 1e-12 else "low" if gap < -width - 1e-12 else "inside"
    cost = float(row["quantity"]) * (price - found.lowest) if counts and price is not None else 0.0
    return ZonePrice(
        zone=row["zone"],
        quantity=row["quantity"],
        revenue=row["revenue"],
        lines=row["lines"],
        price=price,
        gap=gap,
        standing=standing,
        to_lowest=_cents(cost),
        listed=own,
    )


def _exact(row: dict[str, Any]) -> dict[str, Any]:
    """Costs to the cent: they are worked out from means, which have more digits than money."""
    return {**row, "to_lowest": _cents(row["to_lowest"]), "to_mean": _cents(row["to_mean"])}


def _cents(amount: float | Decimal) -> Decimal:
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(amount))
    return exact.quantize(CENT, ROUND_HALF_UP)
