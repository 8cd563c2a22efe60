"""The fields of a module as Zoho describes them, the states that stages stand for, and what we add to a record."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from trousseau.connectors.calling import Caller
from trousseau.connectors.protocol import Entity, Field, Json, Kind, Option
from trousseau.connectors.zoho.answers import ROOT, listed, module

CURRENCY, STATE = "$currency", "$state"
ADDED = {
    CURRENCY: Field(CURRENCY, "Currency, or the organisation’s", Kind.TEXT),
    STATE: Field(STATE, "Open, won or lost, by its stage", Kind.TEXT),
}
"""Values that are in no record of Zoho's: the connector makes them of what is."""
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("text", "textarea", "email", "phone", "website", "autonumber"), Kind.TEXT),
    **dict.fromkeys(("integer", "bigint", "double", "decimal", "percent"), Kind.NUMBER),
    **dict.fromkeys(("lookup", "ownerlookup", "userlookup"), Kind.REFERENCE),
    "currency": Kind.MONEY,
    "date": Kind.DATE,
    "datetime": Kind.MOMENT,
    "boolean": Kind.FLAG,
    "picklist": Kind.CHOICE,
    "multiselectpicklist": Kind.CHOICES,
}


def fields(caller: Caller, entity: Entity) -> tuple[Field, ...]:
    """The fields of an entity. Raises ConnectorError."""
    told = [_field(one) for one in _described(caller, entity) if isinstance(one.get("api_name"), str)]
    added = [ADDED[CURRENCY], ADDED[STATE]] if entity is Entity.DEAL else [ADDED[CURRENCY]]
    return tuple({one.name: one for one in [*told, *(added if entity is not Entity.CONTACT else [])]}.values())


def states(caller: Caller) -> dict[str, str]:
    """What each stage of a deal stands for, as far as Zoho says so: open, won or lost."""
    stage = next((one for one in _described(caller, Entity.DEAL) if one.get("api_name") == "Stage"), {})
    found: dict[str, str] = {}
    for choice in _objects(stage.get("pick_list_values")):
        if (state := _state(choice)) is not None:
            found |= {str(choice[name]): state for name in ("display_value", "actual_value") if choice.get(name)}
    return found


def by_probability(told: Json) -> str | None:
    """Won at 100 per cent, lost at 0, open between; None where it is no number."""
    if isinstance(told, bool) or not isinstance(told, int | Decimal):
        return None
    return "won" if told == 100 else "lost" if told == 0 else "open"


def _state(choice: Mapping[str, Json]) -> str | None:
    kind = str(choice.get("forecast_type") or "").lower()
    for word, state in (("won", "won"), ("lost", "lost"), ("open", "open")):
        if word in kind:
            return state
    return by_probability(choice.get("probability"))


def _described(caller: Caller, entity: Entity) -> list[dict[str, Any]]:
    answer = caller.call("GET", f"{ROOT}/settings/fields", params={"module": module(entity, caller.crm)})
    return listed(answer, "fields")[0]


def _field(told: Mapping[str, Any]) -> Field:
    may, lookup = told.get("operation_type"), told.get("lookup")
    changes = isinstance(may, dict) and may.get("api_update") is True
    target = lookup.get("module") if isinstance(lookup, dict) else None
    return Field(
        told["api_name"],
        str(told.get("field_label") or told.get("display_label") or told["api_name"]),
        KINDS.get(str(told.get("data_type")), Kind.OTHER),
        writable=changes and not told.get("read_only") and not told.get("field_read_only"),
        custom=told.get("custom_field") is True,
        options=tuple(
            Option(str(one["actual_value"]), str(one.get("display_value") or one["actual_value"]))
            for one in _objects(told.get("pick_list_values"))
            if one.get("actual_value") is not None
        ),
        refers_to=str(target.get("api_name") or "") if isinstance(target, dict) else "",
    )


def _objects(told: Json) -> list[dict[str, Json]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
