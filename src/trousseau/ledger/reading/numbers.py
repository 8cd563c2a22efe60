"""How numbers are written, understood shape by shape and gathered exactly to 4 decimals.

A value is `[sign] [currency] digits and marks [currency] [%] [sign]`, or the same between parentheses.
Thousands marks: spaces (also U+00A0, U+202F, U+2009, U+2007), apostrophes (' ’ ʼ), dots, commas; decimal
marks: comma, dot. Beyond 4 decimals values are rounded half up (away from zero), as an accountant does by
hand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from trousseau.ledger.reading.currencies import currency_of
from trousseau.ledger.reading.shapes import CELL_MARKS, NUMBER_CELL, Ints, Shapes

SCALE = 4
MAX_DIGITS = 14
"""Digits before the decimal mark: more is a mistake, and would not fit DECIMAL(18, 4)."""

_SPACES = "\u0020\u00a0\u202f\u2009\u2007\u2008\u200a"
_APOSTROPHES = "'’ʼ‘´`"
_FAMILY = dict.fromkeys(_SPACES, " ") | dict.fromkeys(_APOSTROPHES, "'") | {".": ".", ",": ","}
_MINUS = "-−–‐‑"
_CORE = re.compile(rf"[0.,{_SPACES}{_APOSTROPHES}]*0[0.,{_SPACES}{_APOSTROPHES}]*")
_SCIENTIFIC = re.compile(r"[+\-−]?0+(?:[.,]0*)?(?:[eE][+\-−]?0+|\s?[x×*]\s?0+\^[\-−]?0+|\^0+)")
_ERRORS = (
    "#n/a",
    "#ref!",
    "#value!",
    "#valeur!",
    "#div/0!",
    "#name?",
    "#nom?",
    "#num!",
    "#nombre!",
    "#null!",
    "#nul!",
)
_NOT_FINITE = ("nan", "inf", "infinity", "-inf", "+inf", "-infinity", "-nan", "∞", "-∞", "infini", "-infini")
_NONE = ("null", "(null)", "none", "\\n", "nil")
_SHARED_MARKS = {"kr", "kr."}
"""Marks that several currencies bear: read over, they tell nothing."""
_AROUND = " \t\r\n" + _SPACES + CELL_MARKS + "\u200e\u200f\ufeff"
_LONGEST = 400
_DASHES = re.compile(rf"[{_MINUS}—]+")

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class NumberShape:
    """A shape that may be a number.

    Attributes:
        runs: Where each run of digits starts (in bytes) and how long it is.
        marks: What stands between the runs, by family: " ", "'", "." or ",".
        negative: A minus before or after, or parentheses.
        percent: A percent sign.
        currency: The ISO code of the currency it bears, if any.
        dollar: The currency is a bare “$”.
        typed: A number cell of a workbook: the dot is decimal, always.
    """

    runs: tuple[tuple[int, int], ...]
    marks: tuple[str, ...]
    negative: bool = False
    percent: bool = False
    currency: str | None = None
    dollar: bool = False
    typed: bool = False


@dataclass(frozen=True)
class Digits:
    """Where the digits of a number stand once the decimal mark is known."""

    whole: tuple[int, ...]
    decimals: tuple[int, ...]


@lru_cache(maxsize=50_000)
def number_shape(shape: bytes) -> NumberShape | str | None:
    """What a shape says before the decimal mark is known: a number, why it is none, or None when empty."""
    text = shape.decode("utf-8", "replace")
    typed = text.startswith(NUMBER_CELL)
    bare = text.strip(_AROUND)
    if not bare or bare.casefold() in _NONE:
        return None
    found = _CORE.search(text)
    if found is None or found.end() <= text.rfind("0") or len(bare) > _LONGEST:
        return _why_not(bare)
    runs, marks = _runs(text, *found.span())
    before, after = text[: found.start()].strip(_AROUND), text[found.end() :].strip(_AROUND)
    brackets = "(" in before and ")" in after
    if brackets:
        before, after = before.replace("(", "", 1), after.replace(")", "", 1)
    percent = "%" in after
    before, negative_before = _sign(before)
    after, negative_after = _sign(after.replace("%", "", 1))
    if negative_after and runs[-1][1] == 0:
        negative_after = False  # the Swiss “12.–” is twelve, not minus twelve
    word = " ".join(part for part in (before or after).split() if part.casefold() != "ht")
    currency = currency_of(word) if word else None
    if (before and after) or (word and currency is None and word.casefold() not in _SHARED_MARKS):
        return _why_not(bare)
    negative = negative_before or negative_after or brackets
    return NumberShape(runs, marks, negative, percent, currency, word == "$", typed)


def digits(number: NumberShape, decimal: str) -> Digits | str:
    """Where whole digits and decimals stand when `decimal` is the decimal mark, or the reason they cannot."""
    runs, marks = list(number.runs), list(number.marks)
    mark = "." if number.typed else decimal
    fraction: tuple[int, int] | None = None
    if marks and marks[-1] == mark:
        marks.pop()
        fraction = runs.pop()
    if mark in marks or len(set(marks)) > 1 or (marks and not _grouped([length for _, length in runs])):
        return "number_marks"
    whole = tuple(place for start, length in runs for place in range(start, start + length))
    decimals = tuple(range(fraction[0], fraction[0] + fraction[1])) if fraction else ()
    if not whole and not decimals:
        return "number_text"
    return Digits(whole, decimals)


@lru_cache(maxsize=50_000)
def decimal_marks(shape: bytes) -> frozenset[str]:
    """The decimal marks under which a shape is a number: both for a whole number or an ambiguous “1.234”."""
    number = number_shape(shape)
    if not isinstance(number, NumberShape):
        return frozenset()
    return frozenset(mark for mark in (",", ".") if not isinstance(digits(number, mark), str))


def is_ambiguous(shape: bytes) -> bool:
    """Whether the value changes with the decimal mark (“1.234”, but not “1 234” or a typed cell)."""
    number = number_shape(shape)
    return (
        isinstance(number, NumberShape)
        and not number.typed
        and len(decimal_marks(shape)) == 2
        and any(mark in ".," for mark in number.marks)
    )


def leading_zero(shapes: Shapes, shape: bytes, rows: Ints) -> Mask:
    """Where an ambiguous value starts with 0 (“0,125”), which no thousands mark follows."""
    number = number_shape(shape)
    if not isinstance(number, NumberShape):
        return np.zeros(len(rows), dtype=np.bool_)
    first = shapes.data[shapes.starts[rows] + number.runs[0][0]]
    return np.asarray(first == ord("0"))


def gather(shapes: Shapes, rows: Ints, number: NumberShape, places: Digits) -> tuple[Ints, Mask, bool]:
    """The values of these rows in ten-thousandths; where they are too large; whether any was rounded."""
    whole, decimals = places.whole, places.decimals
    too_large = np.zeros(len(rows), dtype=np.bool_)
    if len(whole) > MAX_DIGITS:
        extra = len(whole) - MAX_DIGITS
        too_large = np.any([shapes.number(rows, (place,)) > 0 for place in whole[:extra]], axis=0)
        whole = whole[extra:]
    if number.percent:
        padded = (None, None, *whole)
        decimals = tuple(place for place in padded[-2:] if place is not None) + decimals
        missing = 2 - min(2, len(whole))
        whole = whole[:-2]
    else:
        missing = 0
    kept = decimals[: SCALE - missing]
    value = shapes.number(rows, (*whole, *kept))
    value *= 10 ** (SCALE - missing - len(kept))
    rounded = False
    if len(decimals) > len(kept):
        beyond = decimals[len(kept) :]
        value += shapes.number(rows, beyond[:1]) >= 5
        rounded = any(bool((shapes.number(rows, (place,)) > 0).any()) for place in beyond[:20])
    return (-value if number.negative else value), too_large, rounded


def _why_not(text: str) -> str | None:
    """The reason a value that is not a number is refused; None when it stands for nothing."""
    low = text.casefold()
    if _DASHES.fullmatch(text):
        return None
    if low in _ERRORS or low in _NOT_FINITE:
        return "number_error" if low in _ERRORS else "number_not_finite"
    if len(text) > _LONGEST and not text.strip("0.,"):
        return "number_too_large"
    if _SCIENTIFIC.fullmatch(text):
        return "number_scientific"
    if any(unicodedata.category(mark) == "Nd" and not mark.isascii() for mark in text):
        return "number_digits"
    return "number_text"


def _sign(text: str) -> tuple[str, bool]:
    """A text without the sign at one of its ends, and whether it was a minus."""
    text = text.strip(_AROUND)
    for mark in _MINUS + "+":
        if text.startswith(mark):
            return text.lstrip(mark).strip(_AROUND), mark != "+"
        if text.endswith(mark):
            return text.rstrip(mark).strip(_AROUND), mark != "+"
    return text, False


def _runs(text: str, start: int, end: int) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
    """Runs of digits (start in bytes, length) and the marks between them; “.50” has an empty run first."""
    while end > start and text[end - 1] in _SPACES + _APOSTROPHES:
        end -= 1
    while text[start] in _SPACES + _APOSTROPHES:
        start += 1
    place = len(text[:start].encode())
    runs: list[tuple[int, int]] = [(place, 0)]
    marks: list[str] = []
    for mark in text[start:end]:
        if mark == "0":
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            marks.append(_FAMILY[mark])
            runs.append((place + len(mark.encode()), 0))
        place += len(mark.encode())
    return tuple(runs), tuple(marks)


def _grouped(lengths: list[int]) -> bool:
    """Whether digits stand in groups of thousands (1 234 567), or of lakhs (12,34,567)."""
    first, *middle, last = lengths
    if last != 3 or not 1 <= first <= 3:
        return False
    return all(length == 3 for length in middle) or (first <= 2 and all(length == 2 for length in middle))
