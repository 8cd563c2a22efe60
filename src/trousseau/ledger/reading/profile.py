"""The first pass: what every column holds, counted over all rows of the file and not on a sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.reading.dates import ORDERS, DateShape, date_shape, days_of
from trousseau.ledger.reading.numbers import (
    SCALE,
    NumberShape,
    decimal_marks,
    digits,
    is_ambiguous,
    leading_zero,
    number_shape,
)
from trousseau.ledger.reading.shapes import CELL_MARKS, DATE_CELL, Ints, Shapes, shapes_of
from trousseau.ledger.reading.source import Chunk, Source, ahead
from trousseau.ledger.reading.text import as_text

SAMPLES = 5
PREVIEW = 20
_NOISE = 12
"""More decimals than these in a workbook are noise of floats (0.30000000000000004), nothing to tell."""
_GIVE_UP = 0.02
"""A column whose first rows hold fewer numbers or dates than this share is words, and is not followed."""


@dataclass(frozen=True)
class Example:
    """A value of the file, and the row it stands in."""

    row: int
    value: str


@dataclass
class ColumnProfile:
    """What one column holds.

    Attributes:
        filled: Cells that hold something, as far as the column was followed.
        numbers: Cells that are numbers under some decimal mark.
        dates: Cells that are surely dates (they have separators or a month's name, or the file types them
            so).
        maybe_dates: Cells that may be dates: 20240112, or a serial day.
        decimals: Decimal mark → values that prove it.
        ambiguous: Values that change with the decimal mark (“1.234”).
        proofs: Decimal mark → an example; "?" → an example of an ambiguous value.
        thousands: Thousands marks seen, under the only mark that makes sense.
        orders: Set of orders in which a numeric date makes sense → how many dates.
        order_proofs: The same → an example.
        agreeing: The same for dates that no order changes (05/05/2024).
        year_first: Dates that can only be read year first, such as 2024-01-12.
        date_kinds: "numeric", "named", "month", "serial" → cells.
        two_digits: Dates whose year has two digits.
        currencies: ISO codes that amounts bear → values.
        dollars: Values with a bare “$”.
        percents: Values with a percent sign.
        long: Values with more than 4 decimals.
        typed: "number", "date" or "other" where the file itself types the column, else None.
        words: Share of the samples that read like names (blanks, lower case) rather than codes.
    """

    name: str
    index: int
    filled: int = 0
    numbers: int = 0
    dates: int = 0
    maybe_dates: int = 0
    decimals: Counter[str] = field(default_factory=Counter)
    ambiguous: int = 0
    proofs: dict[str, Example] = field(default_factory=dict)
    thousands: Counter[str] = field(default_factory=Counter)
    orders: Counter[frozenset[str]] = field(default_factory=Counter)
    order_proofs: dict[frozenset[str], Example] = field(default_factory=dict)
    agreeing: Counter[frozenset[str]] = field(default_factory=Counter)
    year_first: int = 0
    date_kinds: Counter[str] = field(default_factory=Counter)
    two_digits: int = 0
    currencies: Counter[str] = field(default_factory=Counter)
    dollars: int = 0
    percents: int = 0
    long: int = 0
    typed: str | None = None
    words: float = 0.0
    samples: tuple[str, ...] = ()
    following: bool = True

    @property
    def kind(self) -> str:
        """What the column is: "text", "number", "date" or "empty"."""
        if self.filled == 0:
            return "empty"
        if self.dates >= 0.5 * self.filled:
            return "date"
        return "number" if self.numbers >= 0.5 * self.filled else "text"

    @property
    def may_be_date(self) -> bool:
        """Whether at least half of its cells could be dates."""
        return self.filled > 0 and self.dates + self.maybe_dates >= 0.5 * self.filled


@dataclass
class Profile:
    """What the whole file holds."""

    columns: tuple[ColumnProfile, ...]
    rows: int = 0
    last_row: int = 0
    rejected: int = 0
    preview: tuple[tuple[str, ...], ...] = ()


def profile(source: Source, always: frozenset[int], on_progress: Callable[[int], None] | None = None) -> Profile:
    """Look at every row of a file once; the columns in `always` are followed whatever they seem to be."""
    names = source.layout.names
    found = Profile(tuple(ColumnProfile(name, index) for index, name in enumerate(names)))
    for number, chunk in enumerate(ahead(source.chunks())):
        found.rows += len(chunk.rows) + len(chunk.rejected)
        found.rejected += len(chunk.rejected)
        if on_progress:
            on_progress(found.rows)
        if len(found.preview) < PREVIEW:
            found.preview += tuple(_preview(chunk, PREVIEW - len(found.preview)))
        for column, cells in zip(found.columns, chunk.columns, strict=True):
            if not len(cells):
                continue
            if len(column.samples) < SAMPLES:
                _sample(column, cells)
            if column.following or column.filled == 0:
                _follow(column, cells, chunk.rows)
                if number == 0 and column.index not in always:
                    _maybe_give_up(column)
    return found


def _preview(chunk: Chunk, limit: int) -> Iterator[tuple[str, ...]]:
    texts = [[text or "" for text in as_text(cells.slice(0, limit)).to_pylist()] for cells in chunk.columns]
    yield from zip(*texts, strict=True)


def _sample(column: ColumnProfile, cells: pa.Array) -> None:
    values = pc.unique(as_text(cells.slice(0, 2000))).to_pylist()
    kept = [text for value in values if value and (text := value.strip())]
    words = [text for text in kept[:500] if " " in text or text not in (text.lower(), text.upper())]
    if kept and not column.samples:
        column.words = len(words) / len(kept[:500])
    column.samples = tuple(dict.fromkeys((*column.samples, *kept[:SAMPLES])))[:SAMPLES]


def _maybe_give_up(column: ColumnProfile) -> None:
    useful = max(column.numbers, column.dates + column.maybe_dates)
    if column.filled and (column.typed or useful < _GIVE_UP * column.filled):
        column.following = False


def _follow(column: ColumnProfile, cells: pa.Array, rows: Ints) -> None:
    if pa.types.is_string(cells.type):
        _follow_text(column, cells, rows)
        return
    column.filled += len(cells) - cells.null_count
    kind = cells.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        column.typed, column.dates = "date", column.filled
        column.date_kinds["named"] = column.filled
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        column.typed, column.numbers = "number", column.filled
        column.maybe_dates += _compact_cells(cells)
    elif not pa.types.is_null(kind):
        column.typed = "other"


def _compact_cells(cells: pa.Array) -> int:
    """How many whole numbers of a typed column could be dates such as 20240112."""
    if not pa.types.is_integer(cells.type):
        return 0
    inside = pc.and_(pc.greater_equal(cells, 19_500_101), pc.less_equal(cells, 21_001_231))
    return int(pc.sum(inside).as_py() or 0)


def _follow_text(column: ColumnProfile, cells: pa.StringArray, rows: Ints) -> None:
    shapes = shapes_of(cells)
    counts = shapes.counts()
    dated = 0
    for place, (shape, count) in enumerate(zip(shapes.names, counts.tolist(), strict=True)):
        what = _what(shape)
        if what is None:
            continue
        column.filled += count
        number, date = what
        if number is not None:
            column.numbers += count
            _count_number(column, shapes, place, number, rows)
        if date is not None:
            dated += count
            column.date_kinds[date.kind] += count
            sure = date.kind in ("named", "month", "numeric") and number is None
            if sure or shape.startswith(DATE_CELL.encode()):
                column.dates += count
            else:
                column.maybe_dates += count
    if dated >= 0.02 * len(cells):
        _count_orders(column, cells, rows)


@lru_cache(maxsize=100_000)
def _what(shape: bytes) -> tuple[NumberShape | None, DateShape | None] | None:
    """What a shape may be; None when it is empty."""
    if len(shape) > 80:
        return None, None
    number, date = number_shape(shape), date_shape(shape)
    if number is None and not any(byte > 32 for byte in shape.strip(CELL_MARKS.encode())):
        return None
    return (
        number if isinstance(number, NumberShape) else None,
        date if isinstance(date, DateShape) else None,
    )


def _count_number(column: ColumnProfile, shapes: Shapes, place: int, number: NumberShape, rows: Ints) -> None:
    shape = shapes.names[place]
    here = np.flatnonzero(shapes.codes == place)
    count = len(here)
    if number.currency:
        column.currencies[number.currency] += count
        column.dollars += count if number.dollar else 0
    if number.percent:
        column.percents += count
    marks = decimal_marks(shape)
    if is_ambiguous(shape):
        zeros = leading_zero(shapes, shape, here)
        proven = int(zeros.sum())
        mark = number.marks[-1]
        if proven:
            column.decimals[mark] += proven
            _prove(column, mark, shapes, here[int(np.argmax(zeros))], rows)
        if proven < count:
            column.ambiguous += count - proven
            _prove(column, "?", shapes, here[int(np.argmin(zeros))], rows)
        return
    if len(marks) == 1 and not number.typed:
        (mark,) = marks
        column.decimals[mark] += count
        _prove(column, mark, shapes, here[0], rows)
    places = digits(number, next(iter(marks), "."))
    if not isinstance(places, str):
        grouping = number.marks[: len(number.marks) - bool(places.decimals)]
        column.thousands.update(dict.fromkeys(grouping, count))
        column.long += count if SCALE < len(places.decimals) <= _NOISE else 0


def _prove(column: ColumnProfile, mark: str, shapes: Shapes, at: int, rows: Ints) -> None:
    if mark not in column.proofs:
        column.proofs[mark] = Example(int(rows[at]), _value(shapes, at))


def _value(shapes: Shapes, at: int) -> str:
    start = int(shapes.starts[at])
    text = shapes.data[start : int(shapes.starts[at + 1])].tobytes().decode("utf-8", "replace")
    return text.strip(CELL_MARKS + " ")[:100]


def _count_orders(column: ColumnProfile, cells: pa.StringArray, rows: Ints) -> None:
    """Count in which orders each numeric date makes sense, on the different values of the column."""
    encoded = cells.dictionary_encode()
    values = shapes_of(encoded.dictionary)
    codes = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)
    weights = np.bincount(codes, minlength=len(encoded.dictionary))
    for place, here in values.groups():
        date = date_shape(values.names[place])
        if not isinstance(date, DateShape) or date.kind not in ("numeric", "compact"):
            continue
        years = {run[1] for run, _, _ in date.readings.values() if not isinstance(run, int)}
        column.two_digits += int(weights[here].sum()) if years == {2} else 0
        sense, agree = _sense(values, here, date)
        for mask in np.unique(sense).tolist():
            orders = frozenset(order for bit, order in enumerate(ORDERS) if mask >> bit & 1)
            for which, counter in ((~agree, column.orders), (agree, column.agreeing)):
                chosen = here[(sense == mask) & which]
                if not orders or not len(chosen):
                    continue
                if orders == {"ymd"} and 4 in years:
                    column.year_first += int(weights[chosen].sum())
                    continue
                counter[orders] += int(weights[chosen].sum())
                if orders not in column.order_proofs:
                    first = int(np.argmax(np.isin(codes, chosen)))
                    value = encoded.dictionary[int(codes[first])].as_py().strip(CELL_MARKS + " ")
                    column.order_proofs[orders] = Example(int(rows[first]), value)


def _sense(values: Shapes, here: Ints, date: DateShape) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The orders in which dates make sense (a bit each, as `ORDERS`), and whether several agree on the day.

    “24/01/12” is taken for year first only where nothing else makes sense: slashes are not used so in French or
    English.
    """
    sense = np.zeros(len(here), dtype=np.int64)
    read = {order: days_of(values, here, date, order) for order in ORDERS if order in date.readings}
    for bit, order in enumerate(ORDERS):
        if order in read:
            sense |= read[order].valid.astype(np.int64) << bit
    if len(read) == 3 and b"/" in values.names[values.codes[here[0]]]:
        sense[sense & 3 > 0] &= 3
    lowest = np.full(len(here), np.iinfo(np.int32).max)
    highest = np.full(len(here), np.iinfo(np.int32).min)
    for bit, order in enumerate(ORDERS):
        if order in read:
            valid = (sense >> bit & 1).astype(np.bool_)
            lowest = np.where(valid, np.minimum(lowest, read[order].days), lowest)
            highest = np.where(valid, np.maximum(highest, read[order].days), highest)
    several = (sense & (sense - 1)) > 0
    return sense, several & (lowest == highest)
