"""Records of a table, by id: what changes meanwhile is read then or next time, and no place in the list ever moves.

Odoo tells the time of a change to the second and keeps it to the microsecond, so a place by time would not be one. It
writes that time when a transaction begins and shows it when it ends: the overlap is as long as a long import.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from trousseau.connectors.converters import moment_told
from trousseau.connectors.errors import UnreadableError
from trousseau.connectors.odoo.models import Door, Model
from trousseau.connectors.protocol import Cursor, Gone, Json, Page, Record

LIMIT, OVERLAP = 500, dt.timedelta(minutes=10)
CHANGED = "write_date"


def records(door: Door, model: Model, fields: Sequence[str], cursor: Cursor | None) -> Iterator[Page]:
    """All records of a table's part, or those that changed since a cursor. Raises ConnectorError."""
    place = dict(cursor or {})
    types = {name: told.get("type") for name, told in door.described(model.name).items()}
    asked = list(dict.fromkeys([CHANGED, *(one for one in fields if one != "id")]))
    since = [[CHANGED, ">=", place["since"]]] if "since" in place else []
    while True:
        after = place.get("after", 0)
        answer = door.call(
            model.name,
            "search_read",
            domain=[*map(list, model.domain), *since, ["id", ">", after]],
            fields=asked,
            order="id",
            limit=LIMIT,
            context={"active_test": not model.archived},
        )
        rows = answer.list()
        if "mark" not in place and answer.at is not None:
            place["mark"] = _written(answer.at - OVERLAP)
        if not rows:
            begun = place.get("mark") or place.get("since")
            yield Page((), {"since": begun} if begun else {}, last=True)
            return
        place["after"] = _last(door, rows, after)
        yield Page(
            tuple(Record(str(row["id"]), _plain(row, types), moment_told(row.get(CHANGED))) for row in rows),
            dict(place),
        )


def archived(door: Door, model: Model, since: dt.datetime) -> Iterator[Gone]:
    """What was archived since; what was deleted for good leaves no trace in Odoo. Raises ConnectorError."""
    after = 0
    while rows := door.call(
        model.name,
        "search_read",
        domain=[
            *map(list, model.domain),
            ["active", "=", False], [CHANGED, ">=", _written(since)], ["id", ">", after],
        ],
        fields=[CHANGED],
        order="id",
        limit=LIMIT,
    ).list():  # fmt: skip
        after = _last(door, rows, after)
        for row in rows:
            yield Gone(str(row["id"]), moment_told(row.get(CHANGED)))


def _last(door: Door, rows: Sequence[Mapping[str, Json]], after: int) -> int:
    """The last id of a page. Raises UnreadableError where one has none, or where it leads no further."""
    ids = [row.get("id") for row in rows]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in ids):
        raise UnreadableError("shape", crm=door.caller.crm, missing="id")
    last = max(int(str(one)) for one in ids)
    if last <= after:
        raise UnreadableError("loop", crm=door.caller.crm)
    return last


def _plain(row: Mapping[str, Json], types: Mapping[str, Json]) -> dict[str, Json]:
    """A row with nothing where Odoo says False for nothing, and references as an id and a name."""
    return {name: _value(told, types.get(name)) for name, told in row.items()}


def _value(told: Json, kind: Json) -> Json:
    if told is False and kind != "boolean":
        return None
    if kind == "many2one" and isinstance(told, list) and len(told) == 2:
        return {"id": told[0], "name": told[1]}
    return told


def _written(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%S")
