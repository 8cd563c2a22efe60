"""Tables out: formulas neutralised, numbers and dates kept."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.figures.export import neutral, write_csv, write_xlsx

HEADER = ["Client", "=Ventes", "Jour"]
ROWS = [
    ["=cmd|' /C calc'!A0", Decimal("-1234.50"), date(2026, 11, 22)],
    ["@SUM(1)", -3.5, None],
    ["+33 1 23", float("nan"), None],
    ["Aérolys\x07", 0, None],
]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\n=x", " =1", "＝1", "\ufeff=1", "|x"])
def test_formulas_are_neutralised(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Alstrom", "a=b", "1-2", "'=x"])
def test_other_text_is_left_alone(text):
    assert neutral(text) == text


def test_csv():
    file = io.StringIO(newline="")
    assert write_csv(file, HEADER, ROWS, decimal=",", delimiter=";") == 4
    lines = file.getvalue().split("\r\n")
    assert lines[0] == "Client;'=Ventes;Jour"
    assert lines[1] == "'=cmd|' /C calc'!A0;-1234,50;2026-11-22"
    assert lines[3] == "'+33 1 23;;"


def test_xlsx():
    file = io.BytesIO()
    write_xlsx(file, HEADER, ROWS, sheet="Bilan: 2026/11 [A]")
    sheet = openpyxl.load_workbook(file).active
    assert sheet["A2"].value == "'=cmd|' /C calc'!A0"
    assert sheet["A2"].data_type == "s"
    assert sheet["B2"].value == -1234.5
    assert sheet["C2"].value.date() == date(2026, 11, 22)
    assert sheet["B4"].value is None
    assert sheet["A5"].value == "Aérolys"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=12))
def test_no_cell_ever_starts_a_formula(text):
    assert not neutral(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
