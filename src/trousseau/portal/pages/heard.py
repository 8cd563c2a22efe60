"""What the parts of a page of the client space hear of the shared things; each kind is read once a page."""

from __future__ import annotations

from typing import Any

from trousseau.access.once import once
from trousseau.portal.access import Window
from trousseau.portal.told import told


def heard(window: Window, kind: str) -> list[Any]:
    """Everything of a kind that the eyes of a window see, as it is told to them."""
    return once(("told", window.space.pk, window.preview, window.beside, kind), lambda: told(window, kind))
