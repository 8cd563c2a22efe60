"""Who resembles the key accounts of today when they were small: found on histories of known truth, not by chance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from trousseau.method.lookalike import lookalikes


def history(seed: int, *, effect: float, n: int = 400, quarters: int = 16):
    """One account in eight grows for some years and buys broadly from the start, by `effect`; the others do not.

    Today's key accounts are the thirty largest. Gives sizes, features, who is key, and who is of the growing kind.
    """
    rng = np.random.default_rng(seed)
    kind = rng.random(n) < 0.12
    begins = rng.integers(-12, quarters - 6, n)
    level = rng.normal(11, 0.7, n)
    pace = np.where(kind, 0.14 * effect, 0.01)
    age = np.arange(quarters)[None, :] - begins[:, None]
    size = np.exp(level[:, None] + pace[:, None] * np.clip(age, 0, 14) + rng.normal(0, 0.08, (n, quarters)))
    size[age < 4] = np.nan
    families = 3 + 2 * effect * kind[:, None] + rng.normal(0, 1.2, (n, 1)) + rng.normal(0, 0.5, (n, quarters))
    grown = 4 * pace[:, None] + rng.normal(0, 0.25, (n, quarters))
    noise = rng.normal(0, 1, (n, quarters, 2))
    features = np.concatenate([np.stack([families, grown], axis=2), noise], axis=2)
    key = np.zeros(n, dtype=bool)
    key[np.argsort(-np.nan_to_num(size[:, -1]))[:30]] = True
    return size, features, key, kind


def auc(seed: int, effect: float) -> float:
    """The probability that a small account of the growing kind is more like key accounts than one that is not."""
    size, features, key, kind = history(seed, effect=effect)
    found = lookalikes(size, features, key)
    small = ~key & ~np.isnan(found.share)
    ranks, growing = rankdata(found.share[small]), kind[small]
    count = growing.sum()
    return float((ranks[growing].sum() - count * (count + 1) / 2) / (count * (~growing).sum()))


@pytest.mark.parametrize(("effect", "least", "most"), [(1.0, 0.85, 1.0), (0.5, 0.58, 0.80), (0.0, 0.40, 0.60)])
def test_planted_look_alikes_are_found_and_none_where_there_are_none(effect, least, most):
    found = np.mean([auc(seed, effect) for seed in range(200, 210)])
    assert least <= found <= most


def test_the_nearest_key_account_is_named_with_its_time():
    size = np.vstack([100 * 1.2 ** np.arange(16), np.full(16, 300.0), np.full(16, 50.0)])
    features = np.zeros((3, 16, 1))
    found = lookalikes(size, features, np.array([True, False, False]))
    assert found.stars == 1
    assert found.star[1, 0] == 0
    assert size[0, found.when[1, 0]] == pytest.approx(300, rel=0.2)
    assert found.star[2, 0] == 0 or found.star[2, 0] == -1
    assert (found.star[0] == -1).all()


def test_no_history_no_answer():
    size, features = np.full((3, 4), 10.0), np.zeros((3, 4, 2))
    found = lookalikes(size, features, np.array([True, False, False]))
    assert not found.enough
    assert np.isnan(found.share).all()
    steady = lookalikes(np.full((3, 16), 10.0), np.zeros((3, 16, 2)), np.array([True, False, False]))
    assert not steady.enough


def test_only_those_asked_for_are_compared():
    size, features, key, _ = history(3, effect=1.0)
    only = np.zeros(len(size), dtype=bool)
    only[:50] = True
    some, all_ = lookalikes(size, features, key, only=only), lookalikes(size, features, key)
    assert np.isnan(some.share[50:]).all()
    assert np.array_equal(some.share[:50], all_.share[:50], equal_nan=True)


def test_shapes_that_do_not_go_together_are_refused():
    with pytest.raises(ValueError, match="go together"):
        lookalikes(np.zeros((2, 8)), np.zeros((3, 8, 1)), np.zeros(2, dtype=bool))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 8), st.integers(0, 12))
def test_whatever_is_missing_shares_are_shares(seed, n, quarters):
    rng = np.random.default_rng(seed)
    size = np.where(rng.random((n, quarters)) < 0.2, np.nan, rng.normal(100, 80, (n, quarters)))
    features = np.where(rng.random((n, quarters, 3)) < 0.3, np.nan, rng.normal(0, 1, (n, quarters, 3)))
    found = lookalikes(size, features, rng.random(n) < 0.4)
    known = found.share[~np.isnan(found.share)]
    assert ((known >= 0) & (known <= 1)).all()
    assert ((found.star >= 0) == ~np.isnan(found.distance)).all()
