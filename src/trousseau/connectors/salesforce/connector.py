"""Salesforce's answers to the five questions.

caller = Caller(client, instance_url, crm="Salesforce", hosts=HOSTS, judge=judge, quota=quota, auth=Signed(tokens))
Salesforce(caller).check()
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from trousseau.connectors import mapping
from trousseau.connectors.calling import Answer, Caller
from trousseau.connectors.errors import NotAllowedError, RefusedError, UnreadableError
from trousseau.connectors.protocol import (
    Capabilities,
    Change,
    Cursor,
    Entity,
    Field,
    Gone,
    Health,
    Json,
    Kind,
    Page,
    Written,
)
from trousseau.connectors.salesforce import writing
from trousseau.connectors.salesforce.judge import quota, sign
from trousseau.connectors.salesforce.place import OVERLAP, Place
from trousseau.connectors.salesforce.reading import Reading, batches, record
from trousseau.connectors.salesforce.soql import literal, quoted, select
from trousseau.connectors.salesforce.table import CURRENCY, OBJECTS, Table, table

VERSION = "67.0"
"""The version of the interface that we speak: Summer ’26."""
HOSTS = ("*.my.salesforce.com", "*.my.salesforce.mil", "*.my.sfcrmproducts.cn")
CAPABILITIES = Capabilities(
    reads=frozenset(Entity),
    writes=frozenset({Entity.ACCOUNT, Entity.CONTACT, Entity.DEAL}),
    batch=writing.BATCH,
    overlap=OVERLAP,
    tells_merges=True,
    hosts=HOSTS,
)
PRICED = frozenset({Entity.ACCOUNT, Entity.DEAL})
"""What has a currency: its own where the company has several, the company's where it has one."""


class Salesforce:
    """One company's Salesforce. `caller` calls its instance; `wait` passes seconds while a job is under way."""

    def __init__(self, caller: Caller, version: str = VERSION, wait: Callable[[float], None] = time.sleep) -> None:
        self._caller, self._version, self._wait = caller, version, wait
        self._tables: dict[Entity, Table] = {}
        self._company: str | None = None

    @property
    def capabilities(self) -> Capabilities:
        """See the protocol."""
        return CAPABILITIES

    def check(self) -> Health:
        """See the protocol. Raises RefusedError where Salesforce does not offer our version of its interface."""
        offered = [str(one.get("version")) for one in self._caller.call("GET", "/services/data/").list()]
        if self._version not in offered:
            told = ", ".join(offered[-3:]) or "–"
            raise RefusedError("no_version", crm=self._caller.crm, version=self._version, offered=told)
        answer = self._call("GET", "")
        us = re.search(r"/id/(\w{15,18})/(\w{15,18})/?$", str(answer.object().get("identity")), re.ASCII)
        if us is None:
            raise UnreadableError("shape", crm=self._caller.crm, missing="identity")
        person = self._records(f"SELECT Id, Name FROM User WHERE Id = {quoted(us[2])}")  # noqa: S608 - escaped
        organisation = self._records("SELECT Id, Name FROM Organization")
        objects = self._call("GET", "sobjects").list("sobjects")
        shown = {str(one.get("name")) for one in objects if one.get("queryable") is True}
        return Health(
            person=_name(person, us[2]),
            organisation=_name(organisation, us[1]),
            organisation_id=us[1],
            version=self._version,
            currencies=tuple(self._currencies(shown)),
            missing=tuple(self._missing(shown)),
            quota=quota(answer),
        )

    def discover(self, entity: Entity) -> tuple[Field, ...]:
        """See the protocol. The company's currency is told as a field of what has none of its own."""
        told = self._table(entity)
        added = entity in PRICED and not told.has(CURRENCY)
        return (*told.fields, Field(CURRENCY, CURRENCY, Kind.TEXT)) if added else told.fields

    def read(self, entity: Entity, fields: Sequence[str], cursor: Cursor | None) -> Iterator[Page]:
        """See the protocol. Fields that are there no more, or that the token may not see, are left out."""
        told = self._table(entity)
        added: Mapping[str, Json] = {}
        if entity in PRICED and CURRENCY in fields and not told.has(CURRENCY):
            added = {CURRENCY: self._currency() or None}
        reading = Reading(self._call, self._caller.crm, told.name, told.columns(fields), added, self._wait)
        yield from reading.run(Place.heard(cursor))

    def deleted(self, entity: Entity, since: dt.datetime) -> Iterator[Gone]:
        """See the protocol: what lies in the recycle bin, for fifteen days. Users are never deleted."""
        told = self._table(entity)
        if not told.has("IsDeleted"):
            return
        columns = told.columns(("MasterRecordId",))
        question = select(columns, told.name, where="IsDeleted = true", since=literal(since))
        for answer, gone, _last in batches(self._call, question, "queryAll"):
            for one in gone:
                made = record(answer, one, {})
                yield Gone(made.id, made.changed, str(made.values.get("MasterRecordId") or ""))

    def write(self, entity: Entity, changes: Sequence[Change]) -> Iterator[Written]:
        """See the protocol."""
        yield from writing.write(self._call, OBJECTS[entity], changes)

    def _call(self, method: str, path: str, **told: Any) -> Answer:
        """Call a path below our version, or one that Salesforce gave, which begins at the root."""
        below = path if path.startswith("/") or "://" in path else f"/services/data/v{self._version}/{path}"
        return self._caller.call(method, below, **told)

    def _records(self, question: str) -> list[dict[str, Json]]:
        return self._call("GET", "query", params={"q": question}).list("records")

    def _table(self, entity: Entity) -> Table:
        """What Salesforce describes of an entity, asked once. Raises RefusedError where there is no such object."""
        if entity not in self._tables:
            name = OBJECTS[entity]
            try:
                described = self._call("GET", f"sobjects/{name}/describe")
            except RefusedError as error:
                if sign(error) not in {"NOT_FOUND", "INVALID_TYPE"}:
                    raise
                raise RefusedError("no_entity", crm=self._caller.crm, entity=name) from error
            self._tables[entity] = table(name, described.list("fields"))
        return self._tables[entity]

    def _currency(self) -> str:
        """The one currency of a company that has one, asked once; "" where Salesforce does not say."""
        if self._company is None:
            try:
                features = self._call("GET", "connect/organization").object().get("features")
            except (RefusedError, NotAllowedError):
                features = None
            said = features.get("defaultCurrencyIsoCode") if isinstance(features, dict) else None
            self._company = said if isinstance(said, str) else ""
        return self._company

    def _currencies(self, shown: set[str]) -> Iterator[str]:
        """The currencies in use: several where Salesforce shows a table of them."""
        if "CurrencyType" in shown:
            found = self._records("SELECT Id, IsoCode FROM CurrencyType WHERE IsActive = true ORDER BY IsoCode")
            yield from (str(one["IsoCode"]) for one in found if one.get("IsoCode"))
        elif company := self._currency():
            yield company

    def _missing(self, shown: set[str]) -> Iterator[str]:
        """The objects, and the fields of the preset, that the token may not see."""
        for entity, name in OBJECTS.items():
            if name not in shown:
                yield name
                continue
            told = self._table(entity)
            for one in mapping.asked(mapping.preset("salesforce", entity)):
                if one != CURRENCY and not told.has(one) and one not in told.relations:
                    yield f"{name}.{one}"


def _name(records: Sequence[Mapping[str, Json]], otherwise: str) -> str:
    return str((records[0].get("Name") if records else None) or otherwise)
