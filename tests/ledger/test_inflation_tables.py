"""Tables of inflation: read as people write them, refused cell by cell."""

import io
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from trousseau.ledger.growth.reading import InflationError, _rate, read_inflation


@pytest.fixture
def table(tmp_path):
    """Write a file and read it."""

    def read(content, name="inflation.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_inflation(path)

    return read


def test_a_french_table(table):
    found = table(
        "Zone;Année;Inflation;Source\nIbérie;2025;2,7 %;INE\nIbérie;2025-03;2,25;INE\nAsie;2025;;\n", encoding="cp1252"
    )
    assert found.inflation().rates == {"Ibérie": {"2025": Decimal("0.027"), "2025-03": Decimal("0.0225")}}
    assert found.inflation().sources == ("INE",)


def test_a_workbook_with_dates(table):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["zone", "month", "inflation"])
        sheet.write_row(1, 0, ["Nord"])
        sheet.write_datetime(1, 1, date(2025, 3, 1), book.add_format({"num_format": "yyyy-mm"}))
        sheet.write_number(1, 2, 2.1)
        sheet.write_row(2, 0, ["Nord", 2024, -0.5])
    found = table(content.getvalue(), "inflation.xlsx")
    assert found.inflation().rates == {"Nord": {"2025-03": Decimal("0.021"), "2024": Decimal("-0.005")}}


def test_two_hundred_per_cent_is_taken_and_shown_again(table):
    found = table("zone,year,inflation\nSud,2024,200\n")
    assert found.lines[0].rate == 2
    assert [(remark.code, remark.value) for remark in found.remarks] == [("startling", "200")]


def test_fractions_are_suspected(table):
    found = table("zone,year,inflation\nSud,2024,0.021\nSud,2025,0.019\n")
    assert [remark.code for remark in found.remarks] == ["fractions"]


def test_every_wrong_cell_is_named(table):
    with pytest.raises(InflationError) as error:
        table("zone,year,inflation\nSud,2024,-100\nSud,20xx,3\nSud,2025,much\nSud,2023,1\nSud,2023,2\nSud,2023-13,1\n")
    assert [(p.code, p.row, p.column, p.value) for p in error.value.problems] == [
        ("impossible", 2, "inflation", "-100"),
        ("period", 3, "year", "20xx"),
        ("rate", 4, "inflation", "much"),
        ("twice", 6, "inflation", "2"),
        ("period", 7, "year", "2023-13"),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "inflation_empty"),
        ("zone,year,inflation\n", "inflation_empty"),
        ("zone,year\nSud,2024\n", "inflation_column"),
        (b"\x00\x01\x02", "inflation_unreadable"),
        (b"PK\x03\x04broken", "inflation_unreadable"),
    ],
)
def test_files_that_are_no_table(table, content, code):
    with pytest.raises(InflationError) as error:
        table(content)
    assert error.value.code == code


@given(st.decimals("-99.99", "100000", places=2))
def test_per_cents_come_back(value):
    for written in (f"{value}", f"{value} %".replace(".", ","), f"{value}\u00a0%"):
        assert _rate(written) == value / 100
