"""BG/NBD and gamma-gamma: published figures, simulation with known truth, and histories no model fits."""

import csv
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy.special import hyp2f1

from trousseau.method.retention import BGNBD, FitError, fit_bg_nbd, fit_gamma_gamma

DATASETS = Path(importlib.util.find_spec("lifetimes").origin).parent / "datasets"


def columns(name, *wanted):
    with (DATASETS / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [np.array([float(row[column]) for row in rows]) for column in wanted]


def simulated(customers, truth, age, ahead, seed=0):
    """Histories of the model, whether each is gone by the age and by the end, and the orders to come."""
    rng = np.random.default_rng(seed)
    rate, drop = rng.gamma(truth.r, 1 / truth.alpha, customers), rng.beta(truth.a, truth.b, customers)
    count, last, now, coming = (np.zeros(customers) for _ in range(4))
    gone = np.full(customers, np.inf)
    here = np.ones(customers, bool)
    while here.any():
        now = now + rng.exponential(1 / rate)
        past, ahead_ = here & (now <= age), here & (now > age) & (now <= age + ahead)
        count[past] += 1
        last[past] = now[past]
        coming[ahead_] += 1
        leaves = (past | ahead_) & (rng.random(customers) < drop)
        gone[leaves] = now[leaves]
        here = (past | ahead_) & ~leaves
    return count, last, gone, coming


@pytest.fixture(scope="module")
def cdnow():
    return columns("cdnow_customers_summary.csv", "frequency", "recency", "T")


def test_cdnow(cdnow):
    """Fader, Hardie & Lee 2005, table 1 and section 4."""
    model = fit_bg_nbd(*cdnow)
    assert [round(value, 3) for value in (model.r, model.alpha, model.a, model.b)] == [0.243, 4.414, 0.793, 2.426]
    assert round(model.log_likelihood, 1) == -9582.4
    assert model.customers == 2357
    assert model.expected(39, [2], [30.43], [38.86])[0] == pytest.approx(1.226, abs=5e-4)


def test_the_unit_of_time_is_free(cdnow):
    x, recency, age = cdnow
    weeks, days = fit_bg_nbd(x, recency, age), fit_bg_nbd(x, 7 * recency, 7 * age)
    assert days.alpha == pytest.approx(7 * weeks.alpha, rel=1e-3)
    assert days.a == pytest.approx(weeks.a, rel=1e-3)
    assert np.allclose(weeks.alive(x, recency, age), days.alive(x, 7 * recency, 7 * age), atol=1e-4)


def test_cdnow_gamma_gamma():
    """Fader & Hardie 2013: p 6.25, q 3.74, γ 15.44 for the 946 repeat customers."""
    x, mean = columns("cdnow_customers_summary_with_transactions.csv", "x", "zbar")
    model = fit_gamma_gamma(x[x > 0], mean[x > 0])
    assert (model.customers, round(model.p, 2), round(model.q, 2)) == (946, 6.25, 3.74)
    assert model.v == pytest.approx(15.44, abs=0.02)
    expected = model.expected(x, mean)
    assert expected[x == 0] == pytest.approx(model.p * model.v / (model.q - 1))
    cents = fit_gamma_gamma(x[x > 0], 100 * mean[x > 0])
    assert cents.v == pytest.approx(100 * model.v, rel=1e-3)


def test_what_it_foretells_comes():
    truth = BGNBD(0.8, 6.0, 0.8, 2.5, 0.0, 0)
    count, last, gone, coming = simulated(200_000, truth, 50.0, 52.0)
    age = np.full(len(count), 50.0)
    alive, lost = truth.alive(count, last, age), truth.lost_within(52.0, count, last, age)
    orders = truth.expected(52.0, count, last, age)
    for seen in (0, 1, 3, 6):
        these = count == seen
        assert alive[these].mean() == pytest.approx((gone[these] > 50).mean(), abs=0.012)
        assert lost[these].mean() == pytest.approx((gone[these] <= 102).mean(), abs=0.012)
        assert orders[these].mean() == pytest.approx(coming[these].mean(), rel=0.04)


def test_the_truth_is_found_again():
    truth = BGNBD(0.8, 6.0, 0.8, 2.5, 0.0, 0)
    count, last, _, _ = simulated(20_000, truth, np.full(20_000, 80.0), 0.0, seed=4)
    model = fit_bg_nbd(count, last, np.full(20_000, 80.0))
    assert (model.r, model.alpha) == pytest.approx((0.8, 6.0), rel=0.08)
    assert model.a / (model.a + model.b) == pytest.approx(0.8 / 3.3, rel=0.08)


def test_staying_is_the_hypergeometric_function():
    model = BGNBD(0.243, 4.414, 0.793, 2.426, 0.0, 0)
    for x, age, t in ((0, 10, 5), (3, 38, 52), (12, 100, 10)):
        direct = hyp2f1(model.r + x, model.a, model.a + model.b + x, -t / (model.alpha + age))
        assert model.staying(t, [x], [age])[0] == pytest.approx(direct, rel=1e-9)


@pytest.mark.parametrize("a", [0.01, 0.5, 1.0, 29.9, 30.1, 500.0])
def test_frequent_customers_overflow_nothing(a):
    model = BGNBD(0.5, 4.0, a, 3.0 * a, 0.0, 0)
    x = np.array([0.0, 1, 10, 1_000, 100_000])
    age = np.full(5, 100.0)
    recency = np.where(x > 0, 99.9, 0.0)
    for figure in (model.alive(x, recency, age), model.lost_within(52, x, recency, age)):
        assert ((figure >= 0) & (figure <= 1)).all()
    assert np.isfinite(model.expected(52, x, recency, age)).all()
    assert model.expected(0, x, recency, age) == pytest.approx(0)
    assert model.staying(0, x, age) == pytest.approx(1)


def test_both_ways_through_the_beta_law_agree():
    low, high = BGNBD(5.0, 4.0, 29.999, 90.0, 0.0, 0), BGNBD(5.0, 4.0, 30.001, 90.0, 0.0, 0)
    for x in (0.0, 5.0, 200.0):
        assert low.staying(52, [x], [100]) == pytest.approx(high.staying(52, [x], [100]), rel=1e-3)


@pytest.mark.parametrize(
    "history",
    [
        ([0, 0], [0, 0], [5, 5]),
        ([3] * 5, [4] * 5, [5] * 5),
        ([50, 52, 51, 49], [50, 51, 50, 50], [51, 52, 51, 51]),
        ([1], [2], [3]),
    ],
)
def test_a_history_that_says_nothing(history):
    with pytest.raises(FitError):
        fit_bg_nbd(*history)


@pytest.mark.parametrize(
    ("history", "words"),
    [
        (([], [], []), "no customer"),
        (([1], [6], [5]), "between 0 and the age"),
        (([-1], [0], [5]), "0 or more"),
        (([1.5], [1], [5]), "number of orders"),
        (([0], [1], [5]), "must be 0"),
        (([1, 2], [1], [5]), "frequencies"),
        (([1], [float("nan")], [5]), "finite"),
        (([0], [0], [0]), "no time has passed"),
    ],
)
def test_what_is_no_history(history, words):
    with pytest.raises(ValueError, match=words):
        fit_bg_nbd(*history)


def test_values_without_spread_fit_nothing():
    with pytest.raises(FitError):
        fit_gamma_gamma([2, 3, 4], [10, 10, 10])
    with pytest.raises(ValueError, match="positive"):
        fit_gamma_gamma([2, 0], [10, 10])
    with pytest.raises(ValueError, match="positive"):
        fit_gamma_gamma([2, 1], [10, -1])
