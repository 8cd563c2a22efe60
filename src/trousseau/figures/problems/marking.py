"""How the tables of sentences mark their strings for the catalogue, to be translated when they are used."""

from __future__ import annotations

Template = str | tuple[str, str, str]
"""A sentence with {names}; or its singular, its plural and the name of the parameter that counts."""


def gettext_noop(msgid: str) -> str:
    """Mark a sentence for the catalogue and leave it as it is."""
    return msgid


def ngettext(one: str, many: str, counted: str) -> Template:
    """Mark a sentence with two forms; `counted` names the parameter that chooses, written as {n}."""
    return one, many, counted
