"""What every page of the client space shows around itself."""

from __future__ import annotations

from typing import Any

from trousseau.portal import navigation
from trousseau.portal.access import Window


def around(window: Window, here: str) -> dict[str, Any]:
    """The head and the foot of a page; `here` names its place (`navigation`)."""
    return {"window": window, "space": window.space, "client": window.account.name,
            "entries": navigation.entries(window, here)}  # fmt: skip
