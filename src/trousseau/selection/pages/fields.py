"""Figures of the grid as a form holds them."""

from __future__ import annotations

from trousseau.figures.language import Language
from trousseau.figures.typed import TypedError, typed
from trousseau.ledger.selection import MEASURES


def percent_measure(measure: str) -> bool:
    """Whether people write a measure in per cent."""
    return measure in MEASURES and MEASURES[measure].unit == "share"


def figure_field(text: str, language: Language) -> float | str:
    """The number of a field; what is none comes back as it was written, for the sentence that refuses it."""
    try:
        number = typed(text, language)
    except TypedError:
        return text
    return text if number is None else float(number)
