"""Zoho CRM answers the five questions of `protocol.Connector`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from trousseau.connectors.calling import Caller
from trousseau.connectors.protocol import (
    Capabilities,
    Change,
    Cursor,
    Entity,
    Field,
    Gone,
    Health,
    Page,
    Record,
    Written,
)
from trousseau.connectors.zoho import reading
from trousseau.connectors.zoho.answers import MODULES, module
from trousseau.connectors.zoho.centres import API_HOSTS
from trousseau.connectors.zoho.fields import ADDED, CURRENCY, STATE, by_probability, fields, states
from trousseau.connectors.zoho.organisation import Organisation, checked, organisation
from trousseau.connectors.zoho.owners import FIELDS, owners
from trousseau.connectors.zoho.writing import BATCH, written


class Zoho:
    """A connection to one organisation of Zoho CRM. See `protocol.Connector`.

    Who plays which part in a deal is not read: Zoho tells it deal by deal, a call for each.
    """

    capabilities = Capabilities(
        reads=frozenset({Entity.OWNER, *MODULES}),
        writes=frozenset(MODULES),
        batch=BATCH,
        overlap=reading.OVERLAP,
        tells_merges=False,
        hosts=API_HOSTS,
    )

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def check(self) -> Health:
        """See `protocol.Connector`."""
        return checked(self._caller)

    def discover(self, entity: Entity) -> tuple[Field, ...]:
        """See `protocol.Connector`."""
        return FIELDS if entity is Entity.OWNER else fields(self._caller, entity)

    def read(self, entity: Entity, fields: Sequence[str], cursor: Cursor | None) -> Iterator[Page]:
        """See `protocol.Connector`."""
        if entity is Entity.OWNER:
            yield from owners(self._caller, cursor)
            return
        name, added = module(entity, self._caller.crm), [one for one in fields if one in ADDED]
        asked = [one for one in fields if one not in ADDED and one != "id"]
        if CURRENCY in added and self._organisation.several:
            asked.append("Currency")
        if STATE in added:
            asked += ["Stage", "Probability"]
        for page in reading.records(self._caller, name, asked, cursor):
            yield replace(page, records=tuple(self._with(record, added) for record in page.records))

    def deleted(self, entity: Entity, since: dt.datetime) -> Iterator[Gone]:
        """See `protocol.Connector`. A user is never deleted: they become inactive."""
        if entity is Entity.OWNER:
            return iter(())
        return reading.deleted(self._caller, module(entity, self._caller.crm), since)

    def write(self, entity: Entity, changes: Sequence[Change]) -> Iterator[Written]:
        """See `protocol.Connector`."""
        return written(self._caller, module(entity, self._caller.crm), changes)

    def _with(self, record: Record, added: Sequence[str]) -> Record:
        """A record with the values that we make of it."""
        made = dict(record.values)
        if CURRENCY in added:
            made[CURRENCY] = made.get("Currency") or self._organisation.currency or None
        if STATE in added:
            made[STATE] = self._states.get(str(made.get("Stage"))) or by_probability(made.get("Probability"))
        return replace(record, values=made)

    @cached_property
    def _organisation(self) -> Organisation:
        return organisation(self._caller)

    @cached_property
    def _states(self) -> dict[str, str]:
        return states(self._caller)
