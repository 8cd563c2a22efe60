"""Delimited text as a stream of columns: pyarrow parses, we mend ragged rows and keep their numbers right."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from trousseau.ledger.reading.delimiter import Records, is_wide_label, rank, records, score
from trousseau.ledger.reading.encoding import Utf8Stream, WrongEncodingError
from trousseau.ledger.reading.header import filled, find_header, header_of, usual_width, width
from trousseau.ledger.reading.model import Choices, Note, Question, ReadingError
from trousseau.ledger.reading.opening import Opened, clear_errors, text_stream
from trousseau.ledger.reading.shapes import Ints
from trousseau.ledger.reading.source import Chunk, Layout, Rejected, without_blank
from trousseau.ledger.reading.text import holds_byte

BLOCK = 4 << 20
"""Bytes parsed at once; a longer record is no sales line."""
_HEAD = 1 << 20


class DelimitedSource:
    """A delimited file whose encoding, delimiter and header are known."""

    def __init__(self, opened: Opened, layout: Layout, *, skip: int, width: int) -> None:
        self._opened = opened
        self._layout = layout
        self._skip = skip
        self._width = width
        self._done = 0
        self._undefined = 0
        self._ragged = 0
        self._number = 0

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
        """How much of it the current pass has read."""
        return self._done

    def notes(self) -> tuple[Note, ...]:
        """What the last pass over the rows has taught."""
        notes = []
        if self._undefined:
            notes.append(Note("undefined_bytes", {"count": self._undefined}))
        if self._ragged:
            notes.append(Note("ragged_rows", {"rows": self._ragged}))
        return tuple(notes)

    def close(self) -> None:
        """Remove the unpacked copy, if there is one."""
        self._opened.close()

    def chunks(self) -> Iterator[Chunk]:
        """The rows under the header; blank ones are left out but counted in the numbers."""
        self._done = self._undefined = self._ragged = self._number = 0
        with clear_errors(), self._opened.inner.open("rb") as raw:
            stream = Utf8Stream(text_stream(self._opened, raw), self._layout.encoding or "utf-8", skip=self._skip)
            try:
                for chunk in self._parsed(stream):
                    self._done = raw.tell()
                    yield chunk
            except pa.ArrowInvalid as error:
                raise self._refused(error, stream) from error
            except (OSError, WrongEncodingError, ReadingError) as error:
                raise (stream.error or error) from None
            self._undefined = stream.undefined

    def _parsed(self, stream: Utf8Stream) -> Iterator[Chunk]:
        invalid: list[tuple[int, str]] = []

        def keep(row: arrow_csv.InvalidRow) -> str:
            invalid.append((row.number, row.text))
            return "skip"

        reader = _open(stream, self._width, self._layout.delimiter or ",", keep)
        for batch in reader or ():
            # the parser runs ahead: rows refused further down wait for the batch they stand in
            rows, jumped = _numbered(self._number, batch.num_rows, invalid)
            self._number += batch.num_rows + jumped
            mended, rejected = self._mend(invalid[:jumped])
            del invalid[:jumped]
            yield self._chunk(batch, rows, rejected)
            if mended is not None:
                yield mended
        mended, rejected = self._mend(invalid)
        if rejected:
            none = [pa.array([], pa.string()) for _ in self._layout.names]
            yield Chunk(np.zeros(0, np.int64), none, rejected)
        if mended is not None:
            yield mended

    def _chunk(self, batch: pa.RecordBatch, rows: Ints, rejected: tuple[Rejected, ...]) -> Chunk:
        rows, columns = without_blank(rows, batch.columns)
        self._check_swallowed(rows, columns)
        beyond = len(self._layout.names) - self._width
        empty = pa.repeat(pa.scalar("", pa.string()), len(rows))
        return Chunk(rows + self._layout.header_row, [*columns, *([empty] * beyond)], rejected)

    def _check_swallowed(self, rows: Ints, columns: Sequence[pa.Array]) -> None:
        for column in columns:
            if holds_byte(column, b"\n"):
                for place in np.flatnonzero(pc.match_substring(column, "\n").to_numpy(zero_copy_only=False)):
                    self._check_quote([column[int(place)].as_py()], int(rows[place]) + self._layout.header_row)

    def _mend(self, invalid: Sequence[tuple[int, str]]) -> tuple[Chunk | None, tuple[Rejected, ...]]:
        """Complete short rows; refuse those with more cells than there are columns."""
        rows: list[int] = []
        cells: list[list[str]] = []
        rejected: list[Rejected] = []
        size = len(self._layout.names)
        for number, text in invalid:
            row = number + self._layout.header_row
            found = next(csv.reader(text.splitlines(keepends=True), delimiter=self._layout.delimiter or ","), [])
            if any("\n" in cell for cell in found):
                self._check_quote(found, row)
            while found and not found[-1].strip():
                found.pop()
            if len(found) > size:
                rejected.append(Rejected(row, tuple(found)))
            elif found:
                self._ragged += 1
                rows.append(row)
                cells.append(found + [""] * (size - len(found)))
        if not rows:
            return None, tuple(rejected)
        columns = [pa.array(column, pa.string()) for column in zip(*cells, strict=True)]
        return Chunk(np.array(rows, np.int64), columns), tuple(rejected)

    def _check_quote(self, cells: Sequence[str], row: int) -> None:
        """Refuse a file in which a quote that never closes has swallowed whole lines."""
        mark = self._layout.delimiter or ","
        for cell in cells:
            if any(line.count(mark) >= len(self._layout.names) - 1 > 0 for line in cell.splitlines()[1:]):
                raise ReadingError("unclosed_quote", row=row)

    def _refused(self, error: pa.ArrowInvalid, stream: Utf8Stream) -> BaseException:
        if stream.error is not None:
            return stream.error
        row = self._number + self._layout.header_row + 1
        if "straddl" in str(error) or "out of sync" in str(error) or "truncated" in str(error).lower():
            return ReadingError("line_too_long", row=row, limit=BLOCK)
        return ReadingError("cannot_read", detail=str(error))


def _open(
    stream: Utf8Stream, width: int, delimiter: str, keep: Callable[[arrow_csv.InvalidRow], str]
) -> arrow_csv.CSVStreamingReader | None:
    """A parser over the stream; None when nothing is left to parse."""
    names = [str(place) for place in range(width)]
    try:
        return arrow_csv.open_csv(
            pa.PythonFile(stream, mode="r"),
            # one thread: only then are invalid rows numbered
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=arrow_csv.ConvertOptions(
                check_utf8=False, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            return None
        raise


def _numbered(last: int, count: int, invalid: Sequence[tuple[int, str]]) -> tuple[Ints, int]:
    """Numbers of the next `count` good rows after `last`, jumping over invalid ones; how many were jumped."""
    jumped = 0
    while jumped < len(invalid) and invalid[jumped][0] <= last + count + jumped:
        jumped += 1
    numbers: Ints = np.arange(last + 1, last + count + jumped + 1, dtype=np.int64)
    gaps = np.array([number for number, _ in invalid[:jumped]], dtype=np.int64)
    return (np.delete(numbers, gaps - last - 1) if jumped else numbers), jumped


def open_delimited(opened: Opened, choices: Choices, encoding: str) -> tuple[DelimitedSource, tuple[Question, ...]]:
    """Find the delimiter and the header of a text.

    Raises:
        ReadingError: When no table can be found in it.
        WrongEncodingError: When the encoding does not fit the head of the file already.
    """
    text, complete = _head(opened, encoding)
    if not text.strip():
        raise ReadingError("empty_file")
    delimiter, questions = _delimiter(text, choices.delimiter)
    found = records(text, delimiter)
    rows, ends = _whole(found, complete=complete)
    place = find_header(rows, choices.header_row)
    body = [row for row in rows[place + 1 :] if filled(row)]
    if not body and not complete:
        raise ReadingError("line_too_long", row=place + 2, limit=_HEAD)
    if not body:
        raise ReadingError("no_lines", row=place + 1)
    cells = max(usual_cells(body), 1)
    if place >= 0:
        _check_width(rows[place], body, place)
    header = header_of(rows, place, cells)
    skipped = text[: ends[place]] if place >= 0 else ""
    notes = list(header.notes)
    layout = Layout(
        "csv",
        header.names,
        place + 1,
        compression=opened.compression,
        encoding=encoding,
        delimiter=delimiter,
        notes=tuple(notes),
    )
    # the header counts in bytes as the stream gives them; a mark is already gone
    return DelimitedSource(opened, layout, skip=len(skipped.encode()), width=cells), questions


def _check_width(header: Sequence[str], body: Sequence[Sequence[str]], place: int) -> None:
    """Refuse a text whose rows mostly hold more than the header names, as “10,50” does between commas."""
    wider = [number for number, row in enumerate(body) if width(row) > len(header)]
    if len(wider) > len(body) / 2:
        cells = width(body[wider[0]])
        raise ReadingError("wider_than_header", columns=len(header), cells=cells, row=place + 2 + wider[0])


def usual_cells(rows: Sequence[Sequence[str]]) -> int:
    """The number of cells most rows have, empty ones counted."""
    sizes: dict[int, int] = {}
    for row in rows:
        sizes[len(row)] = sizes.get(len(row), 0) + 1
    least = usual_width(rows) / 2
    return max((size for size in sizes if size >= least), key=lambda size: (sizes[size], size), default=1)


def _head(opened: Opened, encoding: str) -> tuple[str, bool]:
    """The first characters of a text, and whether that is all of it."""
    with clear_errors(), opened.inner.open("rb") as raw:
        stream = Utf8Stream(text_stream(opened, raw), encoding)
        content = stream.read(_HEAD)
        return content.decode("utf-8", "ignore"), len(content) < _HEAD


def _whole(found: Records, *, complete: bool) -> tuple[list[tuple[str, ...]], list[int]]:
    """The records looked at, the last one (which may be cut) left aside."""
    rows, ends = list(found.rows), list(found.ends)
    if not complete and len(rows) > 1:
        rows, ends = rows[:-1], ends[:-1]
    return rows, ends


def _delimiter(text: str, chosen: str | None) -> tuple[str, tuple[Question, ...]]:
    """What separates the cells, or the question to ask."""
    ranked = rank(text)
    best = ranked[0][1] if ranked else None
    if chosen is not None:
        mark = {"\\t": "\t", "tab": "\t"}.get(chosen, chosen)
        if len(mark) != 1 or mark in '"\r\n':
            raise ReadingError("bad_choice", choice="delimiter", value=chosen, allowed=("; , | \\t",))
        rows = records(text, mark).rows
        if best != mark and score(rows) <= (ranked[0][0] / 2 if ranked else 0.0):
            raise ReadingError("wrong_delimiter", delimiter=mark, found=best)
        return mark, ()
    for line in text.lstrip("\ufeff").splitlines()[:1]:
        if line.lower().startswith("sep=") and len(line) == 5:
            return line[4], ()
    if best is None:
        return ";", (Question("delimiter", "--delimiter", None, {"candidates": ()}),)
    rivals = tuple(mark for value, mark in ranked if value > 0.9 * ranked[0][0])
    if len(rivals) > 1 and not is_wide_label(records(text, best).rows[0] or ("",)):
        return best, (Question("delimiter", "--delimiter", None, {"candidates": rivals}),)
    return best, ()
