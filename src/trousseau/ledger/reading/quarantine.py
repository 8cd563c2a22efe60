"""Rejected lines kept apart, in memory and then on disk, and written as a file to correct and read again."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from trousseau.ledger.lines import QUARANTINE
from trousseau.ledger.reading.numbers import NumberShape, number_shape
from trousseau.ledger.reading.opening import clear_errors

IN_MEMORY = 32 << 20
"""Bytes kept in memory before the disk is used."""
ROW, COLUMN, REASON = "trousseau_row", "trousseau_column", "trousseau_reason"
OUR_COLUMNS = (ROW, COLUMN, REASON)
"""Columns that our files of rejected lines add, and that reading leaves aside."""
_TO_SHAPE = str.maketrans("123456789", "000000000")


class Spill:
    """Record batches of one schema, in memory up to a bound and in a temporary file beyond it."""

    def __init__(self, schema: pa.Schema) -> None:
        self.schema = schema
        self._rows = 0
        self._bytes = 0
        self._memory: list[pa.RecordBatch] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._writer: pa.ipc.RecordBatchFileWriter | None = None
        self._files: list[Path] = []

    def __len__(self) -> int:
        return self._rows

    def append(self, batch: pa.RecordBatch) -> None:
        """Keep one more batch.

        Raises:
            ReadingError: When the disk is full.
        """
        if not batch.num_rows:
            return
        self._rows += batch.num_rows
        self._bytes += batch.nbytes
        self._memory.append(batch)
        if self._bytes > IN_MEMORY:
            self._to_disk()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Everything kept, in the order it came."""
        for path in self._files:
            with pa.ipc.open_file(pa.memory_map(str(path))) as reader:
                for place in range(reader.num_record_batches):
                    yield reader.get_batch(place)
        yield from list(self._memory)

    def head(self, limit: int = 100) -> pa.Table:
        """The first rows."""
        kept: list[pa.RecordBatch] = []
        left = limit
        for batch in self.batches():
            kept.append(batch.slice(0, left))
            left -= kept[-1].num_rows
            if left <= 0:
                break
        return pa.Table.from_batches(kept, self.schema)

    def __iter__(self) -> Iterator[dict[str, object]]:
        """Each row as a dict."""
        for batch in self.batches():
            yield from batch.to_pylist()

    def close(self) -> None:
        """Remove what is on disk."""
        self._memory.clear()
        self._files.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder.name, ignore_errors=True)
            self._folder.cleanup()
            self._folder = None

    def _to_disk(self) -> None:
        with clear_errors():
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="trousseau-")
            path = Path(self._folder.name) / f"{len(self._files):06d}.arrow"
            with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, self.schema) as writer:
                for batch in self._memory:
                    writer.write_batch(batch)
        self._files.append(path)
        self._memory.clear()
        self._bytes = 0


def write_quarantine(
    rejected: Iterator[pa.RecordBatch], columns: Sequence[str], path: Path, *, delimiter: str = ";"
) -> int:
    """Write rejected lines as a file to correct in a spreadsheet and to read again under the same mapping.

    The file is UTF-8 with its mark. The columns of the original come first, then the row, column and reason,
    which reading leaves aside. Text that a spreadsheet would run as a formula gets an apostrophe, which
    reading takes off.

    Args:
        rejected: Batches of `QUARANTINE`.
        columns: The columns of the original file, in its order.
        path: Where to write.
        delimiter: What separates the cells.

    Returns:
        How many lines were written.

    Raises:
        ReadingError: When the disk is full or the folder may not be written.
    """
    written = 0
    known = set(columns)
    with clear_errors(), path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([*columns, *OUR_COLUMNS])
        for batch in rejected:
            for row in batch.to_pylist():
                cells: dict[str, str] = json.loads(row["cells"])
                beyond = [value for name, value in cells.items() if name not in known]
                texts = [neutral(cells.get(name, "")) for name in columns]
                writer.writerow([*texts, row["row"], neutral(row["column"]), row["reason"], *beyond])
                written += 1
    return written


def neutral(text: str) -> str:
    """A text that no spreadsheet runs: =, +, −, @, tab or return at its start go behind an apostrophe."""
    if not text.startswith(("=", "+", "-", "@", "\t", "\r")):
        return text
    is_number = isinstance(number_shape(text.translate(_TO_SHAPE).encode()), NumberShape)
    return text if is_number else "'" + text


def empty_quarantine() -> Spill:
    """Where the rejected lines of one reading are kept."""
    return Spill(QUARANTINE)
