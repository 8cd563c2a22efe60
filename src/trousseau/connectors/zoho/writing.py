"""Values into records, a hundred in a call; the customer's own rules and workflows are not set off by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trousseau.connectors.calling import Caller
from trousseau.connectors.errors import UnreadableError
from trousseau.connectors.protocol import Change, Json, Outcome, Written
from trousseau.connectors.zoho.answers import ROOT
from trousseau.connectors.zoho.judge import RecordsError

BATCH = 100
AGAIN = {
    "RECORD_LOCKED",
    "ALREADY_MODIFIED",
    "TOO_MANY_REQUESTS",
    "INTERNAL_ERROR",
    "INTERNAL_SERVER_ERROR",
    "DEPENDENT_SERVICE_ERROR",
}
GONE = {"NOT_FOUND", "RECORD_NOT_FOUND", "NO_RECORDS_FOUND"}


def written(caller: Caller, module: str, changes: Sequence[Change]) -> Iterator[Written]:
    """Write changes; one answer each, in their order. Raises ConnectorError."""
    for start in range(0, len(changes), BATCH):
        batch = changes[start : start + BATCH]
        body = {"data": [{**change.values, "id": change.id} for change in batch], "trigger": []}
        try:
            results = caller.call("PUT", f"{ROOT}/{module}", body=body).list("data")
        except RecordsError as error:
            results = error.results
        if len(results) != len(batch):
            raise UnreadableError("shape", crm=caller.crm, missing=f"data[{len(batch) - 1}]")
        for change, told in zip(batch, results, strict=True):
            yield _outcome(change, told if isinstance(told, dict) else {})


def _outcome(change: Change, told: dict[str, Json]) -> Written:
    code, message = str(told.get("code") or ""), str(told.get("message") or "")
    details = told.get("details")
    about = details if isinstance(details, dict) else {}
    if told.get("status") == "success" and code == "SUCCESS":
        return Written(change.id, Outcome.DONE, code, message)
    named = [about.get("api_name"), *(one.get("api_name") for one in _objects(about.get("expected_fields")))]
    fields = tuple(one for one in named if isinstance(one, str) and one != "id")
    if code in GONE or (code == "INVALID_DATA" and not fields and _of_the_id(about, message)):
        outcome = Outcome.GONE
    else:
        outcome = Outcome.AGAIN if code in AGAIN else Outcome.REFUSED
    return Written(change.id, outcome, code, message, fields)


def _of_the_id(about: dict[str, Json], message: str) -> bool:
    return about.get("api_name") == "id" or "id given" in message.lower()


def _objects(told: Json) -> list[dict[str, Json]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
