"""How figures are written in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.figures.language import MINUS, MISSING, NBSP, NNBSP, Language

FR, EN = Language("fr"), Language("en")


@pytest.mark.parametrize(
    ("value", "currency", "french", "english"),
    [
        (Decimal("1234567.49"), "EUR", f"1{NNBSP}234{NNBSP}567{NBSP}€", "€1,234,567"),
        (Decimal("-1234.5"), "EUR", f"{MINUS}1{NNBSP}235{NBSP}€", f"{MINUS}€1,235"),
        (1234567, "USD", f"1{NNBSP}234{NNBSP}567{NBSP}$US", "$1,234,567"),
        (1000, "CHF", f"1{NNBSP}000{NBSP}CHF", f"CHF{NBSP}1,000"),
        (12.5, None, "13", "13"),
        (Decimal("-0.4"), "EUR", f"0{NBSP}€", "€0"),
        (None, "EUR", MISSING, MISSING),
        (float("nan"), "EUR", MISSING, MISSING),
    ],
)
def test_amounts(value, currency, french, english):
    assert FR.amount(value, currency) == french
    assert EN.amount(value, currency) == english


def test_cents_follow_the_currency():
    assert FR.amount(Decimal("0.005"), "EUR", cents=True) == f"0,01{NBSP}€"
    assert EN.amount(Decimal("12.3"), "JPY", cents=True) == "¥12"


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (950, f"950{NBSP}€", "€950"),
        (Decimal("999.6"), f"1,0{NBSP}k€", "€1.0k"),
        (40_000, f"40{NBSP}k€", "€40k"),
        (999_960, f"1,0{NBSP}M€", "€1.0M"),
        (146_000_000, f"146,0{NBSP}M€", "€146.0M"),
        (-1_200_000_000, f"{MINUS}1,2{NBSP}Md€", f"{MINUS}€1.2bn"),
        (None, MISSING, MISSING),
    ],
)
def test_short_amounts(value, french, english):
    assert FR.short_amount(value, "EUR") == french
    assert EN.short_amount(value, "EUR") == english


def test_shares_changes_and_points():
    assert (FR.percent(0.12), EN.percent(0.12)) == (f"12,0{NBSP}%", "12.0%")
    assert FR.percent(0.8, 0) == f"80{NBSP}%"
    assert (FR.signed(6.8, 1), FR.signed(-1.24, 1), FR.signed(0.04, 1)) == ("+6,8", f"{MINUS}1,2", "0,0")
    assert FR.points(0.007) == f"+0,7{NBSP}pt"
    assert EN.signed_percent(-0.019) == f"{MINUS}1.9%"


def test_days():
    day, first = date(2026, 11, 22), date(2026, 5, 1)
    assert (FR.date(day), EN.date(day)) == ("22 nov. 2026", "22 Nov 2026")
    assert (FR.date(first), EN.date(first)) == ("1er mai 2026", "1 May 2026")
    assert (FR.month(day), EN.month(day)) == ("nov. 2026", "Nov 2026")
    assert FR.date(None) == MISSING


def test_words():
    assert FR.text("Check-up") == "Bilan"
    assert EN.text("Check-up") == "Check-up"
    assert FR.plural("{n} customer", "{n} customers", 0) == "0 client"
    assert EN.plural("{n} customer", "{n} customers", 1200) == "1,200 customers"
    assert FR.listed(["a", "b", "c"]) == "a, b et c"


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="unknown language 'de'"):
        Language("de")


def test_huge_numbers_do_not_break():
    assert EN.number(Decimal(10) ** 30).startswith("1,000,000")


@settings(max_examples=80, deadline=None)
@given(st.decimals(-(10**12), 10**12, places=4), st.sampled_from(["fr", "en"]))
def test_a_number_reads_back(value, code):
    written = Language(code).number(value, 4)
    plain = written.replace(MINUS, "-").replace(NNBSP, "").replace(",", "." if code == "fr" else "")
    assert Decimal(plain) == value


def test_a_name_cannot_turn_the_sentence_around(language):
    said = language.text("{name} is the only customer: all sales come from it.", name="\u202egnp.exe")
    assert said.startswith("gnp.exe ")


def test_axes_and_spans_have_their_unit_where_the_language_puts_it():
    assert FR.axis("EUR", "M") == "{value}\u00a0M€"
    assert EN.axis("EUR", "M") == "€{value}M"
    assert FR.span(177_000_000, 154_900_000, "EUR") == "177,0 → 154,9\u00a0M€"
    assert FR.span(1_200_000, 900_000, "EUR") == "1,2\u00a0M€ → 900\u00a0k€"
    assert EN.span(177_000_000, 154_900_000, "EUR") == "€177.0M → €154.9M"
