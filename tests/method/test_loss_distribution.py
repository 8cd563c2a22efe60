"""The distribution of losses: against enumeration, closed forms, known laws, simulation and the 1997 document."""

import itertools
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from trousseau.method.loss import loss_distribution

PROBABILITIES = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0.001, 0.999))
SMALL = st.lists(st.tuples(st.integers(-30, 60), PROBABILITIES), max_size=8)

# CreditRisk+, Credit Suisse First Boston 1997, appendix B: 25 obligors, exposures and default rates.
CSFB_EXPOSURE = [
    358475, 1089819, 1799710, 1933116, 2317327, 2410929, 2652184, 2957685, 3137989, 3204044, 4727724, 4830517, 4912097,
    4928989, 5042312, 5320364, 5435457, 5517586, 5764596, 5847845, 6466533, 6480322, 7727651, 15410906, 20238895,
]  # fmt: skip
CSFB_RATE = [
    0.30, 0.30, 0.10, 0.15, 0.15, 0.15, 0.30, 0.15, 0.05, 0.05, 0.015, 0.05, 0.05,
    0.30, 0.10, 0.075, 0.05, 0.03, 0.075, 0.03, 0.30, 0.30, 0.016, 0.10, 0.075,
]  # fmt: skip


def moments(found):
    """Mean and deviation of the law on the grid."""
    mean = found.probabilities @ found.losses
    return mean, np.sqrt(found.probabilities @ np.square(found.losses - mean))


def enumerated(exposure, probability):
    law = {}
    for lost in itertools.product((0, 1), repeat=len(exposure)):
        loss = sum(e for e, gone in zip(exposure, lost, strict=True) if gone)
        chance = np.prod([p if gone else 1 - p for p, gone in zip(probability, lost, strict=True)])
        law[loss] = law.get(loss, 0.0) + chance
    return law


@given(SMALL)
@settings(deadline=None)
def test_small_portfolios_are_enumerated(accounts):
    exposure, probability = [e for e, _ in accounts], [p for _, p in accounts]
    law = enumerated(exposure, probability)
    found = loss_distribution(exposure, probability)
    on_grid = dict(zip(np.rint(found.losses).astype(int).tolist(), found.probabilities.tolist(), strict=True))
    for loss, chance in law.items():
        assert on_grid.get(loss, 0.0) == pytest.approx(chance, abs=1e-12)
    for p in (0.05, 0.5, 0.95):
        worst = 0.0
        left = 1 - p
        for loss in sorted(law, reverse=True):
            taken = min(left, law[loss])
            worst += taken * loss
            left -= taken
        assert found.shortfall(p) == pytest.approx(worst / (1 - p), abs=1e-8)


@given(
    st.lists(st.tuples(st.floats(0.01, 1e6), st.floats(0.0, 1.0)), min_size=1, max_size=40),
    st.sampled_from(["bernoulli", "poisson"]),
)
@settings(deadline=None, max_examples=40)
def test_mean_and_deviation_are_the_closed_form(accounts, law):
    exposure, probability = np.array(accounts).T
    found = loss_distribution(exposure, probability, law=law)
    variance = np.sum((probability * (1 - probability) if law == "bernoulli" else probability) * exposure**2)
    mean, deviation = moments(found)
    scale = exposure.sum()
    assert found.expected == pytest.approx(probability @ exposure)
    assert found.std == pytest.approx(np.sqrt(variance))
    assert mean == pytest.approx(found.expected, abs=1e-9 * scale)
    assert deviation == pytest.approx(found.std, rel=1e-6, abs=1e-5 * scale * (found.std < 1e-5 * scale))
    assert found.probabilities.min() >= 0
    assert found.probabilities.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("rare", [2.0449924786897548e-253, 1e-12, 1e-9, 1e-7])
@pytest.mark.parametrize("law", ["bernoulli", "poisson"])
def test_a_huge_improbable_loss_does_not_hide_the_others(rare, law):
    exposure, probability = np.array([5.25, 32_843.0]), np.array([0.4634706089645325, rare])
    found = loss_distribution(exposure, probability, law=law)
    assert moments(found) == pytest.approx((found.expected, found.std), rel=1e-6)
    assert found.quantile(0.3) == pytest.approx(0.0, abs=found.unit)
    assert found.quantile(0.6 if law == "bernoulli" else 0.8) == pytest.approx(5.25, abs=found.unit)


def sectors(n, seed=0, high=0.2):
    rng = np.random.default_rng(seed)
    exposure = rng.lognormal(3, 1, n)
    probability = rng.uniform(0.01, high, n)
    weights = rng.dirichlet([1, 1, 1], n)[:, :2]
    return exposure, probability, weights, np.array([0.5, 0.8])


@pytest.mark.parametrize("n", [2, 30, 128, 129, 2000])
@pytest.mark.parametrize("law", ["bernoulli", "poisson"])
def test_sectors_have_the_closed_form_too(n, law):
    exposure, probability, weights, variance = sectors(n)
    found = loss_distribution(exposure, probability, weights=weights, variance=variance, law=law)
    pull = weights * (probability * exposure)[:, None]
    own = probability * exposure**2 * (1 - probability if law == "bernoulli" else 1)
    together = pull.sum(axis=0) ** 2 - (np.sum(pull**2, axis=0) if law == "bernoulli" else 0)
    mean, deviation = moments(found)
    assert mean == pytest.approx(probability @ exposure, rel=1e-10)
    assert deviation == pytest.approx(np.sqrt(own.sum() + variance @ together), rel=1e-8)
    assert found.std == pytest.approx(deviation, rel=1e-8)
    for of, figure in (("shortfall", found.shortfall(0.95)), ("quantile", found.quantile(0.95))):
        assert found.contributions(0.95, of=of).sum() == pytest.approx(figure, rel=1e-12)


@pytest.mark.parametrize("n", [30, 300])
def test_simulation_agrees(n):
    exposure, probability, weights, variance = sectors(n, seed=3)
    found = loss_distribution(exposure, probability, weights=weights, variance=variance)
    rng = np.random.default_rng(1)
    factors = rng.gamma(1 / variance, variance, (60_000, 2))
    chance = probability * (1 + (factors - 1) @ weights.T)
    lost = (rng.random(chance.shape) < chance) * exposure
    loss = lost.sum(axis=1)
    for p in (0.5, 0.9, 0.95, 0.99):
        assert found.quantile(p) == pytest.approx(np.quantile(loss, p), rel=0.02)
    bad = loss >= np.quantile(loss, 0.95)
    assert found.shortfall(0.95) == pytest.approx(loss[bad].mean(), rel=0.02)
    assert np.abs(found.contributions(0.95) - lost[bad].mean(axis=0)).max() < 0.01 * found.shortfall(0.95)


def test_many_equal_accounts_are_the_binomial():
    found = loss_distribution(np.ones(1000), np.full(1000, 0.3))
    assert np.abs(found.probabilities - stats.binom(1000, 0.3).pmf(np.rint(found.losses))).max() < 1e-6
    assert found.quantile(0.99) == stats.binom(1000, 0.3).ppf(0.99)
    high = loss_distribution(np.ones(1000), np.full(1000, 0.97))
    assert high.quantile(0.01) == stats.binom(1000, 0.97).ppf(0.01)


def test_one_poisson_sector_is_the_negative_binomial():
    found = loss_distribution([1] * 100, [0.05] * 100, weights=np.ones((100, 1)), variance=[0.5], law="poisson")
    law = stats.nbinom(2, 1 / 3.5).pmf(np.rint(found.losses))
    assert np.abs(found.probabilities - law).max() < 1e-9


def test_the_portfolio_of_credit_suisse():
    """Expected loss 14,221,863, and 55.3 M in 99 years of 100 in the document's bands of 100,000, rounded up."""
    exposure, rate = np.array(CSFB_EXPOSURE, float), np.array(CSFB_RATE)
    assert exposure.sum() == 130_513_072
    bands = np.ceil(exposure / 100_000) * 100_000
    found = loss_distribution(
        bands, rate * exposure / bands, weights=np.ones((25, 1)), variance=[0.25], law="poisson", unit=100_000
    )
    assert found.expected == pytest.approx(14_221_863, abs=1)
    assert found.quantile(0.99) == pytest.approx(55_311_503, abs=100_000)


def test_panjer_would_underflow_here():
    found = loss_distribution(np.ones(20_000), np.full(20_000, 0.3))
    assert found.quantile(0.5) == pytest.approx(6000, abs=1)
    assert found.quantile(0.99) == pytest.approx(stats.binom(20_000, 0.3).ppf(0.99), abs=1)


def test_certain_and_impossible_losses():
    assert loss_distribution([], []).quantile(0.95) == 0.0
    assert loss_distribution([], []).contributions(0.95).tolist() == []
    sure = loss_distribution([5, 7, 0], [1, 1, 0.5], weights=[[1], [1], [1]], variance=[3])
    assert (sure.expected, sure.std, sure.quantile(0), sure.shortfall(0.99)) == (12, 0, 12, 12)
    assert sure.contributions(0.9).tolist() == [5, 7, 0]
    one = loss_distribution([10], [0.3], weights=[1], variance=[2])
    assert one.quantile(0.69) == 0.0
    assert one.quantile(0.70) == 0.0
    assert one.quantile(0.71) == 10.0
    assert one.shortfall(0.5) == pytest.approx(6.0)
    assert one.std == pytest.approx(np.sqrt(21))


def test_a_negative_exposure_is_a_gain():
    found = loss_distribution([-5, 20], [0.5, 0.5])
    assert found.quantile(0) == -5
    assert found.quantile(1) == 20
    assert found.contributions(0.9).sum() == pytest.approx(found.shortfall(0.9))


def test_without_variance_sectors_change_nothing():
    exposure, probability, weights, _ = sectors(50)
    apart = loss_distribution(exposure, probability)
    linked = loss_distribution(exposure, probability, weights=weights, variance=[0, 0])
    assert np.allclose(apart.probabilities, linked.probabilities)


def test_order_and_type_do_not_matter():
    exposure, probability, weights, variance = sectors(200)
    order = np.random.default_rng(0).permutation(200)
    one = loss_distribution(exposure, probability, weights=weights, variance=variance)
    other = loss_distribution(exposure[order], probability[order], weights=weights[order], variance=variance)
    assert np.allclose(one.contributions(0.95)[order], other.contributions(0.95))
    exact = loss_distribution([Decimal("10.50"), Decimal(21)], [Decimal("0.1"), Decimal("0.2")])
    assert exact.unit == 10.5


def test_the_ends_of_the_scale():
    found = loss_distribution([10, 20], [0.5, 0.5])
    assert (found.quantile(0), found.quantile(1), found.shortfall(1)) == (0, 30, 30)
    assert found.shortfall(0) == pytest.approx(15)
    assert found.contributions(1).tolist() == pytest.approx([10, 20])


def test_a_coarser_unit_keeps_the_moments():
    exposure, probability, weights, variance = sectors(60)
    fine = loss_distribution(exposure, probability, weights=weights, variance=variance)
    coarse = loss_distribution(exposure, probability, weights=weights, variance=variance, unit=25.0)
    assert moments(coarse) == pytest.approx(moments(fine), rel=1e-8)
    assert coarse.quantile(0.95) == pytest.approx(fine.quantile(0.95), abs=25)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (([1, 2], [0.5]), "2 exposures for 1 prob"),
        (([1], [1.2]), "between 0 and 1, got 1.2"),
        (([1], [-0.1]), "between 0 and 1"),
        (([1], [float("nan")]), "finite"),
        (([float("inf")], [0.5]), "finite"),
        (([1e200], [0.5]), "another unit"),
    ],
)
def test_what_is_no_portfolio(given, words):
    with pytest.raises(ValueError, match=words):
        loss_distribution(*given)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"weights": [[0.7, 0.4], [0, 0]], "variance": [1, 1]}, "add up to 1 at most"),
        ({"weights": [[-0.1], [0]], "variance": [1]}, "negative"),
        ({"weights": [[0.1], [0]], "variance": [-1]}, "negative"),
        ({"weights": [[0.1], [float("nan")]], "variance": [1]}, "finite"),
        ({"weights": [[0.1]], "variance": [1]}, "weights of"),
        ({"weights": [[0.1], [0]]}, "variance of each"),
        ({"variance": [1]}, "needs the weights"),
        ({"unit": 0}, "positive"),
        ({"unit": 1e-9}, "too fine"),
        ({"unit": 1e9}, "too coarse"),
        ({"law": "normal"}, "bernoulli or poisson"),
        ({"weights": [[1], [1]], "variance": [50]}, "sector's variance"),
    ],
)
def test_what_cannot_be_asked(options, words):
    with pytest.raises(ValueError, match=words):
        loss_distribution([1, 2], [0.5, 0.5], **options)


def test_a_figure_that_is_none():
    found = loss_distribution([1, 2], [0.5, 0.5])
    with pytest.raises(ValueError, match="between 0 and 1"):
        found.quantile(95)
    with pytest.raises(ValueError, match="shortfall or to the quantile"):
        found.contributions(0.95, of="mean")


def test_a_chance_too_small_for_any_float_is_no_error():
    """The smallest probability there is: its deviation shows on no grid."""
    for law in ("bernoulli", "poisson"):
        found = loss_distribution([1.0], [5e-324], law=law)
        assert found.quantile(0.99) == 0.0
