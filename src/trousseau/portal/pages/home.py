"""Where we stand: the first page of a client."""

from __future__ import annotations

from typing import Any

from babel.dates import format_date
from django.utils import timezone

from trousseau.portal import sections
from trousseau.portal.access import Window
from trousseau.portal.pages import progress, shell
from trousseau.portfolio.words import language


def home(window: Window) -> dict[str, Any]:
    """What the first page shows."""
    today = format_date(timezone.localdate(), "full", locale=language().code)
    return shell.around(window, "home") | {
        "today": today[0].upper() + today[1:],
        "finding": progress.sentence(progress.standings(window)),
        "main": sections.filled(window, "main"),
        "side": sections.filled(window, "side"),
    }
