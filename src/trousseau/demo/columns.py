"""Whole Arrow columns from numpy arrays, without a Python object per row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def decimals(scaled: npt.NDArray[np.integer], scale: int = 2) -> pa.Array:
    """Integers counted in 10^-scale units (cents for 2), shape (n,), as exact decimal128(18, scale)."""
    words = np.empty((len(scaled), 2), dtype="<i8")  # a decimal128 is a 16-byte little-endian integer
    words[:, 0] = scaled
    words[:, 1] = words[:, 0] >> 63
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(scaled), [None, pa.py_buffer(words)])


def numbered(prefix: str, numbers: npt.NDArray[np.integer], width: int) -> pa.Array:
    """Strings such as FA0000042 from non-negative integers, shape (n,), zero-padded to `width` digits."""
    head = prefix.encode("ascii")
    cells = np.empty((len(numbers), len(head) + width), dtype=np.uint8)
    cells[:, : len(head)] = np.frombuffer(head, dtype=np.uint8)
    rest = numbers.astype(np.int64)
    for place in range(cells.shape[1] - 1, len(head) - 1, -1):
        rest, digit = np.divmod(rest, 10)
        cells[:, place] = digit + ord("0")
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * cells.shape[1]
    return pa.Array.from_buffers(
        pa.string(), len(numbers), [None, pa.py_buffer(offsets), pa.py_buffer(cells.tobytes())]
    )


def chosen(
    indices: npt.NDArray[np.integer],
    values: Sequence[str] | pa.Array,
    missing: npt.NDArray[np.bool_] | None = None,
) -> pa.Array:
    """Strings picked from `values` by position, null where `missing`; a dictionary: a repeat is 4 bytes."""
    return pa.DictionaryArray.from_arrays(
        pa.array(indices.astype(np.int32), mask=missing),
        values if isinstance(values, pa.Array) else pa.array(values, pa.string()),
    )


def draw(cumulative: Floats, who: npt.NDArray[np.integer], uniform: Floats) -> Ints:
    """One choice for each row among that row's own weights.

    `cumulative` is (rows, choices) with each row rising to 1; `who` (n,) names the row, `uniform` (n,) is in
    [0, 1). Gives (n,) positions in 0..choices-1. One search in the rows laid end to end, not a loop.
    """
    rows, choices = cumulative.shape
    laid_out = (cumulative + np.arange(rows)[:, None]).ravel()
    found = np.searchsorted(laid_out, who + uniform, side="right") - who * choices
    return np.asarray(np.clip(found, 0, choices - 1), dtype=np.int64)
