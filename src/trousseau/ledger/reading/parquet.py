"""A Parquet file as a stream of columns, typed as the file types them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from trousseau.ledger.reading.header import MAX_COLUMNS, header_of
from trousseau.ledger.reading.model import Note, ReadingError
from trousseau.ledger.reading.opening import FREE, RATIO, Opened
from trousseau.ledger.reading.source import Chunk, Layout, without_blank

ROWS = 1 << 16
_SEEN = 1000
"""Records looked at to tell text that older writers leave without its type from bytes that are none."""
_HELD = 64 << 20
"""Bytes of text that a batch may come to where every record had the longest one."""
_LONGEST = 1 << 20
"""Bytes of a text; a dictionary of a few bytes on disk may spell each of a million records a megabyte long."""


class ParquetSource:
    """A Parquet file; its first record is row 1."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._done = 0
        try:
            with pq.ParquetFile(opened.inner) as file:
                schema: pa.Schema = file.schema_arrow
                self._rows = file.metadata.num_rows
                self._batch = records_at_once(opened.inner, file)
                first = next(file.iter_batches(batch_size=min(_SEEN, self._batch)), None)
        except (pa.ArrowException, OSError) as error:
            raise ReadingError("corrupt_parquet") from error
        if len(schema) > MAX_COLUMNS:
            raise ReadingError("too_many_columns", columns=len(schema), limit=MAX_COLUMNS)
        if self._rows == 0 or not len(schema) or first is None:
            raise ReadingError("no_lines", row=0)
        self._fields = [place for place in range(len(schema)) if _readable(first.column(place))]
        left = [schema.names[place] for place in range(len(schema)) if place not in self._fields]
        header = header_of([[schema.names[place] for place in self._fields]], 0, len(self._fields))
        notes = header.notes + ((Note("unreadable_columns", {"names": left}),) if left else ())
        self._layout = Layout("parquet", header.names, 0, compression=opened.compression, notes=notes)

    @property
    def path(self) -> Path:
        """The file as given."""
        return self._opened.path

    @property
    def layout(self) -> Layout:
        """How the file was understood."""
        return self._layout

    @property
    def bytes_total(self) -> int:
        """Size on disk of what is read."""
        return self._opened.inner.stat().st_size

    @property
    def bytes_done(self) -> int:
        """How much of it the current pass has read, judged by the rows."""
        return int(self.bytes_total * self._done // self._rows)

    def notes(self) -> tuple[Note, ...]:
        """Nothing is learnt on the way."""
        return ()

    def close(self) -> None:
        """Remove the unpacked copy, if there is one."""
        self._opened.close()

    def chunks(self) -> Iterator[Chunk]:
        """All rows, a few tens of thousands at a time."""
        self._done = 0
        try:
            with pq.ParquetFile(self._opened.inner, memory_map=True) as file:
                for batch in file.iter_batches(batch_size=self._batch):
                    rows = np.arange(self._done + 1, self._done + batch.num_rows + 1, dtype=np.int64)
                    rows, columns = without_blank(rows, [_plain(batch.column(place)) for place in self._fields])
                    self._done += batch.num_rows
                    yield Chunk(rows, columns)
        except (pa.ArrowException, OSError) as error:
            raise ReadingError("corrupt_parquet") from error


def records_at_once(path: Path, file: pq.ParquetFile) -> int:
    """How many records may be held, by the longest text a dictionary can spell; few files need less than ROWS.

    Raises:
        ReadingError: “line_too_long”, a text beyond _LONGEST; “too_large_unpacked”, pages packed beyond belief.
    """
    longest = 1
    texts = [name for name, kind in zip(file.schema_arrow.names, file.schema_arrow.types, strict=True) if _spelt(kind)]
    with pq.ParquetFile(path, memory_map=True, read_dictionary=texts) as probe:
        for group in range(file.metadata.num_row_groups):
            longest = max(longest, _packed(file.metadata.row_group(group)))
            first = next(probe.iter_batches(batch_size=1, row_groups=[group], columns=texts), None) if texts else None
            for column in first.columns if first is not None else ():
                if pa.types.is_dictionary(column.type) and len(column.dictionary):
                    longest = max(longest, pc.max(pc.binary_length(column.dictionary)).as_py() or 0)
            if longest > _LONGEST:
                raise ReadingError("line_too_long", row=1, limit=_LONGEST)
    return max(64, min(ROWS, _HELD // longest)) if longest > _HELD // ROWS else ROWS


def _packed(group: pq.RowGroupMetaData) -> int:
    """The longest text that values sharing their beginnings can come to in a group; pages within their limits."""
    longest = 0
    for place in range(group.num_columns):
        column = group.column(place)
        if column.total_uncompressed_size > max(FREE, RATIO * column.total_compressed_size):
            raise ReadingError("too_large_unpacked", unpacked=column.total_uncompressed_size, limit=FREE)
        if "DELTA_BYTE_ARRAY" in column.encodings:
            longest = max(longest, min(_LONGEST, column.total_uncompressed_size))
    return longest


def _spelt(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or _is_bytes(kind))


def _readable(column: pa.Array) -> bool:
    """Whether a column can be shown as text without loss; bytes can where they are UTF-8 text."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary
    if pa.types.is_fixed_size_binary(column.type):
        return False
    if not _is_bytes(column.type):
        return True
    try:
        text = column.cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return not pc.any(pc.match_substring_regex(text, r"[\x00-\x08]")).as_py()


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def _plain(column: pa.Array) -> pa.Array:
    """A column without dictionary, its strings of one kind, its instants on their own clock."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type) or _is_bytes(column.type):
        column = column.cast(pa.string())
    if pa.types.is_timestamp(column.type) and column.type.tz is not None:
        return _wall_time(column)
    return column


def _wall_time(column: pa.Array) -> pa.Array:
    try:
        return pc.local_timestamp(column)
    except pa.ArrowInvalid:  # a zone this machine does not know: its clock in UTC
        return column.cast(pa.timestamp(column.type.unit))
