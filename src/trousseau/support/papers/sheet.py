"""What a paper says, ready to be shown on a page or set as a PDF: words only, in the language in force."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language, ngettext

from trousseau.accounts.sections import Told

LONGEST = 120
"""Signs of a cell of a brief; a sentence has four times as many."""
SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2}\.) (?=[^\W\d_])")
"""Between two sentences; not after an initial."""
MOST_ROWS = 12
"""Rows of a section that a brief considers at all; the page decides how many it has room for."""


@dataclass(frozen=True)
class Block:
    """One section: its title, its sentence, the rows it may show, and what stands for those it does not."""

    title: str
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: tuple[str, ...]
    """At place n what is written where n rows are shown: “… and 12 more”; empty where that is all."""

    def first(self, most: int) -> tuple[tuple[tuple[str, ...], ...], str]:
        """The first rows, and what stands for the others."""
        shown = self.rows[:most]
        return shown, self.more[len(shown)] if self.more else ""


@dataclass(frozen=True)
class Sheet:
    """A paper."""

    title: str
    kicker: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    meeting: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, str], ...]
    """Label, figure, and a note."""
    blocks: tuple[Block, ...]
    foot: str
    author: str
    contents: str = ""

    def data(self) -> dict[str, Any]:
        """For the template of a PDF."""
        return asdict(self) | {"lang": (get_language() or "en")[:2]}

    @property
    def rows(self) -> int:
        """How long it is."""
        return sum(len(block.rows) for block in self.blocks)


def block(title: str, told: Told, *, most: int | None = None) -> Block:
    """A section of a paper; `most` rows and short cells for a brief, everything otherwise."""
    rows = told.rows
    if most is None:
        return Block(title, told.sentence, told.heads, rows, ())
    kept = tuple(tuple(short(cell) for cell in row) for row in rows[:most])
    more = tuple(_more(len(rows) - shown) for shown in range(len(kept) + 1))
    return Block(title, short(told.sentence, 4 * LONGEST), told.heads, kept, more)


def short(text: str, most: int = LONGEST) -> str:
    """A text that fits: where it is longer, its first sentences if they say half of it, else cut at a word."""
    text = re.sub(r"[^\S\u00a0\u202f]+", " ", str(text)).strip()
    if len(text) <= most:
        return text
    ends = [found.start() for found in SENTENCE_END.finditer(text, 0, most) if text[found.end()].isupper()]
    if ends and ends[-1] >= most // 2:
        return text[: ends[-1]]
    cut = text[: most - 1].rsplit(" ", 1)[0] if " " in text[most // 2 : most - 1] else text[: most - 1]
    return f"{cut.rstrip(' ,;:')}…"


def _more(hidden: int) -> str:
    return ngettext("… and %(n)s more", "… and %(n)s more", hidden) % {"n": hidden} if hidden > 0 else ""
