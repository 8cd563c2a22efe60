"""People as vCards, for an address book: 3.0 (RFC 2426), which every one reads, or 4.0 (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterable

from trousseau.knowledge.models import Contact

LONGEST = 75
"""Octets in one line; the rest goes on below, after a space."""


def written(people: Iterable[Contact], version: str) -> bytes:
    """The cards of some people, in UTF-8."""
    lines = [line for one in people for line in _card(one, version)]
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def _card(one: Contact, version: str) -> Iterable[str]:
    given, _space, family = one.name.rpartition(" ")
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"UID:{'urn:trousseau:' if version == '4.0' else ''}{one.public_id}"
    yield f"FN:{_escaped(one.name)}"
    yield f"N:{_escaped(family)};{_escaped(given)};;;"
    yield f"ORG:{_escaped(one.account.name)}" + (f";{_escaped(one.unit)}" if one.unit else "")
    for name, value in (("TITLE", one.title), ("EMAIL", one.email), ("TEL", one.phone)):
        if value:
            yield f"{name}:{_escaped(value)}"
    if one.language and version == "4.0":
        yield f"LANG:{_escaped(one.language)}"
    yield "END:VCARD"


def _escaped(text: str) -> str:
    for sign in "\\,;":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets, never cut inside a sign."""
    pieces, piece = [], b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > LONGEST:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece])
