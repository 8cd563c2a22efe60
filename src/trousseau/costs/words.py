"""How figures are written in the language of a request, for the pages of this room."""

from __future__ import annotations

from django.utils.translation import get_language

from trousseau.figures.language import Language


def language() -> Language:
    """The language of this request."""
    return Language("fr" if (get_language() or "").startswith("fr") else "en")
