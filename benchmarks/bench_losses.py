"""The law of losses with 40 linked sectors on 4,096 points, and the fit of a retention model, against one bare product.

*Bare* is the least that could be done: weights × expected losses, one product of a matrix and a vector.
"""

import resource

import numpy as np

from ground import best, timed
from trousseau.method.loss import loss_distribution
from trousseau.method.retention import fit_bg_nbd

SECTORS = 40


def portfolio(accounts: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Accounts of very different sizes, each linked to three sectors."""
    rng = np.random.default_rng(0)
    weights = np.zeros((accounts, SECTORS))
    for _ in range(3):
        weights[np.arange(accounts), rng.integers(0, SECTORS, accounts)] += 0.3
    return rng.lognormal(8, 1.5, accounts), rng.beta(1, 15, accounts), weights, rng.uniform(0.1, 1.0, SECTORS)


def histories(customers: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Orders of customers who leave: those of the model."""
    rng = np.random.default_rng(0)
    rate, drop = rng.gamma(0.8, 1 / 6, customers), rng.beta(0.8, 2.5, customers)
    age = rng.uniform(5, 150, customers)
    count, last, now = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    here = np.ones(customers, bool)
    while here.any():
        now = now + rng.exponential(1 / rate)
        ordered = here & (now <= age)
        count[ordered] += 1
        last[ordered] = now[ordered]
        here = ordered & (rng.random(customers) >= drop)
    return count, last, age


def law_of_losses(accounts: int, limit: float) -> None:
    """One claim: the law, then the law with everyone's contribution."""
    exposure, probability, weights, variance = portfolio(accounts)
    bare = best(lambda: np.einsum("i,ij->j", exposure * probability, weights))
    law = best(lambda: loss_distribution(exposure, probability, weights=weights, variance=variance))
    found = loss_distribution(exposure, probability, weights=weights, variance=variance)
    added = best(lambda: found.contributions(0.95))
    print(f"law of losses, {accounts:,} accounts: {law:.3f} s (limit {limit}), {law / bare:.0f} × bare")
    print(f"  with all contributions: {law + added:.3f} s (limit {4 * limit})")


if __name__ == "__main__":
    law_of_losses(10_000, 0.05)
    law_of_losses(1_000_000, 1.0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  memory, the weights included: {memory:.2f} GB (limit 1)")
    count, last, age = histories(100_000)
    print(f"retention, fit of 100,000 customers: {timed(lambda: fit_bg_nbd(count, last, age)):.1f} s (limit 10)")
