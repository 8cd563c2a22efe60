"""Where a page of a list ends: said by a text that nobody has to read, and that no insert makes wrong."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

_signer = Signer(salt="trousseau.api.cursor")


def made(last: int, of: str) -> str:
    """The place after a row, in the list that is asked for as `of`."""
    return _signer.sign_object([last, of])


def read(cursor: str, of: str) -> int:
    """The row after which to go on; ValidationError for a place in another list, or in none."""
    try:
        last, asked = _signer.unsign_object(cursor)
    except BadSignature:
        asked = None
    if asked != of:
        raise ValidationError(
            {"cursor": _("This is no place in this list: follow “next” as it came, with the same filters.")}
        )
    return int(last)
