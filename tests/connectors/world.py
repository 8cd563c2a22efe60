"""A CRM that is not there: records, a clock, and everything that goes wrong with them; each connector's tests give it
the face of one CRM (`Face`), which answers requests as that CRM does. A stand-in: no live account was to be had.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import httpx

from trousseau.connectors.protocol import Entity

START = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)


@dataclass
class Thing:
    """A record: values by our names (see `targets`), references by id, amounts as texts."""

    id: str
    values: dict
    modified: dt.datetime
    created: dt.datetime
    deleted: dt.datetime | None = None
    into: str = ""
    written: dict = field(default_factory=dict)
    """What was written back, by the CRM's field names."""


class World:
    """The records of a CRM and its clock, which moves a second with each change and may be told to move more."""

    def __init__(self, name: Callable[[Entity, int], str] = lambda _entity, number: str(number)):
        self.now, self.things, self._name, self._made = START, {entity: {} for entity in Entity}, name, 0
        self.refuses: dict[str, tuple[str, str]] = {}
        """By id: the code and the words with which a change of that record is refused for good."""
        self.locked: set[str] = set()
        """Ids of records whose change is refused for now."""

    def tick(self, **time):
        self.now += dt.timedelta(**(time or {"seconds": 1}))
        return self.now

    def add(self, entity, **values) -> str:
        self._made += 1
        made = self._name(Entity(entity), self._made)
        now = self.tick()
        self.things[Entity(entity)][made] = Thing(made, values, now, now)
        return made

    def change(self, entity, identity, **values):
        thing = self.things[Entity(entity)][identity]
        thing.values.update(values)
        thing.modified = self.tick()

    def delete(self, entity, identity):
        thing = self.things[Entity(entity)][identity]
        thing.deleted = thing.modified = self.tick()

    def restore(self, entity, identity):
        thing = self.things[Entity(entity)][identity]
        thing.deleted, thing.into, thing.modified = None, "", self.tick()

    def merge(self, entity, kept, gone):
        self.delete(entity, gone)
        self.things[Entity(entity)][gone].into = kept
        self.change(entity, kept)

    def present(self, entity) -> list[Thing]:
        return [thing for thing in self.things[Entity(entity)].values() if thing.deleted is None]

    def gone(self, entity) -> list[Thing]:
        return [thing for thing in self.things[Entity(entity)].values() if thing.deleted is not None]


class Face(httpx.BaseTransport):
    """A world seen over HTTP: `answer(request)` is the CRM's own; before it, faults are had from `faults`.

    A fault is a function from a request to a response, an exception to raise, or None for no fault; it is taken before
    the answer is made. With `after` it is taken once the work is done: the answer is lost, not the work.
    """

    def __init__(self, world: World, faults: Iterable = (), after: Iterable = ()):
        self.world, self.faults, self.after, self.requests = world, iter(faults), iter(after), []

    def answer(self, request: httpx.Request) -> httpx.Response:
        raise NotImplementedError

    def handle_request(self, request):
        request.read()
        self.requests.append(request)
        if (fault := self._fault(self.faults, request)) is not None:
            return fault
        made = self.answer(request)
        made.headers.setdefault("date", self.world.now.strftime("%a, %d %b %Y %H:%M:%S GMT"))
        lost = self._fault(self.after, request)
        return made if lost is None else lost

    @staticmethod
    def _fault(faults, request):
        fault = next(faults, None)
        if isinstance(fault, Exception):
            raise fault
        return fault(request) if callable(fault) else fault


def said(value, status=200, **headers) -> httpx.Response:
    """A JSON answer."""
    return httpx.Response(
        status, content=json.dumps(value).encode(), headers={"content-type": "application/json", **headers}
    )
