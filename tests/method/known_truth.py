"""Histories of which the truth is known: a portfolio with key accounts, and the one thing that keeps them from growing.

Noise as in real series. Growth of a quarter on the year before, around what all accounts do, has a robust standard
deviation of .48 for the 60 largest resellers of AdventureWorks and of .08 for those of the demo company, heavy tails
(excess kurtosis 12 and more), quarters without a sale (0 to 18 %) and zones that go their own ways by .03 to .25; over
a year .33 and .06. Each history draws its own between these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm, rankdata

from trousseau.method.diagnosis import Programme

TRUTHS = ("data", "execution", "zone", "criteria", "none")


@dataclass(frozen=True)
class Ground:
    """What a history is drawn from; None: drawn too."""

    effect: tuple[float, float] = (0.10, 0.25)
    """How much of the growth the cause takes, from and to."""
    noise: tuple[float, float] = (0.06, 0.33)
    """Robust standard deviation of a year's growth."""
    rho: tuple[float, float] = (0.2, 0.4)
    """What scores that tell correlate with growth."""
    accounts: tuple[int, int] = (150, 500)
    keys: tuple[int, int] = (12, 30)


def history(truth: str, seed: int, ground: Ground = Ground()) -> Programme:
    """A programme whose trouble is `truth`; everything else is in order, with its usual disorder."""
    random = np.random.default_rng(seed)
    n, k = int(random.integers(*ground.accounts)), int(random.integers(*ground.keys))
    noise = float(np.exp(random.uniform(*np.log(ground.noise))))
    effect = random.uniform(*ground.effect)
    m = int(random.integers(3, 9))
    scores = 100.0 * norm.cdf(random.normal(size=(n, m)) + 0.5 * random.normal(size=(n, 1)))
    weights = random.dirichlet(np.full(m, 3.0))
    composite = scores @ weights
    key = np.zeros(n, dtype=bool)
    key[np.argsort(-composite)[:k]] = True
    segments = {
        "zone": random.choice(5, n, p=random.dirichlet(np.full(5, 2.0))),
        "industry": random.choice(6, n, p=random.dirichlet(np.full(6, 2.0))),
    }
    rho = random.uniform(*ground.rho) if truth == "none" else random.uniform(0.0, ground.rho[1])
    rho = 0.0 if truth == "criteria" else rho
    usual = norm.ppf((rankdata(composite) - 0.5) / n)
    heavy = random.standard_t(3, n) / 1.13  # its quartiles are those of a normal law
    growth = random.uniform(0.0, 0.04) + noise * (rho * usual + np.sqrt(1.0 - rho**2) * heavy)
    for codes in segments.values():
        growth += random.normal(0.0, random.uniform(0.0, 0.03), codes.max() + 1)[codes]
    hidden, executed, spent = _in_order(random, key)
    if truth == "data":
        hit = key & (random.random(n) < random.uniform(0.6, 1.0))
        lost = np.clip(random.uniform(0.6, 1.4, n) * effect, 0.0, 0.6)
        growth = np.where(hit, growth + np.log1p(-lost), growth)
        hidden = np.where(hit, lost / (1.0 - lost) * np.exp(random.normal(0.0, 0.2, n)), hidden)
    elif truth == "execution":
        hit = key & (random.random(n) < random.uniform(0.6, 1.0))
        growth = np.where(hit, growth - random.uniform(0.6, 1.4, n) * effect, growth)
        executed = np.where(hit, random.beta(4.0, 6.0, n), executed)
        spent = np.where(hit & (random.random(n) < 0.5), random.uniform(0.2, 0.7, n), spent)
    elif truth == "zone":
        growth = np.where(_struck(random, key, segments), growth - effect, growth)
    told = random.random(n) < 0.9
    quarters = growth[:, None] + 1.45 * noise * random.standard_t(3, (n, 4)) / 1.13
    quarters = np.where(random.random((n, 4)) < random.uniform(0.0, 0.1), np.nan, np.expm1(quarters))
    return Programme(
        growth=np.expm1(growth),
        key=key,
        quarters=np.maximum(quarters, -1.0),
        scores=np.where(random.random((n, m)) < 0.02, np.nan, scores),
        weights=weights,
        hidden=hidden,
        executed=np.where(key & told, executed, np.nan),
        spent=np.where(key, spent, np.nan),
        segments=segments,
    )


def _in_order(random, key):
    """Little is hidden, most of the plans is done, the days are spent."""
    n = len(key)
    hidden = np.where(random.random(n) < 0.1, random.exponential(0.02, n), 0.0)
    return hidden, random.beta(8.0, 1.5, n), np.exp(random.normal(0.0, 0.15, n))


def _struck(random, key, segments):
    """Segments of one dimension that fall together, until most key accounts are in one of them."""
    codes = segments["zone" if random.random() < 0.5 else "industry"]
    struck = np.zeros(len(key), dtype=bool)
    for code in random.permutation(codes.max() + 1).tolist():
        if struck[key].mean() >= 0.6:
            break
        struck |= codes == code
    return struck
