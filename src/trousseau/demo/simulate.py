"""The demonstration company's invoice lines: seeded, vectorised, ending with the month before `as_of`.

A customer has a revenue each month (trend × season), a number of orders, a set of products; quantities are
set so that each customer's years come to what `company` says, every line being priced from the list.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from trousseau.demo import company
from trousseau.demo.catalogue import products
from trousseau.demo.columns import Floats, Ints, chosen, decimals, draw
from trousseau.demo.customers import Customers, customers
from trousseau.demo.writing import LEDGER

MONTHS = 12 * company.YEARS
MEAN_LINES = 3.4  # an order, when it is not a whale's
Bools = npt.NDArray[np.bool_]


def last_month(as_of: date) -> np.datetime64:
    """The last complete month on that day, as numpy months."""
    return np.datetime64(as_of.isoformat(), "M") - np.timedelta64(1, "M")


def rates(as_of: date, seed: int = 0) -> pa.Table:
    """The company's own book rates: date, currency, eur_per_unit (8 decimals), each working day, set monthly.

    They end at `company.EUROS` and wander about 1 % a month before that: invented, like the company.
    """
    table = _monthly_rates(seed)
    end = last_month(as_of)
    months = end - np.arange(MONTHS, -1, -1)
    days = np.arange(months[0].astype("datetime64[D]"), (end + 1).astype("datetime64[D]"))
    days = days[np.is_busday(days)]
    month = (days.astype("datetime64[M]") - months[0]).astype(np.int64)
    foreign = np.arange(1, len(company.CURRENCIES))
    scaled = np.rint(table[:, foreign][month].T.ravel() * 1e8).astype(np.int64)
    return pa.table(
        {
            "date": pa.array(np.tile(days, len(foreign))).cast(pa.date32()),
            "currency": chosen(np.repeat(foreign, len(days)), company.CURRENCIES).cast(pa.string()),
            "eur_per_unit": decimals(scaled, 8),
        }
    )


def _monthly_rates(seed: int) -> Floats:
    """Euros a unit, shape (MONTHS + 1, currencies); row 0 is the month before the first line."""
    rng = np.random.default_rng([seed, 7])
    steps = rng.normal(0, 0.011, size=(MONTHS + 1, len(company.CURRENCIES)))
    steps[-1] = 0
    steps[:, 0] = 0
    walk = np.cumsum(steps[::-1], axis=0)[::-1]
    return np.asarray(np.round(np.array(company.EUROS) * np.exp(walk), 6))


def lines(as_of: date, seed: int = 0) -> pa.Table:
    """Four years of invoice and credit-note lines, columns of `writing.LEDGER`, by date and document."""
    rng = np.random.default_rng([seed, 1])
    people = customers(seed)
    orders = _Orders(rng, people, last_month(as_of))
    sold = _Sold(rng, people, orders, seed)
    return sold.table()


class _Orders:
    """One row an order: customer, month (0..MONTHS-1), day; and how many lines it has."""

    def __init__(self, rng: np.random.Generator, people: Customers, end: np.datetime64) -> None:
        self.end = end
        self.first_month = end - (MONTHS - 1)
        calendar = (self.first_month + np.arange(MONTHS)).astype("datetime64[M]")
        self.calendar_month = calendar.astype(np.int64) % 12
        self.year = calendar.astype("datetime64[Y]").astype(np.int64)
        self.year -= self.year[0]
        season = np.array(company.SEASONS)[self.calendar_month]
        self.revenue = people.trend(MONTHS) * season  # (customers, months), relative
        rhythm = people.orders[:, None] * season**0.5 * people.order_drift(MONTHS) * (self.revenue > 0)
        # Those whose rhythm drifts order regularly, so that the drift shows through the chance of a month.
        steady = np.floor(rhythm + rng.random(rhythm.shape)).astype(np.int64)
        eroding = np.array([one is not None for one in people.erosion])
        count = np.where(eroding[:, None], steady, rng.poisson(rhythm))
        customer, month = np.nonzero(count)
        times = count[customer, month]
        self.customer: Ints = np.repeat(customer, times)
        self.month: Ints = np.repeat(month, times)
        self.day = _working_days(rng, self.first_month, self.month)
        self.lines: Ints = 1 + rng.poisson(np.clip(people.lines_per_order[self.customer] - 1, 0.2, None))


def _working_days(rng: np.random.Generator, first: np.datetime64, month: Ints) -> npt.NDArray[np.datetime64]:
    """A working day drawn in each order's month (no week-ends, no French public holiday of fixed date)."""
    days = np.arange(first.astype("datetime64[D]"), (first + MONTHS).astype("datetime64[D]"))
    off = {"01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"}
    kept = np.is_busday(days) & np.array([str(day)[5:] not in off for day in days])
    days = days[kept]
    of_month = (days.astype("datetime64[M]") - first).astype(np.int64)
    begins = np.searchsorted(of_month, np.arange(MONTHS + 1))
    low, high = begins[month], begins[month + 1]
    return np.asarray(days[low + (rng.random(len(month)) * (high - low)).astype(np.int64)])


class _Sold:
    """One row a line: product, quantity, price, cost, where and in which currency; then its credit notes."""

    def __init__(self, rng: np.random.Generator, people: Customers, orders: _Orders, seed: int) -> None:
        self.people, self.orders = people, orders
        self.order: Ints = np.repeat(np.arange(len(orders.customer)), orders.lines)
        self.who: Ints = orders.customer[self.order]
        self.month: Ints = orders.month[self.order]
        n = len(self.who)
        weight = rng.lognormal(0, 0.55, size=n)
        euros = self._targets(weight)
        catalogue = products()
        self.labels = [product.label for product in catalogue]
        self.families = [product.family for product in catalogue]
        self.divisions = [product.division for product in catalogue]
        listed = np.array([product.price for product in catalogue])
        sold = np.bincount(self.who, minlength=len(people.names))
        typical = np.bincount(self.who, euros, len(people.names)) / np.maximum(1, sold)
        self.product = people.choose_products(
            rng, self.who, self.month, months=MONTHS, catalogue=catalogue, typical=typical
        )
        self.zone = draw(np.cumsum(people.zones, axis=1), self.who, rng.random(n))
        away = self.zone != people.home[self.who]
        abroad = np.array([company.CURRENCIES.index(code) for code in company.ABROAD])
        self.currency = np.where(away, abroad[self.zone], people.currency[self.who])
        year = orders.year[self.month]
        net = (
            listed[self.product]
            * np.cumprod(1 + np.array(company.INCREASES))[year]
            * np.array(company.ZONE_PRICES)[self.zone]
            * (1 - people.discount[self.who])
            * (1 - people.price_drift(MONTHS)[self.who, self.month])
            * np.round(rng.normal(1, 0.012, size=n), 3)
        )
        table = _monthly_rates(seed)[1:]
        # The list is set in January in each currency; the invoice is worth what the month's rate makes of it.
        january = np.maximum(0, self.month - orders.calendar_month[self.month])
        self.price = np.round(net / table[january, self.currency], 2)
        worth = self.price * table[self.month, self.currency]
        self.quantity = self._quantities(euros, worth)
        ratio = (0.5 + 0.16 * (np.arange(len(listed)) * 37 % 100) / 100)[self.product]
        unit = (
            listed[self.product]
            * ratio
            * np.cumprod(1 + np.array(company.COST_INCREASES))[year]
            * people.cost[self.who]
            / table[self.month, self.currency]
        )
        self.unit_cost = np.round(unit, 2)
        self.credited: Bools = rng.random(n) < people.returns[self.who]
        self.back: Ints = np.maximum(1, np.ceil(self.quantity * rng.uniform(0.1, 1, size=n))).astype(np.int64)
        self.later: Ints = rng.integers(4, 45, size=n)

    def _targets(self, weight: Floats) -> Floats:
        """Euros each line should make: a customer's month shared among its lines by `weight`."""
        cell = self.who * MONTHS + self.month
        total = np.bincount(cell, weight, len(self.people.names) * MONTHS)
        return np.asarray(self.orders.revenue.ravel()[cell] * weight / total[cell])

    def _quantities(self, euros: Floats, worth: Floats) -> Ints:
        """Whole quantities whose value comes, customer by customer and year by year, to the revenue."""
        revenue = self.people.revenue[:, None] * self.orders.revenue
        wanted = revenue.reshape(len(revenue), -1, 12).sum(axis=2).ravel()
        year = self.who * (MONTHS // 12) + self.month // 12
        target = euros * self.people.revenue[self.who]
        quantity = np.ones(len(euros))
        for _ in range(4):
            quantity = np.maximum(1, np.rint(target / worth))
            made = np.bincount(year, quantity * worth, len(wanted))
            target *= np.divide(wanted, made, out=np.ones_like(made), where=made > 0)[year]
        return quantity.astype(np.int64)

    def table(self) -> pa.Table:
        """Invoices and credit notes together, sorted and numbered."""
        day = self.orders.day[self.order].astype("datetime64[D]")
        refund = day + self.later
        kept = self.credited & (refund < (self.orders.end + 1).astype("datetime64[D]"))
        rows = np.concatenate([np.arange(len(day)), np.flatnonzero(kept)])
        credit = np.arange(len(rows)) >= len(day)
        when = np.where(credit, refund[rows], day[rows])
        when = np.busday_offset(when, 0, roll="backward")
        order = np.lexsort((np.arange(len(rows)), self.order[rows], credit, when))
        rows, credit, when = rows[order], credit[order], when[order]
        quantity = np.where(credit, -self.back[rows], self.quantity[rows])
        document, line = _numbered(when, credit, self.order[rows])
        cents = quantity * np.rint(self.price[rows] * 100).astype(np.int64)
        cost = quantity * np.rint(self.unit_cost[rows] * 100).astype(np.int64)
        people, product = self.people, self.product[rows]
        who = self.who[rows]
        columns = {
            "customer_code": chosen(who, people.codes),
            "customer": chosen(who, people.names),
            "group": chosen(np.maximum(people.group[who], 0), people.groups, people.group[who] < 0),
            "document": document,
            "line": pa.array(line.astype(np.int32)),
            "date": pa.array(when.astype("datetime64[D]")).cast(pa.date32()),
            "product": chosen(product, self.labels),
            "family": chosen(product, self.families),
            "division": chosen(product, self.divisions),
            "zone": chosen(self.zone[rows], company.ZONES),
            "quantity": pa.array(quantity.astype(np.int32)),
            "amount": decimals(cents),
            "cost": decimals(cost),
            "currency": chosen(self.currency[rows], company.CURRENCIES),
        }
        arrays = [columns[name].cast(LEDGER.field(name).type) for name in LEDGER.names]
        lines = pa.Table.from_arrays(arrays, schema=LEDGER)
        segment = chosen(people.segment[who], company.SEGMENTS).cast(pa.string())
        return lines.append_column(company.SEGMENT_COLUMN, segment)


def _numbered(when: npt.NDArray[np.datetime64], credit: Bools, order: Ints) -> tuple[pa.Array, Ints]:
    """Document numbers FA26-00417 or AV26-00031, counted from 1 each year, and the line within each."""
    changed = np.append(True, (order[1:] != order[:-1]) | (credit[1:] != credit[:-1]) | (when[1:] != when[:-1]))
    document = np.cumsum(changed) - 1
    starts = np.flatnonzero(changed)
    line = np.arange(len(order)) - starts[document] + 1
    year = when[starts].astype("datetime64[Y]").astype(np.int64) + 1970
    kind = np.where(credit[starts], "AV", "FA")
    labels = np.empty(len(starts), dtype=object)
    for prefix in ("FA", "AV"):
        for one in np.unique(year):
            mine = np.flatnonzero((kind == prefix) & (year == one))
            labels[mine] = [f"{prefix}{one % 100:02d}-{rank:05d}" for rank in range(1, len(mine) + 1)]
    return pa.array(labels, pa.string()).take(pa.array(document)), line
