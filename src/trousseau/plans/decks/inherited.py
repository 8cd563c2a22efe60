"""What a placeholder has from its master where its layout does not tell: the size of its letters, its room."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml.ns import qn
from pptx.shapes.placeholder import LayoutPlaceholder

from trousseau.plans.decks.drawing import Area

POINT = 12_700
USUAL = 18.0
"""The size of letters where nothing tells any, as PowerPoint has it."""
SIDES = {"lIns": 7.2, "rIns": 7.2, "tIns": 3.6, "bIns": 3.6}
"""What a box keeps free around its words, in points, where it does not tell."""
MASTERS = {KIND.CENTER_TITLE: KIND.TITLE, KIND.SUBTITLE: KIND.BODY, KIND.OBJECT: KIND.BODY}
STYLES = {KIND.TITLE: "p:titleStyle", KIND.BODY: "p:bodyStyle"}


def size(given: LayoutPlaceholder) -> float:
    """The size of its letters in points: as it tells, else as its master does."""
    for style in _styles(given):
        level = style.find(qn("a:lvl1pPr"))
        letters = None if level is None else level.find(qn("a:defRPr"))
        if letters is not None and letters.get("sz"):
            return int(letters.get("sz")) / 100
    return USUAL


def area(given: LayoutPlaceholder) -> Area:
    """Where it stands."""
    sides = (given.left or 0, given.top or 0, given.width or 0, given.height or 0)
    return Area(*(side / POINT for side in sides))


def inside(given: LayoutPlaceholder) -> Area:
    """Where its words stand."""
    kept = dict(SIDES)
    for box in reversed([one.find(qn("a:bodyPr")) for one in _bodies(given)]):
        kept |= {name: int(box.get(name)) / POINT for name in SIDES if box is not None and box.get(name)}
    whole = area(given)
    return Area(
        whole.left + kept["lIns"], whole.top + kept["tIns"],
        whole.wide - kept["lIns"] - kept["rIns"], whole.high - kept["tIns"] - kept["bIns"],
    )  # fmt: skip


def _bodies(given: LayoutPlaceholder) -> Iterator[Element]:
    """The texts that tell how its words look: its own, then that of the master."""
    kind = given.placeholder_format.type
    master = given.part.slide_layout.slide_master
    above = [one for one in master.placeholders if one.placeholder_format.type == MASTERS.get(kind, kind)]
    for one in (given, *above[:1]):
        yield one._element.txBody  # noqa: SLF001 - no public way


def _styles(given: LayoutPlaceholder) -> Iterator[Element]:
    for body in _bodies(given):
        if body is not None and (style := body.find(qn("a:lstStyle"))) is not None:
            yield style
    kind = given.placeholder_format.type
    styles = given.part.slide_layout.slide_master._element.find(qn("p:txStyles"))  # noqa: SLF001 - no public way
    found = None if styles is None else styles.find(qn(STYLES.get(MASTERS.get(kind, kind), "p:otherStyle")))
    if found is not None:
        yield found
