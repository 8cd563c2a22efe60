"""Indexing a tariff."""

import math
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.method.tariffs import share_from, tariff

MONTHS = [date(2026, month, 1) for month in range(1, 13)]
rates = st.floats(-0.5, 1.5)
revenues = st.lists(st.floats(-1e6, 1e7).map(lambda v: round(v, 2)), min_size=1, max_size=30)


def test_by_hand():
    # 5 % asked in a zone capped at 3 %, of which 80 % is accepted, from the middle of the year.
    found = tariff([1000], 0.05, cap=0.03, passed=0.8, remaining=0.5, cost=[600])
    assert (found.asked[0], found.applied[0], found.bound[0]) == (0.05, 0.03, 1)
    assert found.accepted[0] == pytest.approx(0.024)
    assert found.total.price == pytest.approx(12)
    assert (found.total.volume, found.total.cost) == (0, 0)
    assert found.total.after == pytest.approx(1012)
    assert found.total.margin_change == pytest.approx(12)


def test_volume_answers_where_it_is_said_to():
    # +10 % at an elasticity of −1.5: 15 % fewer units at 1.1 of the price, and 15 % of the cost saved.
    effect = tariff([1000], 0.10, cost=[600], elasticity=-1.5).total
    assert effect.after == pytest.approx(1000 * 1.1 * 0.85)
    assert (effect.price, effect.volume) == (pytest.approx(100), pytest.approx(-165))
    assert effect.cost == pytest.approx(-90)
    assert effect.margin_change == pytest.approx(25)
    assert tariff([1000], 0.5, elasticity=-4).total.after == 0  # nobody buys less than nothing


def test_cap_and_floor_by_row():
    found = tariff([1, 1, 1, 1], [0.05, 0.01, -0.02, 0.02], cap=[0.03, 0.03, 0.03, 0.02], floor=[0, 0.02, 0, 0.02])
    assert found.applied.tolist() == [0.03, 0.02, 0.0, 0.02]
    assert found.bound.tolist() == [1, -1, -1, 0]


def test_by_zone():
    found = tariff([Decimal(100), Decimal(50), Decimal(50)], [0.02, 0.04, 0.04])
    parts = found.by(["Nord", "Sud", "Nord"])
    assert list(parts) == ["Nord", "Sud"]
    assert parts["Nord"].change == pytest.approx(4)
    assert parts["Sud"].after == pytest.approx(52)
    assert found.by(np.array(["a", "b", "b"]))["b"].revenue == 100
    with pytest.raises(ValueError, match="labels"):
        found.by(["Nord"])


def test_nothing_to_index():
    found = tariff([], 0.03)
    assert found.total.after == 0
    assert found.by([]) == {}


@pytest.mark.parametrize(
    "more",
    [
        {"index": math.nan},
        {"index": -1.0},
        {"index": [0.1]},
        {"index": 0.1, "cap": 0.01, "floor": 0.02},
        {"index": 0.1, "floor": -2},
        {"index": 0.1, "passed": 1.2},
        {"index": 0.1, "passed": -0.1},
        {"index": 0.1, "remaining": 1.01},
        {"index": 0.1, "cost": [1, math.inf]},
        {"index": 0.1, "elasticity": math.nan},
    ],
)
def test_refused(more):
    with pytest.raises(ValueError, match=r"finite|rows|cap|fall|between"):
        tariff([1, 2], **more)


@settings(max_examples=80, deadline=None)
@given(revenues, rates, st.floats(0, 1), st.floats(0, 1), st.floats(-3, 0))
def test_an_index_of_zero_changes_nothing_and_the_parts_add_up(sold, index, passed, remaining, elasticity):
    assert tariff(sold, 0.0, passed=passed, remaining=remaining, elasticity=elasticity).total.change == 0
    assert tariff(sold, index, passed=0.0, elasticity=elasticity).total.change == 0
    assert tariff(sold, index, remaining=0.0, elasticity=elasticity).total.change == 0
    found = tariff(sold, index, passed=passed, remaining=remaining, elasticity=elasticity, cost=sold)
    parts = found.by([i % 3 for i in range(len(sold))]).values()
    size = 1 + max(map(abs, sold)) * len(sold)
    for figure in ("revenue", "price", "volume", "cost", "change", "after", "margin_change"):
        added = math.fsum(getattr(part, figure) for part in parts)
        assert added == pytest.approx(getattr(found.total, figure), abs=1e-9 * size)


@settings(max_examples=80, deadline=None)
@given(revenues, rates, st.floats(-0.4, 0.4), st.floats(0, 0.5))
def test_rates_stay_between_floor_and_cap(sold, index, floor, above):
    found = tariff(sold, index, floor=floor, cap=floor + above)
    assert ((found.applied >= floor) & (found.applied <= floor + above)).all()
    free = tariff(sold, index)
    assert (free.applied == index).all()
    assert (free.bound == 0).all()


@settings(max_examples=80, deadline=None)
@given(revenues, rates, st.floats(0, 1), st.floats(0, 1))
def test_without_a_reaction_the_effect_is_linear_in_pass_through_and_time(sold, index, passed, remaining):
    whole = tariff(sold, index).total
    part = tariff(sold, index, passed=passed, remaining=remaining).total
    size = 1 + max(map(abs, sold)) * len(sold)
    assert part.change == pytest.approx(whole.change * passed * remaining, abs=1e-9 * size)
    assert part.cost == 0


def test_sales_after_a_day():
    level = [[100.0] * 12]
    assert share_from(date(2026, 1, 1), MONTHS, level) == 1
    assert share_from(date(2025, 1, 1), MONTHS, level) == 1
    assert share_from(date(2026, 7, 1), MONTHS, level) == pytest.approx(0.5)
    assert share_from(date(2027, 1, 1), MONTHS, level) == 0
    assert share_from(date(2026, 12, 16), MONTHS, level) == pytest.approx(16 / 31 / 12)


def test_sales_after_a_day_follow_the_season():
    winter = [[0.0] * 10 + [30.0, 70.0], [0.0] * 12, [-5.0] + [0.0] * 11, [50.0, -10.0] + [0.0] * 9 + [50.0]]
    assert share_from(date(2026, 12, 1), MONTHS, winter) == pytest.approx([0.7, 1 / 12, 1 / 12, 0.5])


@pytest.mark.parametrize(
    ("months", "sales"),
    [([], [[]]), (MONTHS, [[1.0]]), (MONTHS[:1], [[math.nan]]), (MONTHS[:1] * 2, [[1.0, 1.0]]), (MONTHS[:1], [1.0])],
)
def test_months_refused(months, sales):
    with pytest.raises(ValueError, match=r"months|finite"):
        share_from(date(2026, 1, 1), months, sales)
