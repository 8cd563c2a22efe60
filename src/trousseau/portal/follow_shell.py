"""What following adds to the client space: its places, and its sections of the first page."""

from __future__ import annotations

from trousseau.portal import sections
from trousseau.portal.pages import home


def register() -> None:
    """Register everything; once, at the start."""
    for one in (sections.Section("progress", "main", 10, "portal/home/progress.html", home.progress),):
        sections.register(one)
