"""Tariffs simulated on the sales of a period: what a rise by zone brings, to whom it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from trousseau.ledger.answers.accounts import KEYS
from trousseau.ledger.answers.items import items
from trousseau.ledger.answers.prices import Prices
from trousseau.ledger.facts.calendar import between, month
from trousseau.ledger.growth.inflation import Inflation
from trousseau.ledger.pricelists import NO_LIST, PriceList
from trousseau.method.arrays import Floats, Integers
from trousseau.method.indexing import SimulatedTariff, TariffLine, TariffPart, TariffWish, ZoneRate
from trousseau.method.tariffs import Tariff, TariffEffect, share_from, tariff

CENTS = 2
"""Decimals of a new price."""


@dataclass(frozen=True, eq=False)
class Sold:
    """The sales a tariff acts on, one row an account × zone × family."""

    accounts: Sequence[str]
    names: Sequence[str]
    zones: Sequence[str]
    families: Sequence[str]
    account: Integers
    zone: Integers
    family: Integers
    revenue: Floats
    cost: Floats
    costed: Floats
    months: tuple[date, ...]
    by_month: Floats
    """Revenue of each zone (rows) in each month (columns)."""

    @cached_property
    def cell(self) -> Integers:
        """The zone × family of each row."""
        return self.zone * max(len(self.families), 1) + self.family


class TariffSales(Prices):
    """The sales of one question, added up once and kept beside the facts."""

    def sold(self) -> Sold:
        """All of them as columns."""
        question, window = self._question(), self.window
        table = pq.read_table(
            self._kept(
                "tariff_rows", question, lambda: {"items": items(question, window.start, window.end), **KEYS[self.by]}
            )
        )
        account, accounts = _coded(table["account"])
        zone, zones = _coded(table["zone"])
        family, families = _coded(table["family"])
        names = dict(zip(table["account"].to_pylist(), table["name"].to_pylist(), strict=True))
        months, by_month = self._months(zones)
        return Sold(
            accounts=accounts,
            names=[names[key] for key in accounts],
            zones=zones,
            families=families,
            account=account,
            zone=zone,
            family=family,
            revenue=table["revenue"].to_numpy(),
            cost=table["cost"].to_numpy(),
            costed=table["costed"].to_numpy(),
            months=months,
            by_month=by_month,
        )

    def lines(self, wish: TariffWish, sold: Sold, listed: PriceList = NO_LIST) -> tuple[TariffLine, ...]:
        """The new tariff: every product in every zone where it was sold."""
        rates = {rate.zone: rate for rate in rates_of(wish, sold, self.window.start, self.window.end)}
        question = self._question()
        relation = items(question, self.window.start, self.window.end)
        found = []
        for row in question.ask("tariff_products", items=relation).to_pylist():
            told = listed.price("list", row["product"], row["zone"])
            if told is None and (row["quantity"] <= 0 or row["revenue"] <= 0):
                continue
            price = float(row["revenue"]) / float(row["quantity"]) if told is None else told
            rate = rates[row["zone"]]
            found.append(
                TariffLine(
                    product=row["product"],
                    family=row["family"],
                    zone=row["zone"],
                    quantity=row["quantity"],
                    price=round(price, 4),
                    listed=told is not None,
                    rate=rate,
                    after=round(price * (1 + rate.applied), CENTS),
                )
            )
        return tuple(found)

    def _months(self, zones: Sequence[str]) -> tuple[tuple[date, ...], Floats]:
        """Revenue by zone and month of the period."""
        question = self._question()
        names = between(month(self.window.start), month(self.window.end))
        table = question.ask("tariff_months", sums=question.by_month(names))
        months = tuple(date(int(name[:4]), int(name[5:7]), 1) for name in names)
        sums = np.zeros((len(zones), len(months)))
        place = {zone: n for n, zone in enumerate(zones)}
        at = {day: n for n, day in enumerate(months)}
        for row in table.to_pylist():
            if row["zone"] in place:
                sums[place[row["zone"]], at[row["month"]]] += row["revenue"]
        return months, sums


@dataclass(frozen=True)
class ByInflation:
    """A rise for each zone as its inflation."""

    rates: Mapping[str, float]
    periods: Mapping[str, str]
    """The year or month whose inflation it is."""
    unknown: tuple[str, ...]
    """The zones nothing is told of: they get no rise."""


def by_inflation(inflation: Inflation, zones: Iterable[str], end: date) -> ByInflation:
    """The newest inflation of each zone that is told by the end of a period."""
    names = sorted(zones)
    told = {zone: inflation.latest(zone, f"{end:%Y-%m}") for zone in names}
    known = {zone: said for zone, said in told.items() if said is not None}
    return ByInflation(
        rates={zone: float(rate) for zone, (_, rate) in known.items()},
        periods={zone: period for zone, (period, _) in known.items()},
        unknown=tuple(zone for zone in names if zone not in known),
    )


def simulate(wish: TariffWish, sold: Sold, start: date, end: date, *, most: int = 50) -> SimulatedTariff:
    """The effect of a wish on the sales of a period, as if they came again; `most` accounts are told.

    A day after the period is taken at its place in the year: the period stands for the year to come. Costs that are
    not known do not move; the margin is of the lines that have a cost.
    """
    zones, families = len(sold.zones), len(sold.families)
    size = zones * families
    revenue, cost, costed = (
        np.bincount(sold.cell, weights=column, minlength=size).astype(np.float64)
        for column in (sold.revenue, sold.cost, sold.costed)
    )
    zone = np.repeat(np.arange(zones), families)
    family = np.tile(np.arange(families), zones)
    rates = rates_of(wish, sold, start, end)
    found = tariff(
        revenue,
        np.asarray([rate.asked for rate in rates])[zone] if size else [],
        cap=_bounds([wish.cap_of(name) for name in sold.zones], np.inf)[zone] if size else None,
        floor=_bounds([wish.floor_of(name) for name in sold.zones], -np.inf)[zone] if size else None,
        passed=np.asarray([wish.share(name) for name in sold.families])[family] if size else [],
        remaining=np.asarray([rate.remaining for rate in rates])[zone] if size else [],
        cost=cost,
        elasticity=wish.elasticity,
    )
    total = float(np.sum(costed))
    return SimulatedTariff(
        wish=wish,
        total=found.total,
        margin=total - float(np.sum(cost)) if total else None,
        costed=total / float(np.sum(revenue)) if np.sum(revenue) > 0 else 0.0,
        rates=tuple(rates),
        zones=_parts(found, [sold.zones[n] for n in zone.tolist()]),
        families=_parts(found, [sold.families[n] for n in family.tolist()]),
        accounts=_accounts(found, sold, most),
    )


def rates_of(wish: TariffWish, sold: Sold, start: date, end: date) -> list[ZoneRate]:
    """What each zone's prices rise by, and from when."""
    day = start if wish.start is None else in_period(wish.start, end)
    remaining = share_from(day, sold.months, sold.by_month) if sold.zones else np.empty(0)
    rates = []
    for name, left in zip(sold.zones, remaining.tolist(), strict=True):
        one = tariff([1.0], wish.rate(name), cap=wish.cap_of(name), floor=wish.floor_of(name))
        rates.append(ZoneRate(name, float(one.asked[0]), float(one.applied[0]), int(one.bound[0]), left))
    return rates


def in_period(day: date, end: date) -> date:
    """A day after the period at its place in the period's last year."""
    while day > end:
        leap = day.month == 2 and day.day == 29
        day = day.replace(year=day.year - 1, day=28 if leap else day.day)
    return day


def _bounds(rates: Sequence[float | None], none: float) -> Floats:
    """Caps or floors by zone; where there is none, one that never acts."""
    never = 1e9 if none > 0 else -1 + 1e-9
    return np.asarray([never if rate is None else rate for rate in rates], dtype=np.float64)


def _parts(found: Tariff, labels: Sequence[str]) -> tuple[TariffPart, ...]:
    parts = [TariffPart(str(name), str(name), effect) for name, effect in found.by(labels).items()]
    return tuple(sorted((part for part in parts if part.effect.revenue), key=lambda part: -part.effect.revenue))


def _accounts(found: Tariff, sold: Sold, most: int) -> tuple[TariffPart, ...]:
    """The accounts most affected: each row moves as its zone × family does."""
    price = found.remaining * found.accepted
    volume = found.remaining * (1.0 + found.accepted) * found.reaction
    columns = (
        sold.revenue,
        sold.revenue * price[sold.cell],
        sold.revenue * volume[sold.cell],
        sold.cost * (found.remaining * found.reaction)[sold.cell],
    )
    sums = np.column_stack([np.bincount(sold.account, weights=c, minlength=len(sold.accounts)) for c in columns])
    order = np.argsort(-np.abs(sums[:, 1] + sums[:, 2]), kind="stable")[:most]
    return tuple(TariffPart(sold.accounts[n], sold.names[n], TariffEffect(*sums[n].tolist())) for n in order.tolist())


def _coded(column: pa.ChunkedArray) -> tuple[Integers, list[str]]:
    """Numbers for the values of a column, in the order of appearance."""
    encoded = pc.dictionary_encode(column.combine_chunks())
    codes: Integers = encoded.indices.to_numpy().astype(np.intp)
    return codes, encoded.dictionary.to_pylist()
