"""Many records at once: a job of Bulk 2.0 that answers a question, and its results as tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from trousseau.connectors.calling import Answer
from trousseau.connectors.errors import RefusedError, UnavailableError, UnreadableError
from trousseau.connectors.protocol import Json
from trousseau.connectors.salesforce.judge import LONGEST, sign

CALL = Callable[..., Answer]
ROWS, FIRST_PAUSE, LONGEST_PAUSE, PATIENCE = 10_000, 1.0, 30.0, 3_600.0
"""Records of one table; seconds between two looks at a job, which double, and for all looks of one run."""
LOST = frozenset({"NOT_FOUND", "INVALID_QUERY_LOCATOR", "INVALIDJOB", "INVALIDENTITY", "INVALIDJOBSTATE"})


def begin(call: CALL, question: str) -> str:
    """Begin a job, and give its id. Twice does no harm: a job that nobody asks for expires."""
    answer = call("POST", "jobs/query", body={"operation": "query", "query": question})
    job = answer.object().get("id")
    if not isinstance(job, str) or not job.isalnum():
        raise UnreadableError("shape", crm=answer.crm, missing="id")
    return job


def wait_for(call: CALL, job: str, wait: Callable[[float], None]) -> None:
    """Wait until a job is complete. Raises RefusedError where it failed, UnavailableError where it takes too long."""
    pause, waited = FIRST_PAUSE, 0.0
    while True:
        answer = call("GET", f"jobs/query/{job}")
        said = answer.object()
        if (state := said.get("state")) == "JobComplete":
            return
        if state not in {"UploadComplete", "InProgress"}:
            raise RefusedError("job_failed", crm=answer.crm, message=str(said.get("errorMessage") or state)[:LONGEST])
        if waited >= PATIENCE:
            raise UnavailableError("busy", crm=answer.crm, status="Bulk")
        wait(pause)
        waited += pause
        pause = min(pause * 2, LONGEST_PAUSE)


def lost(error: RefusedError) -> bool:
    """Whether a refusal means that the job of an earlier run leads nowhere any more."""
    return error.code == "job_failed" or sign(error) in LOST


def results(call: CALL, job: str, locator: str) -> tuple[Answer, list[dict[str, Json]]]:
    """Some records of a job, from a locator on ("" from the beginning)."""
    params = {"maxRecords": str(ROWS), **({"locator": locator} if locator else {})}
    answer = call("GET", f"jobs/query/{job}/results", params=params, headers={"Accept": "text/csv"})
    rows = list(_rows(answer))
    told = answer.headers.get("sforce-numberofrecords", "")
    if told.isdigit() and int(told) != len(rows):
        raise UnreadableError("not_csv", crm=answer.crm, line=len(rows) + 2)
    return answer, rows


def following(answer: Answer) -> str:
    """The locator from which the results of a job go on; "" where nothing follows."""
    told = answer.headers.get("sforce-locator", "")
    return "" if told == "null" else told


def _rows(answer: Answer) -> Iterator[dict[str, Json]]:
    """The rows of a table by the names of its columns; what is empty is None."""
    if not answer.headers.get("content-type", "").lower().startswith("text/csv"):
        answer.json()
        raise UnreadableError("shape", crm=answer.crm, missing="CSV")
    try:
        text = answer.body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("not_text", crm=answer.crm, byte=error.start + 1) from error
    read = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(read, [])
        if "Id" not in names:
            raise UnreadableError("shape", crm=answer.crm, missing="Id")
        for cells in read:
            if len(cells) != len(names):
                raise UnreadableError("not_csv", crm=answer.crm, line=read.line_num)
            yield {name: cell or None for name, cell in zip(names, cells, strict=True)}
    except csv.Error as error:
        raise UnreadableError("not_csv", crm=answer.crm, line=read.line_num) from error
