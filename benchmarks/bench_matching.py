"""Managers for accounts: 2,000 × 100 to a gap of 0.5 %, 20,000 × 500 to 1 %, in processor time.

*Bare* is the least that could be done: for each account the manager that fits best, whatever they have left. Where
others use the machine set `OMP_NUM_THREADS=1`: a thread that waits for a processor counts as one that works.
"""

import itertools
import sys
import time

import numpy as np

from trousseau.method.matching import assign

KINDS = ("zones", "random", "correlated", "skewed", "same managers")


def case(kind: str, accounts: int, managers: int, tight: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Loads of 0.5 to 3 days and capacities that leave little.

    | kind | fit |
    |---|---|
    | zones | managers and accounts in six zones, and chance |
    | random | chance |
    | correlated | good where an account asks many days |
    | skewed | as zones, loads of a heavy tail (Pareto 1.5, at most 20 days) |
    | same managers | the same managers are good for all |
    """
    rng = np.random.default_rng(0)
    demand = rng.uniform(0.5, 3, accounts)
    same = rng.integers(0, 6, accounts)[:, None] == rng.integers(0, 6, managers)
    capacity = rng.uniform(0.7, 1.3, managers)
    fit = rng.uniform(0, 1, (accounts, managers))
    if kind == "skewed":
        demand = np.minimum(rng.pareto(1.5, accounts) + 0.1, 20)
    if kind in {"zones", "skewed"}:
        fit = 0.3 * fit + 0.5 * same
    elif kind == "correlated":
        fit = fit * demand[:, None] / 3
    elif kind == "same managers":
        fit = 0.3 * fit + 0.7 * rng.uniform(0, 1, managers)
    return fit, demand, capacity * demand.sum() / tight / capacity.sum()


def claim(accounts: int, managers: int, limit: float, most: float) -> None:
    """One size, every kind, at 85 and at 99 % of all days, then also with few places."""
    places = {"any number": np.inf, "one place more than accounts": accounts // managers + 1}
    ways = [*itertools.product(KINDS, (0.85, 0.99), ["any number"]), *((kind, 0.99, [*places][1]) for kind in KINDS)]
    for kind, tight, each in ways:
        fit, demand, capacity = case(kind, accounts, managers, tight)
        start = time.process_time()
        fit.argmax(axis=1)
        bare = max(time.process_time() - start, 1e-4)
        start = time.process_time()
        found = assign(fit, demand, capacity, limit=places[each])
        took = time.process_time() - start
        print(
            f"{accounts:,} × {managers}, {kind}, {tight:.0%} of days, {each}: {took:.2f} s (limit {limit}), "
            f"{took / bare:.0f} × bare, gap {found.gap:.2%} (limit {most:.1%})",
            flush=True,
        )


if __name__ == "__main__":
    claim(2_000, 100, 1.0, 0.005)
    if "--large" in sys.argv:
        claim(20_000, 500, 30.0, 0.01)
