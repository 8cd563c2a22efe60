"""How much is known: fresh facts count whole, old ones less, more than is asked nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.coverage import Answer, covered, freshness, overall

ages = st.lists(st.integers(0, 5_000), max_size=8).map(tuple)


def test_twice_the_limit_counts_half():
    assert freshness(365, 365) == 1
    assert freshness(730, 365) == 0.5
    with pytest.raises(ValueError, match="day"):
        freshness(1, 0)


@given(ages, st.integers(1, 5), st.integers(1, 1_000))
def test_more_facts_never_count_less_and_never_above_what_is_asked(found, expected, limit):
    answer = Answer(found, expected, limit)
    more = Answer((*found, 10_000), expected, limit)
    assert 0 <= answer.credit <= answer.known <= 1
    assert answer.credit <= more.credit
    assert Answer((*((0,) * expected), *found), expected, limit).credit == 1


@given(ages, st.integers(1, 1_000))
def test_time_takes_away(found, limit):
    later = tuple(age + 100 for age in found)
    assert Answer(later, 3, limit).credit <= Answer(found, 3, limit).credit


def test_a_topic_is_the_mean_of_its_questions_and_an_account_of_its_topics():
    topic = covered([Answer((10, 800), 1, 400), Answer((), 1, 400)])
    assert (topic.credit, topic.known, topic.oldest, topic.stale) == (0.5, 0.5, 800, 1)
    assert overall({"a": topic, "b": covered([Answer((0,), 1, 1)])}) == 0.75
    with pytest.raises(ValueError, match="something"):
        covered([])
