"""A deck as a PDF: the same slides as pages of A4, set by Typst, tagged for who reads with ears."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from trousseau.plans.decks import picture
from trousseau.plans.decks.powerpoint import Look
from trousseau.plans.decks.slides import Block, Chart, Deck, Slide, Table
from trousseau.plans.decks.template import BRAND
from trousseau.support.papers import typesetting

TEMPLATE = Path(__file__).with_name("deck.typ")
WIDE, HIGH = 560, 250
"""A chart's drawing over the whole width, in points; a narrower block has a narrower one."""


def written(deck: Deck, look: Look | None = None) -> bytes:
    """The deck as a PDF/UA-1, in the company's colour and with its logo."""
    look = look or Look()
    brand = look.brand or BRAND
    data = {
        "title": deck.title, "author": deck.author, "foot": deck.foot, "lang": deck.language, "brand": brand,
        "logo": list(look.logo or b""), "slides": [_slide(slide, brand) for slide in deck.slides],
    }  # fmt: skip
    return typesetting.set_as_pdf(TEMPLATE, data)


def _slide(slide: Slide, brand: str) -> dict[str, Any]:
    figures = [asdict(one) for one in slide.figures]
    bands = [
        [_block(block, sum(each.width for each in band.blocks), brand) for block in band.blocks] for band in slide.bands
    ]
    return {"title": slide.title, "kicker": slide.kicker, "figures": figures, "bands": bands, "note": slide.note}


def _block(block: Block, whole: float, brand: str) -> dict[str, Any]:
    return {
        "title": block.title, "note": block.note, "width": block.width,
        "content": _content(block.content, block.width / whole, brand),
    }  # fmt: skip


def _content(content: object, share: float, brand: str) -> dict[str, Any]:
    if isinstance(content, Table):
        return {
            "is": "table", "heads": content.heads, "rows": content.rows, "widths": content.widths,
            "right": sorted(content.right), "tones": content.tones,
        }  # fmt: skip
    if isinstance(content, Chart):
        return {"is": "chart", "svg": picture.drawn(content, round(WIDE * share), HIGH, brand), "says": content.says}
    return {"is": "lines", "said": json.loads(json.dumps(getattr(content, "said", ())))}
