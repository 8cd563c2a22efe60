"""Tomorrow's accounts of 10,000: forecast and look-alikes alone, then all of it from the facts, against the bare query.

The paths of everyone (sales, orders, families and zones by quarter) come from tables of each month that are worked out
once and shared by all versions of the facts: the first time is told apart.
"""

import numpy as np

from ground import bare, best, prepared, timed
from trousseau.ledger.facts import Facts
from trousseau.ledger.outlook.retention import retention
from trousseau.ledger.selection.paths import paths
from trousseau.ledger.selection.tomorrow import tomorrow
from trousseau.method.forecast import forecast
from trousseau.method.lookalike import lookalikes

ACCOUNTS, QUARTERS, FEATURES = 10_000, 16, 6


def portfolio() -> np.ndarray:
    """Quarterly sales that wander, of accounts of which a fifth began late."""
    rng = np.random.default_rng(0)
    steps = rng.normal(0.01, 0.05, (ACCOUNTS, QUARTERS)).cumsum(axis=1)
    sold = np.exp(rng.normal(11, 1.2, (ACCOUNTS, 1)) + steps + rng.normal(0, 0.2, (ACCOUNTS, QUARTERS)))
    begins = np.where(rng.random(ACCOUNTS) < 0.2, rng.integers(1, QUARTERS - 1, ACCOUNTS), 0)
    sold[np.arange(QUARTERS)[None, :] < begins[:, None]] = np.nan
    return sold


def alone() -> None:
    """The mathematics."""
    sold = portfolio()
    rng = np.random.default_rng(1)
    features = rng.normal(0, 1, (ACCOUNTS, QUARTERS, FEATURES))
    size = np.cumsum(sold, axis=1)
    key = np.zeros(ACCOUNTS, dtype=bool)
    key[np.argsort(-np.nan_to_num(sold[:, -1]))[:20]] = True
    only = rng.random(ACCOUNTS) < 0.2
    print(f"forecast of {ACCOUNTS:,} accounts, tried on last year: {best(lambda: forecast(sold)):.2f} s")
    print(f"look-alikes of 2,000 among them: {best(lambda: lookalikes(size, features, key, only=only)):.2f} s")


def together() -> None:
    """From the facts."""
    there = Facts.open(prepared())
    print(f"paths of everyone, the first time: {timed(lambda: paths(there)):.2f} s")
    retained = retention(there)
    took = best(lambda: tomorrow(there, retained), 3)
    print(f"tomorrow's accounts, {len(paths(there).accounts):,}: {took:.2f} s (limit 1), {took / bare():.1f} × bare")


if __name__ == "__main__":
    alone()
    together()
