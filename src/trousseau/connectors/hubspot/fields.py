"""The properties of HubSpot's objects, those that the company added among them; and what we add to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trousseau.connectors.calling import Answer, Caller
from trousseau.connectors.hubspot.objects import VERSION, named, rows
from trousseau.connectors.hubspot.stages import STAGE
from trousseau.connectors.protocol import Entity, Field, Json, Kind, Option

OWNER = (
    Field("id", "Owner ID", Kind.TEXT),
    Field("$name", "First and last name, or the address where there is none", Kind.TEXT),
    Field("firstName", "First name", Kind.TEXT),
    Field("lastName", "Last name", Kind.TEXT),
    Field("email", "Email", Kind.TEXT),
    Field("type", "Type", Kind.TEXT),
    Field("archived", "Archived", Kind.FLAG),
    Field("$active", "Not archived", Kind.FLAG),
)
ROLE = (
    Field("deal", "Deal", Kind.REFERENCE, refers_to="deals"),
    Field("contact", "Contact", Kind.REFERENCE, refers_to="contacts"),
    Field("labels", "Association labels", Kind.TEXT),
)
STAGES = Field(STAGE, "Deal stage, as its pipeline names it", Kind.TEXT)
KINDS = {
    "string": Kind.TEXT,
    "phone_number": Kind.TEXT,
    "number": Kind.NUMBER,
    "date": Kind.DATE,
    "datetime": Kind.MOMENT,
    "bool": Kind.FLAG,
    "enumeration": Kind.CHOICE,
}


def fields(caller: Caller, entity: Entity) -> tuple[Field, ...]:
    """The fields of an entity. Raises ConnectorError."""
    if entity is Entity.OWNER:
        return OWNER
    if entity is Entity.ROLE:
        return ROLE
    answer = caller.call("GET", f"/crm/properties/{VERSION}/{named(entity, caller.crm)}")
    added = (STAGES,) if entity is Entity.DEAL else ()
    return (*{one.name: one for one in _told(answer)}.values(), *added)


def _told(answer: Answer) -> Iterator[Field]:
    for row in rows(answer, answer.object()):
        name, label = row.get("name"), row.get("label")
        if isinstance(name, str) and name and not row.get("archived"):
            yield Field(
                name,
                label if isinstance(label, str) and label else name,
                _kind(row),
                writable=not row.get("calculated") and not _may_not(row),
                custom=row.get("hubspotDefined") is not True,
                options=tuple(_options(row)),
                refers_to="owners" if row.get("referencedObjectType") == "OWNER" else "",
            )


def _kind(row: Mapping[str, Json]) -> Kind:
    if row.get("referencedObjectType"):
        return Kind.REFERENCE
    kind = KINDS.get(str(row.get("type")), Kind.OTHER)
    if kind is Kind.NUMBER and row.get("showCurrencySymbol"):
        return Kind.MONEY
    if kind is Kind.CHOICE:
        return {"checkbox": Kind.CHOICES, "booleancheckbox": Kind.FLAG}.get(str(row.get("fieldType")), kind)
    return kind


def _may_not(row: Mapping[str, Json]) -> bool:
    told = row.get("modificationMetadata")
    return isinstance(told, dict) and told.get("readOnlyValue") is True


def _options(row: Mapping[str, Json]) -> Iterator[Option]:
    told = row.get("options")
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and isinstance(one.get("value"), str):
            label = one.get("label")
            yield Option(one["value"], label if isinstance(label, str) and label else one["value"])
