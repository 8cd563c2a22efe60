"""How much room words need, without the font: the widths of Helvetica, which Arial and its kin share.

Source: Adobe Core 14 AFM, Helvetica. Other fonts run up to a sixth wider (DejaVu, Verdana), so
every width gets that margin.
"""

from __future__ import annotations

import unicodedata

_NARROW = dict.fromkeys("ijl'", 222) | dict.fromkeys(" !,./:;I[\\]ft\u00a0", 278) | dict.fromkeys("()r-`", 333)
_WIDE = dict.fromkeys("ABEKPSVXY&", 667) | dict.fromkeys("CDHNRUw", 722) | dict.fromkeys("GOQ", 778)
_OTHER = {"M": 833, "m": 833, "W": 944, "%": 889, "@": 1015, "J": 500, "+": 584, "=": 584, "\u202f": 200, "—": 1000}
_SMALL = dict.fromkeys("ckszvxyJ", 500)
WIDTHS = _NARROW | _WIDE | _SMALL | _OTHER
USUAL = 575
FULL = 1000
MARGIN, PLAIN = 1.15, 1.03
"""What a width is multiplied with: whatever the font, and in the font that was measured."""
BOLD = 1.07
LEADING = 1.2
"""The height of a line in sizes of its letters."""


def width(text: str, size: float, *, bold: bool = False, margin: float = MARGIN) -> float:
    """How broad a text is, in points."""
    return sum(_sign(sign) for sign in text) / 1000 * size * margin * (BOLD if bold else 1)


def wrapped(text: str, room: float, size: float, *, bold: bool = False, margin: float = MARGIN) -> list[str]:
    """The lines a text takes in `room` points; a word broader than a line is broken."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if width(longer, size, bold=bold, margin=margin) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _broken(word, room, size, bold=bold, margin=margin)
            lines += whole
        lines.append(line)
    return lines


def cut(text: str, room: float, size: float, most: int, *, bold: bool = False) -> str:
    """A text in at most so many lines, with an ellipsis where it had more."""
    lines = wrapped(text, room, size, bold=bold)
    if len(lines) <= most:
        return text
    last = lines[most - 1]
    while last and width(f"{last}…", size, bold=bold) > room:
        last = last[:-1]
    return " ".join([*lines[: most - 1], f"{last.rstrip(' ,;:')}…"])


def _broken(word: str, room: float, size: float, *, bold: bool, margin: float) -> list[str]:
    parts, part = [], ""
    for sign in word:
        if part and width(part + sign, size, bold=bold, margin=margin) > room:
            parts.append(part)
            part = ""
        part += sign
    return [*parts, part]


def _sign(sign: str) -> int:
    found = WIDTHS.get(sign)
    if found is None and not sign.isascii():
        if unicodedata.east_asian_width(sign) in "WF":
            return FULL
        found = WIDTHS.get(unicodedata.normalize("NFD", sign)[0])
        return FULL if found is None and not sign.isalpha() else (found or USUAL + 50)
    return found or USUAL
