"""The demonstration company's customers as arrays: those written in `company`, and an invented tail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trousseau.demo import company, names
from trousseau.demo.catalogue import DIVISIONS, Product
from trousseau.demo.columns import Floats, Ints, draw

FIRST_CODE = 4_101
LINES_A_MONTH = 4_400
"""Invoice lines a month over all customers, about."""


@dataclass(frozen=True)
class Customers:
    """One entry a legal entity; all arrays have shape (customers,) unless said."""

    names: list[str]
    codes: list[str]
    groups: list[str]
    group: Ints  # position in `groups`, -1 for none
    home: Ints  # zone
    zones: Floats  # (customers, zones), where it is delivered, rows add to 1
    currency: Ints
    revenue: Floats  # euros over the last twelve months, had it bought all of them
    growth: Floats
    begins: Ints  # first and one-past-last month of activity
    ends: Ints
    mix: Floats  # (customers, divisions)
    orders: Floats  # a month
    lines_per_order: Floats
    discount: Floats
    cost: Floats
    returns: Floats
    erosion: list[company.Erosion | None]
    segment: Ints  # what marketing calls it

    def trend(self, months: int) -> Floats:
        """Relative revenue a month before seasons (customers, months); the last twelve add to about 1."""
        at = np.arange(months)
        curve = (1 + self.growth[:, None]) ** ((at - (months - 6.5)) / 12) / 12
        alive = (at >= self.begins[:, None]) & (at < self.ends[:, None])
        return np.asarray(curve * alive)

    def _drift(self, months: int, figure: str) -> Floats:
        """How far each erosion has gone, month by month: a straight line from 0 to its `figure`."""
        drift = np.zeros((len(self.names), months))
        for row, erosion in enumerate(self.erosion):
            if erosion is not None:
                drift[row] = _way(erosion, months) * getattr(erosion, figure)
        return drift

    def price_drift(self, months: int) -> Floats:
        """Relative price loss, (customers, months)."""
        return self._drift(months, "price")

    def order_drift(self, months: int) -> Floats:
        """What is left of the order rhythm, (customers, months), 1 where nothing erodes."""
        return 1 - self._drift(months, "orders")

    def choose_products(
        self,
        rng: np.random.Generator,
        who: Ints,
        month: Ints,
        *,
        months: int,
        catalogue: tuple[Product, ...],
        typical: Floats,
    ) -> Ints:
        """A product for each line (n,): of the customer's divisions and habits, priced for its orders."""
        division = np.array([DIVISIONS.index(product.division) for product in catalogue])
        family = np.unique([product.family for product in catalogue], return_inverse=True)[1]
        price = np.log([product.price for product in catalogue])
        habit = rng.lognormal(0, 0.9, size=(len(self.names), len(catalogue)))
        wanted = np.log(np.maximum(20, typical * self.revenue)) - np.log(5)
        fit = np.exp(-((price - wanted[:, None]) ** 2) / (2 * 1.3**2)) + 1e-4
        weights = habit * fit
        # Each division keeps its weight whatever the number and the prices of its products.
        for rank in range(len(DIVISIONS)):
            mine = division == rank
            weights[:, mine] *= (self.mix[:, rank] / weights[:, mine].sum(axis=1))[:, None]
        narrow = self._narrowed(weights, family)
        # The families drop out of the orders a little before the end of the drift.
        way = np.array([np.zeros(months) if one is None else _way(one, months) for one in self.erosion])
        late = rng.random(len(who)) < 1.3 * way[who, month]
        uniform = rng.random(len(who))
        wide = draw(_cumulative(weights), who, uniform)
        return np.where(late, draw(_cumulative(narrow), who, uniform), wide)

    def _narrowed(self, weights: Floats, family: Ints) -> Floats:
        """The weights once an eroding customer buys only its first families."""
        narrow = weights.copy()
        for row, erosion in enumerate(self.erosion):
            if erosion is not None:
                first = np.argsort(-np.bincount(family, weights[row]))[: erosion.families]
                narrow[row] = np.where(np.isin(family, first), weights[row], 0)
        return narrow


def _way(erosion: company.Erosion, months: int) -> Floats:
    """How far an erosion is each month (months,): a straight line from 0 to 1 at the end."""
    return np.clip((np.arange(months) - (months - 1 - erosion.months)) / erosion.months, 0, 1)


def _cumulative(weights: Floats) -> Floats:
    """Rows rising to exactly 1."""
    rising = np.cumsum(weights, axis=1)
    return np.asarray(rising / rising[:, -1:])


def intercompany_codes(seed: int = 0) -> list[str]:
    """The customer codes of the company's own firms."""
    people = customers(seed)
    own = {named.name for named in company.NAMED if named.intercompany}
    return [code for code, name in zip(people.codes, people.names, strict=True) if name in own]


def customers(seed: int = 0) -> Customers:
    """Everyone who is invoiced: the named first, then the tail; codes are shuffled and keep leading zeros."""
    rng = np.random.default_rng([seed, 3])
    named = company.NAMED
    tail = _tail(rng, company.ACCOUNTS - len(named))
    everyone = [*named, *tail]
    n = len(everyone)
    lost = np.zeros(n, dtype=bool)
    lost[rng.choice(np.arange(n - len(tail) // 2, n), size=company.LOST, replace=False)] = True
    ends = np.where(lost, rng.integers(14, 37, size=n), 48)
    late = np.arange(n) >= len(named)
    begins = np.where(late & ~lost & (rng.random(n) < 0.14), rng.integers(1, 42, size=n), 0)
    revenue = np.array([one.revenue for one in everyone]) * 1000.0
    orders = np.array([one.orders or 0.016 * (one.revenue * 1000) ** 0.5 * 0.6 + 0.25 for one in everyone])
    lines_each = np.clip(LINES_A_MONTH / orders.sum(), 1.2, 9)
    groups = sorted({one.group for one in everyone if one.group})
    codes = rng.permutation(np.arange(FIRST_CODE, FIRST_CODE + 3 * n, 3))
    return Customers(
        names=[one.name for one in everyone],
        codes=[f"{code:06d}" for code in codes],
        groups=groups,
        group=np.array([groups.index(one.group) if one.group else -1 for one in everyone]),
        home=np.array([company.COUNTRY_ZONES[one.country] for one in everyone]),
        zones=np.array([_zones(one) for one in everyone]),
        currency=np.array([company.CURRENCIES.index(_currency(one)) for one in everyone]),
        revenue=revenue,
        growth=np.array([one.growth for one in everyone]),
        begins=begins,
        ends=ends,
        mix=np.array([[one.mix.get(division, 0.0) for division in DIVISIONS] for one in everyone]),
        orders=orders,
        lines_per_order=np.full(n, lines_each),
        discount=np.array([one.discount for one in everyone]),
        cost=np.array([one.cost for one in everyone]),
        returns=np.array([one.returns for one in everyone]),
        erosion=[one.erosion for one in everyone],
        segment=_segments(np.random.default_rng([seed, 11]), revenue),
    )


def _segments(rng: np.random.Generator, revenue: Floats) -> Ints:
    """Marketing's segment of each customer (n,): by sales as it remembers them, never by what they leave."""
    remembered = revenue / 1000 * rng.lognormal(0, company.SEGMENT_NOISE, size=len(revenue))
    return np.searchsorted(-np.array(company.SEGMENT_SIZES), -remembered, side="left")


def _zones(one: company.Named) -> list[float]:
    home = company.ZONES[company.COUNTRY_ZONES[one.country]]
    share = {**one.abroad, home: 1 - sum(one.abroad.values())}
    return [share.get(zone, 0.0) for zone in company.ZONES]


def _currency(one: company.Named) -> str:
    return one.currency or company.COUNTRY_CURRENCIES[one.country]


def _tail(rng: np.random.Generator, count: int) -> list[company.Named]:
    """The customers nobody wrote: sizes on a power law that brings the company to its revenue."""
    written = sum(one.revenue for one in company.NAMED if not one.intercompany)
    sizes = _sizes(count, company.REVENUE - written)
    countries = list(company.TAIL_COUNTRIES)
    weights = np.array(list(company.TAIL_COUNTRIES.values()))
    homes = rng.choice(len(countries), size=count, p=weights / weights.sum())
    group = _grouped(rng, [countries[home] for home in homes])
    bodies: set[str] = set()
    labels = [
        names.company(rng, names.COUNTRIES[countries[home]], bodies, without=set(group))
        if stem is None
        else names.subsidiary(stem, names.COUNTRIES[countries[home]], group[:i].count(stem))
        for i, (home, stem) in enumerate(zip(homes, group, strict=True))
    ]
    labels = _different(labels)
    mixes = rng.dirichlet(np.array(list(company.TAIL_MIX.values())) * 3.0, size=count)
    growth = np.clip(rng.normal(0.025, 0.09, size=count), -0.25, 0.35)
    discount = np.clip(0.03 + 0.012 * np.log(sizes) / np.log(2) * 0.8 + rng.normal(0, 0.02, count), 0, 0.25)
    cost = rng.normal(1.0, 0.06, size=count)
    return [
        company.Named(
            name=labels[i],
            country=countries[homes[i]],
            revenue=float(sizes[i]),
            growth=float(growth[i]),
            mix=dict(zip(company.TAIL_MIX, (float(part) for part in mixes[i]), strict=True)),
            group=group[i],
            discount=float(discount[i]),
            cost=float(cost[i]),
            currency="EUR" if countries[homes[i]] == "NO" and i % 5 == 0 else None,
        )
        for i in range(count)
    ]


def _sizes(count: int, total: float) -> Floats:
    """Descending sizes (count,) from TAIL_LARGEST, adding to `total`: exponentials of rank, by bisection."""
    at = np.arange(count) / count
    low, high = 0.01, 60.0
    for _ in range(60):
        middle = (low + high) / 2
        if (company.TAIL_LARGEST * np.exp(-middle * at**0.75)).sum() > total:
            low = middle
        else:
            high = middle
    return np.asarray(company.TAIL_LARGEST * np.exp(-high * at**0.75))


def _grouped(rng: np.random.Generator, countries: list[str]) -> list[str | None]:
    """The group of each firm, or None: members drawn at random, named as in the first one's country."""
    group: list[str | None] = [None] * len(countries)
    free = list(rng.permutation(len(countries)))
    for size in company.GROUP_SIZES:
        members = [free.pop() for _ in range(size)]
        stems = [stem for stem in names.COUNTRIES[countries[members[0]]].stems if stem not in group]
        stem = stems[int(rng.integers(len(stems)))]
        for member in members:
            group[member] = stem
    return group


def _different(labels: list[str]) -> list[str]:
    """The names, a second bearer told apart by a river."""
    seen: dict[str, int] = {}
    told = []
    for label in labels:
        rank = seen.get(label, 0)
        seen[label] = rank + 1
        told.append(label if not rank else f"{label} – {names.PLACES[rank]}")
    return told
