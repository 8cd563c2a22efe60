"""Reading one object: in pages by time of change and id, or many records by a job of Bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from trousseau.connectors.calling import Answer, Trail
from trousseau.connectors.converters import moment_told
from trousseau.connectors.errors import NotAllowedError, RefusedError, UnreadableError
from trousseau.connectors.protocol import Json, Page, Record
from trousseau.connectors.salesforce import bulk
from trousseau.connectors.salesforce.judge import sign
from trousseau.connectors.salesforce.place import Place
from trousseau.connectors.salesforce.soql import select, too_long

CALL = Callable[..., Answer]
MANY = 2_000
"""Records from which a job of Bulk is worth its while."""


@dataclass(frozen=True)
class Reading:
    """What is read, and `added` to the values of each record; `wait` passes seconds while a job is under way."""

    call: CALL
    crm: str
    name: str
    columns: tuple[str, ...]
    added: Mapping[str, Json]
    wait: Callable[[float], None]

    def run(self, place: Place) -> Iterator[Page]:
        """The pages from a place on."""
        many = False
        if place == Place():
            counted = self.call("GET", "query", params={"q": f"SELECT COUNT() FROM {self.name}"})  # noqa: S608 - ours
            place, many = place.begun(counted.at), _whole(counted, "totalSize") > MANY
        if place.job or many or too_long(self._question(place)):
            yield from self._in_bulk(place)
        else:
            yield from self._in_pages(place)

    def _question(self, place: Place, *, ordered: bool = True) -> str:
        return select(self.columns, self.name, since=place.since, after=place.after, ordered=ordered)

    def _in_pages(self, place: Place) -> Iterator[Page]:
        """Wherever reading breaks off, or its way is lost to Salesforce, it goes on behind the last record."""
        trail = Trail(self.crm)
        while True:
            try:
                for answer, told, last in batches(self.call, trail.passed(self._question(place))):
                    records = tuple(record(answer, one, self.added) for one in told)
                    place = place.begun(answer.at).passed(records)
                    yield Page(records, (place.done() if last else place).told(), last=last)
            except RefusedError as error:
                if sign(error) != "INVALID_QUERY_LOCATOR":
                    raise
            else:
                return

    def _in_bulk(self, place: Place) -> Iterator[Page]:
        """A job that an earlier run began and that is lost is begun anew; one that may not begin gives way to pages."""
        resumed = bool(place.job)
        if not resumed:
            question = self._question(place, ordered=False)
            try:
                place = replace(place, job=bulk.begin(self.call, question))
            except (RefusedError, NotAllowedError):
                if too_long(question):
                    raise
                yield from self._in_pages(place)
                return
            yield Page((), place.told())
        try:
            yield from self._results(place)
        except RefusedError as error:
            if not (resumed and bulk.lost(error)):
                raise
            yield from self._in_bulk(replace(place, job="", locator=""))

    def _results(self, place: Place) -> Iterator[Page]:
        bulk.wait_for(self.call, place.job, self.wait)
        trail, last = Trail(self.crm), False
        while not last:
            answer, rows = bulk.results(self.call, place.job, trail.passed(place.locator))
            records = tuple(record(answer, one, self.added) for one in rows)
            place = replace(place, locator=bulk.following(answer))
            last = not place.locator
            yield Page(records, (place.done() if last else place).told(), last=last)


def batches(call: CALL, question: str, path: str = "query") -> Iterator[tuple[Answer, list[dict[str, Json]], bool]]:
    """The answers to a question, one after the other: each with its records, and whether it is the last."""
    answer = call("GET", path, params={"q": question})
    trail = Trail(answer.crm)
    while True:
        said = answer.object()
        records, done, following = answer.list("records"), said.get("done"), said.get("nextRecordsUrl")
        if not isinstance(done, bool):
            raise UnreadableError("shape", crm=answer.crm, missing="done")
        if not done and not isinstance(following, str):
            raise UnreadableError("shape", crm=answer.crm, missing="nextRecordsUrl")
        yield answer, records, done
        if done:
            return
        answer = call("GET", trail.passed(str(following)))


def record(answer: Answer, told: Mapping[str, Json], added: Mapping[str, Json]) -> Record:
    """A record as Salesforce tells it, be it in JSON or in a row of a table."""
    identity = told.get("Id")
    if not isinstance(identity, str) or not identity:
        raise UnreadableError("shape", crm=answer.crm, missing="Id")
    values = {name: value for name, value in told.items() if name != "attributes"}
    return Record(identity, {**values, **added}, moment_told(told.get("SystemModstamp")))


def _whole(answer: Answer, name: str) -> int:
    told = answer.object().get(name)
    if not isinstance(told, int) or isinstance(told, bool):
        raise UnreadableError("shape", crm=answer.crm, missing=name)
    return told
