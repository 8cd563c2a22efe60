"""How much silent erosion is found, how soon, and how often an account is accused that is stable.

    .venv/bin/python benchmarks/bench_erosion.py [--seeds 8] [--accounts 200] [--calibrate]

Portfolios with known truth (`trousseau.demo.erosions`): their noise and their effects are those of AdventureWorks. Each
is judged at the ends of the two quarters after the erosions began; found, or falsely accused, is who is flagged at
either. Thresholds are set by `--calibrate` on seeds 1501–1516, where nobody erodes; seeds from 2009 on were first
looked at for the table, once the thresholds stood.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from trousseau.demo.erosions import RHYTHMS, Effect, payment_days, portfolio
from trousseau.method.erosion import SIGNALS, THRESHOLDS, erosions

FIRST_SEED = 2009
CALIBRATED_ON = range(1501, 1517)
OFTEN = 5
"""Orders a month from which the promise is made."""
ALLOWED = 0.05
SURE = 1.645
"""False alarms allowed, and the quantile of the normal law by which what was seen must stay below."""
SIZES = (0.25, 0.5, 0.75, 1.0, 1.5)
ALONE = {
    "price": Effect(orders=0.0, breadth=0.0),
    "orders": Effect(price=0.0, breadth=0.0),
    "breadth": Effect(price=0.0, orders=0.0),
}


NOTHING = Effect(price=0.0, orders=0.0, breadth=0.0, payment=0.0)
TOLD = {"payment days not told": 0, "told by months": 1, "told by quarters": 3}


def flagged(seed: int, accounts: int, effect: Effect, every: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Who is flagged at the end of either quarter, who erodes, and the rhythm of each.

    `every`: payment days are told every so many months; 0: never.
    """
    made = portfolio(seed, accounts=accounts, effect=effect)
    if every:
        made = made.paid(payment_days(seed, made, effect, every=every))
    found = np.zeros(len(made.eroding), dtype=bool)
    for month in (made.onset + 3, made.onset + 6):
        found |= erosions(made.until(month)).eroding
    return found, made.eroding, made.rhythm


def measured(seeds: range, accounts: int, effect: Effect, every: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same over several portfolios."""
    return tuple(map(np.concatenate, zip(*(flagged(seed, accounts, effect, every) for seed in seeds), strict=True)))  # type: ignore[return-value]


def _payments(seeds: range, accounts: int) -> None:
    """What payment days add, and what they find alone; of accounts with five orders a month and more."""
    effects = {
        "the effect": Effect(),
        "half": Effect().times(0.5),
        "all but payment": replace(Effect(), payment=0.0),
        "payment alone": replace(NOTHING, payment=20.0),
        "twice that alone": replace(NOTHING, payment=40.0),
    }
    for label, effect in effects.items():
        for told, every in TOLD.items():
            found, eroding, rhythm = measured(seeds, accounts, effect, every)
            often = rhythm >= OFTEN
            power, false = found[eroding & often].mean(), found[~eroding & often].mean()
            print(f"{label:<18} {told:<22} found {power:>6.1%}  false {false:.1%}, of all {found[~eroding].mean():.1%}")


def _evidence(seed: int, accounts: int) -> Iterator[tuple[tuple[str, ...], np.ndarray, np.ndarray]]:
    """Where nobody erodes: the larger evidence of two quarters, with each choice of signals beside orders."""
    made = portfolio(seed, accounts=accounts, effect=NOTHING)
    made = made.paid(payment_days(seed, made, NOTHING, every=1))
    others = [name for name in SIGNALS if name != "orders"]
    for size in range(len(others) + 1):
        for known in combinations(others, size):
            hidden = dict.fromkeys(set(others) - set(known))
            largest = np.zeros(len(made.eroding))
            for month in (made.onset + 3, made.onset + 6):
                found = erosions(replace(made.until(month), **hidden))
                largest = np.maximum(largest, np.where(found.reason == "", found.evidence, 0.0))
            yield ("orders", *known), largest, made.rhythm


def _seen_at_most(n: int) -> float:
    """The share seen of `n` from which one may say, 95 % sure, that the true share is not above what is allowed.

    Source: the upper bound of E. B. Wilson, JASA 22, 1927, solved for the share seen.
    """
    return ALLOWED - SURE * float(np.sqrt(ALLOWED * (1.0 - ALLOWED) / n))


def _calibrate(accounts: int) -> None:
    """What surely no more than 5 % exceed where nobody erodes, at the worst rhythm, by signals known."""
    seen: dict[tuple[str, ...], list[tuple[np.ndarray, np.ndarray]]] = {}
    for seed in CALIBRATED_ON:
        for known, largest, rhythm in _evidence(seed, accounts):
            seen.setdefault(known, []).append((largest, rhythm))
    for known, parts in seen.items():
        largest, rhythm = map(np.concatenate, zip(*parts, strict=True))
        by_rhythm = [largest[rhythm == each] for each in RHYTHMS if each >= OFTEN]
        needed = max(np.quantile(one, 1.0 - _seen_at_most(len(one))) for one in by_rhythm)
        false = max((one >= THRESHOLDS[len(known)]).mean() for one in by_rhythm)
        now = THRESHOLDS[len(known)]
        print(f"{len(known)}  needed {needed:5.2f}  in force {now}  false {false:.1%}  {'+'.join(known)}")


def main() -> None:
    """Print the tables of docs/erosion.md."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seeds", type=int, default=4)
    arguments.add_argument("--accounts", type=int, default=200, help="of each rhythm")
    arguments.add_argument("--calibrate", action="store_true", help="print what the thresholds must be, nothing else")
    given = arguments.parse_args()
    if given.calibrate:
        _calibrate(given.accounts)
        return
    seeds = range(FIRST_SEED, FIRST_SEED + given.seeds)
    head = " ".join(f"{rhythm:>7.2g}" for rhythm in RHYTHMS)
    print(f"orders a month           {head}    5 and more")
    for label, effect in [*((f"{size:g} times", Effect().times(size)) for size in SIZES), *ALONE.items()]:
        found, eroding, rhythm = measured(seeds, given.accounts, effect)
        often = rhythm >= OFTEN
        for word, who in (("found", eroding), ("false", ~eroding)):
            cells = " ".join(f"{found[who & (rhythm == r)].mean():>7.1%}" for r in RHYTHMS)
            print(f"{label:<16} {word:<7} {cells}    {found[who & often].mean():.1%}")
    _payments(seeds, given.accounts)
    made = portfolio(FIRST_SEED, accounts=1_500).until(42)
    start = time.perf_counter()
    erosions(made)
    print(f"{len(made.revenue):,} accounts judged in {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
