"""Where we stand: the first page of a client."""

from __future__ import annotations

from typing import Any

from trousseau.portal import sections
from trousseau.portal.access import Window
from trousseau.portal.items import seen
from trousseau.portal.pages import shell


def home(window: Window) -> dict[str, Any]:
    """What the first page shows."""
    return shell.around(window, "home") | {
        "main": sections.filled(window, "main"),
        "side": sections.filled(window, "side"),
    }


def progress(window: Window) -> dict[str, Any]:
    """The objectives shared with the client."""
    return {"objectives": seen(window, "objective")}
