"""Classes by written rules: what decides, what is not judged, and properties that hold for any rules."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.classes import BAD, GOOD, UNKNOWN, WATCH, Rule, classify

RATE = Rule("rate", watch=0.15, bad=0.0)
DAYS = Rule("days", watch=60, bad=90, low_is_bad=False)
numbers = st.floats(-1e6, 1e6)
maybe = st.one_of(numbers, st.just(float("nan")))


def test_the_worst_rule_decides_and_is_named():
    found = classify({"rate": [0.3, 0.1, -0.1, 0.3, 0.1], "days": [30, 30, 70, 95, 70]}, [RATE, DAYS])
    assert found.codes.tolist() == [GOOD, WATCH, BAD, BAD, WATCH]
    assert found.decided_by.tolist() == [-1, 0, 0, 1, 0]
    assert found.reasons(2) == (0, 1)
    assert found.reasons(4) == (0, 1)


def test_a_value_on_the_threshold_is_on_its_good_side():
    found = classify({"rate": [0.15, 0.0], "days": [60, 90]}, [RATE, DAYS])
    assert found.by_rule.tolist() == [[GOOD, WATCH], [GOOD, WATCH]]


def test_unknown_measures_are_left_out_and_told():
    found = classify({"rate": [None, 0.3, None], "days": [40, None, None]}, [RATE, DAYS])
    assert found.codes.tolist() == [GOOD, GOOD, UNKNOWN]
    assert [found.not_judged(at) for at in range(3)] == [(0,), (1,), (0, 1)]


def test_too_little_known_is_unknown_whatever_the_rules_say():
    found = classify({"rate": [-1.0] * 4}, [RATE], known=[0.5, 0.49, float("nan"), 1.0], least_known=0.5)
    assert found.codes.tolist() == [BAD, UNKNOWN, UNKNOWN, BAD]
    assert found.too_little_known.tolist() == [False, True, True, False]
    assert classify({"rate": [-1.0]}, [RATE], known=[float("nan")]).codes.tolist() == [BAD]


def test_rules_without_thresholds_or_measures_judge_nobody():
    assert classify({"rate": [0.1]}, [Rule("rate")]).codes.tolist() == [UNKNOWN]
    assert classify({"rate": [0.1]}, [Rule("other", watch=1.0)]).codes.tolist() == [UNKNOWN]
    assert classify({"rate": [0.1]}, []).codes.tolist() == [UNKNOWN]
    assert classify({}, [RATE]).codes.shape == (0,)
    assert classify({"rate": []}, [RATE]).codes.shape == (0,)


def test_decimals_masked_arrays_and_iterators_are_taken():
    assert classify({"rate": (Decimal(x) for x in ("0.2", "-1"))}, [RATE]).codes.tolist() == [GOOD, BAD]
    masked = np.ma.masked_array([0.2, 5.0], mask=[False, True])
    assert classify({"rate": masked}, [RATE]).codes.tolist() == [GOOD, UNKNOWN]


@pytest.mark.parametrize(
    "bad_rule",
    [
        {"watch": 0.0, "bad": 0.1},
        {"watch": 90, "bad": 60, "low_is_bad": False},
        {"watch": float("nan")},
        {"bad": float("inf")},
    ],
)
def test_rules_that_contradict_themselves_are_refused(bad_rule):
    with pytest.raises(ValueError, match=r"finite number|bad would begin"):
        Rule("x", **bad_rule)


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ({"rate": [1.0], "days": [1.0, 2.0]}, {}),
        ({"rate": [[1.0]]}, {}),
        ({"rate": [float("inf")]}, {}),
        ({"rate": [1.0]}, {"known": [1.0, 1.0]}),
        ({"rate": [1.0]}, {"least_known": 1.5}),
    ],
)
def test_ill_shaped_input_is_refused(values, more):
    with pytest.raises(ValueError, match=r"an account|infinite|between 0 and 1"):
        classify(values, [RATE, DAYS], **more)


@given(st.lists(st.tuples(maybe, maybe), max_size=30), numbers, numbers, numbers, numbers)
def test_any_order_of_accounts_and_rules_gives_the_same_classes(rows, a, b, c, d):
    rules = [Rule("x", max(a, b), min(a, b)), Rule("y", min(c, d), max(c, d), low_is_bad=False)]
    values = {"x": [x for x, _ in rows], "y": [y for _, y in rows]}
    straight = classify(values, rules)
    turned = classify({name: given[::-1] for name, given in values.items()}, rules[::-1])
    assert straight.codes.tolist() == turned.codes.tolist()[::-1]
    for at, code in enumerate(straight.codes):
        said = [rules[rule].codes(np.array([rows[at][rule]]))[0] for rule in (0, 1)]
        assert code == max(said)
        assert (straight.decided_by[at] >= 0) == (code >= WATCH)


@given(st.lists(numbers, min_size=1, max_size=20), numbers, st.floats(0, 1e5))
def test_a_stricter_rule_never_makes_anyone_better(values, watch, step):
    mild = classify({"x": values}, [Rule("x", watch)])
    strict = classify({"x": values}, [Rule("x", watch + step)])
    assert (strict.codes >= mild.codes).all()
