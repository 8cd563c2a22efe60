"""Written rules: what may be asked, and what is refused with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.rules import DEFAULT, MEASURES, RulesError, RuleSet


def test_rules_survive_being_kept():
    assert RuleSet.read(DEFAULT.as_json()) == DEFAULT
    assert DEFAULT.rule("contribution_rate").bad == 0.0
    assert not DEFAULT.rule("growth").used


@pytest.mark.parametrize(
    ("said", "code", "measure"),
    [
        (None, "rules_form", None),
        ([], "rules_form", None),
        ({"rules": []}, "rules_form", None),
        ({"rules": {"growth": [1, 2]}}, "rules_form", None),
        ({"rules": {"growth": {"wach": 1}}}, "rules_form", None),
        ({"rules": {"colour": {"bad": 1}}}, "rules_measure_unknown", "colour"),
        ({"rules": {}}, "rules_empty", None),
        ({"rules": {"growth": {"watch": None}}}, "rules_empty", None),
        ({"rules": {"growth": {"watch": "low"}}}, "rules_not_a_number", "growth"),
        ({"rules": {"growth": {"watch": True}}}, "rules_not_a_number", "growth"),
        ({"rules": {"growth": {"watch": float("nan")}}}, "rules_not_a_number", "growth"),
        ({"rules": {"contribution_rate": {"watch": 2.0}}}, "rules_out_of_bounds", "contribution_rate"),
        ({"rules": {"payment_days": {"bad": -1}}}, "rules_out_of_bounds", "payment_days"),
        ({"rules": {"contribution_rate": {"watch": 0.0, "bad": 0.1}}}, "rules_crossed", "contribution_rate"),
        ({"rules": {"payment_days": {"watch": 90, "bad": 60}}}, "rules_crossed", "payment_days"),
        ({"rules": {"growth": {"bad": 0}}, "least_known": 2}, "rules_out_of_bounds", "known_share"),
        ({"rules": {"growth": {"bad": 0}}, "least_known": "half"}, "rules_not_a_number", "known_share"),
    ],
)
def test_rules_that_mean_nothing_say_where(said, code, measure):
    with pytest.raises(RulesError) as refused:
        RuleSet.read(said)
    assert refused.value.code == code
    assert refused.value.params.get("measure") == measure


thresholds = st.one_of(st.none(), st.floats(-20, 20))


@given(
    st.dictionaries(st.sampled_from(list(MEASURES)), st.fixed_dictionaries({"watch": thresholds, "bad": thresholds}))
)
def test_any_rules_are_kept_as_they_are_or_refused(said):
    try:
        rules = RuleSet.read({"rules": said})
    except RulesError:
        return
    assert RuleSet.read(rules.as_json()) == rules
