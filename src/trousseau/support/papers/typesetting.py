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
FONTS = ("Inter", "Libertinus Serif")
"""Inter where the machine has it as TTF or OTF (npm gives WOFF2 only, which Typst does not read); the other is Typst's
own. Signs that neither has come from any font of the machine, or of TROUSSEAU_HOME/fonts."""
Standard = Literal["ua-1"]
ACCESSIBLE: Standard = "ua-1"


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """Set `papers/<template>.typ` with these data, as a tagged PDF/UA-1.

    A sign that no font of the machine can draw would break that standard: the paper is then set without the claim.
    """
    source = (TEMPLATES / f"{template}.typ").read_bytes()
    inputs = {"data": json.dumps(tidy(data) | {"fonts": list(FONTS)}, ensure_ascii=True)}
    try:
        return _set(source, inputs, ACCESSIBLE)
    except typst.TypstError as error:
        if "PDF/UA" not in str(error):
            raise
        return _set(source, inputs, None)


def _set(source: bytes, inputs: dict[str, str], standard: Standard | None) -> bytes:
    return typst.compile(
        source, format="pdf", sys_inputs=inputs, pdf_standards=standard,
        font_paths=_fonts(str(Path(settings.TROUSSEAU_HOME) / "fonts")),
    )  # fmt: skip


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
