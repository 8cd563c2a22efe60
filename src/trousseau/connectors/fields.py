"""The mapping of a connection as it stands in the database: rows that began as the connector's preset."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Literal, cast

from trousseau.connectors import mapping
from trousseau.connectors.mapping import Row
from trousseau.connectors.models import Connection, MapRow
from trousseau.connectors.protocol import Entity


def seed(connection: Connection) -> None:
    """Give a new connection the rows that ship with its connector."""
    MapRow.objects.bulk_create(
        stored(connection, entity, row) for entity in Entity for row in mapping.preset(connection.crm, entity)
    )


def stored(connection: Connection, entity: Entity, row: Row) -> MapRow:
    """A row as it is kept."""
    return MapRow(
        connection=connection,
        entity=entity.value,
        target=row.target,
        places=list(row.places),
        converter=row.converter,
        several=row.several,
        default=row.default,
        choices=dict(row.choices),
    )


def inbound(connection: Connection) -> Mapping[Entity, tuple[Row, ...]]:
    """What is read, entity by entity; an entity without rows is not read."""
    made: dict[Entity, list[Row]] = {}
    for one in connection.rows.filter(outbound=False).order_by("pk"):
        made.setdefault(Entity(one.entity), []).append(as_row(one))
    return {entity: tuple(rows) for entity, rows in made.items()}


def as_row(one: MapRow) -> Row:
    """A stored row, as `mapping` works with it."""
    several = cast("Literal['joined', 'first']", one.several)
    return Row(one.target, tuple(one.places), one.converter, several, one.default, one.choices)


def outbound(connection: Connection) -> Mapping[str, MapRow]:
    """What goes back into the CRM's accounts, by our name for it."""
    return {one.target: one for one in connection.rows.filter(outbound=True, entity=Entity.ACCOUNT.value)}


def digest(rows: Iterable[Row]) -> str:
    """Of a mapping: where it changes, everything is read anew under the new one."""
    told = [[r.target, r.places, r.converter, r.several, r.default, sorted(r.choices.items())] for r in rows]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
