"""What Salesforce describes of an object: its fields by our kinds, and the columns that a query may ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trousseau.connectors.protocol import Entity, Field, Json, Kind, Option

OBJECTS: Mapping[Entity, str] = {
    Entity.OWNER: "User",
    Entity.ACCOUNT: "Account",
    Entity.CONTACT: "Contact",
    Entity.DEAL: "Opportunity",
    Entity.ROLE: "OpportunityContactRole",
    Entity.LINE: "OpportunityLineItem",
}
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("string", "textarea", "phone", "email", "url", "id", "combobox", "encryptedstring"), Kind.TEXT),
    **dict.fromkeys(("int", "long", "double", "percent"), Kind.NUMBER),
    "currency": Kind.MONEY,
    "date": Kind.DATE,
    "datetime": Kind.MOMENT,
    "boolean": Kind.FLAG,
    "picklist": Kind.CHOICE,
    "multipicklist": Kind.CHOICES,
    "reference": Kind.REFERENCE,
}
LEFT = frozenset({"address", "location", "base64", "complexvalue"})
"""Types that are not read: what they hold together, other fields hold apart; files; what Bulk refuses."""
CURRENCY = "CurrencyIsoCode"


@dataclass(frozen=True)
class Table:
    """An object as this company and this token see it."""

    name: str
    fields: tuple[Field, ...]
    relations: frozenset[str]
    """Names under which a query reaches the record that a reference leads to."""

    def has(self, name: str) -> bool:
        """Whether there is such a field, and the token may see it."""
        return any(field.name == name for field in self.fields)

    def columns(self, asked: Sequence[str]) -> tuple[str, ...]:
        """What a query asks for: Id and time of change, and of `asked` what there is; of a relation its name."""
        known = {field.name for field in self.fields}
        told = (one if one in known else f"{one}.Name" for one in asked if one in known or one in self.relations)
        return tuple(dict.fromkeys(("Id", "SystemModstamp", *told)))


def table(name: str, fields: Sequence[Mapping[str, Json]]) -> Table:
    """A table from the `fields` of a describe; what is null or unknown in it spoils nothing."""
    told = [one for one in fields if isinstance(one.get("name"), str) and one.get("type") not in LEFT]
    made = {str(one["name"]): _field(one) for one in told}
    return Table(name, tuple(made.values()), frozenset(_relations(told)))


def _field(told: Mapping[str, Json]) -> Field:
    refers = told.get("referenceTo")
    return Field(
        name=str(told["name"]),
        label=str(told.get("label") or told["name"]),
        kind=KINDS.get(str(told.get("type")), Kind.OTHER),
        writable=told.get("updateable") is True,
        custom=told.get("custom") is True,
        options=tuple(_options(told.get("picklistValues"))),
        refers_to=str(refers[0]) if isinstance(refers, list) and refers else "",
    )


def _options(told: Json) -> Iterator[Option]:
    for one in told if isinstance(told, list) else ():
        if isinstance(one, dict) and one.get("value") is not None and one.get("active") is not False:
            yield Option(str(one["value"]), str(one.get("label") or one["value"]))


def _relations(told: Sequence[Mapping[str, Json]]) -> Iterator[str]:
    for one in told:
        if one.get("type") == "reference" and isinstance(one.get("relationshipName"), str):
            yield one["relationshipName"]
