"""What a CRM is asked, whichever it is: five questions, and the plain things it answers with.

A connector is a folder beside this file: one class that answers these questions over `calling.Caller`, and a preset
that says which of its fields are which of ours. It keeps nothing: where reading goes on is a cursor in each page,
stored by whoever reads in the transaction that stores the page, so a kill loses nothing and doubles nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

Json = Any
"""What JSON holds, numbers with a point as `Decimal`: an amount is never rounded on its way in."""
Cursor = Mapping[str, Json]


class Entity(StrEnum):
    """What is read; in this order, since each may name the ones before it."""

    OWNER = "owner"
    ACCOUNT = "account"
    CONTACT = "contact"
    DEAL = "deal"
    ROLE = "role"
    """Who plays which part in which deal."""
    LINE = "line"
    """A product in a deal."""


class Kind(StrEnum):
    """What a field of the CRM holds."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    REFERENCE = "reference"
    OTHER = "other"


@dataclass(frozen=True)
class Option:
    """One of the values that a field of choices takes."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """A field of the CRM, its own or one that the company added."""

    name: str
    label: str
    kind: Kind
    writable: bool = False
    custom: bool = False
    options: tuple[Option, ...] = ()
    refers_to: str = ""
    """The CRM's name of what a reference leads to."""


@dataclass(frozen=True)
class Record:
    """One record as the CRM wrote it: its values by the CRM's names, nothing converted."""

    id: str
    values: Mapping[str, Json]
    changed: dt.datetime | None = None
    """By the CRM's clock, never by ours."""


@dataclass(frozen=True)
class Page:
    """Some records, and where reading goes on after them: kept together or not at all."""

    records: tuple[Record, ...]
    cursor: Cursor
    last: bool = False
    """Nothing follows: the next run begins at this cursor, and reads what changes from now on."""


@dataclass(frozen=True)
class Gone:
    """A record that is there no more: deleted, or merged into another."""

    id: str
    at: dt.datetime | None = None
    into: str = ""
    """The record that it was merged into."""


@dataclass(frozen=True)
class Change:
    """What is to be written into a record of the CRM, by the CRM's names; None empties a field."""

    id: str
    values: Mapping[str, Json]


class Outcome(StrEnum):
    """What became of a change."""

    DONE = "done"
    REFUSED = "refused"
    """By a rule, a right or a type: the same change is never sent again."""
    AGAIN = "again"
    """Locked or busy: it may be taken later."""
    GONE = "gone"
    """The record is there no more."""


@dataclass(frozen=True)
class Written:
    """What became of the change of one record, in the CRM's own words."""

    id: str
    outcome: Outcome
    code: str = ""
    message: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Quota:
    """How many calls the whole company may make a day, and how many are used, as the CRM says."""

    limit: int
    used: int | None = None


@dataclass(frozen=True)
class Health:
    """Who we are to the CRM, and what is missing."""

    person: str
    organisation: str
    organisation_id: str
    version: str = ""
    currencies: tuple[str, ...] = ()
    """Empty: the CRM knows one currency and does not say which."""
    missing: tuple[str, ...] = ()
    """Rights that were not given, in the CRM's words."""
    quota: Quota | None = None


@dataclass(frozen=True)
class Capabilities:
    """What a connector can do, and how."""

    reads: frozenset[Entity]
    writes: frozenset[Entity]
    batch: int
    """Records in one call that writes."""
    overlap: dt.timedelta
    """How far before the last change seen a run begins: the CRM's index may lag."""
    tells_merges: bool
    whole_deals: bool = False
    """A page of roles holds all of each deal that it names: who is not in it was taken out of the deal."""
    hosts: tuple[str, ...] = field(default=())
    """Where its calls may go; `*.name` stands for all below. Empty: the host that an administrator wrote."""


class Connector(Protocol):
    """The five questions. Each raises `errors.ConnectorError`, whose text says in words what is wrong."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    def check(self) -> Health:
        """Who we are there, and what is missing."""

    def discover(self, entity: Entity) -> tuple[Field, ...]:
        """The fields of an entity, those that the company added among them."""

    def read(self, entity: Entity, fields: Sequence[str], cursor: Cursor | None) -> Iterator[Page]:
        """All records (cursor None), or those that changed since a cursor; `fields` by the CRM's names.

        A record may come twice. A page that is not the last may be empty. Without fields, ids alone are read.
        """

    def deleted(self, entity: Entity, since: dt.datetime) -> Iterator[Gone]:
        """What was deleted or merged at `since` or later, by the CRM's clock; as far back as the CRM remembers."""

    def write(self, entity: Entity, changes: Sequence[Change]) -> Iterator[Written]:
        """Write changes in batches; one answer for each change, in the order they were given."""
