"""What proves that who comes back with a code is who left for it (PKCE, RFC 7636), and addresses with questions."""

from __future__ import annotations

import base64
import hashlib
import secrets
from urllib.parse import urlencode


def verifier() -> str:
    """A new secret of one trip, 43 signs."""
    return secrets.token_urlsafe(32)


def challenge(of: str) -> str:
    """What is told of a verifier before it is shown itself (S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(of.encode()).digest()).decode().rstrip("=")


def address(page: str, **asked: str) -> str:
    """A page with what is asked of it."""
    return f"{page}?{urlencode(asked)}"
