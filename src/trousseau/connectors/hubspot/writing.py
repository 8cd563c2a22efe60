"""Values that go into HubSpot: a hundred records a call, each with its own answer.

HubSpot answers record by record where each carries a mark of its own (`objectWriteTraceId`). Where it refuses a whole
call for what is wrong with one record of it, the call is halved until that one is found: the others are written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from trousseau.connectors.calling import Caller
from trousseau.connectors.errors import RefusedError, UnreadableError
from trousseau.connectors.hubspot.judge import category, details, fields, message
from trousseau.connectors.hubspot.objects import path
from trousseau.connectors.protocol import Change, Json, Outcome, Written

BATCH = 100
MISSING = frozenset({"OBJECT_NOT_FOUND", "NOT_FOUND"})
LATER = frozenset({"CONFLICT", "RATE_LIMITS", "RATE_LIMIT", "INTERNAL_ERROR", "SERVICE_UNAVAILABLE", "TIMEOUT"})

SAME_FOR_ALL = frozenset({"PROPERTY_DOESNT_EXIST", "READ_ONLY_VALUE"})
"""Codes of what is wrong with a property, not with a record."""


def written(caller: Caller, name: str, changes: Sequence[Change]) -> Iterator[Written]:
    """Write changes; one answer for each, in their order. Raises ConnectorError."""
    batch: dict[str, Change] = {}
    for change in changes:
        if len(batch) == BATCH or change.id in batch:
            yield from _batch(caller, name, list(batch.values()))
            batch = {}
        batch[change.id] = change
    if batch:
        yield from _batch(caller, name, list(batch.values()))


def _batch(caller: Caller, name: str, changes: Sequence[Change]) -> list[Written]:
    inputs = [
        {
            "id": change.id,
            "properties": {field: _written(value) for field, value in change.values.items()},
            "objectWriteTraceId": str(number),
        }
        for number, change in enumerate(changes)
    ]
    try:
        answer = caller.call("POST", path(name, "batch", "update"), body={"inputs": inputs})
    except RefusedError as error:
        if not category(error):
            raise
        return _parted(caller, name, changes, error)
    said = answer.object()
    results = said.get("results")
    if not isinstance(results, list):
        raise UnreadableError("shape", crm=answer.crm, missing="results")
    told = [one for one in results if isinstance(one, dict)]
    done, marks = ({_id(one.get(name)) for one in told} for name in ("id", "objectWriteTraceId"))
    errors, made = details(said), []
    for number, change in enumerate(changes):
        wrong = next((one for one in errors if _is_about(one, str(number), change.id)), None)
        if wrong is not None:
            made.append(_wrong(change, wrong))
        elif change.id in done or str(number) in marks:
            made.append(Written(change.id, Outcome.DONE))
        else:
            made.append(Written(change.id, Outcome.AGAIN, message=message(errors[0]) if errors else ""))
    return made


def _parted(caller: Caller, name: str, changes: Sequence[Change], error: RefusedError) -> list[Written]:
    """What becomes of changes that were refused together: what is refused whoever it is about is not sent again."""
    named = set(error.told["fields"]) if SAME_FOR_ALL & set(error.told["codes"]) else set()
    guilty = [change for change in changes if named & set(change.values)]
    if len(changes) == 1 or guilty:
        kind, told, wrong = category(error), str(error.told["message"]), error.told["fields"]
        made = {one.id: Written(one.id, _outcome(kind), kind, told, wrong) for one in guilty or changes}
        if left := [change for change in changes if change.id not in made]:
            made |= {one.id: one for one in _batch(caller, name, left)}
        return [made[change.id] for change in changes]
    half = len(changes) // 2
    return _batch(caller, name, changes[:half]) + _batch(caller, name, changes[half:])


def _wrong(change: Change, error: Mapping[str, Any]) -> Written:
    kind = str(error.get("category") or "")
    return Written(change.id, _outcome(kind, str(error.get("status") or "")), kind, message(error), fields(error))


def _outcome(kind: str, status: str = "") -> Outcome:
    if kind in MISSING or status == "404":
        return Outcome.GONE
    later = kind in LATER or status in {"409", "423", "429", "477"} or (len(status) == 3 and status.startswith("5"))
    return Outcome.AGAIN if later else Outcome.REFUSED


def _is_about(error: Mapping[str, Any], mark: str, identity: str) -> bool:
    """Whether an error is about a record: by its mark, or by its id where there is none."""
    context = error.get("context")
    told = context if isinstance(context, dict) else {}
    if marks := _list(told.get("objectWriteTraceId")):
        return mark in marks
    return identity in [_id(one) for name in ("ids", "id", "objectId") for one in _list(told.get(name))]


def _list(told: Json) -> list[Json]:
    return told if isinstance(told, list) else [] if told is None else [told]


def _id(told: Json) -> str:
    return str(told) if isinstance(told, str | int) else ""


def _written(value: Json) -> str:
    """A value as HubSpot takes it: always a text; the empty one empties a property."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, dt.date) else str(value)
