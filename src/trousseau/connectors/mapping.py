"""Which field of the CRM tells which thing of ours: rows of a table, and what a record says by them.

    rows = preset("hubspot", Entity.ACCOUNT)
    mapped(record, rows, Entity.ACCOUNT).values   # {"name": "Alstrom", "owner": "77", …}

A row leads from one or more places in a record (`properties` by name, deeper ones with points: `Owner.id`) through one
converter to one target. Several places: their texts one after the other (first name, last name), or the first that says
anything. Presets are rows that ship with a connector; a company changes them and adds its own fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from trousseau.connectors.converters import CONVERTERS, ConvertError, Value
from trousseau.connectors.protocol import Entity, Json, Record
from trousseau.connectors.targets import NEEDED, TARGETS

STATES = ("open", "won", "lost")


@dataclass(frozen=True)
class Row:
    """One row of a mapping."""

    target: str
    places: tuple[str, ...]
    converter: str
    several: Literal["joined", "first"] = "first"
    default: str = ""
    """Stands where the CRM says nothing; never where it says something that is refused."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """For `choice` and `state`: the CRM's value → ours; “*” for every other."""


@dataclass(frozen=True)
class Problem:
    """A value that was not taken over, and why."""

    target: str
    place: str
    code: str
    value: str = ""


@dataclass(frozen=True)
class Mapped:
    """What a record says, by our names; and what it says that could not be taken over."""

    values: Mapping[str, Value]
    problems: tuple[Problem, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether nothing is missing without which the record cannot be kept."""
        return not any(problem.code == "missing" for problem in self.problems)


def preset(crm: str, entity: Entity) -> tuple[Row, ...]:
    """The rows that ship with a connector."""
    return _presets(crm).get(entity, ())


@lru_cache(maxsize=16)
def _presets(crm: str) -> Mapping[Entity, tuple[Row, ...]]:
    told = json.loads((files("trousseau.connectors") / crm / "preset.json").read_text("utf-8"))
    return {
        Entity(entity): tuple(
            Row(
                target,
                tuple(said["from"]),
                said.get("as", "text"),
                said.get("several", "first"),
                said.get("default", ""),
                said.get("choices", {}),
            )
            for target, said in rows.items()
        )
        for entity, rows in told.items()
    }


def asked(rows: Sequence[Row]) -> tuple[str, ...]:
    """The fields to ask the CRM for: the first part of each place, each once."""
    return tuple(dict.fromkeys(place.partition(".")[0] for row in rows for place in row.places))


def mapped(record: Record, rows: Sequence[Row], entity: Entity) -> Mapped:
    """What a record says by the rows: each target once converted, or a problem that names place and value."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    targets = TARGETS[entity]
    for row in rows:
        try:
            values[row.target] = _value(record.values, row, targets[row.target].longest)
        except ConvertError as error:
            problems.append(Problem(row.target, " + ".join(row.places), error.code, error.value))
    for name in NEEDED[entity]:
        if values.get(name) is None and not any(one.target == name for one in problems):
            places = next((" + ".join(row.places) for row in rows if row.target == name), "")
            problems.append(Problem(name, places, "missing"))
    missing = [
        Problem(one.target, one.place, "missing", one.value)
        for one in problems
        if one.code != "missing" and one.target in NEEDED[entity]
    ]
    return Mapped(values, tuple(problems + missing))


def _value(values: Mapping[str, Json], row: Row, longest: int) -> Value:
    said = [values[place] if place in values else _deeper(values, place) for place in row.places]
    if row.converter == "state" and not row.choices:
        return _state(said)
    convert = CONVERTERS["text" if row.choices else row.converter]
    if row.several == "joined":
        made: Value = " ".join(str(one) for one in map(convert, said) if one is not None) or None
    elif len(said) == 1:
        made = convert(said[0])
    else:
        made = next((one for one in map(convert, said) if one is not None), None)
    if row.choices:
        made = _chosen(made, row)
    if made is None:
        made = row.default or None
    if isinstance(made, str) and len(made) > longest:
        raise ConvertError("too_long", made)
    return made


def _chosen(made: Value, row: Row) -> Value:
    if made is None:
        return None
    chosen = row.choices.get(str(made), row.choices.get("*"))
    if chosen is None or (row.converter == "state" and chosen not in STATES):
        raise ConvertError("not_a_choice", made)
    return chosen


def _state(said: Sequence[Json]) -> str | None:
    """Open, won or lost, of two flags: whether the deal is closed, whether it is won."""
    flags = [CONVERTERS["flag"](one) for one in said]
    if not flags or all(one is None for one in flags):
        return None
    if flags[-1]:
        return "won"
    return "lost" if flags[0] else "open"


def _deeper(values: Mapping[str, Json], place: str) -> Json:
    """What stands at a place that is names with points between them; None where nothing does."""
    found: Json = values
    for name in place.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
