"""Growth without currencies and inflation, and the bridge."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.growth import TERMS, bridge, constant_currency, real

from .strategies import permuted

quantities = st.one_of(st.just(0.0), st.integers(-3, 40).map(float), st.floats(0.01, 1e6).map(lambda v: round(v, 3)))
prices = st.floats(-5, 1e4).map(lambda v: round(v, 2))
rates = st.sampled_from([1.0, 0.85, 0.96, 1.17, 0.0062, 11.3])
items = st.tuples(quantities, prices, quantities, prices, rates, rates)
books = st.lists(items, min_size=1, max_size=40)


def columns(book):
    return [list(column) for column in zip(*book, strict=True)]


def exactly(result):
    """Whether the terms add up without any rounding at all."""
    return sum(map(Fraction, result.terms.values())) == Fraction(result.current) - Fraction(result.previous)


def test_ten_per_cent_in_dollars_while_the_dollar_loses_four():
    said = constant_currency(100, 110, 1, 0.96)
    assert said.reported == pytest.approx(0.056)
    assert said.constant == pytest.approx(0.10)
    assert said.effect == pytest.approx(-4.4)
    assert (said.previous, said.at_previous_rates) == (100, 110)


def test_rows_and_their_total():
    said = constant_currency([100, 200, 0], [110, 200, 5], [0.9, 1, 2], [0.8, 1, 2])
    assert said.reported[:2] == pytest.approx([88 / 90 - 1, 0])
    assert math.isnan(said.reported[2])
    assert said.constant[:2] == pytest.approx([0.10, 0])
    assert said.total.previous == pytest.approx(290)
    assert said.total.constant == pytest.approx(309 / 290 - 1)
    assert said.total.effect == pytest.approx(said.effect.sum())


def test_five_per_cent_while_prices_rise_eight_point_one():
    assert real(0.05, 0.081) == pytest.approx(-0.0287, abs=5e-5)
    assert isinstance(real(Decimal("0.05"), Decimal("0.081")), float)
    assert real([0.05, 2.0], [0.081, 2.0]).tolist() == pytest.approx([-0.028677, 0.0], abs=1e-6)
    assert real(0.0, -0.5) == 1.0


@pytest.mark.parametrize("prices", [-1, -1.5, math.nan, math.inf])
def test_no_prices_left_to_compare_with(prices):
    with pytest.raises(ValueError, match="inflation"):
        real(0.05, prices)


def test_quantity_and_mix_of_a_published_exercise():
    """OpenTuition, "variances F5" and "Sales quantity variance" (ACCA F5): 49,500 F and 7,500 F, at $9 and $12."""
    result = bridge([7000, 3000], [9, 12], [8000, 7000], [9, 12], 1, 1)
    assert (result.volume, result.mix) == (49_500, 7_500)
    assert (result.price, result.currency, result.new, result.lost) == (0, 0, 0, 0)


def test_price_volume_mix_of_a_published_portfolio():
    """Accountancy Index, "Price Volume Mix Analysis": £10, £15, £20 at 1,000, 800, 500, then £11, £15, £23.

    Its revenues are 32,000 and 39,900; its effects leave price × quantity in the mix, ours put it into price.
    """
    result = bridge([1000, 800, 500], [10, 15, 20], [1000, 700, 800], [11, 15, 23])
    assert (result.previous, result.current, result.change) == (32_000, 39_900, 7_900)
    assert result.price == pytest.approx(1000 + 800 * 3)
    assert result.volume == pytest.approx(200 / 2300 * 32_000)
    assert result.mix == pytest.approx(4_500 - 200 / 2300 * 32_000)


def test_every_term_by_hand():
    """A grows and is dearer, B shrinks, C is new, D is lost, A in dollars that lose 4 %."""
    result = bridge(
        [10, 10, 0, 4], [100, 50, None, 25], [14, 8, 2, 0], [110, 50, 500, None], [1, 1, 1, 1], [0.96, 1, 1, 1]
    )
    assert result.previous == 1600
    assert result.current == pytest.approx(14 * 110 * 0.96 + 400 + 1000)
    assert result.currency == pytest.approx(-14 * 110 * 0.04)
    assert result.price == pytest.approx(140)
    assert result.volume == pytest.approx(0.1 * 1500)
    assert result.mix == pytest.approx((14 - 11) * 100 + (8 - 11) * 50)
    assert (result.new, result.lost) == (1000, -100)
    assert exactly(result)


def test_one_item_as_scalars():
    result = bridge(10, 5, 12, 6, 1, 1)
    assert result.terms == {"price": 12, "volume": 10, "mix": 0, "new": 0, "lost": 0, "currency": 0}
    assert (result.reported, result.constant) == (pytest.approx(0.44), pytest.approx(0.44))
    assert bridge(Decimal(10), Decimal(5), Decimal(12), Decimal(6), Decimal(1), Decimal(1)) == result


def test_everything_grows_alike_and_nothing_is_mix():
    result = bridge([0.1, 0.2, 0.7], [3.3, 1.7, 9.1], [0.11, 0.22, 0.77], [3.3, 1.7, 9.1])
    assert result.mix == 0
    assert result.volume == pytest.approx(0.1 * result.previous)


def test_volume_and_mix_inside_cells():
    """Screws and presses are not added: within each, only the volume moves."""
    split = bridge([1000, 2], [0.1, 9000], [1000, 3], [0.1, 9000], within=["screws", "presses"])
    mixed = bridge([1000, 2], [0.1, 9000], [1000, 3], [0.1, 9000])
    assert (split.volume, split.mix) == (9000, 0)
    assert mixed.volume == pytest.approx(18_100 / 1002)
    assert split.cells["screws"].change == 0
    assert list(split.cells) == ["screws", "presses"]


def test_new_and_lost_are_whole_customers():
    """Alma takes up B and drops C: mix. Brice is new, Clara is lost."""
    given_ = ([5, 0, 3, 0, 2], [10, 0, 7, 0, 50], [5, 4, 0, 1, 0], [10, 8, 0, 90, 0])
    result = bridge(*given_, customers=["Alma", "Alma", "Alma", "Brice", "Clara"])
    assert (result.new, result.lost, result.mix) == (90, -100, 32 - 21)
    assert bridge(*given_).new == 32 + 90


def test_what_is_new_at_constant_rates():
    given_ = ([0, 1], [None, 100], [10, 1], [5, 100], [0.9, 0.9], [0.8, 0.8])
    told, constant = bridge(*given_), bridge(*given_, constant_rates=True)
    assert (told.new, told.currency) == (40, pytest.approx(-10))
    assert (constant.new, constant.currency) == (45, pytest.approx(-15))
    assert constant.constant == pytest.approx(135 / 90 - 1)


def test_returns_are_volume_not_mix():
    """Ten sold and as many of another taken back: nothing is divided by nothing."""
    result = bridge([10, -10], [5, 5], [12, -4], [5, 5])
    assert (result.volume, result.mix, result.change) == (40, 0, 40)


@pytest.mark.parametrize("empty", [([], [], [], [], [], []), ([0], [0], [0], [0], [1], [1]), (0, None, 0, None, 1, 1)])
def test_nothing_sold(empty):
    result = bridge(*empty)
    assert set(result.terms.values()) == {0.0}
    assert math.isnan(result.reported)


def test_no_cells_of_nothing():
    assert bridge([], [], [], [], within=[], customers=[]).cells == {}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (([1, 2], [1, 2], [1, 2, 3], [1, 2], 1, 1), "one number an item"),
        (([math.nan], [1], [1], [1], 1, 1), "q0"),
        (([1], [math.inf], [1], [1], 1, 1), "p0"),
        (([1], [1], [1], [None], 1, 1), "p1"),
        (([1], [1], [1], [1], 0, 1), "rate"),
        (([1], [1], [1], [1], 1, -2), "rate"),
        (([1e200], [1e200], [1], [1], 1, 1), "past the range"),
        (([1e308, 1e308], [1, 1], [1, 1], [1, 1], 1, 1), "past the range"),
        (([[1]], [1], [1], [1], 1, 1), "shape"),
        ((["many"], [1], [1], [1], 1, 1), "q0"),
        ((np.ma.array([1.0], mask=[True]), [1], [1], [1], 1, 1), "missing"),
    ],
)
def test_what_cannot_be_bridged(bad, said):
    with pytest.raises(ValueError, match=said):
        bridge(*bad)


def test_one_label_for_each_item():
    with pytest.raises(ValueError, match="2 within for 1 items"):
        bridge([1], [1], [1], [1], within=["a", "b"])
    with pytest.raises(ValueError, match="rate"):
        bridge([0], [0], [1], [1], [0], [1], constant_rates=True)


@settings(max_examples=150, deadline=None)
@given(books, st.booleans(), st.booleans(), st.booleans())
def test_it_adds_up_to_the_last_bit(book, parted, by_customer, constant):
    given_ = columns(book)
    labels = [i % 3 for i in range(len(book))]
    result = bridge(
        *given_,
        within=labels if parted else None,
        customers=[i % 5 for i in range(len(book))] if by_customer else None,
        constant_rates=constant,
    )
    q0, p0, q1, p1, fx0, fx1 = map(np.asarray, given_)
    # Terms that cancel may be larger than the amounts: the step is as fine as the largest of them allows.
    size = np.abs(q0 * p0 * fx0).sum() + np.abs(q1 * p1 * fx1).sum() + np.abs(q1 * p0 * fx0).sum()
    assert exactly(result)
    assert result.change == sum(result.terms.values())
    assert result.previous == pytest.approx((q0 * p0 * fx0).sum(), abs=1e-9 * size)
    assert result.current == pytest.approx((q1 * p1 * fx1).sum(), abs=1e-9 * size)
    for name in (*TERMS, "previous", "current") if parted else ():
        assert sum(Fraction(getattr(c, name)) for c in result.cells.values()) == Fraction(getattr(result, name))
    assert all(exactly(cell) for cell in result.cells.values())


@settings(max_examples=80, deadline=None)
@given(books, st.integers(0, 1000))
def test_the_order_of_the_items_does_not_matter(book, seed):
    order = permuted(range(len(book)), seed).astype(int)
    assert bridge(*columns([book[i] for i in order])) == bridge(*columns(book))


@settings(max_examples=80, deadline=None)
@given(books, st.sampled_from([0.001, 7.3, 1e6]))
def test_the_unit_of_the_currency_does_not_matter(book, unit):
    q0, p0, q1, p1, fx0, fx1 = columns(book)
    one = bridge(q0, p0, q1, p1, fx0, fx1)
    size = max(map(abs, (one.previous, one.current, *one.terms.values())), default=0.0)
    cents = bridge(
        q0, [p / unit for p in p0], q1, [p / unit for p in p1], [x * unit for x in fx0], [x * unit for x in fx1]
    )
    for name in TERMS:
        assert getattr(cents, name) == pytest.approx(getattr(one, name), abs=1e-8 * size + 1e-9)


@settings(max_examples=80, deadline=None)
@given(books)
def test_nothing_changed(book):
    q0, p0, _, _, fx0, _ = columns(book)
    result = bridge(q0, p0, q0, p0, fx0, fx0, within=range(len(book)), customers=[i % 2 for i in range(len(book))])
    assert set(result.terms.values()) == {0.0}


@settings(max_examples=60, deadline=None)
@given(books, rates)
def test_only_the_rates_moved(book, rate):
    q0, p0, _, _, fx0, _ = columns(book)
    result = bridge(q0, p0, q0, p0, fx0, [x * rate for x in fx0])
    assert {v for k, v in result.terms.items() if k != "currency"} == {0.0}


@settings(max_examples=60, deadline=None)
@given(books)
def test_looked_at_backwards_customers_won_are_customers_lost(book):
    q0, p0, q1, p1, fx0, fx1 = columns(book)
    there, back = bridge(q0, p0, q1, p1, fx0, fx1), bridge(q1, p1, q0, p0, fx1, fx0)
    largest = max(abs(float(one)) for row in book for one in (row[0] * row[1] * row[4], row[2] * row[3] * row[5]))
    near = 1e-6 + 1e-12 * largest * len(book)  # what sums of such amounts may lose in their last digits
    assert there.new == pytest.approx(-back.lost, rel=1e-9, abs=near)
    assert there.change == pytest.approx(-back.change, rel=1e-9, abs=near)
