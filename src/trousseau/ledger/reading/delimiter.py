"""Finding what separates the cells of a delimited file."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trousseau.ledger.reading.header import filled, is_label, is_typed, usual_width, width
from trousseau.ledger.reading.synonyms import is_known

DELIMITERS = (";", ",", "\t", "|")
SAMPLE = 400
"""Records looked at."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


@dataclass(frozen=True)
class Records:
    """The first records of a text.

    Attributes:
        rows: Their cells; a blank line has none.
        ends: Where each ends in the text (in characters).
    """

    rows: tuple[tuple[str, ...], ...]
    ends: tuple[int, ...]


def records(text: str, delimiter: str, limit: int = SAMPLE) -> Records:
    """Split the head of a file into records; quotes may hold line ends."""
    csv.field_size_limit(1 << 30)
    ends_of_lines: list[int] = []

    def lines() -> Iterator[str]:
        for found in _LINE.finditer(text):
            if found.end() == found.start():
                return
            ends_of_lines.append(found.end())
            yield found[0]

    rows, ends = [], []
    reader = csv.reader(lines(), delimiter=delimiter)
    for row in reader:
        rows.append(tuple(row))
        ends.append(ends_of_lines[reader.line_num - 1])
        if len(rows) == limit:
            break
    return Records(tuple(rows), tuple(ends))


def rank(text: str) -> list[tuple[float, str]]:
    """The delimiters that split the text into rows of one width, the best first, with a score above 0."""
    scores = [(score(records(text, delimiter).rows), delimiter) for delimiter in DELIMITERS]
    return sorted(((value, mark) for value, mark in scores if value > 0), key=lambda pair: -pair[0])


def score(rows: Sequence[Sequence[str]]) -> float:
    """How well rows hold together: the share that has the usual width, more under a header of known names."""
    held = [row for row in rows if filled(row)]
    if not held:
        return 0.0
    usual = usual_width(held)
    sizes = Counter(len(row) for row in held)
    if usual < 2 and max(sizes) < 2:
        return 0.0
    common = max((size for size in sizes if size >= 2), key=lambda size: (sizes[size], size), default=0)
    if common < 2:
        return 0.0
    share = sizes[common] / len(held)
    top = max(held[:60], key=lambda row: (sum(1 for cell in row if is_known(cell)), is_wide_label(row)), default=())
    known = sum(1 for cell in top if is_known(cell))
    labelled = is_wide_label(top) and abs(width(top) - common) <= max(1, common // 3)
    return share + (1.0 if labelled else 0.0) + min(known, 6) / 3 + min(common, 20) / 100 + typed_share(held)


def typed_share(rows: Sequence[Sequence[str]]) -> float:
    """The share of cells that are numbers or dates, in the rows under the first."""
    cells = [cell for row in rows[1:60] or rows for cell in row if cell.strip()]
    typed = sum(1 for cell in cells if is_typed(cell))
    return typed / len(cells) if cells else 0.0


def is_wide_label(row: Sequence[str]) -> bool:
    """Whether a row of several cells is all words."""
    count = filled(row)
    return count >= 2 and sum(1 for cell in row if is_label(cell)) >= 0.7 * count
