"""Records of HubSpot: all of them by its lists, later those that changed by its search.

A list goes as far as there are records. A search gives no more than 10,000: each one asks for ids above the last one
seen, and takes its first page only. What HubSpot's search takes time to find is found by the overlap. A list is asked
by address and a search in 3,000 signs; where the names of the properties are more than goes in there, ids alone are
asked, and the values read by id.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence

from trousseau.connectors.calling import Answer, Caller, Trail
from trousseau.connectors.errors import UnreadableError
from trousseau.connectors.hubspot.objects import (
    ID,
    MERGED,
    accepted,
    at,
    changed_by,
    clock,
    identity,
    listed,
    milliseconds,
    path,
    properties,
    rows,
)
from trousseau.connectors.protocol import Cursor, Gone, Json

PER_LIST, PER_SEARCH, PER_BATCH = 100, 200, 100
LONGEST_ADDRESS, LONGEST_SEARCH, MOST_NAMES = 8_000, 2_900, 1_000
"""Signs of the names in an address and of a search; names of properties in one reading by id."""
OVERLAP = dt.timedelta(minutes=10)
Row = Mapping[str, Json]
Found = tuple[list[Row], Cursor, bool]
"""Rows, where reading goes on after them, and whether nothing follows."""


def pages(caller: Caller, name: str, asked: Sequence[str], cursor: Cursor | None) -> Iterator[Found]:
    """All records of an object, or those that changed since a cursor, page by page. Raises ConnectorError."""
    return _search(caller, name, asked, cursor) if cursor and "since" in cursor else _list(caller, name, asked, cursor)


def deleted(caller: Caller, name: str, since: dt.datetime) -> Iterator[Gone]:
    """What was merged or deleted since a moment. A merged record is in no list: the one that is kept names it."""
    merged: set[str] = set()
    filters = [_since(name, since - OVERLAP), {"propertyName": MERGED, "operator": "HAS_PROPERTY"}]
    for found, _place in _above(caller, name, [MERGED], filters, ""):
        for row in found:
            for gone in str(properties(row).get(MERGED) or "").split(";"):
                if (key := gone.strip()) and key not in merged:
                    merged.add(key)
                    yield Gone(key, into=str(row["id"]))
    for found, _after, _answer in _listed(caller, name, "", archived="true"):
        for row in found:
            gone_at = at(row, "archivedAt")
            if str(row["id"]) not in merged and (gone_at is None or gone_at >= since):
                yield Gone(str(row["id"]), gone_at)


def _list(caller: Caller, name: str, asked: Sequence[str], cursor: Cursor | None) -> Iterator[Found]:
    place = cursor or {}
    mark = str(place.get("mark", ""))
    names = ",".join(asked)
    short = len(names) <= LONGEST_ADDRESS
    for found, after, answer in _listed(caller, name, str(place.get("after", "")), properties=names if short else ""):
        mark = mark or clock(answer)
        kept = found if short else _whole(caller, name, found, asked)
        yield kept, {"mark": mark, "after": after} if after else {"since": mark}, not after


def _listed(
    caller: Caller, name: str, after: str, properties: str = "", archived: str = "false"
) -> Iterator[tuple[list[Row], str, Answer]]:
    """The pages of a list from a place on, each with the next place. Raises UnreadableError where it is a circle."""
    trail = Trail(caller.crm)
    while True:
        params = {"limit": str(PER_LIST), "properties": properties or ID, "archived": archived}
        answer = caller.call("GET", path(name), params=params | ({"after": after} if after else {}))
        found, after = listed(answer)
        yield [{**row, "id": identity(answer, row)} for row in found], after and trail.passed(after), answer
        if not after:
            return


def _search(caller: Caller, name: str, asked: Sequence[str], cursor: Cursor) -> Iterator[Found]:
    since, mark = dt.datetime.fromisoformat(str(cursor["since"])), str(cursor.get("mark", ""))
    filters = [_since(name, since - OVERLAP)]
    short = len(json.dumps(_question(asked, filters, "9" * 20))) <= LONGEST_SEARCH
    searched = _above(caller, name, asked if short else [], filters, str(cursor.get("above", "")))
    for found, (above, answer) in searched:
        mark = mark or clock(answer)
        kept = found if short else _whole(caller, name, found, asked)
        goes_on = {"since": cursor["since"], "mark": mark, "above": above}
        yield kept, goes_on if above else {"since": mark}, not above


def _above(
    caller: Caller, name: str, asked: Sequence[str], filters: Sequence[Row], above: str
) -> Iterator[tuple[list[Row], tuple[str, Answer]]]:
    """What a search finds, in the order of ids, from one on; with the id that it goes on above, "" at the end."""
    while True:
        answer = caller.call("POST", path(name, "search"), body=_question(asked, filters, above))
        found, after = listed(answer)
        rows: list[Row] = [{**row, "id": identity(answer, row)} for row in found]
        highest = max((int(row["id"]) for row in rows if row["id"].isdecimal()), default=-1)
        if after and highest <= int(above or -1):
            raise UnreadableError("loop", crm=caller.crm)
        above = str(highest) if after else ""
        yield rows, (above, answer)
        if not above:
            return


def _question(asked: Sequence[str], filters: Sequence[Row], above: str) -> dict[str, Json]:
    higher = [{"propertyName": ID, "operator": "GT", "value": above}] if above else []
    return {
        "filterGroups": [{"filters": [*filters, *higher]}],
        "sorts": [ID],
        "properties": list(asked) or [ID],
        "limit": PER_SEARCH,
        "after": "0",
    }


def _since(name: str, moment: dt.datetime) -> Row:
    return {"propertyName": changed_by(name), "operator": "GTE", "value": milliseconds(moment)}


def _whole(caller: Caller, name: str, found: Sequence[Row], asked: Sequence[str]) -> list[Row]:
    """Rows with all that is asked of them; one that is there no more is left out."""
    ids = [str(row["id"]) for row in found]
    values: dict[str, dict[str, Json]] = {one: {} for one in ids}
    there = set(ids)
    for first in range(0, len(ids), PER_BATCH):
        some = ids[first : first + PER_BATCH]
        for start in range(0, len(asked), MOST_NAMES):
            answer = caller.call(
                "POST",
                path(name, "batch", "read"),
                body={
                    "inputs": [{"id": one} for one in some],
                    "properties": list(asked[start : start + MOST_NAMES]),
                    "propertiesWithHistory": [],
                },
            )
            said = answer.object()
            accepted(answer, said, "OBJECT_NOT_FOUND")
            told = {identity(answer, row): properties(row) for row in rows(answer, said)}
            there -= set(some) - set(told)
            for one in there & set(told):
                values[one] |= told[one]
    return [{**row, "properties": values[row["id"]]} for row in found if row["id"] in there]
