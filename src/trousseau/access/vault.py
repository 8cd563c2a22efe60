"""Secrets kept in the database, sealed under keys that are not in it.

A sealed text reads `v1.KEY.TOKEN`: which key (eight hexadecimal digits of its digest), and a Fernet token (AES-128-CBC
and HMAC-SHA256). The first of TROUSSEAU_SECRETS_KEYS seals, all of them open; where none is given, and after them, a
key derived from the secret key does. So a new key is put in front, `trousseau rotate-secrets` seals everything anew,
and `trousseau doctor` says when the old one may go.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "v1."
PURPOSE = b"trousseau: secrets at rest, 1"


class SealError(ValueError):
    """A sealed text that cannot be opened. Codes: `key_missing` (key), `damaged`."""

    def __init__(self, code: str, key: str = "") -> None:
        super().__init__(f"{code} {key}".strip())
        self.code, self.key = code, key


@dataclass(frozen=True)
class Key:
    """A key and the name by which sealed texts say that it sealed them."""

    name: str
    fernet: Fernet


def in_force() -> tuple[Key, ...]:
    """The keys in force; the first seals."""
    return _keys(tuple(settings.SECRETS_KEYS), str(settings.SECRET_KEY))


@lru_cache(maxsize=8)
def _keys(given: tuple[str, ...], secret_key: str) -> tuple[Key, ...]:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret_key.encode())
    made = [*given, base64.urlsafe_b64encode(derived).decode()]
    return tuple(Key(hashlib.sha256(one.encode()).hexdigest()[:8], Fernet(one)) for one in made)


def sealed(text: str) -> str:
    """A text under the newest key; it reads differently each time."""
    key = in_force()[0]
    return f"{MARK}{key.name}.{key.fernet.encrypt(text.encode()).decode()}"


def opened(stored: str) -> str:
    """What was sealed. Raises SealError where the key is missing or the text was changed."""
    name = key_of(stored)
    for key in in_force():
        if key.name == name:
            token = stored[len(MARK) + len(name) + 1 :]
            try:
                text = key.fernet.decrypt(token).decode()
            except (InvalidToken, ValueError) as error:
                raise SealError("damaged") from error
            if base64.urlsafe_b64encode(base64.urlsafe_b64decode(token)).decode() != token:
                raise SealError("damaged")  # in signs that decoding leaves out
            return text
    raise SealError("key_missing" if name else "damaged", name)


def is_sealed(stored: str) -> bool:
    """Whether a text is one that was sealed."""
    return bool(key_of(stored))


def key_of(stored: str) -> str:
    """The name of the key that sealed a text; "" of a text that is not sealed."""
    name, dot, _token = stored.removeprefix(MARK).partition(".")
    known = stored.startswith(MARK) and dot and len(name) == 8 and all(sign in "0123456789abcdef" for sign in name)
    return name if known else ""


def is_current(stored: str) -> bool:
    """Whether the newest key sealed it."""
    return key_of(stored) == in_force()[0].name
