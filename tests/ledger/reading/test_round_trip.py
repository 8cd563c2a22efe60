"""A table written in any format and any locale is read back exactly."""

import csv
import datetime as dt
import gzip
import io
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.reading.conftest import workbook
from trousseau.ledger.reading import Choices, inspect, read
from trousseau.ledger.reading.dates import last_day

Sale = tuple[str, str, dt.date, Decimal]

NAMES = st.text(
    st.characters(codec="cp1252", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u00a0\u00ad"),
    min_size=1,
    max_size=20,
).map(lambda text: " ".join(("Sté " + text).split()))
SALES = st.lists(
    st.tuples(
        NAMES,
        st.from_regex(r"[A-Z0-9]{1,8}", fullmatch=True).filter(lambda code: code != "NULL"),
        st.dates(dt.date(1995, 1, 1), last_day()),
        st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    ),
    min_size=1,
    max_size=25,
)


@dataclass(frozen=True)
class Locale:
    """How a program writes."""

    header: tuple[str, str, str, str]
    day: str
    order: str
    decimal: str
    thousands: str
    minus: str
    delimiter: str


LOCALES = (
    Locale(("Client", "Code client", "Date facture", "Montant HT"), "%d/%m/%Y", "dmy", ",", "\u202f", "-{}", ";"),
    Locale(("Raison sociale", "N° client", "Date", "CA HT"), "%d/%m/%y", "dmy", ",", " ", "{}-", "\t"),
    Locale(("Client", "Code tiers", "Date pièce", "Total HT"), "%d.%m.%Y", "dmy", ",", ".", "({})", ";"),
    Locale(("Customer", "Customer No.", "Invoice Date", "Net Amount"), "%m/%d/%Y", "mdy", ".", ",", "({})", ","),
    Locale(
        ("Customer name", "Account code", "Posting date", "Sales amount"),
        "%Y-%m-%d",
        "ymd",
        ".",
        "",
        "-{}",
        "|",
    ),
    Locale(("Client", "Code client", "Date facture", "Montant HT"), "%Y%m%d", "ymd", ".", "'", "−{}", ";"),
)


def number(value: Decimal, locale: Locale) -> str:
    text = f"{abs(value):,.2f}".replace(",", "T").replace(".", locale.decimal).replace("T", locale.thousands)
    return locale.minus.format(text) if value < 0 else text


def as_csv(sales: list[Sale], locale: Locale, encoding: str, titles: int, order: list[int]) -> bytes:
    text = io.StringIO()
    for _ in range(titles):
        text.write("Export des ventes\r\n")
    writer = csv.writer(text, delimiter=locale.delimiter)
    writer.writerow([locale.header[place] for place in order])
    for name, code, day, amount in sales:
        cells = (name, code, day.strftime(locale.day), number(amount, locale))
        writer.writerow([cells[place] for place in order])
    return text.getvalue().encode(encoding)


def read_back(content: bytes, choices: Choices) -> list[Sale]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sales"
        path.write_bytes(content)
        with inspect(path, choices=choices) as found, read(found) as reading:
            table = reading.table()
            assert not list(reading.quarantine), list(reading.quarantine)
            assert not list(reading.totals)
        columns = (table[name].to_pylist() for name in ("customer", "code", "date", "amount"))
        return list(zip(*columns, strict=True))


@settings(max_examples=120, deadline=None)
@given(
    SALES,
    st.sampled_from(LOCALES),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.integers(0, 2),
    st.permutations(range(4)),
)
def test_delimited(sales: list[Sale], locale: Locale, encoding: str, titles: int, order: list[int]) -> None:
    if encoding == "cp1252" and not all(mark.encode("cp1252", "ignore") for mark in locale.thousands + locale.minus):
        encoding = "utf-8"
    content = as_csv(sales, locale, encoding, titles, order)
    choices = Choices(dates=locale.order, decimal=locale.decimal, delimiter=locale.delimiter)
    assert read_back(gzip.compress(content) if titles else content, choices) == sales


@settings(max_examples=30, deadline=None)
@given(SALES, st.booleans())
def test_workbooks(sales: list[Sale], typed: bool) -> None:
    locale = LOCALES[0]
    rows: list[list[object]] = [list(locale.header)]
    for name, code, day, amount in sales:
        rows.append(
            [
                f"{name}",
                code,
                day if typed else day.strftime(locale.day),
                float(amount) if typed else number(amount, locale),
            ]
        )
    # openpyxl takes "=…" for a formula: names start with a word here
    assert read_back(workbook(("Ventes", rows)), Choices(dates="dmy", decimal=",")) == sales


@settings(max_examples=40, deadline=None)
@given(SALES, st.sampled_from(["decimal", "float", "text"]))
def test_parquet(sales: list[Sale], kind: str) -> None:
    names, codes, days, amounts = (list(column) for column in zip(*sales, strict=True))
    money = {
        "decimal": lambda: pa.array(amounts, pa.decimal128(18, 4)),
        "float": lambda: pa.array([float(amount) for amount in amounts]),
        "text": lambda: pa.array([str(amount) for amount in amounts]),
    }[kind]()
    table = pa.table({"customer": names, "customer_code": codes, "date": days, "amount": money})
    content = io.BytesIO()
    pq.write_table(table, content)
    assert read_back(content.getvalue(), Choices(decimal=".")) == sales
