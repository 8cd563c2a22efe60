"""A company's own template: what it needs, said in words."""

from __future__ import annotations

import io

import pytest
from pptx import Presentation

from trousseau.plans.decks.template import TemplateError, opened, ours


def saved(deck):
    content = io.BytesIO()
    deck.save(content)
    return content.getvalue()


def test_ours_has_everything():
    deck, layouts = opened(ours())
    assert layouts.cover.name == "cover"
    assert {one.name for one in layouts.content.placeholders} == {"title", "body", "foot", "number", "kicker", "logo"}
    assert not len(deck.slides)


def test_an_ordinary_template_works_by_the_kinds_of_its_placeholders():
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0])
    found, layouts = opened(saved(deck))
    assert (layouts.cover.name, layouts.content.name) == ("Title Slide", "Title and Content")
    assert not len(found.slides)


def test_a_missing_placeholder_is_named():
    deck = Presentation(io.BytesIO(ours()))
    layout = next(one for one in deck.slide_layouts if one.name == "content")
    body = next(one for one in layout.placeholders if one.name == "body")
    body._element.getparent().remove(body._element)
    with pytest.raises(TemplateError) as found:
        opened(saved(deck))
    assert "“body”" not in found.value.faults[0] or "“content”" in found.value.faults[0]


def test_a_missing_layout_is_named_with_those_there_are():
    deck = Presentation(io.BytesIO(ours()))
    for layout in deck.slide_layouts:
        if layout.name == "cover":
            layout.name = "Front"
            layout._element.attrib.pop("type", None)
    with pytest.raises(TemplateError, match=r"cover.*Front"):
        opened(saved(deck))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"<html>", b"\x00" * 5000])
def test_what_is_no_presentation_is_refused(content):
    with pytest.raises(TemplateError, match="PowerPoint"):
        opened(content)
