"""Net promoter score and mean of ratings with their intervals."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.opinion import FEWEST, mean_rating, net_promoters


def test_the_adjusted_wald_interval_as_it_is_worked_by_hand():
    """Ten promoters, six passives, four detractors: n' = 23, p' = 10.75 / 23, d' = 4.75 / 23."""
    found = net_promoters([10] * 10 + [8] * 6 + [3] * 4)
    p, d = 10.75 / 23, 4.75 / 23
    half = 1.959964 * math.sqrt((p + d - (p - d) ** 2) / 23)
    assert found.score == pytest.approx(0.3)
    assert (found.low, found.high) == (pytest.approx(p - d - half), pytest.approx(p - d + half))
    assert (found.count, found.promoters, found.detractors) == (20, 10, 4)


def test_all_promoters_still_leave_a_doubt_and_few_answers_give_no_figure():
    found = net_promoters([10] * 8)
    assert found.score == 1
    assert found.high == 1
    assert found.low < 0.9
    few = net_promoters([10] * (FEWEST - 1))
    assert (few.score, few.low, few.high, few.count) == (None, None, None, FEWEST - 1)
    assert mean_rating([4] * (FEWEST - 1)).value is None


def test_a_mean_of_ratings_has_students_interval_and_none_where_all_say_the_same():
    found = mean_rating([3, 4, 4, 5, 4])
    assert found.value == pytest.approx(4.0)
    assert found.high - found.value == pytest.approx(2.776445 * math.sqrt(0.5) / math.sqrt(5), rel=1e-5)
    same = mean_rating([4] * 6)
    assert (same.value, same.low, same.high) == (4, None, None)


@given(st.lists(st.integers(0, 10), min_size=FEWEST, max_size=60))
def test_an_interval_stays_in_its_bounds_and_turns_over_with_the_answers(scores):
    found = net_promoters(scores)
    assert -1 <= found.low < found.high <= 1
    turned = net_promoters([10 if one <= 6 else 0 if one >= 9 else one for one in scores])
    assert turned.score == pytest.approx(-found.score)
    assert turned.low == pytest.approx(-found.high)


def test_the_interval_holds_the_true_score_about_as_often_as_it_says():
    draw = random.Random(20261126)
    held = 0
    for _ in range(2000):
        found = net_promoters(draw.choices((10, 8, 3), weights=(50, 30, 20), k=15))
        held += found.low <= 0.3 <= found.high
    assert 0.93 <= held / 2000 <= 0.985


@pytest.mark.parametrize(("asked", "scores"), [(net_promoters, [11]), (mean_rating, [0]), (mean_rating, [6])])
def test_answers_off_the_scale_are_refused(asked, scores):
    with pytest.raises(ValueError, match="go from"):
        asked(scores)
