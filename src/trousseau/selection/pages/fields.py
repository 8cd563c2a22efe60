"""Numbers of the grid as a field holds them, in the language of the page, and back."""

from __future__ import annotations

from trousseau.figures.language import Language
from trousseau.ledger.selection import MEASURES


def percent_measure(measure: str) -> bool:
    """Whether people write a measure in per cent."""
    return measure in MEASURES and MEASURES[measure].unit == "share"


def number_field(value: float, language: Language) -> str:
    """A number without thousands marks: 12.5, or 12,5 in French."""
    text = f"{value:.10g}"
    if "e" in text:
        text = f"{value:.6f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language.french else text


def figure_field(text: str, language: Language) -> float | str:
    """The number of a field; what is none comes back as it was written, for the sentence that refuses it.

    Spaces part thousands in both languages; a comma is decimal in French, a dot in English, and a lone other mark too.
    """
    bare = "".join(text.replace("%", "").replace("−", "-").split())
    mark, other = (",", ".") if language.french else (".", ",")
    if mark in bare:
        bare = bare.replace(other, "").replace(mark, ".")
    elif bare.count(other) == 1:
        bare = bare.replace(other, ".")
    try:
        return float(bare)
    except ValueError:
        return text
