"""Files that cannot be read: one code, nothing left behind."""

import gzip
import io
import os
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ledger.reading.conftest import DAY, workbook
from trousseau.ledger.reading import Choices, Inspection, ReadingError, inspect, read
from trousseau.ledger.reading import quarantine as quarantine_module

Look = Callable[..., Inspection]
SMALL = b"Client;Date;Montant HT\nA;13/01/2024;1\n"


def _zip(*files: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return packed.getvalue()


def _declaring(size: int, content: bytes) -> bytes:
    """A workbook whose sheet declares this size."""
    patched = bytearray(content)
    at = patched.find(b"PK\x01\x02")
    while at >= 0:
        if patched[at + 46 :].startswith(b"xl/worksheets"):
            struct.pack_into("<I", patched, at + 24, size)
        at = patched.find(b"PK\x01\x02", at + 4)
    return bytes(patched)


def _parquet() -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"customer": ["A"] * 1000}), sink)
    return sink.getvalue()


BOOK = workbook(("Ventes", [["Client", "Date", "Montant HT"], ["A", DAY, 1]]))

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SWALLOWING = b'Client;Date;Montant HT\n"A;13/01/2024;1\nB;14/01/2024;2\n'

REFUSED = {
    "empty": (b"", "empty_file"),
    "blank": (b"\n \n", "empty_file"),
    "empty gzip": (gzip.compress(b""), "empty_file"),
    "header only": (b"Client;Date;Montant HT\n", "no_lines"),
    "header and blanks": (b"Client;Date;Montant HT\n;;\n\n", "no_lines"),
    "binary": (os.urandom(5000), "binary_file"),
    "zeros": (b"\0" * 5000, "binary_file"),
    "pdf": (b"%PDF-1.7 blah", "binary_file"),
    "json": (b'{"a": 1}', "binary_file"),
    "html": (b"<html><body><table><tr><td>Client</td></tr></table>", "html_table"),
    "xml": (b"<?xml version='1.0'?><rows/>", "binary_file"),
    "xz": (b"\xfd7zXZ\x00" + b"0" * 100, "compression"),
    "cut gzip": (gzip.compress(SMALL * 1000)[:-12], "truncated_gzip"),
    "damaged gzip": (gzip.compress(SMALL * 1000)[:30] + b"x" * 30, "corrupt_gzip"),
    "two files": (_zip(("a.csv", SMALL), ("b.csv", SMALL)), "zip_several_files"),
    "no file": (_zip(), "zip_empty"),
    "damaged zip": (_zip(("a.csv", SMALL))[:-30], "corrupt_zip"),
    "zip bomb": (lambda: _zip(("a.csv", b"0" * (300 << 20))), "too_large_unpacked"),
    "gzip bomb": (lambda: gzip.compress(b"a;b\n" * (80 << 20), 9), "too_large_unpacked"),
    "workbook bomb": (_declaring(0xFFFFFFF0, BOOK), "too_large_unpacked"),
    "cut workbook": (BOOK[:2000], "corrupt_workbook"),
    "word": (_zip(("[Content_Types].xml", b""), ("word/document.xml", b"")), "binary_file"),
    "empty workbook": (workbook(("S", [])), "no_sheet"),
    "protected workbook": (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "cut parquet": (_parquet()[:-20], "corrupt_parquet"),
    "open quote": (SWALLOWING, "unclosed_quote"),
    "open quote closed by the next": (SWALLOWING + b'"C";15/01/2024;3\n', "unclosed_quote"),
    "one long line": (b"Client;Date;Montant HT\n" + b"x" * (6 << 20), "line_too_long"),
    "no header": (b"A;13/01/2024;1\nB;14/01/2024;2\n", "header_not_found"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused(look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    content, code = REFUSED[name]
    with pytest.raises(ReadingError) as refusal:
        look(content() if callable(content) else content)
    assert refusal.value.code == code
    assert list(folder.iterdir()) == []


def test_a_long_line_further_down(look: Look) -> None:
    with pytest.raises(ReadingError) as refusal:
        look(SMALL + b"B;14/01/2024;2\n" * 200_000 + b"x" * (12 << 20))
    assert refusal.value.code == "line_too_long"


def test_missing_folder_and_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadingError, match="missing_file"):
        inspect(tmp_path / "nothing.csv")
    with pytest.raises(ReadingError, match="is_folder"):
        inspect(tmp_path)
    path = tmp_path / "sales.csv"
    path.write_bytes(SMALL)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadingError, match="no_permission"):
        inspect(path)


@pytest.mark.parametrize(
    ("choices", "code", "params"),
    [
        ({"delimiter": "|"}, "wrong_delimiter", {"delimiter": "|", "found": ";"}),
        ({"delimiter": ","}, "wrong_delimiter", {"delimiter": ",", "found": ";"}),
        ({"header_row": 99}, "header_row_not_found", {"row": 99, "rows": 2}),
        ({"encoding": "klingon"}, "unknown_encoding", {"encoding": "klingon"}),
        ({"encoding": "utf-16"}, "wrong_encoding", None),
    ],
)
def test_choices_that_do_not_fit(look: Look, choices: dict[str, object], code: str, params: object) -> None:
    with pytest.raises(ReadingError) as refusal:
        look(SMALL, **choices)
    assert refusal.value.code == code
    assert params is None or refusal.value.params == params


def test_nothing_is_left_when_a_packed_file_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setattr(quarantine_module, "IN_MEMORY", 1000)
    path = tmp_path / "sales.zip"
    path.write_bytes(_zip(("a.csv", SMALL + b"B;14/01/2024;bad\n" * 200_000)))
    choices = Choices(mapping={"amount": "Montant HT"})
    with inspect(path, choices=choices) as found, read(found) as reading:
        assert reading.table().num_rows == 1
        assert len(reading.quarantine) == 200_000
        assert list(folder.iterdir())
        assert sum(batch.num_rows for batch in reading.quarantine.batches()) == 200_000
        assert reading.quarantine.head(3).column("row").to_pylist() == [3, 4, 5]
    assert list(folder.iterdir()) == []


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    path = tmp_path / "sales.zip"
    path.write_bytes(_zip(("a.csv", SMALL)))
    opened = Path.open

    def full(self: Path, mode: str = "r", *args: object, **more: object) -> object:
        return opened(Path("/dev/full") if "w" in mode else self, mode, *args, **more)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(ReadingError, match="no_space"):
        inspect(path, choices=Choices())


def test_a_stray_cell_at_the_end_of_a_sheet(look: Look) -> None:
    far = openpyxl.load_workbook(io.BytesIO(BOOK))
    far.active.cell(1_048_576, 16_384, "x")
    content = io.BytesIO()
    far.save(content)
    with pytest.raises(ReadingError) as refusal:
        look(content.getvalue())
    assert refusal.value.params == {"rows": 1_048_576, "columns": 16_384}
    assert refusal.value.code == "sheet_too_large"


def test_amounts_with_commas_between_commas(look: Look) -> None:
    with pytest.raises(ReadingError) as refusal:
        look("Client,Date,Montant HT\nA,13/01/2024,10,50\nB,14/01/2024,12,75\n")
    assert refusal.value.code == "wider_than_header"
    assert refusal.value.params == {"columns": 3, "cells": 4, "row": 2}
