"""What every kind of file gives: named columns, and a stream of rows with the numbers a spreadsheet shows."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.reading.model import Note
from trousseau.ledger.reading.shapes import Ints

Item = TypeVar("Item")


@dataclass(frozen=True)
class Rejected:
    """A row that does not fit the columns at all, with its cells as the file writes them."""

    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Chunk:
    """Some rows of a file.

    Attributes:
        rows: Their numbers, as a spreadsheet numbers them.
        columns: The cells, one array a column, all of `len(rows)`.
        rejected: Rows met meanwhile that do not fit the columns.
    """

    rows: Ints
    columns: Sequence[pa.Array]
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How a file was understood before its rows are looked at."""

    format: str
    names: tuple[str, ...]
    header_row: int
    compression: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


class Source(Protocol):
    """A file that is open for reading, as often as needed."""

    @property
    def path(self) -> Path:
        """The file as given."""
        ...

    @property
    def layout(self) -> Layout:
        """How the file was understood."""
        ...

    @property
    def bytes_total(self) -> int:
        """Size on disk of what is read."""
        ...

    @property
    def bytes_done(self) -> int:
        """How much of it the current pass has read."""
        ...

    def chunks(self) -> Iterator[Chunk]:
        """The rows under the header, from the first to the last."""
        ...

    def notes(self) -> tuple[Note, ...]:
        """What the last pass over the rows has taught."""
        ...

    def close(self) -> None:
        """Give back temporary files and memory."""
        ...


def without_blank(rows: Ints, columns: Sequence[pa.Array]) -> tuple[Ints, Sequence[pa.Array]]:
    """The rows that hold anything: a row of empty cells is not a line."""
    blank = np.ones(len(rows), dtype=np.bool_)
    for column in columns:
        if not blank.any():
            break
        blank &= _empty(column)
    if not blank.any():
        return rows, columns
    keep = pa.array(~blank)
    return rows[~blank], [column.filter(keep) for column in columns]


def _empty(column: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Where cells are null or only blanks."""
    if pa.types.is_string(column.type):
        blank = pc.equal(pc.binary_length(column), 0).fill_null(True)  # noqa: FBT003
        if pc.any(pc.starts_with(column, " ")).as_py():
            blank = pc.equal(pc.binary_length(pc.utf8_trim_whitespace(column)), 0).fill_null(True)  # noqa: FBT003
    else:
        blank = column.is_null()
    return np.asarray(blank.to_numpy(zero_copy_only=False), dtype=np.bool_)


def ahead(items: Iterator[Item], depth: int = 2) -> Iterator[Item]:
    """The same items, made in another thread while the last are worked on; closing this closes it too."""
    ready: queue.Queue[tuple[Item | None, BaseException | None]] = queue.Queue(depth)
    stop = threading.Event()
    worker = threading.Thread(target=_produce, args=(items, ready, stop), name="reading-ahead", daemon=True)
    worker.start()
    try:
        while True:
            item, error = ready.get()
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        stop.set()
        worker.join()


def _produce(
    items: Iterator[Item],
    ready: queue.Queue[tuple[Item | None, BaseException | None]],
    stop: threading.Event,
) -> None:
    """Offer the items, then None, or the error that ended them; until told to stop."""

    def offer(item: Item | None, error: BaseException | None) -> None:
        while not stop.is_set():
            with contextlib.suppress(queue.Full):
                ready.put((item, error), timeout=0.1)
                return

    try:
        for item in items:
            offer(item, None)
            if stop.is_set():
                break
        offer(None, None)
    except BaseException as error:  # noqa: BLE001 - handed over to the thread that reads
        offer(None, error)
    finally:
        close = getattr(items, "close", None)
        if close:
            close()
