"""Sessions in the database, sealed: what is kept in one before a second factor is confirmed is a secret too."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as Kept

from trousseau.access import vault


class SessionStore(Kept):
    """Django's sessions of the database; whoever has a copy of it reads none."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Sign as Django does, then seal."""
        return vault.sealed(super().encode(session_dict))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Open what was sealed; one whose key is gone is empty: its person signs in again."""
        try:
            return super().decode(vault.opened(str(session_data)))
        except vault.SealError:
            return {}
