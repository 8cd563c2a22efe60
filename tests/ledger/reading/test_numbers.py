"""Numbers as the world writes them."""

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.ledger.reading.values import REASON_NAMES, money, numbers


def one(text: str, decimal: str = ",", *, percent: bool = False) -> Decimal | str | None:
    """The value of one cell, the reason it has none, or None when it is empty."""
    found = numbers(pa.array([text]), decimal, percent=percent)
    if found.missing[0]:
        return None
    if found.reasons[0]:
        return REASON_NAMES[found.reasons[0]]
    return money(found.values)[0].as_py()


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1 234,56", ",", "1234.56"),
        ("1\u00a0234,56", ",", "1234.56"),
        ("1\u202f234\u202f567,8", ",", "1234567.8"),
        ("1\u2009234", ",", "1234"),
        ("1.234,56", ",", "1234.56"),
        ("1,234.56", ".", "1234.56"),
        ("12,34,567.50", ".", "1234567.5"),
        ("1'234.56", ".", "1234.56"),
        ("1’234.56", ".", "1234.56"),
        ("1.234", ",", "1234"),
        ("1.234", ".", "1.234"),
        ("12,50-", ",", "-12.5"),
        ("(12,50)", ",", "-12.5"),
        ("(1 234,56 €)", ",", "-1234.56"),
        ("€(12.50)", ".", "-12.5"),
        ("−12", ",", "-12"),
        ("- 12", ",", "-12"),
        ("+12", ",", "12"),
        ("-€12.50", ".", "-12.5"),
        ("12,50 €", ",", "12.5"),
        ("EUR 1 234", ",", "1234"),
        ("CHF 12.–", ".", "12"),
        ("12 kr", ",", "12"),
        (",5", ",", "0.5"),
        ("12.", ".", "12"),
        ("0,00005", ",", "0.0001"),
        ("0,00004", ",", "0"),
        ("-0,00005", ",", "-0.0001"),
        ("00000000000000000012,5", ",", "12.5"),
        ("99999999999999,9999", ",", "99999999999999.9999"),
        ("\u200f-12,5", ",", "-12.5"),
        ("   12,5  ", ",", "12.5"),
        ("'12,5", ",", "12.5"),
        ("120,00 € HT", ",", "120"),
    ],
)
def test_values(text: str, decimal: str, value: str) -> None:
    assert one(text, decimal) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1e5", "number_scientific"),
        ("1,23E+05", "number_scientific"),
        ("10^300", "number_scientific"),
        ("１２", "number_digits"),
        ("١٢", "number_digits"),
        ("NaN", "number_not_finite"),
        ("-inf", "number_not_finite"),
        ("#N/A", "number_error"),
        ("#DIV/0!", "number_error"),
        ("999999999999999", "number_too_large"),
        ("1" + "0" * 300, "number_too_large"),
        ("1" + "0" * 3000, "number_too_large"),
        ("abc", "number_text"),
        ("12 à 15", "number_text"),
        ("12/01/2024", "number_text"),
        ("12,5 k€", "number_text"),
        ("1,23,4,5", "number_marks"),
        ("12 34", "number_marks"),
        ("1.5", "number_other_format"),
        ("1,234.56", "number_other_format"),
        ("0.125", "number_other_format"),
        ("15 %", "number_percent"),
    ],
)
def test_reasons_under_a_decimal_comma(text: str, reason: str) -> None:
    assert one(text) == reason


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "NULL", "\u00a0"])
def test_nothing_is_no_number(text: str) -> None:
    assert one(text) is None


def test_a_percentage_is_a_fraction_where_it_may_stand() -> None:
    assert one("15 %", percent=True) == Decimal("0.15")
    assert one("5%", percent=True) == Decimal("0.05")
    assert one("12,34 %", percent=True) == Decimal("0.1234")
    assert one("100 %", percent=True) == 1


def test_the_currency_of_each_value_is_kept() -> None:
    found = numbers(pa.array(["1 €", "$2", "3", "4 CHF"]), ",", percent=False)
    assert found.currencies.to_pylist() == ["EUR", "USD", None, "CHF"]


def test_floats_are_exact_to_four_decimals_by_their_shortest_form() -> None:
    values = [
        1234.56,
        0.1 + 0.2,
        1.00005,
        2.00005,
        -1.00005,
        1e-9,
        12345678901.2345,
        float("nan"),
        1e300,
        None,
    ]
    found = numbers(pa.array(values, pa.float64()), ".", percent=False)
    exact = money(found.values, ~found.missing).to_pylist()
    assert exact[:7] == [
        Decimal(text) for text in ("1234.5600", "0.3000", "1.0001", "2.0001", "-1.0001", "0.0000", "12345678901.2345")
    ]
    assert [REASON_NAMES[reason] for reason in found.reasons[7:9]] == [
        "number_not_finite",
        "number_too_large",
    ]
    assert bool(found.missing[9])


def test_single_floats_mean_their_own_shortest_form() -> None:
    found = numbers(pa.array([0.1, 1.1], pa.float32()), ".", percent=False)
    assert found.values.tolist() == [1000, 11000]


def test_decimals_of_any_scale() -> None:
    cells = pa.array([Decimal("1.23456"), Decimal("-1.00005"), None, Decimal(10) ** 20], pa.decimal128(38, 5))
    found = numbers(cells, ".", percent=False)
    assert found.values[:2].tolist() == [12346, -10001]
    assert REASON_NAMES[found.reasons[3]] == "number_too_large"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.decimals(min_value=-(10**14) + 1, max_value=10**14 - 1, places=4), min_size=1, max_size=20),
    st.sampled_from(
        [
            ("\u202f", ","),
            (" ", ","),
            ("\u00a0", ","),
            (".", ","),
            (",", "."),
            ("'", "."),
            ("", "."),
            ("", ","),
        ]
    ),
    st.sampled_from(["-{}", "{}-", "({})", "−{}"]),
    st.sampled_from(["{}", "{} €", "EUR {}", " {} "]),
)
def test_what_is_written_is_read(values: list[Decimal], marks: tuple[str, str], minus: str, around: str) -> None:
    thousands, decimal = marks
    texts = []
    for value in values:
        text = f"{abs(value):,.4f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
        texts.append(around.format(minus.format(text) if value < 0 else text))
    found = numbers(pa.array(texts), decimal, percent=False)
    assert not found.reasons.any()
    assert money(found.values).to_pylist() == values


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=10))
def test_any_text_is_read_or_refused(texts: list[str]) -> None:
    found = numbers(pa.array(texts, pa.string()), ",", percent=False)
    assert len(found.values) == len(texts)
    assert not found.values[(found.reasons > 0) | found.missing].any()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(min_value=-(10**9), max_value=10**9, places=4), min_size=1, max_size=20))
def test_floats_of_four_decimals_come_back(values: list[Decimal]) -> None:
    found = numbers(pa.array([float(value) for value in values]), ".", percent=False)
    assert money(found.values).to_pylist() == values
    assert found.rounded == 0
    assert np.all(found.reasons == 0)
