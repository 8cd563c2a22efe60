"""The shape of a value: its text with every digit written 0.

Two million amounts have a dozen shapes ("0 000,00", "-00,00"…), so whatever must be *understood* (marks,
signs, order of a date, garbage) is decided once a shape in plain Python, and only the digits are then
gathered, by their known places, for all values of that shape at once. No value is ever handled alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]

_TO_SHAPE = bytes(ord("0") if chr(byte) in "0123456789" else byte for byte in range(256))

NUMBER_CELL = "\x1f"
"""Put before a cell that a workbook types as a number: always written 1234.5, whatever the column."""
DATE_CELL = "\x1e"
"""Put before a cell that a workbook types as a date: always written 2024-01-12."""
CELL_MARKS = NUMBER_CELL + DATE_CELL


@dataclass(frozen=True)
class Shapes:
    """The shapes of a column of text.

    Attributes:
        names: The different shapes, as bytes.
        codes: For each value, the place of its shape in `names`.
        starts: For each value, where its bytes start in `data`.
        data: The bytes of all values.
    """

    names: Sequence[bytes]
    codes: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    data: npt.NDArray[np.uint8]

    def counts(self) -> Ints:
        """How many values each shape has."""
        return np.bincount(self.codes, minlength=len(self.names)).astype(np.int64)

    def groups(self) -> Iterator[tuple[int, Ints]]:
        """Each shape (its place in `names`) with the values that have it."""
        if len(self.names) == 1 and bool((self.codes == 0).all()):
            yield 0, np.arange(len(self.codes))
            return
        order = np.argsort(self.codes, kind="stable")
        bounds = np.searchsorted(self.codes[order], np.arange(len(self.names) + 1))
        for place in range(len(self.names)):
            yield place, order[bounds[place] : bounds[place + 1]]

    def number(self, rows: Ints, places: Sequence[int]) -> Ints:
        """The whole number made of the digits at these places of each of these values (at most 18 digits)."""
        value = np.zeros(len(rows), dtype=np.int64)
        starts = self.starts[rows]
        for place in places:
            value *= 10
            value += self.data[starts + place]
            value -= ord("0")
        return value


def shapes_of(column: pa.StringArray) -> Shapes:
    """The shapes of a column of strings (type `string`); a null counts as an empty value."""
    if column.null_count:
        column = column.fill_null("")
    _, offsets, values = column.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    raw = values.slice(int(ends[0]), int(ends[-1] - ends[0])).to_pybytes() if values is not None else b""
    ends = ends - ends[0]
    masked = pa.Array.from_buffers(
        pa.binary(), len(column), [None, pa.py_buffer(ends), pa.py_buffer(raw.translate(_TO_SHAPE))]
    )
    encoded = masked.dictionary_encode()
    return Shapes(
        encoded.dictionary.to_pylist(),
        encoded.indices.to_numpy(zero_copy_only=False),
        ends,
        np.frombuffer(raw, dtype=np.uint8),
    )
