"""The framework as delivered and as a company may write it, and how several voices become one level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.staffing.combining import combined
from trousseau.staffing.delivered import AREAS, COMPETENCIES, REQUIRED
from trousseau.staffing.framework import Framework, FrameworkError, delivered

LEVELS = st.integers(1, 5)


def test_delivered_in_both_languages():
    assert len(COMPETENCIES) == 14
    assert {one.area for one in COMPETENCIES} == set(AREAS)
    for tongue in ("en", "fr"):
        said = [text for one in COMPETENCIES for text in one.words(tongue).levels]
        assert len(set(said)) == 14 * 5
        assert not any("sales result" in text for text in said)
    assert all(len(levels) == 14 for levels in REQUIRED.values())
    assert {"manager", "expert", "head", "tier:key", "tier:potential"} <= set(REQUIRED)


def test_a_framework_comes_back_as_it_was_kept():
    assert Framework.read(delivered().as_json()) == delivered()


def own(**changes):
    one = {"key": "own-patience", "area": "value", "name": "Patience", "levels": ["a", "b", "c", "d", "e"]}
    return {"competencies": [one | changes], "required": {"manager": {"own-patience": 3}}}


def test_a_competency_of_the_company():
    found = Framework.read(own())
    assert found.competencies[0].says("fr") == ("a", "b", "c", "d", "e")
    assert found.asked("manager") == {"own-patience": 3}
    assert found.asked("nobody") == {}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("nonsense", "form"),
        ({"competencies": []}, "none"),
        (own(area="garden"), "area"),
        (own(name=""), "name"),
        (own(levels=["a", "", "c", "d", "e"]), "levels"),
        (own(levels=["a" * 301, "b", "c", "d", "e"]), "long"),
        ({"competencies": own()["competencies"] * 2}, "key_twice"),
        ({"competencies": own()["competencies"], "required": {"gardener": {}}}, "profile"),
        ({"competencies": own()["competencies"], "required": {"manager": {"own-patience": 6}}}, "required"),
        ({"competencies": own()["competencies"], "required": {"manager": {"own-patience": True}}}, "required"),
    ],
)
def test_what_means_nothing_is_refused(said, code):
    with pytest.raises(FrameworkError) as error:
        Framework.read(said)
    assert error.value.code == code


@given(own=st.none() | LEVELS, others=st.lists(LEVELS, max_size=4))
def test_one_level_of_several_voices(own, others):
    found = combined(own, others)
    said = [*others, *([] if own is None else [own])]
    if not said:
        assert found is None
        return
    assert (found.low, found.high, found.voices) == (min(said), max(said), len(said))
    assert found.low <= found.level <= found.high
    assert found.level * 2 == int(found.level * 2)
    assert found.own_only == (not others)
    assert found.disputed == (max(said) - min(said) >= 2)
    if others:
        assert found.level == combined(None, others).level, "what the person says of themselves does not move it"


def test_the_median_of_the_others():
    assert combined(5, [3, 4]).level == 3.5
    assert combined(5, [1, 4, 4, 5]).level == 4
    assert combined(2, []).own_only
