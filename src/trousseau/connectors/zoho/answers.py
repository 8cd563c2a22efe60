"""What Zoho answers with: a list under a name, and beside it whether more follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trousseau.connectors.calling import Answer
from trousseau.connectors.errors import RefusedError, UnreadableError
from trousseau.connectors.protocol import Entity, Json

ROOT = "/crm/v8"
MODULES = {Entity.ACCOUNT: "Accounts", Entity.CONTACT: "Contacts", Entity.DEAL: "Deals"}


def module(entity: Entity, crm: str) -> str:
    """Zoho's name of what an entity is there. Raises RefusedError where it is none that is read."""
    if entity not in MODULES:
        raise RefusedError("no_entity", crm=crm, entity=entity.value)
    return MODULES[entity]


def listed(answer: Answer, name: str) -> tuple[list[dict[str, Json]], Mapping[str, Any]]:
    """The objects of a list, and what Zoho says of it; nothing where it says that nothing is there.

    Raises UnreadableError: it is no list of objects, or an error stands in it.
    """
    if answer.status in {204, 304}:
        return [], {"more_records": False}
    said = answer.object()
    rows = said.get(name)
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise UnreadableError("shape", crm=answer.crm, missing=name)
    for one in rows:
        if one.get("status") == "error" and one.get("code") and "id" not in one:
            raise UnreadableError("error_inside", crm=answer.crm, message=one.get("message") or one["code"])
    info = said.get("info")
    return rows, info if isinstance(info, dict) else {}


def more(answer: Answer, info: Mapping[str, Any]) -> bool:
    """Whether more follows: said by Zoho, never concluded from how much came. Raises UnreadableError."""
    told = info.get("more_records")
    if not isinstance(told, bool):
        raise UnreadableError("shape", crm=answer.crm, missing="info.more_records")
    return told


def identity(answer: Answer, row: Mapping[str, Json]) -> str:
    """The id of a record. Raises UnreadableError where it has none."""
    told = row.get("id")
    if not isinstance(told, str | int) or isinstance(told, bool) or not str(told):
        raise UnreadableError("shape", crm=answer.crm, missing="id")
    return str(told)
