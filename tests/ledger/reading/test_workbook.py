"""Workbooks and Parquet: typed cells, sheets, formulas."""

import datetime as dt
import gzip
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ledger.reading.conftest import DAY, Result, codes, notes, workbook
from trousseau.ledger.reading import Inspection, ReadingError

Lines = Callable[..., Result]
Look = Callable[..., Inspection]
HALF_PAST_TEN = dt.datetime.fromisoformat("2024-01-13T10:30")
LATE = dt.datetime.fromisoformat("2024-01-12T23:30")
HEAD = ["N° facture", "Code client", "Client", "Date facture", "Montant HT", "Quantité", "Note"]


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def test_typed_cells(lines_of: Lines) -> None:
    rows = [
        ["Export des ventes"],
        [],
        HEAD,
        ["F1", 1001, "ACME", DAY, 1234.5, 1, None],
        ["F2", 1002.0, "Bêta", HALF_PAST_TEN, 0.1 + 0.2, 2.5, True],
        [3, "0003", "Gamma", 45304, "1 234,56", 3, 12.50],
        [],
        ["F4", 7, "Delta", "13/01/2024", -1e-7, 1, DAY],
        ["F5", 7, "Delta", DAY, 1e300, 1, None],
        [None, None, "Total", None, 2469.36, None, None],
    ]
    result = lines_of(workbook(("Ventes", rows)))
    assert result.inspection.format == "xlsx"
    assert (result.inspection.sheet, result.inspection.header_row) == ("Ventes", 3)
    assert result.column("code") == ["1001", "1002", "0003", "7"]
    assert result.column("date") == [DAY] * 4
    assert result.column("amount") == [Decimal("1234.5"), Decimal("0.3"), Decimal("1234.56"), 0]
    assert result.column("document") == ["F1", "F2", "3", "F4"]
    assert result.column("row") == [4, 5, 6, 8]
    assert result.column("extra") == [None, '{"Note":"true"}', '{"Note":"12.5"}', '{"Note":"2024-01-13"}']
    assert result.reasons == {9: "number_too_large"}
    assert result.totals[0]["amount"] == Decimal("2469.36")


def test_a_hidden_sheet_is_read_only_where_no_other_holds_lines(look: Look) -> None:
    lines = [HEAD, ["F1", 1, "A", DAY, 1, 1, None]]
    for first, expected in ((lines, "Ventes"), ([["Bonjour"]], "Anciennes")):
        book = openpyxl.load_workbook(io.BytesIO(workbook(("Ventes", first), ("Anciennes", lines))))
        book["Anciennes"].sheet_state = "hidden"
        content = io.BytesIO()
        book.save(content)
        found = look(content.getvalue())
        assert (found.sheet, codes(found)) == (expected, [])


def test_the_sheet_that_holds_lines(look: Look, lines_of: Lines) -> None:
    lines = [HEAD, ["F1", 1, "A", DAY, 1, 1, None]]
    one = workbook(("Lisez-moi", [["Bonjour"]]), ("Ventes", lines), ("Paramètres", [["a", "b"], [1, 2]]))
    assert notes(look(one))["sheet_chosen"] == {"sheet": "Ventes", "others": ("Lisez-moi", "Paramètres")}
    two = workbook(("2024", lines), ("2025", lines * 1))
    (question,) = look(two).questions
    assert (question.code, question.flag, question.params["sheets"]) == ("sheet", "--sheet", ("2024", "2025"))
    assert lines_of(two, sheet="2025").counts.accepted == 1
    with pytest.raises(ReadingError, match="sheet_not_found"):
        look(two, sheet="2026")


def test_formulas_never_calculated_are_told(lines_of: Lines) -> None:
    result = lines_of(workbook(("S", [["Client", "Date", "Montant HT"], ["A", DAY, "=1+1"], ["B", DAY, 3]])))
    assert result.reasons == {2: "amount_missing"}
    assert notes(result.inspection)["uncalculated"] == {"column": "Montant HT", "cells": 1}


def test_a_workbook_of_another_name_or_packed(lines_of: Lines) -> None:
    content = workbook(("S", [["Client", "Date", "Montant HT"], ["A", DAY, 3]]))
    assert lines_of(gzip.compress(content)).inspection.compression == "gzip"


def test_ods(lines_of: Lines) -> None:
    cells = (
        '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>',
        '<table:table-cell office:value-type="date" office:date-value="{}"/>',
        '<table:table-cell office:value-type="float" office:value="{}"/>',
    )
    text = cells[0]
    rows = [
        "".join(text.format(name) for name in ("Client", "Date", "Montant HT")),
        cells[0].format("Éa") + cells[1].format("2024-01-13") + cells[2].format("12.5"),
    ]
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Ventes">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    result = lines_of(packed.getvalue())
    assert result.inspection.format == "ods"
    assert (result.column("customer"), result.column("date"), result.amount) == (
        ["Éa"],
        [DAY],
        Decimal("12.5"),
    )


def test_parquet_types(lines_of: Lines) -> None:
    table = pa.table(
        {
            "customer": pa.array(["A", "B", "C", None, "E"]).dictionary_encode(),
            "customer_code": pa.array([1001.0, 2.0, None, None, 5.0]),
            "date": pa.array([LATE] * 4 + [None], pa.timestamp("us", "Europe/Paris")),
            "amount": [1.005, float("nan"), 3.0, 5.0, 1.0],
            "quantity": pa.array([1, 2, 3, 4, 5], pa.uint64()),
            "cost": pa.array([Decimal("1.23")] * 5, pa.decimal128(38, 10)),
            "tags": [["x"], [], None, [], []],
            "blob": [b"\x00"] * 5,
        }
    )
    result = lines_of(parquet(table))
    assert result.column("account") == ["1001", "C"]
    assert result.column("date") == [dt.date(2024, 1, 13)] * 2
    assert result.column("amount") == [Decimal("1.005"), 3]
    assert result.column("row") == [1, 3]
    assert result.column("cost") == [Decimal("1.23")] * 2
    assert result.column("extra") == ['{"tags":"[\\"x\\"]"}', None]
    assert result.reasons == {2: "number_not_finite", 4: "account_missing", 5: "date_missing"}
    assert notes(result.inspection)["unreadable_columns"] == {"names": ["blob"]}


def test_parquet_dates_as_whole_numbers_and_text(look: Look, lines_of: Lines) -> None:
    table = pa.table({"client": ["A"], "OrderDateKey": [20240113], "Montant HT": ["1 234,56"]})
    mapping = {"date": "OrderDateKey"}
    result = lines_of(parquet(table), mapping=mapping)
    assert (result.column("date"), result.amount) == ([DAY], Decimal("1234.56"))
    assert codes(look(parquet(pa.table({"client": ["A"], "date": ["01/02/2024"], "amount": [1]})))) == ["dates"]
