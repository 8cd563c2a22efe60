"""Sessions in the database, sealed: what is kept in one before a second factor is confirmed is a secret too."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
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


class _InCookie(CookieStorage):
    cookie_name = "__Host-messages" if settings.SESSION_COOKIE_SECURE else "messages"


class Messages(FallbackStorage):
    """What is said once on the next page, in a cookie of this host alone, or in the session where it is long."""

    storage_classes = (_InCookie, SessionStorage)
