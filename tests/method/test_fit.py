"""How well a manager fits an account: parts, weights, what nobody knows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from trousseau.method import fit

scores = arrays(np.float64, (3, 2), elements=st.one_of(st.just(np.nan), st.floats(0, 1)))


@given(scores, scores, st.floats(0.1, 5), st.floats(0.1, 5))
def test_the_fit_lies_in_its_span_and_what_is_known_has_none(one, two, a, b):
    found = fit.combine({"a": one, "b": two}, {"a": a, "b": b})
    assert ((found.low <= found.middle + 1e-12) & (found.middle <= found.high + 1e-12)).all()
    known = ~np.isnan(one) & ~np.isnan(two)
    assert np.allclose(found.low[known], found.high[known])
    assert np.allclose(found.low[known], ((a * one + b * two) / (a + b))[known])


def test_nothing_known_is_anything():
    found = fit.combine({"a": np.full((1, 1), np.nan)})
    assert (found.low[0, 0], found.high[0, 0], found.known[0, 0]) == (0, 1, 0)


def test_competencies_are_the_share_of_the_levels_asked():
    found = fit.competencies([{"a": 4, "b": 2}, {}], [{"a": 2, "b": 5}, {"a": 4}, {}])
    assert found[0, 0] == pytest.approx(0.75)
    assert found[0, 1] == 1
    assert np.isnan(found[0, 2])
    assert np.isnan(found[1]).all()


def test_any_language_of_the_account_will_do_and_no_level_is_unknown():
    found = fit.languages([("de", "fr"), (), ("ja",)], [{"fr": "B2"}, {"de": ""}, None, {"it": "C2"}])
    assert found[0, 0] == 0.85
    assert np.isnan(found[0, 1])
    assert np.isnan(found[0, 2])
    assert found[0, 3] == 0
    assert np.isnan(found[1]).all()
    assert found[2, 0] == 0


def test_zones_and_industries():
    found = fit.overlap(["DACH", ""], [["DACH"], ["Asie"], None])
    assert found[0, :2].tolist() == [1, 0]
    assert np.isnan(found[0, 2])
    assert np.isnan(found[1]).all()


@pytest.mark.parametrize(
    ("parts", "weights"),
    [({}, None), ({"a": [[2.0]]}, None), ({"a": [[1.0]]}, {"a": -1}), ({"a": [[1.0]]}, {"a": 0}),
     ({"a": [[1.0]], "b": [[1.0, 1.0]]}, None)],
)  # fmt: skip
def test_what_cannot_be_is_refused(parts, weights):
    with pytest.raises(ValueError, match=r"part|weights"):
        fit.combine(parts, weights)
