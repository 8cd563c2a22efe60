"""Parquet files of writers old and new."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ledger.reading.conftest import notes
from trousseau.ledger.reading import inspect, read


def test_text_that_an_older_writer_left_as_bytes_is_text_and_pictures_are_not(tmp_path: Path):
    path = tmp_path / "old.parquet"
    table = pa.table(
        {
            "date": pa.array([b"2024-01-02", b"2024-01-03"], pa.binary()),
            "customer": pa.array(["Érable".encode(), b"Vernay"], pa.binary()),
            "amount": [1.5, 2.25],
            "photo": pa.array([b"\xff\xd8\x00", b"\x89PNG"], pa.binary()),
        }
    )
    pq.write_table(table, path)

    inspection = inspect(path)
    lines = pa.Table.from_batches(list(read(inspection).batches()))

    assert lines["customer"].to_pylist() == ["Érable", "Vernay"]
    assert "unreadable_columns" in notes(inspection)
