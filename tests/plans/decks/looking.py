"""What a test looks at in a deck: its words, its charts, and whether everything stays in its place."""

from __future__ import annotations

import io

from pptx import Presentation

from trousseau.plans.decks import measure

POINT = 12_700


def opened(content):
    """The deck of a file."""
    return Presentation(io.BytesIO(content))


def words(deck):
    """Every text on every slide."""
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return found


def charts(deck):
    """Every native chart."""
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def out_of_place(deck):
    """What leaves its slide, or says more than its box holds; by slide and shape."""
    return [
        (number, shape.name, why)
        for number, slide in enumerate(deck.slides, 1)
        for shape in slide.shapes
        for why in _faults(deck, shape)
    ]


def _faults(deck, shape):
    if shape.left < 0 or shape.top < 0 or shape.left + shape.width > deck.slide_width:
        yield "beside the slide"
    if shape.top + shape.height > deck.slide_height:
        yield "below the slide"
    if (
        shape.has_text_frame
        and not shape.is_placeholder
        and _high(shape.text_frame, shape.width) > shape.height / POINT + 1
    ):
        yield "too many words"
    if shape.has_table:
        yield from _table_faults(deck, shape)


def _table_faults(deck, shape):
    """Rows hold their words in the font that was measured; in a broader one they grow, and still fit on the slide."""
    widths, needed = [column.width for column in shape.table.columns], 0.0
    for row in shape.table.rows:
        cells = list(zip(row.cells, widths, strict=True))
        if max(_high(cell.text_frame, wide, cell, measure.PLAIN) for cell, wide in cells) > row.height / POINT + 1:
            yield f"row too low: {[cell.text_frame.text for cell in row.cells]}"
        needed += max(_high(cell.text_frame, wide, cell) for cell, wide in cells)
    if shape.top / POINT + needed > deck.slide_height / POINT:
        yield "table too high"


def _high(frame, wide, cell=None, margin=measure.MARGIN):
    within = cell or frame
    room, high = (wide - within.margin_left - within.margin_right) / POINT, 0.0
    for paragraph in frame.paragraphs:
        if not paragraph.runs:
            continue
        size = max(run.font.size.pt for run in paragraph.runs)
        bold = bool(paragraph.runs[0].font.bold) and len(paragraph.runs) == 1
        after = paragraph.space_after.pt if paragraph.space_after else 0
        high += (
            len(measure.wrapped(paragraph.text, room + 0.5, size, bold=bold, margin=margin)) * size * measure.LEADING
            + after
        )
    return high
