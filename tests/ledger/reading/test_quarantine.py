"""Rejected lines: told, written, corrected, read again."""

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.reading.conftest import Result
from trousseau.ledger.reading import Choices, inspect, read, write_quarantine
from trousseau.ledger.reading.codes import REASONS

Lines = Callable[..., Result]
TEXT = (
    "Client;Code client;Date;Montant HT;Devise;Quantité;Coût;Note\n"
    'A;01;13/01/2024;100,50;EUR;1;80;"x;y"\n'
    "=cmd|calc;02;14/01/2024;1e5;EUR;1;80;\n"
    ";;15/01/2024;10;EUR;1;80;\n"
    "D;04;31/02/2024;20;EUR;1;80;\n"
    "E;05;16/01/2024;-30,25;EUR;deux;80;-n\n"
    "F;06;17/01/2024;40;ZZZ;1;80;\n"
    "G;07;18/01/2024;;EUR;1;80;\n"
    "H;08;19/01/2024;50;EUR;1;#N/A;\n"
)


def test_every_problem_is_told(lines_of: Lines) -> None:
    result = lines_of(TEXT)
    assert {(row["row"], row["column"], row["value"], row["reason"]) for row in result.quarantine} == {
        (3, "Montant HT", "1e5", "number_scientific"),
        (4, "Client", "", "account_missing"),
        (5, "Date", "31/02/2024", "date_impossible"),
        (6, "Quantité", "deux", "number_text"),
        (7, "Devise", "ZZZ", "currency_unknown"),
        (8, "Montant HT", "", "amount_missing"),
        (9, "Coût", "#N/A", "number_error"),
    }
    assert all(row["reason"] in REASONS for row in result.quarantine)
    assert result.amount == Decimal("100.50")


def test_sums_reconcile(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(TEXT)
    with read(inspect(path)) as reading:
        reading.table()
        assert reading.amount + reading.quarantined_amount == Decimal("100.50") + 10 + 20 - Decimal("30.25") + 40 + 50


@pytest.mark.parametrize("delimiter", [";", ","])
def test_written_corrected_and_read_again(tmp_path: Path, delimiter: str) -> None:
    path, back = tmp_path / "sales.csv", tmp_path / "rejected.csv"
    path.write_text(TEXT)
    found = inspect(path)
    with read(found) as reading:
        reading.table()
        names = [column.name for column in found.columns]
        assert write_quarantine(reading.quarantine.batches(), names, back, delimiter=delimiter) == 7
    with back.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=delimiter))
    assert rows[0]["Client"] == "'=cmd|calc"
    assert (rows[3]["Montant HT"], rows[3]["Note"]) == ("-30,25", "'-n")
    mended = {"1e5": "100000", "31/02/2024": "28/02/2024", "deux": "2", "ZZZ": "USD", "#N/A": "1"}
    for row in rows:
        for name, value in row.items():
            row[name] = mended.get(value, value)
        row["Client"] = row["Client"] or "C"
        row["Montant HT"] = row["Montant HT"] or "7"
    with back.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    again = inspect(back, choices=Choices(mapping=found.mapping))
    with read(again) as reading:
        lines = reading.table().to_pylist()
        assert len(reading.quarantine) == 0
    assert [line["customer"] for line in lines] == ["=cmd|calc", "C", "D", "E", "F", "G", "H"]
    assert lines[3]["extra"] == '{"Note":"\'-n"}' or lines[3]["extra"] == '{"Note":"-n"}'
    assert sum(line["amount"] for line in lines) == 100000 + 10 + 20 - Decimal("30.25") + 40 + 7 + 50
