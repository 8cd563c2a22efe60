"""Total spend by parts: what adds up, what holds what, how sure it is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.wallet import RANGES, Part, Total, faded, total

AMOUNTS = st.floats(0, 1e9)
PARTS = st.lists(
    st.builds(Part, st.sampled_from(["", "a", "b"]), st.sampled_from(["", "x", "y"]), AMOUNTS,
              st.sampled_from(sorted(RANGES)), st.booleans()), max_size=9)  # fmt: skip


def test_units_and_offers_add_up():
    found = total([Part("a", "x", 100, "high"), Part("b", "x", 50, "low"), Part("a", "y", 10, "medium")])
    assert found == Total(160, pytest.approx(90 + 25 + 7.5), pytest.approx(110 + 75 + 12.5))


@pytest.mark.parametrize(("whole", "counts"), [(200, 200), (120, 150)])
def test_a_whole_holds_its_parts_and_the_larger_counts(whole, counts):
    parts = [Part("a", "x", 100, "high"), Part("b", "x", 50, "high")]
    assert total([Part("", "", whole, "high"), *parts]).amount == counts
    assert total([Part("", "x", whole, "high"), *parts]).amount == counts


def test_what_has_faded_is_as_unsure_as_can_be():
    assert total([Part("", "", 100, "high", faded=True)]) == Total(100, 50, 150)


@pytest.mark.parametrize(
    ("told", "today", "is_"),
    [
        (date(2024, 6, 1), date(2025, 12, 1), False),
        (date(2024, 6, 1), date(2025, 12, 2), True),
        (date(2024, 8, 31), date(2026, 2, 28), False),
        (date(2026, 1, 1), date(2025, 1, 1), False),
    ],
)
def test_spend_fades_after_eighteen_months(told, today, is_):
    assert faded(told, today) is is_


def test_a_share_above_one_is_told():
    share = total([Part("", "", 100, "high")]).share(150)
    assert (share.amount, round(share.low, 3), round(share.high, 3)) == (1.5, 1.364, 1.667)
    assert total([]).share(10) is None


@given(PARTS)
def test_a_total_lies_between_its_ends_and_is_no_less_than_any_part(parts):
    found = total(parts)
    assert found.low <= found.amount <= found.high
    assert all(found.amount >= part.amount for part in parts)
    assert total(reversed(parts)).amount == pytest.approx(found.amount)
