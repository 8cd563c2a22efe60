"""Ctrl-K: one search over the pages of the map and what the rooms know.

Rooms register their search with `trousseau.access.shell.register_search`, which they may import.
"""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from trousseau.access import shell
from trousseau.access.models import User
from trousseau.access.shell import Hit
from trousseau.web import navigation

PER_PROVIDER = 8


def plain(text: str) -> str:
    """Give the text without accents and case, as people type it."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def find(user: User, text: str, path: str) -> list[Hit]:
    """Give what matches: pages first, then each room's hits; with no text, the pages."""
    wanted = plain(text.strip())
    pages = [
        Hit(str(entry.label), entry.url, _("Page"))
        for entry in navigation.entries(user, path)
        if wanted in plain(str(entry.label))
    ]
    if not wanted:
        return pages
    return pages + [hit for search in shell.searches() for hit in search(user, text.strip(), PER_PROVIDER)]
