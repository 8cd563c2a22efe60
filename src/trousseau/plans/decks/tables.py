"""Tables that fit: in the largest letters that leave every word whole, each column as broad as its longest word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide as Page
from pptx.table import _Cell as Cell
from pptx.util import Pt

from trousseau.figures.palette import LIGHT
from trousseau.plans.decks import measure
from trousseau.plans.decks.drawing import TONES, Area, emu, letters, words
from trousseau.plans.decks.slides import Table

SIZES = (14.0, 12.0, 11.0, 10.0, 9.0)
"""Sizes a table is tried in, the largest first."""
READABLE = 11.0
"""A table that may go on to the next slide does so rather than become smaller than this."""
PAD, APART = 3.0, 12.0
"""Around the words of a cell, in points; before words that stand right of numbers, which end where they begin."""
CELL_LINES, HEAD_LINES = 3, 3
MOST = 0.4
"""Which part of a table a column may take for one long word."""
MORE = 16.0
"""The room that “… and 3 more” takes."""


@dataclass(frozen=True)
class Fitted:
    """A table as it fits: the size of its letters, its rows with their heights, the breadths of its columns."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    """What each row takes at most, whatever the font."""
    low: tuple[float, ...]
    """What each takes in the font that was measured: rows are drawn so, and grow where another needs it."""
    breadths: tuple[float, ...]
    size: float
    right: frozenset[int]
    tones: tuple[str, ...]
    whole: bool
    """No word was broken, nothing left out."""


def fitted(given: Table, area: Area, *, goes_on: bool, most: float = SIZES[0]) -> Fitted:
    """A table in the largest letters up to `most` in which all its rows fit; else its first, and room to say so."""
    tried = [_measured(given, area.wide, size) for size in SIZES if size <= most]
    fits = [one for one in tried if sum(one.heights) <= area.high and (not goes_on or one.size >= READABLE)]
    best = next((one for one in fits if one.whole), None)
    if best is not None:
        return best
    if goes_on:
        small = [one for one in tried if one.size <= READABLE]
        best = next((one for one in small if one.whole), small[0])
    elif fits:
        return fits[0]
    else:
        best = tried[-1]
    room, shown = area.high - best.heights[0] - (0 if goes_on else MORE), 0
    for high in best.heights[1:]:
        room -= high
        if room < 0:
            break
        shown += 1
    return replace(
        best, rows=best.rows[:shown], tones=best.tones[:shown],
        heights=best.heights[: shown + 1], low=best.low[: shown + 1],
    )  # fmt: skip


def _measured(given: Table, wide: float, size: float) -> Fitted:
    breadths = _breadths(given, wide, size)
    rooms = tuple(breadth - _beside(at, given.right) - 1 for at, breadth in enumerate(breadths))
    whole, line = True, size * measure.LEADING

    def cells(row: Sequence[str], most: int, *, bold: int = 0) -> tuple[tuple[str, ...], float, float]:
        """The words of a row and its heights; the first `bold` of them are bold."""
        nonlocal whole
        said, safe, low = list[str](), 1, 1
        for at, (cell, room) in enumerate(zip(row, rooms, strict=False)):
            text = words(cell)
            said.append(measure.cut(text, room, size, most, bold=at < bold))
            lines = measure.wrapped(said[-1], room, size, bold=at < bold)
            whole &= said[-1] == text and " ".join(lines) == said[-1]
            safe = max(safe, len(lines))
            low = max(low, len(measure.wrapped(said[-1], room, size, bold=at < bold, margin=measure.PLAIN)))
        return tuple(said), safe * line + 2 * PAD, low * line + 2 * PAD

    tones = given.tones or ("",) * len(given.rows)
    head = cells(given.heads, HEAD_LINES, bold=len(given.heads))
    rows = [cells(row, CELL_LINES, bold=1 if tone else 0) for row, tone in zip(given.rows, tones, strict=True)]
    every = (head, *rows)
    return Fitted(
        head[0], tuple(said for said, _safe, _low in rows), tuple(safe for _said, safe, _low in every),
        tuple(low for _said, _safe, low in every), breadths, size, given.right, tones, whole,
    )  # fmt: skip


def _breadths(given: Table, wide: float, size: float) -> tuple[float, ...]:
    """The columns as they were asked for, those lifted whose longest word needs more, where others can spare it."""
    asked = [wide * one / sum(given.widths) for one in given.widths]
    least = [min(MOST * wide, _longest(given, at, size) + _beside(at, given.right) + 1.5) for at in range(len(asked))]
    missing = sum(max(0.0, need - has) for need, has in zip(least, asked, strict=True))
    spare = sum(max(0.0, has - need) for need, has in zip(least, asked, strict=True))
    if not missing or missing > spare:
        return tuple(asked)
    given_up = missing / spare
    return tuple(max(need, has - (has - need) * given_up) for need, has in zip(least, asked, strict=True))


def _longest(given: Table, column: int, size: float) -> float:
    """How broad the longest word of a column is."""
    bold = column == 0 and any(given.tones)
    said = {word for row in given.rows if column < len(row) for word in words(row[column]).split(" ")}
    heads = words(given.heads[column]).split(" ")
    return max(
        max((measure.width(word, size, bold=bold) for word in said), default=0.0),
        *(measure.width(word, size, bold=True) for word in heads),
    )


def _beside(column: int, right: frozenset[int]) -> float:
    """What a cell keeps free left and right of its words."""
    return PAD + _before(column, right)


def _before(column: int, right: frozenset[int]) -> float:
    return APART if column - 1 in right and column not in right else PAD


def table(page: Page, area: Area, given: Fitted) -> None:
    """A native table on hairlines, no fills."""
    frame = page.shapes.add_table(
        len(given.rows) + 1, len(given.heads), emu(area.left), emu(area.top), emu(area.wide), emu(sum(given.low))
    )
    frame.name = "table"
    drawn = frame.table
    style = drawn._tbl.tblPr  # noqa: SLF001 - no public way to drop the style
    for child in list(style):
        style.remove(child)
    style.set("bandRow", "0")
    for column, breadth in zip(drawn.columns, given.breadths, strict=True):
        column.width = emu(breadth)
    for at, row in enumerate((given.heads, *given.rows)):
        drawn.rows[at].height = emu(given.low[at])
        for place, said in enumerate(row):
            _cell(drawn.cell(at, place), said, given, at, place)


def _cell(cell: Cell, said: str, given: Fitted, at: int, place: int) -> None:
    cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(PAD)
    cell.margin_left = Pt(_before(place, given.right))
    frame = cell.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = said
    tone = given.tones[at - 1] if at else ""
    letters(run.font, given.size, bold=at == 0 or (place == 0 and bool(tone)), muted=at == 0)
    if tone and place in {0, len(given.heads) - 1}:
        run.font.color.rgb = RGBColor.from_string(TONES[tone].removeprefix("#").upper())
    paragraph.alignment = PP_ALIGN.RIGHT if place in given.right else PP_ALIGN.LEFT
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - borders have no public way
    for side in ("a:lnL", "a:lnR", "a:lnT", "a:lnB"):
        line = etree.SubElement(properties, qn(side))
        if side == "a:lnB":
            line.set("w", "12700" if at == 0 else "6350")
            colour = etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"))
            colour.set("val", LIGHT["line-strong"].removeprefix("#"))
        else:
            line.set("w", "0")
            etree.SubElement(line, qn("a:noFill"))
    etree.SubElement(properties, qn("a:noFill"))
