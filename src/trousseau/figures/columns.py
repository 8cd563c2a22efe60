"""Tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trousseau.figures.terminal import Column, cell, printable


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[str]:
    """The titles and the rows as lines, two spaces between columns."""
    every = [[column.title for column in columns], *rows]
    return [
        "  ".join(
            cell(printable(text), column.width, right=column.right) for text, column in zip(row, columns, strict=True)
        ).rstrip()
        for row in every
    ]
