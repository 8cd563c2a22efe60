"""What a what-if costs on 10,000 accounts, as multiples of adding their cells up; the smallest set that breaks."""

from __future__ import annotations

import numpy as np

from ground import best
from trousseau.method.breaking import smallest_break
from trousseau.method.whatif import Currency, Inflation, Loss, cells, what_if

ACCOUNTS, PLACES = 10_000, 4


def main() -> None:
    """Print the ratios."""
    rng = np.random.default_rng(1)
    size = ACCOUNTS * PLACES
    revenue = np.round(rng.pareto(1.2, size) * 1_000, 2)
    account = rng.integers(0, ACCOUNTS, size)
    zone = rng.integers(0, 6, size)
    portfolio = cells(revenue, revenue * 0.6, labels={"account": account, "zone": zone, "currency": zone % 3})
    shocks = [Loss({"account": 7}), Inflation(0.08, {"zone": 2}, passed_on=0.5), Currency(-0.1, {"currency": 1})]
    bare = best(lambda: np.bincount(zone, weights=revenue))
    print(f"adding {size} cells up by zone                {1e3 * bare:8.2f} ms   x1")
    asked = best(lambda: what_if(portfolio, shocks).by("zone"))
    print(f"loss, inflation and currency, by zone           {1e3 * asked:8.2f} ms   x{asked / bare:.0f}")
    sums = np.bincount(account, weights=revenue * 0.4)
    one = best(lambda: smallest_break(sums, float(sums.sum() * 0.6)))
    print(f"smallest set of {ACCOUNTS}, one threshold         {1e3 * one:8.2f} ms   x{one / bare:.0f}")
    joint = np.round(rng.pareto(1.2, 1000)[:, None] * rng.dirichlet([0.3] * 4, 1000) * 10_000, 2)
    four = best(lambda: smallest_break(joint, (joint.sum(axis=0) * 0.6).round(2).tolist()), 2)
    print(f"smallest set of 1000, four divisions at once, proven {1e3 * four:5.0f} ms   x{four / bare:.0f}")


if __name__ == "__main__":
    main()
