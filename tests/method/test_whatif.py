"""What if: losses and shocks, alone and together."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.whatif import Currency, Duty, Inflation, Loss, Volume, cells, what_if

LABELS = {
    "account": ["a", "b", "a", "c"],
    "zone": ["Nord", "Nord", "Sud", "Sud"],
    "currency": ["EUR", "USD", "USD", "EUR"],
    "family": ["x", "x", "y", "y"],
}


def portfolio(**kwargs):
    return cells([100, 50, 40, 10], [60, 20, 10, 5], [10, 5, 0, 8], labels=LABELS, **kwargs)


def totals(*shocks):
    after = what_if(portfolio(), shocks).total.after
    return after.revenue, after.margin, after.contribution


@pytest.mark.parametrize(
    ("shock", "revenue", "margin", "contribution"),
    [
        (Loss({"account": "a"}), 60, 35, 22),
        (Loss({"account": "a"}, 0.5), 130, 70, 52),
        (Loss({"zone": "Nord", "family": "x"}, 0.2), 170, 91, 71),
        (Volume(-0.1, {"zone": "Nord"}), 185, 98, 76.5),
        (Volume(1.0), 400, 210, 164),
        (Currency(-0.1, {"currency": "USD"}), 191, 96, 73),
        (Currency(-0.1, {"currency": "USD"}, costs_follow=True), 191, 99, 76.5),
        (Inflation(0.1, {"zone": "Nord"}, passed_on=0.5), 207.5, 104.5, 80),
        (Inflation(2.0), 200, -85, -154),
        (Inflation(0.5, passed_on=1.0), 300, 157.5, 123),
        (Duty(0.15, {"zone": "Sud"}, passed_on=0.3), 202.25, 99.75, 76.75),
        (Duty(0.15, {"zone": "Sud"}, passed_on=1.0), 207.5, 105, 82),
        (Loss({"account": "nobody"}), 200, 105, 82),
    ],
)
def test_each_shock_by_hand(shock, revenue, margin, contribution):
    assert totals(shock) == pytest.approx((revenue, margin, contribution))


def test_shocks_on_one_cell_combine_as_the_table_says():
    one = cells([100], [50], [10], labels={"zone": ["Nord"]})
    on = {"zone": "Nord"}
    shocks = [Loss(on, 0.5), Volume(0.2, on), Inflation(0.1, on, passed_on=0.5), Duty(0.2, on, passed_on=0.5)]
    after = what_if(one, shocks).total.after
    base = 100 * 0.5 * 1.2 * 1.05
    assert after.revenue == pytest.approx(base * 1.1)
    assert after.margin == pytest.approx(base * 1.1 - 50 * 0.6 * 1.1 - 0.2 * base)
    assert after.contribution == pytest.approx(after.margin - 10 * 0.6 * 1.1)


def test_two_duties_add_up_and_two_inflations_multiply():
    one = cells([100], [0], labels={"zone": ["Nord"]})
    assert what_if(one, [Duty(0.1, passed_on=1.0), Duty(0.2, passed_on=1.0)]).total.after.revenue == pytest.approx(130)
    twice = what_if(one, [Inflation(0.1, passed_on=1.0), Inflation(0.2, passed_on=1.0)])
    assert twice.total.after.revenue == pytest.approx(132)


def test_parts_are_told_before_and_after():
    by = what_if(portfolio(), [Loss({"account": "a"})]).by("zone")
    assert {name: (pair.before.revenue, pair.after.revenue) for name, pair in by.items()} == {
        "Nord": (150, 50),
        "Sud": (50, 10),
    }


def test_costs_that_are_not_known_stay_unknown():
    bare = what_if(cells([10, 20], labels={"account": ["a", "b"]}), [Loss({"account": "a"})]).total
    assert bare.after.revenue == 20
    assert math.isnan(bare.before.margin)
    assert math.isnan(bare.after.contribution)
    partly = what_if(portfolio(costed=[100, 0, 40, 0]), [Volume(-0.5)]).total
    assert (partly.before.margin, partly.after.margin) == (45, 22.5)


def test_credit_notes_follow_the_same_factors():
    credit = cells([100, -30], [50, -10], labels={"account": ["a", "b"]})
    assert what_if(credit, [Loss({"account": "b"})]).total.after.revenue == 100
    assert what_if(credit, [Volume(-0.5)]).total.after.margin == pytest.approx(15)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Loss({}, 1.1),
        lambda: Loss({}, -0.1),
        lambda: Loss({}, math.nan),
        lambda: Volume(-1.5),
        lambda: Volume(math.inf),
        lambda: Currency(-2, {}),
        lambda: Inflation(-1.1),
        lambda: Inflation(0.1, passed_on=1.2),
        lambda: Duty(0.1, passed_on=-0.1),
        lambda: cells([1, math.nan], labels={}),
        lambda: cells([1, 2], [1], labels={}),
        lambda: cells([1, 2], labels={"zone": ["Nord"]}),
        lambda: what_if(portfolio(), [Loss({"planet": "Mars"})]),
        lambda: what_if(portfolio(), [Duty(-0.9, passed_on=1.0), Duty(-0.8, passed_on=1.0)]),
        lambda: what_if(cells([1e300], labels={}), [Volume(1e300)]),
    ],
)
def test_refusals(make):
    with pytest.raises(ValueError, match=r"lies between|finite|cells|for|prices|price|large"):
        make()


def test_nothing_to_ask_of():
    empty = what_if(cells([], [], labels={"zone": []}), [Loss({"zone": "Nord"}), Inflation(2.0)])
    assert empty.total.after.revenue == 0
    assert empty.by("zone") == {}


def test_decimals_and_arrays_are_numbers_too():
    given_ = cells([Decimal("0.1"), Decimal("0.2")], np.array([0.05, 0.1]), labels={"zone": np.array(["n", "s"])})
    assert what_if(given_, [Loss({"zone": "n"})]).total.after.revenue == 0.2


amount = st.floats(-1e9, 1e9, allow_nan=False, allow_subnormal=False)
rows = st.lists(
    st.tuples(amount, amount, amount, st.sampled_from("abc"), st.sampled_from(["Nord", "Sud"])), max_size=30
)
on = st.one_of(
    st.just({}),
    st.sampled_from("abcd").map(lambda a: {"account": a}),
    st.sampled_from(["Nord", "Sud"]).map(lambda z: {"zone": z}),
)
part = st.floats(0, 1)
shocks = st.lists(
    st.one_of(
        st.builds(Loss, on, part),
        st.builds(Volume, st.floats(-1, 3), on),
        st.builds(Currency, st.floats(-1, 3), on, st.booleans()),
        st.builds(Inflation, st.floats(-0.5, 3), on, part),
        st.builds(Duty, st.floats(0, 2), on, part),
    ),
    max_size=6,
)


def of(rows):
    columns = list(zip(*rows, strict=True)) or [[]] * 5
    return cells(*columns[:3], labels={"account": columns[3], "zone": columns[4]})


@settings(max_examples=80, deadline=None)
@given(rows)
def test_what_if_of_nothing_changes_nothing_bit_for_bit(rows):
    before = of(rows)
    answer = what_if(before, [])
    for name in ("revenue", "costed", "cost", "serve"):
        assert getattr(answer.after, name).tolist() == getattr(before, name).tolist()
    assert answer.total.before == answer.total.after
    assert all(pair.before == pair.after for pair in answer.by("zone").values())


@settings(max_examples=80, deadline=None)
@given(rows, shocks)
def test_losing_everyone_loses_everything_whatever_else_happens(rows, shocks):
    after = what_if(of(rows), [*shocks, *(Loss({"account": a}) for a in "abc")]).total.after
    assert (after.revenue, after.margin, after.contribution) == (0, 0, 0)
    assert not any(math.copysign(1, v) < 0 for v in (after.revenue, after.margin, after.contribution))


@settings(max_examples=80, deadline=None)
@given(rows, shocks, st.randoms(use_true_random=False))
def test_the_order_of_shocks_changes_nothing_bit_for_bit(rows, shocks, random):
    portfolio = of(rows)
    other = random.sample(shocks, len(shocks))
    one, two = what_if(portfolio, shocks), what_if(portfolio, other)
    for name in ("revenue", "costed", "cost", "serve"):
        assert getattr(one.after, name).tolist() == getattr(two.after, name).tolist()


@settings(max_examples=60, deadline=None)
@given(rows, shocks)
def test_parts_add_up_to_the_whole(rows, shocks):
    answer = what_if(of(rows), shocks)
    size = max((abs(v) for v in answer.after.revenue), default=0.0) + max(
        (abs(v) for v in answer.after.cost), default=0.0
    )
    for dimension in ("account", "zone"):
        parts = answer.by(dimension).values()
        assert sum(p.after.revenue for p in parts) == pytest.approx(answer.total.after.revenue, abs=1e-6 + 1e-9 * size)
        assert sum(p.after.margin for p in parts) == pytest.approx(answer.total.after.margin, abs=1e-6 + 1e-9 * size)
