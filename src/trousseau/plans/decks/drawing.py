"""Figures, headings, notes and lines drawn on a slide, inside an area in points, never outside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR_TYPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.slide import Slide as Page
from pptx.text.text import Font, TextFrame
from pptx.text.text import _Paragraph as Paragraph
from pptx.util import Emu, Pt

from trousseau.figures.palette import LIGHT
from trousseau.plans.decks import measure
from trousseau.plans.decks.slides import Figure, Lines
from trousseau.support.papers.typesetting import tidy

TONES = {"good": LIGHT["good"], "watch": LIGHT["watch-text"], "bad": LIGHT["bad-text"]}


@dataclass(frozen=True)
class Area:
    """A rectangle of a slide, in points."""

    left: float
    top: float
    wide: float
    high: float


def words(text: str) -> str:
    """What people wrote as a slide can hold it: no signs that are no text, no line breaks of theirs."""
    return " ".join(str(tidy(text)).replace("\n", " ").split(" ")).strip()


def number_words(text: str) -> str:
    """Words for the sheet inside a chart: what it would take for a formula or a link is led by an apostrophe."""
    said = words(text)
    risky = said.startswith(("=", "{=", "+", "-", "@", "mailto:", "internal:")) or "://" in said
    return f"'{said}" if risky else said


def figures(page: Page, area: Area, shown: Sequence[Figure]) -> None:
    """Figures beside one another: label, figure, note."""
    wide = area.wide / len(shown)
    for at, one in enumerate(shown):
        own = replace(area, left=area.left + wide * at, wide=wide - 10)
        frame = _box(page, own, name=f"figure {at + 1}")
        size = next((size for size in (24, 20, 17, 14) if measure.width(one.value, size, bold=True) <= own.wide), 12)
        _paragraph(frame, measure.cut(words(one.label), own.wide, 10, 1), 10, muted=True)
        _paragraph(frame, measure.cut(words(one.value), own.wide, size, 1, bold=True), size, bold=True)
        _paragraph(frame, measure.cut(words(one.note), own.wide, 10, 1), 10, muted=True)


def heading(page: Page, area: Area, title: str, said: str = "") -> None:
    """The title of a block over a thin line, and what it counts beside it."""
    frame = _box(page, area, name="heading")
    title = measure.cut(words(title), area.wide, 12, 1, bold=True)
    paragraph = _paragraph(frame, title, 12, bold=True)
    room = area.wide - measure.width(title, 12, bold=True) - 8
    if said and room > 40:
        run = paragraph.add_run()
        run.text = "  " + measure.cut(words(said), room, 10, 1)
        letters(run.font, 10, muted=True)
    bottom = area.top + area.high
    ends = (area.left, bottom, area.left + area.wide, bottom)
    line = page.shapes.add_connector(MSO_CONNECTOR_TYPE.STRAIGHT, *(emu(side) for side in ends))
    line._element.remove(line._element.find(qn("p:style")))  # noqa: SLF001 - a theme may give lines a shadow
    line.line.width = Pt(1)
    line.line.color.theme_color = MSO_THEME_COLOR.TEXT_1


def note(page: Page, area: Area, said: str) -> None:
    """Small words in one line."""
    frame = _box(page, area, name="note")
    _paragraph(frame, measure.cut(words(said), area.wide, 9, 1), 9, muted=True)


def lines(page: Page, area: Area, shown: Lines) -> None:
    """Sentences one under the other, as large as they fit; at the smallest, the last are left out with an ellipsis."""
    said = [words(one) for one in shown.said]
    room = area.wide - 12
    size = 16.0
    while size > 10 and _high(said, room, size) > area.high:
        size -= 1
    while len(said) > 1 and _high(said, room, size) > area.high:
        said = [*said[:-2], f"{said[-2].rstrip('…. ')}…"]
    most = max(1, int(area.high / (size * measure.LEADING)))
    said = [measure.cut(one, room, size, most) for one in said]
    frame = _box(page, area, name="lines")
    for one in said:
        paragraph = _paragraph(frame, one, size)
        paragraph.space_after = Pt(size * 0.5)


def _high(said: Sequence[str], room: float, size: float) -> float:
    return sum(len(measure.wrapped(one, room, size)) * size * measure.LEADING + size * 0.5 for one in said)


def _box(page: Page, area: Area, *, name: str) -> TextFrame:
    shape = page.shapes.add_textbox(*(emu(side) for side in (area.left, area.top, area.wide, area.high)))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    return frame


def _paragraph(frame: TextFrame, said: str, size: float, *, bold: bool = False, muted: bool = False) -> Paragraph:
    first = frame.paragraphs[0]
    paragraph = frame.add_paragraph() if first.runs or len(frame.paragraphs) > 1 or first.text else first
    run = paragraph.add_run()
    run.text = said
    letters(run.font, size, bold=bold, muted=muted)
    return paragraph


def letters(font: Font, size: float, *, bold: bool = False, muted: bool = False) -> None:
    """How some words look."""
    font.size, font.bold = Pt(size), bold
    font.color.theme_color = MSO_THEME_COLOR.TEXT_2 if muted else MSO_THEME_COLOR.TEXT_1


def emu(points: float) -> Emu:
    """Points as a presentation counts them."""
    return Emu(int(points * 12_700))
