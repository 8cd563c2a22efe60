"""Writing back: up to 200 records in a call, each with an answer of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from trousseau.connectors.calling import Answer
from trousseau.connectors.errors import UnreadableError
from trousseau.connectors.protocol import Change, Json, Outcome, Written
from trousseau.connectors.salesforce.judge import LATER, LONGEST

BATCH = 200
AGAIN = LATER | {"REQUEST_LIMIT_EXCEEDED", "PROCESSING_HALTED", "ENTITY_IS_LOCKED"}
GONE = frozenset({"ENTITY_IS_DELETED", "NOT_FOUND"})
DANGLING = "INVALID_CROSS_REFERENCE_KEY"
"""Of the record itself where it names no field, of what a field leads to where it names one."""


def write(call: Callable[..., Answer], name: str, changes: Sequence[Change]) -> Iterator[Written]:
    """Write changes of records of an object; one answer for each, in their order."""
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        answer = call("PATCH", "composite/sobjects", body=request(name, batch))
        told = answer.list()
        if len(told) != len(batch):
            raise UnreadableError("shape", crm=answer.crm, missing=f"{len(batch)} × “success”")
        yield from (written(change, one) for change, one in zip(batch, told, strict=True))


def request(name: str, changes: Sequence[Change]) -> Mapping[str, Json]:
    """The body of a call. What kind of record it is stands first in each: there it is read in time."""
    records = [{"attributes": {"type": name}, "Id": change.id, **change.values} for change in changes]
    return {"allOrNone": False, "records": records}


def written(change: Change, told: Mapping[str, Json]) -> Written:
    """What became of one change."""
    if told.get("success") is True:
        return Written(change.id, Outcome.DONE)
    errors = told.get("errors")
    error = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    code = str(error.get("statusCode") or "UNKNOWN")
    message = " ".join(str(error.get("message") or code).split())[:LONGEST]
    named = error.get("fields")
    fields = tuple(str(one) for one in named) if isinstance(named, list) else ()
    return Written(change.id, _outcome(code, fields), code, message, fields)


def _outcome(code: str, fields: tuple[str, ...]) -> Outcome:
    if code in AGAIN:
        return Outcome.AGAIN
    if code in GONE or (code == DANGLING and not fields):
        return Outcome.GONE
    return Outcome.REFUSED
