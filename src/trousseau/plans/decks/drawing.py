"""Figures, tables, charts and lines drawn on a slide, inside an area in points, never outside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree
from pptx.chart.chart import Chart as Drawn
from pptx.chart.data import CategoryChartData
from pptx.chart.series import _BaseSeries as DrawnSeries
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR_TYPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide as Page
from pptx.table import _Cell as Cell
from pptx.text.text import Font, TextFrame
from pptx.text.text import _Paragraph as Paragraph
from pptx.util import Emu, Pt

from trousseau.figures.palette import LIGHT
from trousseau.plans.decks import measure
from trousseau.plans.decks.slides import Chart, Figure, Lines, Series, Table
from trousseau.support.papers.typesetting import tidy

SIZES = (12.0, 11.0, 10.0, 9.0)
"""Sizes a table is tried in, the largest first."""
PAD = 3.0
"""Above and below the words of a cell, in points; beside them twice as much."""
CELL_LINES = 3
FORMS = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED, "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "lines": XL_CHART_TYPE.LINE, "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "spans": XL_CHART_TYPE.BAR_STACKED,
}  # fmt: skip
TONES = {"good": LIGHT["good"], "watch": LIGHT["watch-text"], "bad": LIGHT["bad-text"]}
SIDEWAYS = frozenset({"bars", "spans"})
STACKED = frozenset({"stacked", "spans"})
ROOM_FOR_LABELS = 9
"""Marks of a series that can each carry their number."""


@dataclass(frozen=True)
class Area:
    """A rectangle of a slide, in points."""

    left: float
    top: float
    wide: float
    high: float


@dataclass(frozen=True)
class Fitted:
    """A table as it fits: the size of its letters, its rows with their heights, the breadths of its columns."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]
    breadths: tuple[float, ...]
    size: float
    right: frozenset[int]
    tones: tuple[str, ...]


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
        _letters(run.font, 10, muted=True)
    bottom = area.top + area.high
    ends = (area.left, bottom, area.left + area.wide, bottom)
    line = page.shapes.add_connector(MSO_CONNECTOR_TYPE.STRAIGHT, *(_emu(side) for side in ends))
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


def fitted(given: Table, area: Area, *, goes_on: bool, most: float = SIZES[0]) -> Fitted:
    """A table in the largest letters up to `most` in which all its rows fit; else its first, and room to say so."""
    best = None
    for size in [size for size in SIZES if size <= most]:
        best = _measured(given, area.wide, size)
        if sum(best.heights) <= area.high:
            return best
        if goes_on and size <= 11:
            break
    assert best is not None  # noqa: S101 - there are sizes
    room, shown = area.high - best.heights[0] - (0 if goes_on else 16), 0
    for high in best.heights[1:]:
        room -= high
        if room < 0:
            break
        shown += 1
    return replace(best, rows=best.rows[:shown], heights=best.heights[: shown + 1], tones=best.tones[:shown])


def _measured(given: Table, wide: float, size: float) -> Fitted:
    whole = sum(given.widths)
    breadths = tuple(wide * one / whole for one in given.widths)
    rooms = tuple(breadth - 2 * PAD - 1 for breadth in breadths)
    line = size * measure.LEADING

    def cells(row: Sequence[str], most: int, *, bold: int = 0) -> tuple[tuple[str, ...], float]:
        """The words of a row and its height; the first `bold` of them are bold."""
        said, count = list[str](), 1
        for at, (cell, room) in enumerate(zip(row, rooms, strict=False)):
            said.append(measure.cut(words(cell), room, size, most, bold=at < bold))
            count = max(count, len(measure.wrapped(said[-1], room, size, bold=at < bold)))
        return tuple(said), count * line + 2 * PAD

    heads, head_high = cells(given.heads, 2, bold=len(given.heads))
    tones = given.tones or ("",) * len(given.rows)
    rows = [cells(row, CELL_LINES, bold=1 if tone else 0) for row, tone in zip(given.rows, tones, strict=True)]
    return Fitted(
        heads, tuple(row for row, _high in rows), (head_high, *(high for _row, high in rows)), breadths, size,
        given.right, tones,
    )  # fmt: skip


def table(page: Page, area: Area, given: Fitted) -> None:
    """A native table on hairlines, no fills."""
    high = sum(given.heights)
    frame = page.shapes.add_table(
        len(given.rows) + 1, len(given.heads), _emu(area.left), _emu(area.top), _emu(area.wide), _emu(high)
    )
    frame.name = "table"
    drawn = frame.table
    style = drawn._tbl.tblPr  # noqa: SLF001 - no public way to drop the style
    for child in list(style):
        style.remove(child)
    style.set("bandRow", "0")
    for column, breadth in zip(drawn.columns, given.breadths, strict=True):
        column.width = _emu(breadth)
    for at, row in enumerate((given.heads, *given.rows)):
        drawn.rows[at].height = _emu(given.heights[at])
        for place, said in enumerate(row):
            _cell(drawn.cell(at, place), said, given, at, place)


def _cell(cell: Cell, said: str, given: Fitted, at: int, place: int) -> None:
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Pt(PAD)
    frame = cell.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = said
    tone = given.tones[at - 1] if at else ""
    _letters(run.font, given.size, bold=at == 0 or (place == 0 and bool(tone)), muted=at == 0)
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


def chart(page: Page, area: Area, given: Chart) -> None:
    """A native chart with its own sheet of numbers, in the colours of the template's theme."""
    data = CategoryChartData(number_format=given.number)
    data.categories = [number_words(one) for one in given.categories] or ["–"]
    for one in given.series:
        data.add_series(number_words(one.name), one.values or (None,), one.number or None)
    frame = page.shapes.add_chart(
        FORMS[given.form], _emu(area.left), _emu(area.top), _emu(area.wide), _emu(area.high), data
    )
    frame.name = "chart"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", words(given.says))  # noqa: SLF001 - no public way
    drawn = frame.chart
    drawn.font.size = Pt(10)
    drawn.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    drawn.has_title = False
    named = [one for one in given.series if one.look != "hidden"]
    drawn.has_legend = len(named) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        drawn.legend.font.size = Pt(10)
    _axes(drawn, given)
    for series, one in zip(drawn.plots[0].series, given.series, strict=True):
        _series(series, one, given)
    plot = drawn.plots[0]
    if given.form == "lines":
        # A month without a reading interrupts nothing: the line goes on to the next one.
        drawn._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "span")  # noqa: SLF001 - no public way
    else:
        plot.gap_width, plot.overlap = 60, 100 if given.form in STACKED else -5


def _axes(drawn: Drawn, given: Chart) -> None:
    numbers, names = drawn.value_axis, drawn.category_axis
    names.has_major_gridlines, names.format.line.color.rgb = False, RGBColor(0xD3, 0xCC, 0xBE)
    names.tick_labels.font.size = numbers.tick_labels.font.size = Pt(10)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if given.form in SIDEWAYS:
        names.reverse_order = True
    numbers.has_major_gridlines = True
    numbers.major_gridlines.format.line.color.rgb = RGBColor(0xE8, 0xE3, 0xD9)
    numbers.format.line.fill.background()
    numbers.tick_labels.number_format, numbers.tick_labels.number_format_is_linked = given.number, False
    if given.form != "lines":
        known = [value for one in given.series for value in one.values if value is not None]
        if known and min(known) >= 0:
            numbers.minimum_scale = given.least or 0
    if _labelled(given):
        numbers.visible = False
        numbers.has_major_gridlines = False


def _labelled(given: Chart) -> bool:
    """Whether each mark has room for its number, so that no axis is needed."""
    marks = len(given.categories) * (1 if given.form in STACKED else len(given.series))
    return given.form in {"columns", "bars", "stacked"} and marks <= ROOM_FOR_LABELS * 2


def _series(series: DrawnSeries, one: Series, given: Chart) -> None:
    shape = series.format
    if given.form == "lines":
        series.smooth = False
        series.marker.style = XL_MARKER_STYLE.NONE if one.look == "dashed" else XL_MARKER_STYLE.CIRCLE
        if one.look != "dashed":
            series.marker.size = 5
            _colour(series.marker.format.fill, one.look)
        shape.line.width = Pt(2.25 if one.look == "main" else 1.5)
        _colour(shape.line.fill, one.look)
        if one.look == "dashed":
            shape.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        return
    if one.look == "hidden":
        shape.fill.background()
        return
    _colour(shape.fill, one.look)
    if _labelled(given):
        labels = series.data_labels
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, given.number, False
        labels.font.size = Pt(9)
        if given.form in STACKED and one.look == "main":
            labels.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
        if given.form not in STACKED:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _colour(fill: FillFormat, look: str) -> None:
    fill.solid()
    if look in TONES:
        fill.fore_color.rgb = RGBColor.from_string(TONES[look].removeprefix("#").upper())
        return
    fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    if look == "soft":
        fill.fore_color.brightness = 0.6


def _box(page: Page, area: Area, *, name: str) -> TextFrame:
    shape = page.shapes.add_textbox(*(_emu(side) for side in (area.left, area.top, area.wide, area.high)))
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
    _letters(run.font, size, bold=bold, muted=muted)
    return paragraph


def _letters(font: Font, size: float, *, bold: bool = False, muted: bool = False) -> None:
    font.size, font.bold = Pt(size), bold
    font.color.theme_color = MSO_THEME_COLOR.TEXT_2 if muted else MSO_THEME_COLOR.TEXT_1


def _emu(points: float) -> Emu:
    return Emu(int(points * 12_700))
