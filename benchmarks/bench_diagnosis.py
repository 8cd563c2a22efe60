"""How often the review of criteria names the right culprit, by size of effect and noise, and what it costs.

Histories as in `tests/method/known_truth.py`, with seeds that no threshold was chosen on.
"""

import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from method.known_truth import TRUTHS, Ground, history
from trousseau.method.diagnosis import diagnose

SEEDS = range(200_000, 200_200)
EFFECTS = (0.05, 0.10, 0.15, 0.20, 0.30)
QUIET, LOUD = 0.06, 0.33
"""The robust deviation of a year's growth among large accounts: the demo company, AdventureWorks."""


def rate(truth: str, ground: Ground, culprit: str = "") -> float:
    """How often a culprit (the right one) is named."""
    return sum(diagnose(history(truth, seed, ground)).culprit == (culprit or truth) for seed in SEEDS) / len(SEEDS)


def everything() -> None:
    """All truths as they come, then power by size of effect."""
    start = perf_counter()
    for truth in TRUTHS:
        print(f"{truth}: named in {rate(truth, Ground()):.1%}", flush=True)
    print(f"{1000 * (perf_counter() - start) / len(SEEDS) / len(TRUTHS):.0f} ms a history")
    for noise in (QUIET, LOUD):
        for truth in ("data", "execution", "zone"):
            found = [rate(truth, Ground(effect=(e, e), noise=(noise, noise))) for e in EFFECTS]
            print(
                f"noise {noise}, {truth}: " + ", ".join(f"{e:.0%} {r:.0%}" for e, r in zip(EFFECTS, found, strict=True))
            )
    for accounts in (80, 150, 300, 500):
        size = Ground(accounts=(accounts, accounts + 1), rho=(0.25, 0.25))
        print(
            f"{accounts} accounts, ρ .25: cleared {rate('none', size):.0%}, "
            f"accused {rate('none', size, 'criteria'):.0%}"
        )
        print(f"{accounts} accounts, ρ 0: accused {rate('criteria', size):.0%}")


if __name__ == "__main__":
    everything()
