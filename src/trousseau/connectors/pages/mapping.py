"""The mapping of one entity as its page shows it: rows, the CRM's fields, some records as they are read by the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.connectors import fields, labels, opening, wording
from trousseau.connectors.actions.mapping import BACK, FITTING
from trousseau.connectors.budget import Brief
from trousseau.connectors.errors import ConnectorError
from trousseau.connectors.mapping import Row, asked, mapped
from trousseau.connectors.models import Connection
from trousseau.connectors.protocol import Connector, Entity, Field, Record
from trousseau.connectors.targets import OUTBOUND, TARGETS
from trousseau.selection.queries import tiers

SAMPLE, LISTED, LEAST = 5, 1_000, 2
"""Records shown; fields offered at once, of more one searches; places for a field in a row."""
LISTING, TRYING = 4.0, 30.0
"""Seconds after which nothing more is asked: for the fields, and for records, which some CRMs prepare in a job."""
CONVERTERS = {
    "text": gettext_lazy("as it stands"),
    "choice": gettext_lazy("by the choices"),
    "code": gettext_lazy("a code: capitals and digits"),
    "domain": gettext_lazy("a site’s name"),
    "number": gettext_lazy("a number"),
    "share": gettext_lazy("a share of one, as per cent"),
    "date": gettext_lazy("a day"),
    "flag": pgettext_lazy("a mapping", "yes or no"),
    "reference": gettext_lazy("another record"),
    "currency": gettext_lazy("a currency"),
    "state": gettext_lazy("open, won, lost"),
    "owner": gettext_lazy("a user of the CRM"),
}


@dataclass(frozen=True)
class Shown:
    """A row of the form."""

    key: str
    label: str
    needed: bool
    places: Sequence[str]
    converters: Sequence[tuple[str, str]]
    converter: str
    several: str
    default: str
    choices: str
    wrong: str = ""


@dataclass(frozen=True)
class Told:
    """What the CRM told: its fields, some records; or why it did not."""

    fields: tuple[Field, ...] = ()
    sample: tuple[Record, ...] = ()
    silent: str = ""


@dataclass(frozen=True)
class Editing:
    """What stands in the form."""

    rows: Sequence[Row]
    back: Sequence[Row] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)
    sent: QueryDict | None = None


def stored(connection: Connection, entity: Entity) -> Editing:
    """The form as it is kept."""
    back = [fields.as_row(one) for one in fields.outbound(connection).values()] if entity is Entity.ACCOUNT else []
    return Editing(fields.inbound(connection).get(entity, ()), back)


def ask(connection: Connection, entity: Entity, rows: Sequence[Row] | None = None) -> Told:
    """Ask the CRM for its fields, and for some records by the rows where they are given."""
    try:
        with opening.opened(connection, Brief(connection, TRYING if rows else LISTING)) as connector:
            offered = connector.discover(entity)
            return Told(offered, tuple(_sample(connector, entity, rows)) if rows else ())
    except ConnectorError as error:
        return Told(silent=str(error))


def _sample(connector: Connector, entity: Entity, rows: Sequence[Row]) -> list[Record]:
    pages = connector.read(entity, asked(rows), None)
    for page in islice(pages, LEAST):
        if page.records:
            return list(page.records[:SAMPLE])
    return []


def section(user: User, connection: Connection) -> Mapping[str, Any] | None:
    """The section of a connection's page, for who may change it."""
    if not may(user, "manage_connections"):
        return None
    read = fields.inbound(connection)
    return {
        "connection": connection,
        "entities": [(one.value, labels.part(one), len(read.get(one, ()))) for one in Entity],
    }


def page(connection: Connection, entity: Entity, editing: Editing, told: Told, search: str = "") -> Mapping[str, Any]:
    """The page."""
    listed = [one for one in told.fields if search.casefold() in f"{one.name} {one.label}".casefold()]
    return {
        "connection": connection,
        "entity": entity.value,
        "finding": finding(entity, editing),
        "name": labels.part(entity),
        "entities": [(one.value, labels.part(one)) for one in Entity],
        "rows": [_shown(name, entity, editing) for name in TARGETS[entity]],
        "back": [_back(name, editing) for name in OUTBOUND] if entity is Entity.ACCOUNT else [],
        "tiers": [(one.key, tiers.name(one)) for one in tiers.known().tiers] if entity is Entity.ACCOUNT else [],
        "fields": listed[:LISTED],
        "writable": [one for one in listed if one.writable][:LISTED],
        "unlisted": max(0, len(listed) - LISTED),
        "known": len(told.fields),
        "custom": sum(one.custom for one in told.fields),
        "search": search,
        "silent": told.silent,
        "sample": [_read(connection, entity, one, editing.rows) for one in told.sample],
        "wrong": editing.wrong,
    }


def _shown(name: str, entity: Entity, editing: Editing) -> Shown:
    fitting = FITTING[TARGETS[entity][name].holds]
    row = next((one for one in editing.rows if one.target == name), Row(name, (), fitting[0]))
    return _row(name, row, fitting, editing, needed=TARGETS[entity][name].needed)


def _back(name: str, editing: Editing) -> Shown:
    fitting = BACK.get(name, ("text",))
    row = next((one for one in editing.back if one.target == name), Row(name, (), fitting[0]))
    return _row(name, row, fitting, editing, before="back-")


def _row(
    name: str, row: Row, fitting: Sequence[str], editing: Editing, *, needed: bool = False, before: str = ""
) -> Shown:
    key, sent = f"{before}{name}", editing.sent
    least = 1 if before else max(LEAST, len(row.places) + 1)
    places = [*row.places, *[""] * (least - len(row.places))]
    choices = "\n".join(f"{theirs} = {ours}" for theirs, ours in row.choices.items())
    return Shown(
        key,
        labels.target(name),
        needed,
        sent.getlist(f"place-{key}") or places if sent else places,
        [(one, str(CONVERTERS[one])) for one in fitting],
        row.converter,
        row.several,
        row.default,
        sent.get(f"choices-{key}", choices) if sent else choices,
        editing.wrong.get(key, ""),
    )


def _read(connection: Connection, entity: Entity, record: Record, rows: Sequence[Row]) -> dict[str, Any]:
    """A record of the CRM as it is read by the rows."""
    told = mapped(record, rows, entity)
    said = [(labels.target(name), "–" if value is None else value) for name, value in told.values.items()]
    wrong = [{"target": one.target, "place": one.place, "code": one.code, "value": one.value} for one in told.problems]
    return {"id": record.id, "values": said, "problems": wording.problems(connection, wrong), "kept": told.usable}


def finding(entity: Entity, editing: Editing) -> str:
    """How many of our things are told."""
    return _("%(n)s of %(of)s things are told by a field: %(name)s.") % {
        "n": len(editing.rows), "of": len(TARGETS[entity]), "name": labels.part(entity),
    }  # fmt: skip
