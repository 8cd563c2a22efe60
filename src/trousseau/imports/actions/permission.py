"""Whether someone may do an import's work; the machine itself (no user: a shell on it) may."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from trousseau.access.models import User
from trousseau.access.rules import may


def demand(user: User | None, rule: str) -> None:
    """Raise PermissionDenied unless the user holds the rule."""
    if user is not None and not may(user, rule):
        raise PermissionDenied
