"""What an entity is in Odoo, and its fields: companies and people share a table there, deals and leads another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from trousseau.connectors.calling import Answer, Caller
from trousseau.connectors.errors import RefusedError, UnreadableError
from trousseau.connectors.protocol import Entity, Field, Json, Kind, Option


@dataclass(frozen=True)
class Model:
    """A table of Odoo's, the part of it that an entity is, and whether what is archived belongs to it."""

    name: str
    domain: tuple[tuple[str, str, Json], ...] = ()
    archived: bool = False
    """Users who left, deals that were lost: both are archived, neither is gone."""


MODELS = {
    Entity.OWNER: Model("res.users", archived=True),
    Entity.ACCOUNT: Model("res.partner", (("is_company", "=", True),)),
    Entity.CONTACT: Model("res.partner", (("is_company", "=", False), ("type", "=", "contact"))),
    Entity.DEAL: Model("crm.lead", (("type", "=", "opportunity"),), archived=True),
}
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("char", "text", "html"), Kind.TEXT),
    **dict.fromkeys(("integer", "float"), Kind.NUMBER),
    **dict.fromkeys(("many2one", "many2one_reference", "reference"), Kind.REFERENCE),
    "monetary": Kind.MONEY,
    "date": Kind.DATE,
    "datetime": Kind.MOMENT,
    "boolean": Kind.FLAG,
    "selection": Kind.CHOICE,
}


def model(entity: Entity, crm: str) -> Model:
    """What an entity is. Raises RefusedError where it is none that is read."""
    if entity not in MODELS:
        raise RefusedError("no_entity", crm=crm, entity=entity.value)
    return MODELS[entity]


@dataclass(frozen=True)
class Door:
    """Calls methods of one database."""

    caller: Caller
    database: str = ""

    def call(self, name: str, method: str, **named: Json) -> Answer:
        """What a method gives, its arguments by their names. Raises ConnectorError."""
        headers = {"X-Odoo-Database": self.database} if self.database else {}
        return self.caller.call("POST", f"/json/2/{name}/{method}", body=named, headers=headers)

    def described(self, name: str) -> dict[str, dict[str, Json]]:
        """The fields of a table, by name. Raises ConnectorError."""
        wanted = ["string", "type", "readonly", "relation", "selection"]
        said = self.call(name, "fields_get", attributes=wanted).object()
        if not said or not all(isinstance(one, dict) for one in said.values()):
            raise UnreadableError("shape", crm=self.caller.crm, missing="type")
        return said


def field(name: str, told: Mapping[str, Json]) -> Field:
    """A field as Odoo describes it."""
    choices = told.get("selection")
    pairs = [one for one in choices if isinstance(one, list) and len(one) == 2] if isinstance(choices, list) else []
    return Field(
        name,
        str(told.get("string") or name),
        KINDS.get(str(told.get("type")), Kind.OTHER),
        writable=told.get("readonly") is False,
        custom=name.startswith("x_"),
        options=tuple(Option(str(value), str(label)) for value, label in pairs),
        refers_to=str(told.get("relation") or ""),
    )
