"""Odoo answers the five questions of `protocol.Connector`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from trousseau.connectors.errors import NotAllowedError
from trousseau.connectors.odoo.models import MODELS, Door, field, model
from trousseau.connectors.odoo.reading import OVERLAP, archived, records
from trousseau.connectors.odoo.writing import BATCH, written
from trousseau.connectors.protocol import (
    Capabilities,
    Change,
    Cursor,
    Entity,
    Field,
    Gone,
    Health,
    Json,
    Page,
    Written,
)


class Odoo:
    """A connection to one database of Odoo. See `protocol.Connector`."""

    capabilities = Capabilities(
        reads=frozenset(MODELS),
        writes=frozenset({Entity.ACCOUNT, Entity.CONTACT, Entity.DEAL}),
        batch=BATCH,
        overlap=OVERLAP,
        tells_merges=False,
    )

    def __init__(self, door: Door) -> None:
        self._door = door

    def check(self) -> Health:
        """See `protocol.Connector`."""
        mine = self._one("res.users", self._door.call("res.users", "context_get").object().get("uid"), "company_id")
        of = mine.get("company_id")
        company = self._one("res.company", of[0], "currency_id") if isinstance(of, list) and of else {}
        currency = company.get("currency_id")
        missing = []
        for name in dict.fromkeys(one.name for one in MODELS.values()):
            try:
                self._door.call(name, "search_read", domain=[], fields=["id"], limit=1)
            except NotAllowedError:
                missing.append(name)
        return Health(
            person=str(mine.get("name") or ""),
            organisation=str(company.get("name") or ""),
            organisation_id=str(company.get("id") or ""),
            currencies=(str(currency[1]),) if isinstance(currency, list) and len(currency) == 2 else (),
            missing=tuple(missing),
        )

    def discover(self, entity: Entity) -> tuple[Field, ...]:
        """See `protocol.Connector`."""
        told = self._door.described(model(entity, self._door.caller.crm).name)
        return tuple(field(name, one) for name, one in told.items())

    def read(self, entity: Entity, fields: Sequence[str], cursor: Cursor | None) -> Iterator[Page]:
        """See `protocol.Connector`."""
        return records(self._door, model(entity, self._door.caller.crm), fields, cursor)

    def deleted(self, entity: Entity, since: dt.datetime) -> Iterator[Gone]:
        """See `protocol.Connector`. Nothing is told of an entity whose archived records are read: they are there."""
        asked = model(entity, self._door.caller.crm)
        return iter(()) if asked.archived else archived(self._door, asked, since)

    def write(self, entity: Entity, changes: Sequence[Change]) -> Iterator[Written]:
        """See `protocol.Connector`."""
        return written(self._door, model(entity, self._door.caller.crm).name, changes)

    def _one(self, name: str, identity: Json, *fields: str) -> dict[str, Json]:
        rows = self._door.call(name, "read", ids=[identity], fields=["name", *fields]).list()
        return rows[0] if rows else {}
