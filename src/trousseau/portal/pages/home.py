"""Where we stand: the first page of a client."""

from __future__ import annotations

from typing import Any

from trousseau.portal.access import Window
from trousseau.portal.items import seen
from trousseau.portal.pages import shell


def home(window: Window) -> dict[str, Any]:
    """What the first page shows."""
    return shell.around(window, "home") | {"objectives": seen(window, "objective")}
