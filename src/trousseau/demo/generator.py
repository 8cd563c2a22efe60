"""Benchmark ledgers: any number of sales lines over any number of accounts, at a given concentration.

Seeded and streamed: the same arguments give the same lines, chunk by chunk, in bounded memory and without a
clock. The demonstration company with its stories is in `company` and `simulate`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from trousseau.demo import names
from trousseau.demo.columns import Floats, Ints, chosen, decimals, numbered
from trousseau.demo.writing import LEDGER

CHUNK = 1_000_000
MEAN_LINE = 480.0  # euros
LINES_PER_DOCUMENT = 4  # mean of 1..7
LEAST_LINES = 6  # an account, so that each finds a document of its own
SPREAD = 0.5  # sigma of the lognormal amount of a line; the mean stays where the account's size puts it

ZONES = ("France", "DACH", "Ibérie", "Europe du Nord", "Amérique du Nord", "Asie")
CURRENCIES = ("EUR", "EUR", "EUR", "GBP", "USD", "CNY", "SEK")  # by zone; the last for a part of the north
EUROS = np.array([1.0, 1.0, 1.0, 1.17, 0.92, 0.128, 0.088])  # what a unit is worth, about
ZONE_WEIGHTS = np.array([0.38, 0.2, 0.12, 0.12, 0.1, 0.08])
DIVISIONS = ("Usinage", "Hydraulique", "Fonderie", "Services")
FAMILIES_PER_DIVISION = 5
PRODUCTS_PER_FAMILY = 40


@dataclass(frozen=True)
class Benchmark:
    """What to generate: `lines` over `accounts` whose top 20 % make `top_share` of sales, up to `end`.

    Raises ValueError when an account would have no line or the share is outside [0.2, 1).
    """

    lines: int
    accounts: int
    top_share: float = 0.8
    seed: int = 0
    end: date = date(2025, 12, 31)
    years: int = 3

    def __post_init__(self) -> None:
        if self.accounts < 1 or self.lines < self.accounts * LEAST_LINES:
            raise ValueError(
                f"{self.lines} lines are too few for {self.accounts} accounts: at least {LEAST_LINES} each"
            )
        if not 0.2 <= self.top_share < 1:
            raise ValueError("top_share must be at least 0.2 and below 1")


def sizes(accounts: int, top_share: float) -> Floats:
    """Account shares (accounts,), descending, adding to 1: i^-s the top 20 % making `top_share`.

    s is found by bisection; a small portfolio cannot be flatter than equal shares, so 0.2 gives s = 0.
    """
    ranks = np.arange(1, accounts + 1, dtype=np.float64)
    top = -(-accounts // 5)
    low, high = 0.0, 12.0
    for _ in range(60):
        middle = (low + high) / 2
        weights = ranks**-middle
        if weights[:top].sum() < top_share * weights.sum():
            low = middle
        else:
            high = middle
    weights = ranks**-high
    return np.asarray(weights / weights.sum())


def generate(benchmark: Benchmark) -> Iterator[pa.RecordBatch]:
    """Sales lines with the columns of `writing.LEDGER`, in date order, at most CHUNK lines a batch."""
    plan = _Plan(benchmark)
    for number, start in enumerate(range(0, benchmark.lines, CHUNK)):
        yield plan.lines(number, start, min(CHUNK, benchmark.lines - start))


class _Plan:
    """What all chunks share: the accounts' sizes, homes and names, the working days, the catalogue."""

    def __init__(self, benchmark: Benchmark) -> None:
        self.benchmark = benchmark
        rng = np.random.default_rng(benchmark.seed)
        n = benchmark.accounts
        share = sizes(n, benchmark.top_share)
        # Large customers order more often and more at a time: lines grow with size^0.6.
        frequency = share**0.6
        frequency /= frequency.sum()
        # Every account is met once by its turn (see `_who`), on top of what its size brings.
        documents = benchmark.lines / LINES_PER_DOCUMENT
        expected = LINES_PER_DOCUMENT * ((documents - n) * frequency + 1)
        self.mean = share * benchmark.lines * MEAN_LINE / expected
        self.cumulative = np.cumsum(frequency)
        self.place = rng.permutation(n)  # so that codes do not tell the rank
        self.zone = rng.choice(len(ZONES), size=n, p=ZONE_WEIGHTS)
        self.swedish = rng.random(n) < 0.4
        self.division = rng.integers(0, len(DIVISIONS), size=n)
        self.code = numbered("C", np.arange(n) + 1, max(6, len(str(n))))
        self.name = pa.array(names.many(n))
        self.group = pa.array(names.groups(max(1, n // 12)))
        self.group_of = rng.integers(0, len(self.group), size=n)
        self.alone = rng.random(n) < 0.75
        first = np.datetime64(benchmark.end.isoformat()) - np.timedelta64(365 * benchmark.years, "D")
        days = np.arange(first, np.datetime64(benchmark.end.isoformat()) + 1)
        self.days = days[np.is_busday(days)].astype("datetime64[D]").astype(np.int32)
        self.products = pa.array(
            [
                f"{division[:2].upper()}-{family}{item:03d}"
                for division in DIVISIONS
                for family in range(1, FAMILIES_PER_DIVISION + 1)
                for item in range(1, PRODUCTS_PER_FAMILY + 1)
            ]
        )
        self.families = [
            f"{division} {family}" for division in DIVISIONS for family in range(1, FAMILIES_PER_DIVISION + 1)
        ]

    def lines(self, number: int, start: int, count: int) -> pa.RecordBatch:
        """Chunk `number`: `count` lines from line `start` of the ledger."""
        rng = np.random.default_rng([self.benchmark.seed, 1 + number])
        per_document = rng.integers(1, 2 * LINES_PER_DOCUMENT, size=count // 2 + 8)
        ends = np.cumsum(per_document)
        documents = int(np.searchsorted(ends, count)) + 1
        first = np.minimum(ends[:documents] - per_document[:documents], count)
        document = np.repeat(np.arange(documents), np.diff(np.append(first, count)))
        account = self._who(rng, start, count, documents)[document]
        moment = (start + first) / self.benchmark.lines * len(self.days)
        zone = self.zone[account]
        abroad = rng.random(count) < 0.1
        zone = np.where(abroad, rng.integers(0, len(ZONES), size=count), zone)
        currency = np.where(self.swedish[account] & (zone == 3), 6, zone)
        division = np.where(
            rng.random(count) < 0.75, self.division[account], rng.integers(0, len(DIVISIONS), size=count)
        )
        product = division * FAMILIES_PER_DIVISION * PRODUCTS_PER_FAMILY + rng.integers(
            0, FAMILIES_PER_DIVISION * PRODUCTS_PER_FAMILY, size=count
        )
        noise = np.exp(rng.normal(-SPREAD * SPREAD / 2, SPREAD, size=count))
        euros = self.mean[account] * noise
        cents = np.maximum(1, np.rint(euros * 100 / EUROS[currency]).astype(np.int64))
        cost = np.rint(cents * rng.uniform(0.5, 0.95, size=count)).astype(np.int64)
        quantity = 1 + (euros / (20 + product % 97 * 4)).astype(np.int64)
        credit = rng.random(count) < 0.01
        sign = np.where(credit, -1, 1)
        cents = np.where(credit, cents // 4, cents)
        cost = np.where(credit, cost // 4, cost)
        place = self.place[account]
        columns = {
            "customer_code": chosen(place, self.code),
            "customer": chosen(place, self.name),
            "group": chosen(self.group_of[account], self.group, self.alone[account]),
            "document": numbered("FA", start + first + 1, 10).take(pa.array(document)),
            "line": pa.array((np.arange(count) - first[document] + 1).astype(np.int32)),
            "date": pa.array(self.days[moment.astype(np.int64)][document]).cast(pa.date32()),
            "product": chosen(product, self.products),
            "family": chosen(product // PRODUCTS_PER_FAMILY, self.families),
            "division": chosen(division, DIVISIONS),
            "zone": chosen(zone, ZONES),
            "quantity": pa.array((quantity * sign).astype(np.int32)),
            "amount": decimals(cents * sign),
            "cost": decimals(cost * sign),
            "currency": chosen(currency, CURRENCIES),
        }
        return pa.RecordBatch.from_arrays([columns[name] for name in LEDGER.names], names=LEDGER.names)

    def _who(self, rng: np.random.Generator, start: int, count: int, documents: int) -> Ints:
        """The account of each document of the chunk; every account has its turn, none is without."""
        lines, accounts = self.benchmark.lines, self.benchmark.accounts
        account = np.searchsorted(self.cumulative, rng.random(documents), side="right")
        account = np.minimum(account, accounts - 1)
        turns = np.arange(start * accounts // lines, (start + count) * accounts // lines)
        account[np.arange(len(turns)) * documents // max(1, len(turns))] = turns
        return account
