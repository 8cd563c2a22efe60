"""What HubSpot calls things, and how it lists them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from trousseau.connectors.calling import Answer
from trousseau.connectors.converters import moment_told
from trousseau.connectors.errors import RefusedError, UnreadableError
from trousseau.connectors.hubspot.judge import details, message
from trousseau.connectors.protocol import Entity, Json

VERSION = "2026-09"
"""Of the interface: HubSpot names versions by date, and supports each for eighteen months or more."""
BASE, HOSTS = "https://api.hubapi.com", ("api.hubapi.com",)
OBJECTS = {
    Entity.ACCOUNT: "companies",
    Entity.CONTACT: "contacts",
    Entity.DEAL: "deals",
    Entity.ROLE: "deals",
    Entity.LINE: "line_items",
}
"""HubSpot's objects; who plays which part in a deal is read from the deals."""
LONGEST_ID = 100
MERGED, ID = "hs_merged_object_ids", "hs_object_id"


def named(entity: Entity, crm: str) -> str:
    """HubSpot's name of an entity. Raises RefusedError where it is none of its objects."""
    if entity not in OBJECTS:
        raise RefusedError("no_entity", crm=crm, entity=entity.value)
    return OBJECTS[entity]


def changed_by(name: str) -> str:
    """The property that says when a record of an object last changed."""
    return "lastmodifieddate" if name == "contacts" else "hs_lastmodifieddate"


def path(name: str, *further: str) -> str:
    """The path of an object."""
    return "/".join((f"/crm/objects/{VERSION}/{name}", *further))


def listed(answer: Answer) -> tuple[list[dict[str, Json]], str]:
    """The objects of a page, and the place of the next one; "" where nothing follows. Raises UnreadableError."""
    said = answer.object()
    return rows(answer, said), following(said)


def rows(answer: Answer, said: Mapping[str, Any]) -> list[dict[str, Json]]:
    """The results of an answer. Raises UnreadableError where there is no list of objects."""
    told = said.get("results")
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise UnreadableError("shape", crm=answer.crm, missing="results")
    return told


def following(said: Mapping[str, Any]) -> str:
    """The place of the next page; "" where nothing follows."""
    place: Json = said
    for name in ("paging", "next", "after"):
        place = place.get(name) if isinstance(place, dict) else None
    return str(place) if isinstance(place, str | int) and not isinstance(place, bool) else ""


def accepted(answer: Answer, said: Mapping[str, Any], fine: str) -> None:
    """Raises UnreadableError where an answer holds an error inside that is not of the kind that is fine."""
    for one in details(said):
        if fine not in (one.get("category"), one.get("subCategory")):
            raise UnreadableError("error_inside", crm=answer.crm, message=message(one) or "error")


def identity(answer: Answer, row: Mapping[str, Json]) -> str:
    """The id of a record. Raises UnreadableError where it has none."""
    told = row.get("id")
    if not isinstance(told, str | int) or isinstance(told, bool) or not 0 < len(str(told)) <= LONGEST_ID:
        raise UnreadableError("shape", crm=answer.crm, missing="id")
    return str(told)


def properties(row: Mapping[str, Json]) -> dict[str, Json]:
    """The values of a record, by HubSpot's names."""
    told = row.get("properties")
    return told if isinstance(told, dict) else {}


def at(row: Mapping[str, Json], name: str) -> dt.datetime | None:
    """A moment that a record tells; None where it tells none that can be read."""
    return moment_told(row.get(name))


def clock(answer: Answer) -> str:
    """HubSpot's own clock, as it is kept in a cursor. Raises UnreadableError where it does not tell it."""
    if answer.at is None:
        raise UnreadableError("shape", crm=answer.crm, missing="Date")
    return answer.at.astimezone(dt.UTC).isoformat(timespec="seconds")


def milliseconds(moment: dt.datetime) -> str:
    """A moment as HubSpot's filters take it."""
    return str(int(moment.timestamp() * 1000))
