"""Numbers typed in fields: both languages, both marks, and what nobody can tell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.figures.language import Language
from trousseau.figures.typed import TypedError, problem, typed, written

FRENCH, ENGLISH = Language("fr"), Language("en")
numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=6, allow_nan=False)


@given(numbers, st.sampled_from([FRENCH, ENGLISH]))
def test_a_number_written_in_a_field_is_read_back(number, language):
    assert typed(written(number, language), language) == number


@given(numbers, st.sampled_from([FRENCH, ENGLISH]))
def test_a_number_as_the_language_writes_it_is_read(number, language):
    assert typed(language.number(number, 6), language) == number


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("12,5", "12.5", "12.5"),
        ("12.5 %", "12.5", "12.5"),
        ("1 234,5", "1234.5", "1234.5"),
        ("1\u202f234,5\u00a0€", "1234.5", "1234.5"),
        ("1,234.5", "1234.5", "1234.5"),
        ("1.234,5", "1234.5", "1234.5"),
        ("1,234,567", "1234567", "1234567"),
        ("1.234", None, "1.234"),
        ("1,234", "1.234", None),
        ("0,125", "0.125", "0.125"),
        ("\u22125", "-5", "-5"),
        (".5", "0.5", "0.5"),
        ("1e3", "1000", "1000"),
    ],
)
def test_what_people_write(text, french, english):
    for language, number in ((FRENCH, french), (ENGLISH, english)):
        if number is None:
            with pytest.raises(TypedError) as refused:
                typed(text, language)
            assert refused.value.code == "typed_two"
            assert problem(refused.value, language)
        else:
            assert typed(text, language) == Decimal(number)


@pytest.mark.parametrize("text", ["much", "nan", "inf", "%", "1,2,3", "1.2,3.4", "12,34.5", "--5", "0x10", "1_0 _"])
@pytest.mark.parametrize("language", [FRENCH, ENGLISH])
def test_what_is_no_number_is_refused(text, language):
    with pytest.raises(TypedError) as refused:
        typed(text, language)
    assert refused.value.code == "typed_number"


def test_what_passes_any_amount_is_refused():
    with pytest.raises(TypedError) as refused:
        typed("1e400", ENGLISH)
    assert refused.value.code == "typed_far"
    assert "larger" in problem(refused.value, ENGLISH)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0"])
def test_nothing_typed_is_nothing(text):
    assert typed(text, FRENCH) is None


@given(st.text(max_size=12))
def test_nothing_typed_breaks_it(text):
    for language in (FRENCH, ENGLISH):
        try:
            found = typed(text, language)
        except TypedError:
            continue
        assert found is None or found.is_finite()
