"""Files made to fill the memory are refused by every reader, with a sentence, before they can."""

import gzip
import io
import subprocess
import sys
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from trousseau.figures.language import Language
from trousseau.figures.problems import error as sentence
from trousseau.ledger.growth.reading import InflationError, read_inflation
from trousseau.ledger.pricelists_reading import PriceListError, read_price_list
from trousseau.ledger.rates import RatesError
from trousseau.ledger.rates.company import own
from trousseau.ledger.reading import ReadingError, inspect, read
from trousseau.ledger.reading.small import rows_of
from trousseau.ledger.segments.table import SegmentsError, read_table

SHEET = (
    '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "' + "ha" * 50 + '">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 30}">' for a, b in zip("abcdef", "bcdefg", strict=True)
) + "]>"  # fmt: skip


def book(rows, doctype="", **more):
    """A workbook whose sheet is written by hand; `more` parts by their names."""
    made, packed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(made) as plain:
        plain.add_worksheet("S")
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {name: whole.read(name) for name in whole.namelist()}
        parts |= more | {"xl/worksheets/sheet1.xml": SHEET.format(doctype=doctype, rows=rows)}
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def text_row(number, *cells):
    inner = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inner}</row>'


HEAD = text_row(1, "code", "segment")
STRAY = book(HEAD + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
BOMBS = {
    "a stray cell": STRAY,
    "a sheet of zeros": book(HEAD, **{"xl/sharedStrings.xml": b"0" * (300 << 20)}),
    "a packed text": gzip.compress(b"code;segment\n" + b"A;B\n" * (9 << 20), 1),
    "a workbook in gzip": gzip.compress(STRAY),
    "a long line": b"code;segment\n" + b"x" * (40 << 20),
    "an archive of archives": gzip.compress(gzip.compress(b"0" * (5 << 20))),
}


@pytest.mark.parametrize("name", BOMBS)
def test_small_tables_are_read_within_limits_by_whoever_asks(tmp_path, name):
    path = tmp_path / "../x;=cmd|.xlsx".rpartition("/")[2]
    path.write_bytes(BOMBS[name])
    with pytest.raises(ReadingError) as refused:
        rows_of(path)
    for language in ("fr", "en"):
        said = sentence(refused.value.code, refused.value.params, Language(language))
        assert said
        assert "{" not in said
    for reader, error in (
        (read_table, SegmentsError),
        (read_inflation, InflationError),
        (read_price_list, PriceListError),
    ):
        with pytest.raises(error):
            reader(path)


def told(path):
    """The cells as text, or why there are none."""
    try:
        return [str(cell) for row in rows_of(path) for cell in row]
    except ReadingError as error:
        return [error.code]


def test_entities_of_xml_are_never_spelt_out(tmp_path):
    """A workbook may define what it likes (a thousand million laughs, a file of the server): no cell says it."""
    path = tmp_path / "b.xlsx"
    for doctype in (LAUGHS, '<!DOCTYPE x [<!ENTITY g SYSTEM "file:///etc/passwd">]>'):
        path.write_bytes(book(HEAD + text_row(2, "A", "&g;"), doctype))
        assert all(len(cell) < 100 and "root:" not in cell for cell in told(path))
    path.write_bytes(book("<x>" * 200_000 + "</x>" * 200_000))
    assert told(path) in ([], ["corrupt_workbook"])


MEASURED = """
import resource, sys
from trousseau.ledger.reading import ReadingError, inspect, read
import pyarrow.parquet, pyarrow.compute
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, lines, code = peak(), 0, ""
try:
    with read(inspect(sys.argv[1])) as reading:
        for batch in reading.batches():
            lines += batch.num_rows
except ReadingError as error:
    code = error.code
print(lines, code or "-", peak() - before)
"""


def sales(path, note, rows):
    """Sales lines of which each bears the same note, spelt once on disk."""
    table = pa.table(
        {
            "Client": pa.array(["A"]).take(pa.array([0] * rows)).dictionary_encode(),
            "Date": ["2024-03-01"] * rows,
            "Montant HT": pa.array([1.5] * rows),
            "Note": pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), [note]),
        }
    )
    pq.write_table(table, path, compression="zstd", store_schema=False, dictionary_pagesize_limit=64 << 20)
    return path


def test_a_parquet_that_spells_a_megabyte_a_million_times(tmp_path):
    with pytest.raises(ReadingError) as refused, read(inspect(sales(tmp_path / "a.parquet", "x" * (2 << 20), 1_000))):
        pass
    assert refused.value.code == "line_too_long"
    path = sales(tmp_path / "b.parquet", "x" * 500_000, 8_000)
    assert path.stat().st_size < 1 << 20
    done = subprocess.run([sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True)
    lines, code, megabytes = done.stdout.split()
    assert code == "-"
    assert int(lines) == 8_000
    assert int(megabytes) < 700  # of the 4,000 that the notes come to
    rates = sales(tmp_path / "r.parquet", "x" * 500_000, 8_000)
    with pytest.raises(RatesError):
        own(rates, "EUR")
