"""Managers for accounts: 2,000 × 100 to a gap of 0.5 %, 20,000 × 500 to 1 %, in processor time.

*Bare* is the least that could be done: for each account the manager that fits best, whatever they have left.
"""

import sys
import time

import numpy as np

from trousseau.method.matching import assign


def case(accounts: int, managers: int, tight: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Accounts and managers in six zones, loads of 0.5 to 3 days, capacities that leave little."""
    rng = np.random.default_rng(0)
    demand = rng.uniform(0.5, 3, accounts)
    same = rng.integers(0, 6, accounts)[:, None] == rng.integers(0, 6, managers)
    capacity = rng.uniform(0.7, 1.3, managers)
    return (
        0.3 * rng.uniform(0, 1, (accounts, managers)) + 0.5 * same,
        demand,
        capacity * demand.sum() / tight / capacity.sum(),
    )


def claim(accounts: int, managers: int, limit: float, most: float) -> None:
    """One size, at 85 and at 99 % of all days."""
    for tight in (0.85, 0.99):
        fit, demand, capacity = case(accounts, managers, tight)
        start = time.process_time()
        fit.argmax(axis=1)
        bare = max(time.process_time() - start, 1e-4)
        start = time.process_time()
        found = assign(fit, demand, capacity)
        took = time.process_time() - start
        print(
            f"{accounts:,} × {managers}, {tight:.0%} of days: {took:.2f} s (limit {limit}), {took / bare:.0f} × bare, "
            f"gap {found.gap:.2%} (limit {most:.1%})"
        )


if __name__ == "__main__":
    claim(2_000, 100, 1.0, 0.005)
    if "--large" in sys.argv:
        claim(20_000, 500, 30.0, 0.01)
