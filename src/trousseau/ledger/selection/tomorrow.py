"""Tomorrow's accounts: momentum, a forecast of three years, and whom each resembles, of everyone at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trousseau.ledger.answers.accounts import By
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.facts import Facts
from trousseau.ledger.outlook.retention import Retention
from trousseau.ledger.selection.paths import Paths, paths, yearly
from trousseau.method.arrays import Floats, Integers
from trousseau.method.forecast import Forecast, forecast
from trousseau.method.lookalike import Lookalikes, lookalikes
from trousseau.method.wallet import Total

Mask = npt.NDArray[np.bool_]

YEAR = 4
AHEAD = 3
"""Years looked forward."""
ROOMY = 0.5
"""Under this share of its wallet, an account has room to grow."""
LIKELY = 0.5
"""From this probability of a key account's size on, an account is on its way to it."""
FEWEST = 5
"""Where nobody decided, at most one account in so many stands for a key account."""
COMPARED = 2_000
"""Accounts whose look-alikes are sought: those that would gain most."""
FEATURES = ("growth", "families", "zones", "orders", "order", "margin")
"""What an account is compared by, beside its size."""


@dataclass(frozen=True, eq=False)
class Tomorrow:
    """Where everyone stands and may stand; vectors go by the accounts of `paths`."""

    paths: Paths
    forecast: Forecast
    alike: Lookalikes
    features: Floats
    """Accounts × quarters × `FEATURES`."""
    key: Mask
    """Today's key accounts."""
    decided: bool
    """Whether someone decided who they are; else those who have long been among the largest stand for them."""
    alive: Floats
    """The probability of still being a customer; NaN where its orders do not tell."""

    @property
    def line(self) -> float:
        """Yearly sales of the smallest of today's key accounts that still buys; NaN without one."""
        sizes = self.forecast.now[self.key & (self.forecast.now > 0.0)]
        return float(sizes.min()) if len(sizes) else float("nan")

    @property
    def gain(self) -> Floats:
        """Yearly sales expected in three years, less today's."""
        return np.asarray(self.forecast.expected[:, -1] - self.forecast.now)

    def order(self, gain: Floats, reach: Floats, *, roomy: Mask | None = None) -> Integers:
        """Those who are no key accounts and gain: by gain times the probability `reach`, then by gain.

        Only who grows beyond chance, or does not fall and has room to grow (`roomy`), stands in it.

        Where that probability is not known of anyone, by gain alone.
        """
        grown = self.forecast.growth
        hopeful = grown.rising if roomy is None else grown.rising | (roomy & ~grown.falling)
        able = np.flatnonzero(~self.key & hopeful & (np.nan_to_num(gain) > 0.0))
        chance = np.nan_to_num(reach[able], nan=0.0)
        return np.asarray(able[np.lexsort((-gain[able], -gain[able] * chance))])


@dataclass(frozen=True, eq=False)
class Listed:
    """Who may be tomorrow's accounts, best first, with the figures the order comes from; vectors by account."""

    seen: Tomorrow
    order: Integers
    gain: Floats
    reach: Floats
    """The probability of the size of the smallest key account in three years; NaN where there is none."""
    expected: Floats
    high: Floats

    @property
    def likely(self) -> list[int]:
        """Those on their way to a key account's size: growth beyond chance, more likely there than not."""
        rising = self.seen.forecast.growth.rising
        return [at for at in self.order.tolist() if self.reach[at] >= LIKELY and rising[at]]


def listed(seen: Tomorrow, totals: Mapping[str, Total]) -> Listed:
    """Who is no key account and gains: by the gain expected, times the probability of a key account's size.

    `totals`: what each client spends in all, as far as it is told. What is forecast is held to the most of it, where a
    client buys less than that today.
    """
    made, line = seen.forecast, seen.line
    most, roomy = np.full(len(made.now), np.inf), np.zeros(len(made.now), dtype=bool)
    index = seen.paths.index
    for client, total in totals.items():
        at = index.get(client)
        if at is not None and total.high > np.nan_to_num(made.now[at]):
            most[at] = total.high
            roomy[at] = made.now[at] < ROOMY * total.amount
    expected, high = np.minimum(made.expected[:, -1], most), np.minimum(made.high[:, -1], most)
    known = np.isfinite(line)
    reach = np.where(most < line, 0.0, made.reach(line, AHEAD)) if known else np.full(len(most), np.nan)
    gain = expected - made.now
    return Listed(seen, seen.order(gain, reach, roomy=roomy), gain, reach, expected, high)


def tomorrow(
    facts: Facts,
    retained: Retention,
    *,
    scope: Scope = ALL,
    by: By = "account",
    key: Collection[str] | None = None,
    capacity: int = 20,
) -> Tomorrow:
    """Look at everyone in scope. `key`: who the key accounts are; None: nobody decided.

    Then those stand for them who were among the `capacity` largest (one in five at most) in each of the last three
    years: an account that has just grown large is what is looked for here.
    `retained`: who still is a customer, by the same rows.
    """
    found = paths(facts, scope=scope, by=by)
    alive, lost = _retained(found, retained)
    made = forecast(found.revenue, years=AHEAD, lost=lost)
    stars = _named(found, key) if key is not None else _largest(found, capacity)
    features = _features(found)
    gain = np.nan_to_num(made.expected[:, -1] - made.now, nan=-np.inf)
    only = np.zeros(len(gain), dtype=bool)
    only[np.argsort(-gain, kind="stable")[:COMPARED]] = True
    return Tomorrow(
        paths=found,
        forecast=made,
        alike=lookalikes(found.year, features, stars, only=only & ~stars),
        features=features,
        key=stars,
        decided=key is not None,
        alive=alive,
    )


def _named(found: Paths, key: Collection[str]) -> Mask:
    wanted = frozenset(key)
    return np.asarray([account in wanted for account in found.accounts], dtype=bool)


def _largest(found: Paths, capacity: int) -> Mask:
    """Those among the largest in each of the last three years, or of as many as there are."""
    size = found.year
    capacity = min(capacity, -(-len(size) // FEWEST))
    always = np.ones(len(size), dtype=bool)
    for back in range(1, min(AHEAD * YEAR, size.shape[1]) + 1, YEAR):
        sales = np.nan_to_num(size[:, -back])
        largest = np.zeros(len(sales), dtype=bool)
        largest[np.argsort(-sales, kind="stable")[:capacity]] = True
        always &= largest & (sales > 0.0)
    return always


def _retained(found: Paths, retained: Retention) -> tuple[Floats, Floats]:
    """Who is alive, and the probability of being lost in one, two, three years; NaN where it is not known."""
    index = retained.index
    at = np.asarray([index.get(account, -1) for account in found.accounts], dtype=np.intp)
    there = at >= 0
    lost = [retained.lost_within(12 * year) for year in range(1, AHEAD + 1)]
    columns = [
        np.where(there, one[at], np.nan) if len(one) else np.full(len(at), np.nan) for one in (retained.alive, *lost)
    ]
    return columns[0], np.stack(columns[1:], axis=1)


def _features(found: Paths) -> Floats:
    """What each account was like in the year to each quarter."""
    size, orders = found.year, yearly(found.orders)
    cost, costed = yearly(found.cost), yearly(found.costed)
    with np.errstate(invalid="ignore", divide="ignore"):
        rhythm = np.log(np.where(orders > 0.0, orders, np.nan))
        order = np.log(np.where((orders > 0.0) & (size > 0.0), size / orders, np.nan))
        margin = np.where(costed > 0.0, 1.0 - cost / costed, np.nan)
    margin = np.where(np.abs(margin) <= 1.0, margin, np.nan)
    return np.stack([_growth(found.revenue), found.families, found.zones, rhythm, order, margin], axis=2)


def _growth(quarters: Floats) -> Floats:
    """The growth in the year to each quarter over the year before, as a logarithm, held between ± 2."""
    size = yearly(quarters)
    before = np.full(size.shape, np.nan)
    before[:, YEAR:] = size[:, :-YEAR]
    with np.errstate(invalid="ignore", divide="ignore"):
        grown = np.log(np.where((size > 0.0) & (before > 0.0), size / before, np.nan))
    return np.clip(grown, -2.0, 2.0)
