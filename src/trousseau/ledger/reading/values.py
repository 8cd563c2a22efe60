"""A column of cells turned into exact amounts or days, with the reason of each cell that cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from trousseau.ledger.lines import MONEY
from trousseau.ledger.reading.codes import REASONS
from trousseau.ledger.reading.dates import ORDERS, DateShape, Days, date_shape, days_of, from_parts, judged
from trousseau.ledger.reading.numbers import (
    MAX_DIGITS,
    SCALE,
    digits,
    gather,
    is_ambiguous,
    leading_zero,
    number_shape,
)
from trousseau.ledger.reading.shapes import Ints, Shapes, shapes_of

Reasons = npt.NDArray[np.int8]
REASON_NAMES = ("", *REASONS)
"""Reasons by number: 0 is none."""
REASON = {name: number for number, name in enumerate(REASON_NAMES)}
_MOST = 10 ** (MAX_DIGITS + SCALE)


@dataclass(frozen=True)
class Numbers:
    """A column of amounts.

    Attributes:
        values: In ten-thousandths; 0 where there is none.
        missing: Where the cell is empty.
        reasons: Numbers of reasons (`REASON_NAMES`), 0 where the cell is sound.
        currencies: The currency each cell bears, when any does.
        rounded: Cells that had more than 4 decimals.
    """

    values: Ints
    missing: npt.NDArray[np.bool_]
    reasons: Reasons
    currencies: pa.StringArray | None = None
    rounded: int = 0


@dataclass(frozen=True)
class Dates:
    """A column of days since 1970-01-01, and the reason of each cell that is none."""

    days: npt.NDArray[np.int32]
    reasons: Reasons


def money(values: Ints, present: npt.NDArray[np.bool_] | None = None) -> pa.Array:
    """Ten-thousandths as DECIMAL(18, 4); null where not `present`."""
    wide = np.empty((len(values), 2), dtype=np.int64)
    wide[:, 0] = values
    wide[:, 1] = values >> 63
    array = pa.Array.from_buffers(MONEY, len(values), [None, pa.py_buffer(wide)])
    if present is None or bool(present.all()):
        return array
    return pc.if_else(pa.array(present), array, pa.scalar(None, MONEY))


def numbers(cells: pa.Array, decimal: str, *, percent: bool) -> Numbers:
    """Read a column of numbers; `percent` says whether “15 %” is one (as 0.15)."""
    if pa.types.is_string(cells.type):
        return _text_numbers(cells, decimal, percent=percent)
    missing = cells.is_null().to_numpy(zero_copy_only=False)
    if pa.types.is_integer(cells.type) or pa.types.is_boolean(cells.type):
        whole = cells.cast(pa.float64() if pa.types.is_uint64(cells.type) else pa.int64())
        return (
            _float_numbers(whole.cast(pa.float64()), missing)
            if pa.types.is_uint64(cells.type)
            else _int_numbers(whole, missing)
        )
    if pa.types.is_decimal(cells.type):
        return _decimal_numbers(cells, missing)
    if pa.types.is_floating(cells.type):
        return _float_numbers(cells, missing)
    reasons = np.where(missing, 0, REASON["number_text"]).astype(np.int8)
    return Numbers(np.zeros(len(cells), np.int64), missing, reasons)


def _text_numbers(cells: pa.StringArray, decimal: str, *, percent: bool) -> Numbers:
    shapes = shapes_of(cells)
    count = len(cells)
    values = np.zeros(count, dtype=np.int64)
    missing = np.zeros(count, dtype=np.bool_)
    reasons = np.zeros(count, dtype=np.int8)
    bearing: dict[str, Ints] = {}
    rounded = 0
    for place, rows in shapes.groups():
        shape = shapes.names[place]
        number = number_shape(shape)
        if number is None:
            missing[rows] = True
        elif isinstance(number, str):
            reasons[rows] = REASON[number]
        elif number.percent and not percent:
            reasons[rows] = REASON["number_percent"]
        else:
            places = digits(number, decimal)
            if isinstance(places, str):
                other = digits(number, "." if decimal == "," else ",")
                reasons[rows] = REASON[places if isinstance(other, str) else "number_other_format"]
                continue
            found, too_large, more = gather(shapes, rows, number, places)
            values[rows] = found
            reasons[rows[too_large]] = REASON["number_too_large"]
            rounded += len(rows) if more else 0
            if is_ambiguous(shape) and number.marks[-1] != decimal:
                # “0.125” among decimal commas is not 125: no thousands mark follows a 0
                reasons[rows[leading_zero(shapes, shape, rows)]] = REASON["number_other_format"]
            if number.currency:
                bearing[number.currency] = np.concatenate([bearing.get(number.currency, rows[:0]), rows])
    values[reasons > 0] = 0
    return Numbers(values, missing, reasons, _currencies(bearing, count), rounded)


def _currencies(bearing: dict[str, Ints], count: int) -> pa.StringArray | None:
    if not bearing:
        return None
    which = np.full(count, -1, dtype=np.int32)
    for number, rows in enumerate(bearing.values()):
        which[rows] = number
    return pa.array(list(bearing)).take(pa.array(which, mask=which < 0))


def _int_numbers(cells: pa.Int64Array, missing: npt.NDArray[np.bool_]) -> Numbers:
    whole = cells.fill_null(0).to_numpy(zero_copy_only=False)
    large = np.abs(whole) >= 10**MAX_DIGITS
    reasons = np.where(large, REASON["number_too_large"], 0).astype(np.int8)
    return Numbers(np.where(large, 0, whole) * 10**SCALE, missing, reasons)


def _decimal_numbers(cells: pa.Array, missing: npt.NDArray[np.bool_]) -> Numbers:
    wide = cells.fill_null(pa.scalar(Decimal(0), cells.type))
    rounded = 0
    if cells.type.scale > SCALE:
        short = pc.round(wide, ndigits=SCALE, round_mode="half_towards_infinity")
        rounded = int(pc.sum(pc.not_equal(short, wide)).as_py() or 0)
        wide = short
    limit = pa.scalar(Decimal(10**MAX_DIGITS))
    large = pc.greater_equal(pc.abs(wide), limit).to_numpy(zero_copy_only=False)
    if large.any():
        wide = pc.if_else(pa.array(large), pa.scalar(Decimal(0), wide.type), wide)
    exact = wide.cast(MONEY)
    low = np.frombuffer(exact.buffers()[1], dtype=np.int64)[2 * exact.offset : 2 * (exact.offset + len(exact)) : 2]
    return Numbers(low.copy(), missing, np.where(large, REASON["number_too_large"], 0).astype(np.int8), None, rounded)


def _float_numbers(cells: pa.Array, missing: npt.NDArray[np.bool_]) -> Numbers:
    """Floats by their shortest decimal form: 0.1 + 0.2 stays 0.3; a tie in that form is rounded half up."""
    single = pa.types.is_float32(cells.type) or pa.types.is_float16(cells.type)
    if single:  # 0.1 as a single is 0.1, not 0.10000000149
        cells = cells.cast(pa.float32()).cast(pa.string()).cast(pa.float64())
    floats = cells.fill_null(0.0).to_numpy(zero_copy_only=False)
    reasons = np.zeros(len(floats), dtype=np.int8)
    reasons[~np.isfinite(floats)] = REASON["number_not_finite"]
    reasons[np.isfinite(floats) & (np.abs(floats) >= 10**MAX_DIGITS)] = REASON["number_too_large"]
    sound = np.where(reasons > 0, 0.0, floats)
    scaled = sound * 10.0**SCALE
    nearest = np.rint(scaled)
    values = nearest.astype(np.int64)
    distance = np.abs(scaled - nearest)
    # ties, and numbers too big for the product to be exact, are read by their decimal form
    unsure = np.flatnonzero((distance > 0.49) | ((np.abs(sound) >= 1e10) & (distance > 0)))
    for place in unsure.tolist():
        exact = Decimal(repr(float(sound[place]))).scaleb(SCALE)
        values[place] = int(exact.to_integral_value(ROUND_HALF_UP))
    rounded = int((distance > np.maximum(1e-4, np.abs(scaled) * 1e-15)).sum())
    return Numbers(values, missing, reasons, None, rounded)


def dates(cells: pa.Array, order: str) -> Dates:
    """Read a column of dates, numeric ones in this order."""
    if pa.types.is_string(cells.type):
        encoded = cells.dictionary_encode()
        if len(encoded.dictionary) < 0.5 * len(cells):
            found = _text_dates(encoded.dictionary, order)
            codes = encoded.indices.to_numpy(zero_copy_only=False) if not cells.null_count else None
            if codes is not None:
                return Dates(found.days[codes], found.reasons[codes])
        return _text_dates(cells, order)
    missing = cells.is_null().to_numpy(zero_copy_only=False)
    if pa.types.is_date(cells.type) or pa.types.is_timestamp(cells.type):
        days = pc.floor_temporal(cells, unit="day") if pa.types.is_timestamp(cells.type) else cells
        plain = days.cast(pa.date32(), safe=False).cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False)
        return _refused(judged(plain), missing)
    if pa.types.is_integer(cells.type):
        whole = cells.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        return _refused(from_parts(whole // 10_000, whole // 100 % 100, whole % 100), missing)
    reasons = np.where(missing, REASON["date_missing"], REASON["date_text"]).astype(np.int8)
    return Dates(np.zeros(len(cells), np.int32), reasons)


def _refused(days: Days, missing: npt.NDArray[np.bool_]) -> Dates:
    reasons = np.zeros(len(missing), dtype=np.int8)
    reasons[days.impossible] = REASON["date_impossible"]
    reasons[days.early] = REASON["date_too_early"]
    reasons[days.late] = REASON["date_too_late"]
    reasons[missing] = REASON["date_missing"]
    return Dates(np.where(reasons > 0, 0, days.days).astype(np.int32), reasons)


def _text_dates(cells: pa.StringArray, order: str) -> Dates:
    shapes = shapes_of(cells)
    days = np.zeros(len(cells), dtype=np.int32)
    reasons = np.zeros(len(cells), dtype=np.int8)
    for place, rows in shapes.groups():
        date = date_shape(shapes.names[place])
        if date is None:
            reasons[rows] = REASON["date_missing"]
        elif isinstance(date, str):
            reasons[rows] = REASON[date]
        elif date.kind == "numeric" and order not in date.readings and len(date.readings) > 1:
            reasons[rows] = REASON["date_other_order"]
        else:
            found = _refused(days_of(shapes, rows, date, order), np.zeros(len(rows), np.bool_))
            if date.kind == "compact" and order != "ymd":
                _year_first(shapes, rows, date, found)
            days[rows] = found.days
            _blame_order(shapes, rows, date, order, found.reasons)
            reasons[rows] = found.reasons
    return Dates(days, reasons)


def _year_first(shapes: Shapes, rows: Ints, date: DateShape, found: Dates) -> None:
    """Take 20240112 as it stands even among dates of another order: it makes no sense in any other."""
    read = days_of(shapes, rows, date, "ymd")
    better = (found.reasons > 0) & read.valid
    found.days[better] = read.days[better]
    found.reasons[better] = 0


def _blame_order(shapes: Shapes, rows: Ints, date: DateShape, order: str, reasons: Reasons) -> None:
    """A date that makes no sense in this order but does in another is told so."""
    if len(date.readings) < 2 or not reasons.any():
        return
    for other in ORDERS:
        if other in date.readings and other != order:
            sense = days_of(shapes, rows, date, other).valid
            reasons[(reasons > 0) & sense] = REASON["date_other_order"]
