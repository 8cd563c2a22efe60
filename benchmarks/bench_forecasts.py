"""How often the 80 % interval of a forecast holds, on simulated series.

`python benchmarks/bench_forecasts.py [SERIES]`
"""

from __future__ import annotations

import os
import sys

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trousseau.settings")
django.setup()

from trousseau.plans.measuring.forecasts import forecast  # noqa: E402 - the models of plans are ready only now

SHAPES = ("random walk", "trend with noise", "flat with noise")
LENGTHS = (12, 24, 36)
AHEAD = 6


def simulated(shape: str, count: int, chance: np.random.Generator) -> np.ndarray:
    """One series of `count` values around 100."""
    noise = chance.normal(size=count)
    if shape == "random walk":
        return np.asarray(100 + np.cumsum(noise))
    return np.asarray(100 + noise + (0.5 * np.arange(count) if shape == "trend with noise" else 0))


def coverage(shape: str, length: int, series: int, chance: np.random.Generator) -> tuple[float, float]:
    """The share of series whose value one and six periods ahead lies in the interval."""
    held = np.zeros(2)
    for _ in range(series):
        values = simulated(shape, length + AHEAD, chance)
        told = forecast(list(values[:length]), AHEAD)
        if told is not None:
            held += [told.low[at] <= values[length + at] <= told.high[at] for at in (0, AHEAD - 1)]
    return float(held[0] / series), float(held[1] / series)


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    generator = np.random.default_rng(6)
    for one in SHAPES:
        for readings in LENGTHS:
            near, far = coverage(one, readings, many, generator)
            print(f"{one:18}{readings:4} readings   one ahead {near:.0%}   six ahead {far:.0%}")
