"""What a customer costs beyond the usual adds up to what it lacks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.excess import excess

amounts = st.floats(-1e6, 1e6)


def test_the_part_that_explains_most_by_hand():
    # Portfolio: goods 60 % of sales, returns 2 %. The second spends 6.4 % on returns: 4.4 points of 1,000.
    found = excess([[5_400, 600], [136, 64]], [9_000, 1_000])
    assert found.rates == pytest.approx([0.6, 0.02])
    assert found.amounts[:, 1] == pytest.approx([0.0, 44.0])
    assert found.worst(1) == 1


def test_no_sales_on_balance_have_no_usual_rate():
    assert np.isnan(excess([[1.0, 2.0]], [5.0, -5.0]).rates).all()
    assert excess(np.zeros((2, 0)), []).amounts.shape == (2, 0)


@pytest.mark.parametrize(
    ("costs", "sales"), [([[1.0]], [1.0, 2.0]), ([1.0], [1.0]), ([[float("nan")]], [1.0]), ([[1.0]], [float("inf")])]
)
def test_ill_shaped_input_is_refused(costs, sales):
    with pytest.raises(ValueError, match=r"shape|finite"):
        excess(costs, sales)


@given(st.lists(st.tuples(amounts, amounts, st.floats(0.01, 1e6)), min_size=1, max_size=20))
def test_excesses_add_up_to_what_is_lacking(rows):
    goods, service, sales = (np.array(column) for column in zip(*rows, strict=True))
    found = excess([goods, service], sales)
    usual = 1 - found.rates.sum()
    scale = np.abs(np.array(rows)).sum()
    assert found.amounts.sum(axis=0) == pytest.approx(usual * sales - (sales - goods - service), abs=1e-9 * scale)
    assert found.amounts.sum(axis=1) == pytest.approx([0, 0], abs=1e-9 * scale)
