"""Data set as a PDF by Typst. What people wrote is data: it reaches the template as JSON, never as markup."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

TEMPLATES = Path(__file__).parent
FONT = "Libertinus Serif"
"""Typst's own, so that a paper is the same on every machine. Inter, the face of the pages, is only to be had as a
variable WOFF2, which Typst does not read: a house that puts its TTF or OTF into TROUSSEAU_HOME/fonts has papers in it.
Signs that neither has come from any font of the machine, or of that folder."""
Standard = Literal["ua-1"]
ACCESSIBLE: Standard = "ua-1"


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """Set `papers/<template>.typ` with these data, as a tagged PDF/UA-1.

    A sign that no font of the machine can draw would break that standard: the paper is then set without the claim.
    """
    return set_as_pdf(TEMPLATES / f"{template}.typ", data)


def set_as_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """The same with a template that another room brings."""
    source = template.read_bytes()
    inputs = {"data": json.dumps(tidy(data) | {"fonts": _families(_own())}, ensure_ascii=True)}
    try:
        return _set(source, inputs, ACCESSIBLE)
    except typst.TypstError as error:
        if "PDF/UA" not in str(error):
            raise
        return _set(source, inputs, None)


def _set(source: bytes, inputs: dict[str, str], standard: Standard | None) -> bytes:
    return typst.compile(
        source, format="pdf", sys_inputs=inputs, pdf_standards=standard,
        font_paths=_fonts(str(_own())),
    )  # fmt: skip


def _own() -> Path:
    """Where a house keeps fonts of its own."""
    return Path(settings.TROUSSEAU_HOME) / "fonts"


def _families(own: Path) -> list[str]:
    """What papers are set in, first choice first."""
    return [*(["Inter"] if any(own.glob("Inter*.[ot]tf")) else []), FONT]


@cache
def _fonts(more: str) -> typst.Fonts:
    """The fonts of Typst, of the machine and of the data folder; looked for once."""
    return typst.Fonts(include_system_fonts=True, font_paths=[more] if Path(more).is_dir() else [])


def tidy(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Data without signs that are no text: controls, halves of characters, marks that turn the direction."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign == "\n" or unicodedata.category(sign) not in _NO_TEXT)
    if isinstance(value, dict):
        return {key: tidy(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(one) for one in value]
    return value


_NO_TEXT = frozenset({"Cc", "Cs", "Cn", "Co", "Cf"})
