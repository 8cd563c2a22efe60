"""Text as it is kept: names cleaned, codes kept as they are, rows as JSON; all on whole columns."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.reading.shapes import CELL_MARKS

MISSING = frozenset(
    {
        "null",
        "(null)",
        "\\n",
        "#n/a",
        "#ref!",
        "#value!",
        "#valeur!",
        "#name?",
        "#nom?",
        "#div/0!",
        "(vide)",
        "(blank)",
    }
)
"""Texts that databases and spreadsheets write where there is nothing, in lower case."""
_MISSING = sorted(MISSING | {word.upper() for word in MISSING} | {word.title() for word in MISSING})
_CONTROL = dict.fromkeys((*range(32), 127), " ")
_DIRECTION = dict.fromkeys((0x200E, 0x200F, 0x200B, 0xFEFF, 0x202A, 0x202B, 0x202C, 0x00AD), None)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def as_text(cells: pa.Array) -> pa.StringArray:
    """Any column as strings: dates as 2024-01-12, whole floats without “.0”, nulls left null."""
    kind = cells.type
    if pa.types.is_string(kind):
        return pc.utf8_ltrim(cells, CELL_MARKS) if _is_marked(cells) else cells
    if pa.types.is_floating(kind):
        text = cells.cast(pa.string())
        return pc.replace_substring_regex(text, r"\.0$", "")
    if pa.types.is_decimal(kind):
        text = cells.cast(pa.string())
        return pc.replace_substring_regex(pc.replace_substring_regex(text, r"(\.\d*?)0+$", r"\1"), r"\.$", "")
    if pa.types.is_timestamp(kind):
        text = pc.strftime(cells.cast(pa.timestamp("us", kind.tz)), "%Y-%m-%dT%H:%M:%S") if kind.tz is None else None
        text = cells.cast(pa.string()) if text is None else text
        return pc.replace_substring_regex(text, r"[T ]00:00:00(\.0+)?$", "")
    try:
        return cells.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return pa.array(
            [
                None if value is None else json.dumps(value, ensure_ascii=False, default=str)
                for value in cells.to_pylist()
            ],
            pa.string(),
        )


def _is_marked(cells: pa.StringArray) -> bool:
    """Whether any value starts with the mark of a typed cell."""
    data = _bytes(cells)
    return bool(((data == 0x1E) | (data == 0x1F)).any())


def _bytes(cells: pa.StringArray) -> npt.NDArray[np.uint8]:
    """The bytes of all values, one after the other."""
    _, offsets, values = cells.buffers()
    if values is None or not len(cells):
        return np.zeros(0, dtype=np.uint8)
    ends = np.frombuffer(offsets, dtype=np.int32)[cells.offset : cells.offset + len(cells) + 1]
    return np.frombuffer(values, dtype=np.uint8)[ends[0] : ends[-1]]


def holds_byte(cells: pa.StringArray, byte: bytes) -> bool:
    """Whether a byte stands anywhere in a column."""
    return bool((_bytes(cells) == byte[0]).any())


def cleaned(cells: pa.Array) -> pa.DictionaryArray:
    """Names and codes as they are kept: NFC, trimmed, one space between words, case kept; empty becomes null.

    An apostrophe put before =, +, − or @ by an export that neutralises formulas is taken off.
    """
    encoded = as_text(cells).dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices, _cleaned(encoded.dictionary))


def spread(encoded: pa.DictionaryArray) -> pa.StringArray:
    """A column of strings out of its different values."""
    return encoded.dictionary.take(encoded.indices)


def _cleaned(text: pa.StringArray) -> pa.StringArray:
    text = pc.utf8_trim_whitespace(text)
    dirty = _dirty(text)
    if dirty.size:
        values = text.to_pylist()
        for place in dirty.tolist():
            if values[place] is not None:
                values[place] = clean(values[place])
        text = pa.array(values, pa.string())
    empty = pc.or_(pc.equal(pc.binary_length(text), 0), pc.is_in(text, pa.array(_MISSING, pa.string())))
    return pc.if_else(empty, pa.scalar(None, pa.string()), text) if pc.any(empty).as_py() else text


def clean(value: str) -> str:
    """One name or code as it is kept."""
    value = unicodedata.normalize("NFC", value).translate(_CONTROL).translate(_DIRECTION)
    value = " ".join(value.split())
    return value[1:] if value[:1] == "'" and value[1:].startswith(_DANGEROUS) else value


def _dirty(text: pa.StringArray) -> npt.NDArray[np.int64]:
    """The places of values that need cleaning: blanks beyond one space, marks to compose."""
    data = _bytes(text)
    if not data.size:
        return np.zeros(0, dtype=np.int64)
    _, offsets, _ = text.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[text.offset : text.offset + len(text) + 1]
    ends = ends - ends[0]
    suspect = (data < 0x20) | (data == 0x7F) | (data >= 0xCC)
    suspect[1:] |= (data[1:] == 0x20) & (data[:-1] == 0x20)
    suspect[1:] |= ((data[1:] == 0xA0) | (data[1:] == 0xAD)) & (data[:-1] == 0xC2)
    starts = ends[:-1][ends[1:] > ends[:-1]]
    suspect[starts] |= data[starts] == ord("'")
    return np.unique(np.searchsorted(ends, np.flatnonzero(suspect), side="right") - 1)


def json_rows(names: Sequence[str], columns: Sequence[pa.Array]) -> pa.StringArray:
    """Each row as a JSON object of its cells that hold something, all as text; null where none does."""
    if not columns or not len(columns[0]):
        return pa.nulls(len(columns[0]) if columns else 0, pa.string())
    pieces: list[pa.StringArray] = []
    everywhere = True
    heads = [json.dumps(name, ensure_ascii=False) + ':"' for name in names]
    for cells in columns:
        text = _escaped(as_text(cells))
        empty = pc.equal(pc.binary_length(text), 0).fill_null(True)  # noqa: FBT003
        if pc.any(empty).as_py():
            everywhere = False
            text = pc.if_else(empty, pa.scalar(None, pa.string()), text)
        pieces.append(text)
    if everywhere:
        parts: list[pa.StringArray | str] = ["{" + heads[0]]
        for place, text in enumerate(pieces):
            parts += [text, '",' + heads[place + 1] if place + 1 < len(pieces) else '"}']
        return pc.binary_join_element_wise(*parts, "")
    # null_handling="skip" drops rows without any value: commas go first, and the first is taken off
    held = [pc.binary_join_element_wise("," + head, text, '"', "") for head, text in zip(heads, pieces, strict=True)]
    joined = pc.binary_join_element_wise(*held, "}", "", null_handling="replace", null_replacement="")
    none = pc.equal(pc.binary_length(joined), 1)
    opened = pc.binary_replace_slice(joined, start=0, stop=1, replacement="{")
    return pc.if_else(none, pa.scalar(None, pa.string()), opened)


def _escaped(text: pa.StringArray) -> pa.StringArray:
    """Values ready to stand between the quotes of a JSON text."""
    data = _bytes(text)
    if not bool(((data < 0x20) | (data == 0x22) | (data == 0x5C)).any()):
        return text
    encoded = text.dictionary_encode()
    values = [
        None if value is None else json.dumps(value, ensure_ascii=False)[1:-1]
        for value in encoded.dictionary.to_pylist()
    ]
    return pa.array(values, pa.string()).take(encoded.indices)
