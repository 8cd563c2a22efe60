"""How sure the list is, among 10,000 and 100,000 accounts, and a grid over a million, against the bare product.

*Bare* is the least that could be done: every composite once, scores × weightings, in blocks that fit a core's cache.
"""

import resource

import numpy as np

from ground import best, timed
from trousseau.ledger.selection.ranking import of_points
from trousseau.method.robustness import acceptability
from trousseau.method.weightings import around, weightings

CRITERIA, SAMPLES, BLOCK = 8, 10_000, 64


def scores(accounts: int) -> np.ndarray:
    """Scores from 0 to 100, all different and nothing in common: the hardest to rule out."""
    return np.random.default_rng(0).random((accounts, CRITERIA)) * 100


def product(table: np.ndarray, drawn: np.ndarray) -> None:
    """Every composite, thrown away."""
    for first in range(0, len(drawn), BLOCK):
        drawn[first : first + BLOCK] @ table.T


def memory() -> float:
    """The most held so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def sure(accounts: int, top: int, limit: float) -> None:
    """One claim: top-k acceptability under any weights, then within 6 points of equal ones."""
    table = scores(accounts)
    drawn = weightings(CRITERIA, SAMPLES).astype(np.float32)
    bare = best(lambda: product(table.astype(np.float32), drawn), 3)
    ours = best(lambda: acceptability(table, top=top))
    near = around(np.full(CRITERIA, 1 / CRITERIA), 0.06)
    narrow = best(lambda: acceptability(table, top=top, ranges=near))
    print(
        f"top {top:,} of {accounts:,}: {ours:.3f} s (limit {limit}), {ours / bare:.1f} × bare; "
        f"within 6 points {narrow:.3f} s; {memory():.2f} GB (limit 1)",
        flush=True,
    )


def million() -> None:
    """A grid over a million accounts, weights within ten points, a list of twenty."""
    table = scores(1_000_000)
    weights = np.full(CRITERIA, 1 / CRITERIA)
    keys, near = tuple("abcdefgh"), around(weights, 0.10)
    took = timed(lambda: of_points(range(len(table)), table, keys, weights, capacity=20, ranges=near))
    print(f"grid over 1,000,000 accounts: {took:.1f} s; {memory():.2f} GB", flush=True)


if __name__ == "__main__":
    sure(10_000, 100, 0.3)
    sure(100_000, 1_000, 2.5)
    million()
