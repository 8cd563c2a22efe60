"""Which records belong to which: the company of a deal, the people of a deal and the parts they play."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trousseau.connectors.calling import Answer, Caller, Trail
from trousseau.connectors.hubspot.objects import VERSION, accepted, following, identity, rows
from trousseau.connectors.protocol import Json

PER_CALL, LABEL = 1_000, "Primary"
PRIMARY = (1, 5)
"""HubSpot's numbers of what makes a company the primary one of a contact, of a deal."""
NONE = "crm.associations.NO_ASSOCIATIONS_FOUND"


@dataclass(frozen=True)
class Link:
    """A record that another one belongs to."""

    id: str
    primary: bool
    labels: tuple[str, ...]


def links(caller: Caller, source: str, target: str, ids: Sequence[str]) -> dict[str, list[Link]]:
    """By id of the source what it is associated with, the primary one first. Raises ConnectorError."""
    found: dict[str, list[Link]] = {}
    asked: list[dict[str, str]] = [{"id": one} for one in ids]
    trail = Trail(caller.crm)
    while asked:
        answer = caller.call(
            "POST", f"/crm/associations/{VERSION}/{source}/{target}/batch/read", body={"inputs": asked[:PER_CALL]}
        )
        asked = asked[PER_CALL:]
        said = answer.object()
        accepted(answer, said, NONE)
        for row in rows(answer, said):
            came_from = row.get("from")
            origin = identity(answer, came_from if isinstance(came_from, dict) else {})
            found.setdefault(origin, []).extend(_links(answer, row))
            if after := following(row):
                trail.passed(f"{origin} {after}")
                asked.append({"id": origin, "after": after})
    return {origin: sorted(told, key=lambda one: not one.primary) for origin, told in found.items()}


def _links(answer: Answer, row: Mapping[str, Json]) -> Iterator[Link]:
    told = row.get("to")
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict):
            types = one.get("associationTypes")
            kinds = [kind for kind in types if isinstance(kind, dict)] if isinstance(types, list) else []
            labels = tuple(kind["label"] for kind in kinds if isinstance(kind.get("label"), str) and kind["label"])
            yield Link(identity(answer, {"id": one.get("toObjectId")}), any(map(_is_primary, kinds)), labels)


def _is_primary(kind: Mapping[str, Json]) -> bool:
    return kind.get("category") == "HUBSPOT_DEFINED" and (kind.get("typeId") in PRIMARY or kind.get("label") == LABEL)
