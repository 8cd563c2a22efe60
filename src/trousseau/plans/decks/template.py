"""The template of a deck: ours, made here, or the company's own; and whether it has what a deck needs.

A template needs two layouts, each with placeholders found by their name (Selection Pane in Slide Master view) or,
where none has the name, by their kind. So most companies' templates work as they are.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.opc.constants import RELATIONSHIP_TYPE as REL
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Opened
from pptx.shapes.base import BaseShape
from pptx.shapes.placeholder import LayoutPlaceholder
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Inches, Pt

BRAND = "#1d4466"
WIDE, HIGH = Inches(13.333), Inches(7.5)
NEEDS = {"cover": ("title", "subtitle"), "content": ("title", "body")}
"""The layouts a deck is made of and the placeholders each must have; kicker, foot, number and logo may be there."""
KINDS = {
    "title": (KIND.TITLE, KIND.CENTER_TITLE),
    "subtitle": (KIND.SUBTITLE, KIND.BODY, KIND.OBJECT),
    "body": (KIND.OBJECT, KIND.BODY),
    "foot": (KIND.FOOTER,),
    "number": (KIND.SLIDE_NUMBER,),
}
LEAST = {"body": (Inches(6), Inches(3)), "title": (Inches(4), Inches(0.3))}
"""The least room a placeholder must leave: a table or a chart in less cannot be read."""


class TemplateError(Exception):
    """What a template lacks, in sentences."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Layouts:
    """The two layouts of a template that decks use."""

    cover: SlideLayout
    content: SlideLayout


def opened(content: bytes) -> tuple[Opened, Layouts]:
    """A template ready to be filled, without the slides it came with.

    Raises:
        TemplateError: it is no presentation, or a layout or placeholder is missing.
    """
    try:
        deck = Presentation(io.BytesIO(content))
        found = {name: _layout(deck, name) for name in NEEDS}
    except TemplateError:
        raise
    except Exception as error:  # whatever a damaged file makes python-pptx and lxml raise, the answer is the same
        raise TemplateError(
            [_("This is no PowerPoint presentation that can be read: save it again as .pptx.")]
        ) from error
    faults = [fault for name, layout in found.items() for fault in _faults(deck, name, layout)]
    if faults:
        raise TemplateError(faults)
    for one in list(deck.slides._sldIdLst):  # noqa: SLF001 - python-pptx has no public way to remove a slide
        deck.part.drop_rel(one.rId)
        deck.slides._sldIdLst.remove(one)  # noqa: SLF001 - as above
    cover, body = found["cover"], found["content"]
    assert cover is not None  # noqa: S101 - `_faults` has spoken
    assert body is not None  # noqa: S101 - as above
    return deck, Layouts(cover, body)


def placeholder(layout: SlideLayout, name: str) -> LayoutPlaceholder | None:
    """A placeholder of a layout by its name, else the first of its kind that has no other name of ours."""
    for one in layout.placeholders:
        if one.name.strip().casefold() == name:
            return one
    taken = {*KINDS, "kicker", "logo"} - {name}
    for kind in KINDS.get(name, ()):
        for one in layout.placeholders:
            if one.placeholder_format.type == kind and one.name.strip().casefold() not in taken:
                return one
    return None


def _layout(deck: Opened, name: str) -> SlideLayout | None:
    """The layout of that name; else the one that PowerPoint marks as title slide or as title and content."""
    layouts = list(_layouts(deck))
    for one in layouts:
        if one.name.strip().casefold() == name:
            return one
    kind = {"cover": "title", "content": "obj"}[name]
    return next((one for one in layouts if one._element.get("type") == kind), None)  # noqa: SLF001 - only there


def _layouts(deck: Opened) -> Iterator[SlideLayout]:
    for master in deck.slide_masters:
        yield from master.slide_layouts


def _faults(deck: Opened, name: str, layout: SlideLayout | None) -> Iterator[str]:
    if layout is None:
        names = ", ".join(f"“{one.name}”" for one in list(_layouts(deck))[:12]) or "–"
        yield _(
            "There is no layout “%(name)s” (there are: %(names)s). In View › Slide Master, rename the one to use."
        ) % {"name": name, "names": names}
        return
    for wanted in NEEDS[name]:
        found = placeholder(layout, wanted)
        said = {"layout": layout.name, "name": wanted}
        if found is None:
            yield (
                _(
                    "The layout “%(layout)s” has no placeholder “%(name)s”. In View › Slide Master, insert one and "
                    "name it in the Selection Pane."
                )
                % said
            )
            continue
        wide, high = LEAST.get(wanted, (0, 0))
        if (found.width or 0) < wide or (found.height or 0) < high:
            yield _(
                "The placeholder “%(name)s” of the layout “%(layout)s” is too small: at least %(wide)s × %(high)s cm."
            ) % {**said, "wide": f"{wide / 360000:.0f}", "high": f"{high / 360000:.0f}"}


@lru_cache(maxsize=4)
def ours(brand: str = BRAND) -> bytes:
    """The template that comes with Trousseau, in a company's colour: 16:9, two layouts."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDE, HIGH
    master = deck.slide_masters[0]
    kept = list(master.slide_layouts)[:2]
    for layout in list(master.slide_layouts)[2:]:
        master.slide_layouts.remove(layout)
    _theme(master.part.part_related_by(REL.THEME), brand)
    _master(master)
    _cover(kept[0])
    _content(kept[1])
    written = io.BytesIO()
    deck.save(written)
    return written.getvalue()


def _theme(part: Part, brand: str) -> None:
    """Our colours and a font every machine has, in the theme: a chart recoloured there follows."""
    root = etree.fromstring(part.blob)
    space = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    colours = {
        "dk1": "13293d", "lt1": "ffffff", "dk2": "445566", "lt2": "f1ede5", "accent1": brand.removeprefix("#"),
        "accent2": "a87b23", "accent3": "0f766e", "accent4": "dd8a0b", "accent5": "c23a1e", "accent6": "6d5f92",
        "hlink": "1d4466", "folHlink": "6d5f92",
    }  # fmt: skip
    for name, colour in colours.items():
        found = root.find(f".//a:clrScheme/a:{name}", space)
        for child in list(found):
            found.remove(child)
        etree.SubElement(found, qn("a:srgbClr")).set("val", colour)
    for font in root.findall(".//a:fontScheme//a:latin", space):
        font.set("typeface", "Arial")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def _master(master: SlideMaster) -> None:
    for one in master.placeholders:
        kind = one.placeholder_format.type
        if kind in KINDS["title"]:
            _put(one, 0.6, 0.62, 12.1, 0.95)
        elif kind == KIND.BODY:
            _put(one, 0.6, 1.75, 12.1, 5.0)
        elif kind == KIND.FOOTER:
            _put(one, 0.6, 7.0, 10.6, 0.3)
        elif kind == KIND.SLIDE_NUMBER:
            _put(one, 11.9, 7.0, 0.8, 0.3)
        else:
            one._element.getparent().remove(one._element)  # noqa: SLF001 - no public way


def _cover(layout: SlideLayout) -> None:
    layout.name = "cover"
    for one in list(layout.placeholders):
        kind = one.placeholder_format.type
        if kind in KINDS["title"]:
            one.name = "title"
            _put(one, 0.9, 2.2, 11.5, 1.6)
            _letters(one, 36, bold=True, anchor="b")
        elif kind == KIND.SUBTITLE:
            one.name = "subtitle"
            _put(one, 0.9, 4.15, 11.5, 1.3)
            _letters(one, 18, colour="tx2")
        else:
            one._element.getparent().remove(one._element)  # noqa: SLF001 - no public way
    _rule(layout, 0.9, 4.02, 1.6, 0.05)
    _picture(layout, 0.9, 0.7, 3.2, 0.95)


def _content(layout: SlideLayout) -> None:
    layout.name = "content"
    for one in list(layout.placeholders):
        kind = one.placeholder_format.type
        if kind in KINDS["title"]:
            one.name = "title"
            _put(one, 0.6, 0.62, 12.1, 0.85)
            _letters(one, 24, bold=True, anchor="t")
        elif kind == KIND.OBJECT:
            one.name = "body"
            _put(one, 0.6, 1.6, 12.1, 5.25)
        elif kind == KIND.FOOTER:
            one.name = "foot"
            _put(one, 0.6, 7.0, 10.6, 0.3)
            _letters(one, 9, colour="tx2")
        elif kind == KIND.SLIDE_NUMBER:
            one.name = "number"
            _put(one, 11.9, 7.0, 0.8, 0.3)
            _letters(one, 9, colour="tx2", align="r")
        else:
            one._element.getparent().remove(one._element)  # noqa: SLF001 - no public way
    _new(layout, "kicker", 13, "body", (0.6, 0.3, 9.5, 0.3))
    _letters(layout.placeholders[-1], 11, bold=True, colour="accent1")
    _picture(layout, 10.9, 0.22, 1.8, 0.42)


def _picture(layout: SlideLayout, left: float, top: float, wide: float, high: float) -> None:
    _new(layout, "logo", 14, "pic", (left, top, wide, high))


def _new(layout: SlideLayout, name: str, index: int, kind: str, sides: tuple[float, float, float, float]) -> None:
    """A placeholder more; python-pptx only reads them."""
    left, top, wide, high = (Inches(side) for side in sides)
    tree = layout.shapes._spTree  # noqa: SLF001 - no public way to add one
    spaces = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    )
    tree.append(
        etree.fromstring(
            f'<p:sp {spaces}><p:nvSpPr><p:cNvPr id="{900 + index}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
            f'</p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
            f'<a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            "</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>",
            tree.makeelement("x", {}).getroottree().parser,
        )
    )


def _rule(layout: SlideLayout, left: float, top: float, wide: float, high: float) -> None:
    spaces = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    )
    layout.shapes._spTree.append(  # noqa: SLF001 - no public way to add one
        etree.fromstring(
            f'<p:sp {spaces}><p:nvSpPr><p:cNvPr id="950" name="rule"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
            f'<p:spPr><a:xfrm><a:off x="{Inches(left)}" y="{Inches(top)}"/><a:ext cx="{Inches(wide)}" '
            f'cy="{Inches(high)}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
            '<a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
        )
    )


def _put(shape: BaseShape, left: float, top: float, wide: float, high: float) -> None:
    shape.left, shape.top = Inches(left), Inches(top)
    shape.width, shape.height = Inches(wide), Inches(high)


def _letters(
    shape: BaseShape, size: float, *, bold: bool = False, colour: str = "tx1", anchor: str = "", align: str = "l"
) -> None:  # fmt: skip
    """How the words of a placeholder look, in its list style: slides inherit it."""
    body = shape._element.txBody  # noqa: SLF001 - any shape
    frame = body.find(qn("a:bodyPr"))
    for side in ("lIns", "rIns", "tIns", "bIns"):
        frame.set(side, "0")
    if anchor:
        frame.set("anchor", anchor)
    for child in list(frame):
        frame.remove(child)
    etree.SubElement(frame, qn("a:normAutofit"))
    style = body.find(qn("a:lstStyle"))
    for child in list(style):
        style.remove(child)
    level = etree.SubElement(style, qn("a:lvl1pPr"))
    level.attrib.update({"marL": "0", "indent": "0", "algn": align})
    etree.SubElement(etree.SubElement(level, qn("a:spcBef")), qn("a:spcPts")).set("val", "0")
    etree.SubElement(level, qn("a:buNone"))
    letters = etree.SubElement(level, qn("a:defRPr"))
    letters.attrib.update({"sz": str(int(Pt(size).pt * 100)), "b": "1" if bold else "0"})
    etree.SubElement(etree.SubElement(letters, qn("a:solidFill")), qn("a:schemeClr")).set("val", colour)
