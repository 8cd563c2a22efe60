"""Slides as a PowerPoint deck: in a template's own placeholders, with tables and charts that can be edited."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass, replace

from django.utils.translation import ngettext
from PIL import Image
from pptx.presentation import Presentation as Opened
from pptx.shapes.base import BaseShape
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import Slide as Page
from pptx.slide import SlideLayout
from pptx.util import Emu

from trousseau.plans.decks import charts, drawing, inherited, measure, tables
from trousseau.plans.decks.drawing import Area, emu
from trousseau.plans.decks.slides import Band, Block, Chart, Deck, Slide, Table
from trousseau.plans.decks.template import Layouts, opened, ours, placeholder

POINT = 12_700
FIGURES, HEADING, GAP, NOTE = 62.0, 20.0, 14.0, 16.0
"""Heights in points: the row of figures, a block's title, between blocks, the note at the foot."""
SMALL = 14.0
"""Large titles become as small as this before they are cut."""
FOOT = 10.0
"""The size of what stands at the foot, at most."""
AIR = 6.0
"""Between the line under a title and the words below it."""
PAGES = 40
"""Slides over which one table may go on; what is left then is counted."""


@dataclass(frozen=True)
class Look:
    """What a company's decks look like: its own template, or ours in its colour; its logo."""

    template: bytes | None = None
    brand: str = ""
    logo: bytes | None = None

    def opened(self) -> tuple[Opened, Layouts]:
        """The template, ready to be filled."""
        return opened(self.template or (ours(self.brand) if self.brand else ours()))


def written(deck: Deck, look: Look | None = None) -> bytes:
    """The deck as a .pptx file."""
    look = look or Look()
    book, layouts = look.opened()
    if deck.cover:
        page = book.slides.add_slide(layouts.cover)
        _fill(page, layouts.cover, "title", deck.title, most=3)
        _fill(page, layouts.cover, "subtitle", deck.subtitle, most=4)
        _finish(page, layouts.cover, look, deck.foot)
    for slide in deck.slides:
        _pages(book, layouts.content, slide, look, deck.foot)
    core = book.core_properties
    core.title, core.author = drawing.words(deck.title)[:255], drawing.words(deck.author)[:255]
    core.language = deck.language
    core.subject, core.keywords, core.comments = drawing.words(deck.subtitle)[:255], "", ""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _pages(book: Opened, layout: SlideLayout, slide: Slide, look: Look, foot: str) -> None:
    """A slide, and those on which it goes on."""
    left: Slide | None = slide
    for at in range(PAGES):
        if left is None:
            return
        page = book.slides.add_slide(layout)
        kicker = left.kicker if at == 0 else f"{left.kicker} ({at + 1})"
        has_kicker = placeholder(layout, "kicker") is not None
        _fill(page, layout, "kicker", kicker, most=1)
        _fill(page, layout, "title", left.title if has_kicker else f"{kicker} – {left.title}", most=3)
        left = _body(page, layout, left, last=at == PAGES - 1)
        _finish(page, layout, look, foot)


def _body(page: Page, layout: SlideLayout, slide: Slide, *, last: bool) -> Slide | None:
    """Draw what fits into the place of the body; what is left for the next slide, if anything."""
    given = placeholder(layout, "body")
    assert given is not None  # noqa: S101 - a template without was refused
    area = inherited.area(given)
    _drop(page, given)
    if slide.figures:
        drawing.figures(page, replace(area, high=FIGURES), slide.figures)
        area = replace(area, top=area.top + FIGURES + GAP, high=area.high - FIGURES - GAP)
    if slide.note:
        drawing.note(page, replace(area, top=area.top + area.high - NOTE, high=NOTE), slide.note)
        area = replace(area, high=area.high - NOTE - 4)
    whole = sum(band.height for band in slide.bands) or 1
    room = area.high - GAP * max(0, len(slide.bands) - 1)
    top, left = area.top, list[Band]()
    for band in slide.bands:
        high = room * band.height / whole
        rest = _band(page, replace(area, top=top, high=high), band, goes_on=slide.continues and not last)
        left += [replace(band, blocks=tuple(rest))] if rest else []
        top += high + GAP
    return replace(slide, bands=tuple(left), figures=()) if left else None


def _band(page: Page, area: Area, band: Band, *, goes_on: bool) -> list[Block]:
    """The blocks of a band beside one another; those whose tables have rows left."""
    whole = sum(block.width for block in band.blocks)
    room = area.wide - GAP * 1.5 * (len(band.blocks) - 1)
    at, left = area.left, list[Block]()
    inside = replace(area, high=area.high - HEADING - 3)
    sizes = [
        tables.fitted(block.content, replace(inside, wide=room * block.width / whole), goes_on=goes_on).size
        for block in band.blocks
        if isinstance(block.content, Table)
    ]
    for block in band.blocks:
        wide = room * block.width / whole
        most = min(sizes, default=tables.SIZES[0])
        rest = _block(page, replace(area, left=at, wide=wide), block, goes_on=goes_on, most=most)
        left += [rest] if rest else []
        at += wide + GAP * 1.5
    return left


def _block(page: Page, area: Area, block: Block, *, goes_on: bool, most: float) -> Block | None:
    if block.title:
        drawing.heading(page, replace(area, high=HEADING), block.title, block.note)
        area = replace(area, top=area.top + HEADING + 3, high=area.high - HEADING - 3)
    content = block.content
    if isinstance(content, Chart):
        charts.chart(page, area, content)
        return None
    if not isinstance(content, Table):
        drawing.lines(page, replace(area, top=area.top + AIR, high=area.high - AIR) if block.title else area, content)
        return None
    fitted = tables.fitted(content, area, goes_on=goes_on, most=most)
    if fitted.rows:
        tables.table(page, area, fitted)
    hidden = len(content.rows) - len(fitted.rows)
    if hidden and goes_on:
        tones = content.tones[len(fitted.rows) :]
        return replace(block, content=replace(content, rows=content.rows[len(fitted.rows) :], tones=tones))
    if hidden:
        more = ngettext("… and %(n)s more", "… and %(n)s more", hidden) % {"n": hidden}
        drawing.note(page, replace(area, top=area.top + area.high - NOTE, high=NOTE), more)
    return None


def _fill(page: Page, layout: SlideLayout, name: str, text: str, *, most: int) -> None:
    """Words into a placeholder of the slide, smaller or cut where they do not fit."""
    given = placeholder(layout, name)
    shape = _of(page, given)
    if given is None or shape is None:
        return
    area, frame = inherited.inside(given), shape.text_frame
    text = drawing.words(text)
    size = inherited.size(given)
    sizes = [size * part for part in (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4) if part >= 0.7 or size * part >= SMALL]
    fits = [one for one in sizes if _lines_fit(text, area.wide, area.high, one, most)]
    chosen = fits[0] if fits else sizes[-1]
    lines = max(1, min(most, int(area.high / (chosen * measure.LEADING))))
    frame.text = text if fits else measure.cut(text, area.wide, chosen, lines, bold=True)
    if chosen != size:
        for run in frame.paragraphs[0].runs:
            run.font.size = Emu(int(chosen * POINT))


def _lines_fit(text: str, room: float, high: float, size: float, most: int) -> bool:
    count = len(measure.wrapped(text, room, size, bold=True))
    return count <= most and count * size * measure.LEADING <= high + 1


def _finish(page: Page, layout: SlideLayout, look: Look, foot: str) -> None:
    """What every slide has: foot, number, logo; and no empty placeholder that says “click to add”."""
    for name in ("foot", "number"):
        given = placeholder(layout, name)
        if given is not None and _of(page, given) is None:
            page.shapes._spTree.append(copy.deepcopy(given._element))  # noqa: SLF001 - python-pptx copies no footers
    given = placeholder(layout, "foot")
    shape = _of(page, given)
    if given is not None and shape is not None:
        size = min(FOOT, inherited.size(given))
        shape.text_frame.text = measure.cut(drawing.words(foot), inherited.inside(given).wide, size, 1)
        for run in shape.text_frame.paragraphs[0].runs:
            run.font.size = Emu(int(size * POINT))
    logo = placeholder(layout, "logo")
    if logo is not None and look.logo is not None:
        _logo(page, inherited.area(logo), look.logo)
    for one in list(page.placeholders):
        kind = one.placeholder_format.type
        number = placeholder(layout, "number")
        keeps = number is not None and one.placeholder_format.idx == number.placeholder_format.idx
        if not keeps and not (one.has_text_frame and one.text_frame.text.strip()) and kind is not None:
            one._element.getparent().remove(one._element)  # noqa: SLF001 - no public way


def _logo(page: Page, area: Area, logo: bytes) -> None:
    """The logo inside its place, its proportions kept."""
    with Image.open(io.BytesIO(logo)) as image:
        wide, high = image.size
    scale = min(area.wide / wide, area.high / high)
    size = (wide * scale, high * scale)
    left = area.left if area.left < 200 else area.left + area.wide - size[0]
    picture = page.shapes.add_picture(
        io.BytesIO(logo), emu(left), emu(area.top + (area.high - size[1]) / 2), emu(size[0]), emu(size[1])
    )
    picture.name = "logo"
    picture._element.nvPicPr.cNvPr.set("descr", "Logo")  # noqa: SLF001 - python-pptx sets no description


def _of(page: Page, given: LayoutPlaceholder | None) -> BaseShape | None:
    """The slide's own shape of a layout's placeholder."""
    if given is None:
        return None
    index = given.placeholder_format.idx
    return next((one for one in page.placeholders if one.placeholder_format.idx == index), None)


def _drop(page: Page, given: LayoutPlaceholder) -> None:
    shape = _of(page, given)
    if shape is not None:
        shape._element.getparent().remove(shape._element)  # noqa: SLF001 - no public way
