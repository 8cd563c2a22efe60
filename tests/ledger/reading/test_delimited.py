"""Delimited text: encodings, delimiters, headers, rows that do not fit."""

import gzip
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest

from ledger.reading.conftest import Result, codes, notes
from trousseau.ledger.reading import Inspection

SMALL = "Client;Date;Montant HT\nÉa;13/01/2024;1,5\nBé;14/01/2024;2\n"
Lines = Callable[..., Result]
Look = Callable[..., Inspection]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (SMALL.encode(), "utf-8"),
        (SMALL.encode("utf-8-sig"), "utf-8-sig"),
        (SMALL.encode("cp1252"), "cp1252"),
        (SMALL.encode("utf-16"), "utf-16"),
        ("\ufeff".encode("utf-16-be") + SMALL.encode("utf-16-be"), "utf-16"),
        (SMALL.encode("utf-16-le"), "utf-16-le"),
        (SMALL.replace("\n", "\r\n").encode(), "utf-8"),
        (SMALL.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_encodings_and_line_ends(lines_of: Lines, content: bytes, encoding: str) -> None:
    result = lines_of(content)
    assert result.inspection.encoding == encoding
    assert result.column("customer") == ["Éa", "Bé"]
    assert result.amount == Decimal("3.5")
    assert result.column("row") == [2, 3]


def test_a_byte_of_cp1252_in_row_200_000_is_read(lines_of: Lines) -> None:
    start = b"Client;Date;Montant HT\n" + b"ACME;13/01/2024;1,5\n" * 200_000
    result = lines_of(start + "Société;14/01/2024;2\n".encode("cp1252"))
    assert result.inspection.encoding == "cp1252"
    assert result.lines[-1]["customer"] == "Société"
    assert result.lines[-1]["row"] == 200_002


def test_utf8_with_some_bytes_of_cp1252_is_right_for_both(lines_of: Lines) -> None:
    result = lines_of("Client;Date;Montant HT\nÉa;13/01/2024;1\n".encode() + "Œb;14/01/2024;1\n".encode("cp1252"))
    assert result.column("customer") == ["Éa", "Œb"]
    assert notes(result.inspection)["encoding_mixed"] == {"row": 3}


def test_bytes_that_cp1252_does_not_define_are_shown_and_told(lines_of: Lines) -> None:
    result = lines_of(b"Client;Date;Montant HT\n\x81\xe9;13/01/2024;1\n")
    assert result.column("customer") == ["\ufffdé"]
    assert notes(result.inspection)["undefined_bytes"] == {"count": 1}


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(lines_of: Lines, delimiter: str) -> None:
    text = 'Client;Date;Montant HT;Note\n"A;B";13/01/2024;"1,5";x, y\nC;14/01/2024;2;\n'
    rows = text.replace('"A;B"', "@").replace(";", delimiter).replace("@", f'"A{delimiter}B"')
    if delimiter == ",":
        rows = rows.replace("x, y", '"x, y"')
    result = lines_of(rows)
    assert result.inspection.delimiter == delimiter
    assert result.column("customer") == [" ".join(f"A{delimiter}B".split()), "C"]
    assert result.amount == Decimal("3.5")


def test_the_hint_of_excel(lines_of: Lines) -> None:
    result = lines_of("sep=,\nClient,Date,Amount\nA,2024-01-13,1\n")
    assert (result.inspection.delimiter, result.inspection.header_row) == (",", 2)
    assert result.column("row") == [3]


def test_quotes_and_line_ends_in_values(lines_of: Lines) -> None:
    result = lines_of('"Client";Date;Montant HT\n"A\r\n ""B""";13/01/2024;1\n12" pipe;14/01/2024;2\n')
    assert result.column("customer") == ['A "B"', '12" pipe']
    assert result.column("row") == [2, 3]


def test_rows_are_numbered_as_a_spreadsheet_does(lines_of: Lines) -> None:
    result = lines_of(
        "Export des ventes 2024\n\nPériode : ;01/01/2024;au;31/01/2024\n"
        'Code;Client;Date;Montant HT\n001;"A\nB";13/01/2024;1\n\n;;;\n   \n002;C;14/01/2024;2\n003;D;;3\n'
    )
    assert result.inspection.header_row == 4
    assert result.column("row") == [5, 9]
    assert result.column("code") == ["001", "002"]
    assert result.reasons == {10: "date_missing"}
    assert result.counts.read == 3


def test_rows_that_do_not_fit(lines_of: Lines) -> None:
    good = "G;14/01/2024;1;EUR\n"
    result = lines_of(
        "Client;Date;Montant HT;Devise\n"
        + good * 3
        + "A;13/01/2024;5\nB;13/01/2024;5;EUR;;\nC;Fils;13/01/2024;5;EUR\n"
        + good
    )
    by_row = {line["row"]: line for line in result.lines}
    assert by_row[5]["currency"] is None
    assert by_row[6]["currency"] == "EUR"
    assert result.reasons == {7: "row_too_long"}
    assert by_row[8]["customer"] == "G"
    assert notes(result.inspection)["ragged_rows"] == {"rows": 2}


def test_many_rows_that_do_not_fit_keep_the_numbers_right(lines_of: Lines) -> None:
    rows = [f"A;13/01/2024;{n};EUR" if n % 7 else f"A;13/01/2024;{n}" for n in range(2, 60_000)]
    result = lines_of("Client;Date;Montant HT;Devise\n" + "\n".join(rows))
    assert all(line["amount"] == line["row"] for line in result.lines)
    assert result.counts.accepted == len(rows)


def test_cells_all_missing_at_the_end_of_every_row(lines_of: Lines) -> None:
    result = lines_of("Client;Date;Montant HT;Devise;Note;;\nA;13/01/2024;1\nB;14/01/2024;2\nC;14/01/2024;2;EUR\n")
    assert result.amount == 5
    assert result.column("currency") == [None, None, "EUR"]
    assert "empty_headers" not in notes(result.inspection)


def test_duplicate_and_empty_headers(look: Look, lines_of: Lines) -> None:
    text = "Client;Date;Montant HT;Note;Note;;\nA;13/01/2024;1;x;y;z;\n"
    result = lines_of(text)
    assert result.lines[0]["extra"] == '{"Note":"x","Note (2)":"y","Column 6":"z"}'
    assert notes(result.inspection)["duplicate_headers"] == {"names": {"Note (2)": "Note"}}
    assert notes(result.inspection)["empty_headers"] == {"names": ("Column 6",)}
    assert codes(look("Client;Date;Montant HT;Montant HT\nA;13/01/2024;1;2\n")) == ["field_choice"]


def test_two_thousand_columns(lines_of: Lines) -> None:
    names = ["Client", "Date", "Montant HT", *(f"c{n}" for n in range(1997))]
    result = lines_of(";".join(names) + "\n" + ";".join(["A", "13/01/2024", "1", *["x"] * 1997]) + "\n")
    assert result.amount == 1
    assert len(result.inspection.columns) == 2000


def test_no_header(look: Look, lines_of: Lines) -> None:
    mapping = {"customer": "Column 1", "date": "Column 2", "amount": "Column 3"}
    result = lines_of("A;13/01/2024;1,5\nB;14/01/2024;2\n", header_row=0, mapping=mapping)
    assert result.amount == Decimal("3.5")
    assert result.column("row") == [1, 2]


def test_a_chosen_header_row(lines_of: Lines) -> None:
    text = "Client;Date;Montant HT\nCustomer;Day;Amount\nA;13/01/2024;1\n"
    assert lines_of(text, header_row=2).inspection.mapping["customer"] == "Customer"


def test_packed(lines_of: Lines) -> None:
    assert lines_of(gzip.compress(SMALL.encode())).inspection.compression == "gzip"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../ventes.csv", SMALL.encode("cp1252"))
        archive.writestr("__MACOSX/._ventes.csv", b"x")
    result = lines_of(packed.getvalue())
    assert (result.inspection.compression, result.column("customer")) == ("zip", ["Éa", "Bé"])


def test_names_in_any_script_and_formulas_are_kept(lines_of: Lines) -> None:
    result = lines_of("Client;Date;Montant HT\nشركة;13/01/2024;1\n=cmd|' /C calc'!A0;14/01/2024;1\n'=x;14/01/2024;1\n")
    assert result.column("customer") == ["شركة", "=cmd|' /C calc'!A0", "=x"]


def test_names_are_cleaned(lines_of: Lines) -> None:
    result = lines_of(
        "Client;Code client;Date;Montant HT\n  A\u00a0  B ;007;13/01/2024;1\nCafe\u0301;NULL;14/01/2024;1\n"
    )
    assert result.column("customer") == ["A B", "Café"]
    assert result.column("code") == ["007", None]
    assert result.column("account") == ["007", "Café"]


def test_unknown_columns_are_kept_as_they_are(lines_of: Lines) -> None:
    result = lines_of(
        'Client;Date;Montant HT;Vendeur;Note "x"\nA;13/01/2024;1;"D ""J""";\nB;14/01/2024;1;;a\\b\nC;14/01/2024;1;;\n'
    )
    assert result.column("extra") == ['{"Vendeur":"D \\"J\\""}', '{"Note \\"x\\"":"a\\\\b"}', None]


def test_closing_early_leaves_nothing_running(look: Look) -> None:
    import threading

    from trousseau.ledger.reading import read

    found = look("Client;Date;Montant HT\n" + "A;13/01/2024;1\n" * 1_000_000)
    with read(found) as reading:
        batches = reading.batches()
        next(batches)
        assert 0 < reading.progress.rows < reading.progress.rows_total
        batches.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "reading-ahead"]
