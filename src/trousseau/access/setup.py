"""The first run: is it needed, and who may do it.

Somebody who reaches a fresh installation over a network before its owner does would otherwise own it: away
from loopback the page asks for a code that only who can read the data folder knows (`setup_code` in
TROUSSEAU_HOME).
"""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from trousseau.access.models import User

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_done: set[str] = set()


def is_needed() -> bool:
    """Whether nobody is known yet; once somebody is, the database is not asked again."""
    if "done" in _done:
        return False
    if User.objects.exists():
        _done.add("done")
        return False
    return True


def forget() -> None:
    """Ask the database again next time (tests)."""
    _done.clear()


def asks_code(request: HttpRequest) -> bool:
    """Whether the request came otherwise than over loopback, address and host name both."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return not (request.META.get("REMOTE_ADDR") in LOOPBACK and host in LOOPBACK)


def code() -> str:
    """Give the code kept in the data folder, drawn at the first call."""
    path = Path(settings.TROUSSEAU_HOME) / "setup_code"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(4))
    return path.read_text(encoding="ascii").strip()
