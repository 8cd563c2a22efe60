"""Native charts: their numbers go along and can be changed."""

from __future__ import annotations

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
from pptx.oxml.ns import qn
from pptx.slide import Slide as Page
from pptx.util import Pt

from trousseau.plans.decks.drawing import TONES, Area, emu, number_words, words
from trousseau.plans.decks.slides import Chart, Series

FORMS = {
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED, "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "lines": XL_CHART_TYPE.LINE, "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "spans": XL_CHART_TYPE.BAR_STACKED,
}  # fmt: skip
SIDEWAYS = frozenset({"bars", "spans"})
STACKED = frozenset({"stacked", "spans"})
ROOM_FOR_LABELS = 9
"""Marks of a series that can each carry their number."""
NAMES = 8
"""Names of points in time under a line, at most."""


def chart(page: Page, area: Area, given: Chart) -> None:
    """A native chart with its own sheet of numbers, in the colours of the template's theme."""
    data = CategoryChartData(number_format=given.number)
    data.categories = [number_words(one) for one in given.categories] or ["–"]
    for one in given.series:
        data.add_series(number_words(one.name), one.values or (None,), one.number or None)
    frame = page.shapes.add_chart(
        FORMS[given.form], emu(area.left), emu(area.top), emu(area.wide), emu(area.high), data
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
    if given.form == "lines" and len(given.categories) > NAMES:
        skip = names._element.makeelement(qn("c:tickLblSkip"), {"val": str(-(-len(given.categories) // NAMES))})  # noqa: SLF001 - no public way
        names._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)  # noqa: SLF001 - no public way
    if given.step is not None:
        numbers.major_unit = given.step
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
