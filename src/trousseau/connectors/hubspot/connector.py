"""HubSpot answers the five questions of `protocol.Connector`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from trousseau.connectors.calling import Caller, Trail
from trousseau.connectors.errors import NotAllowedError
from trousseau.connectors.hubspot import fields as known
from trousseau.connectors.hubspot import reading
from trousseau.connectors.hubspot.associations import links
from trousseau.connectors.hubspot.judge import quota
from trousseau.connectors.hubspot.objects import HOSTS, OBJECTS, VERSION, at, identity, listed, named, path, properties
from trousseau.connectors.hubspot.stages import STAGE, stages
from trousseau.connectors.hubspot.writing import BATCH, written
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
    Record,
    Written,
)

ASSOCIATIONS = "associations"
ADDED = {"id", ASSOCIATIONS, STAGE}
"""What no property of HubSpot says."""
BELONGS_TO = {Entity.CONTACT: "companies", Entity.DEAL: "companies", Entity.LINE: "deals"}
OWNERS = f"/crm/owners/{VERSION}"


class HubSpot:
    """A connection to one account of HubSpot. See `protocol.Connector`."""

    capabilities = Capabilities(
        reads=frozenset(Entity),
        writes=frozenset({Entity.ACCOUNT, Entity.CONTACT, Entity.DEAL}),
        batch=BATCH,
        overlap=reading.OVERLAP,
        tells_merges=True,
        whole_deals=True,
        hosts=HOSTS,
    )

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def check(self) -> Health:
        """See `protocol.Connector`. HubSpot does not say who a key belongs to: its account stands for the person."""
        answer = self._caller.call("GET", f"/account-info/{VERSION}/details")
        said = answer.object()
        account = identity(answer, {"id": said.get("portalId")})
        domain, title, own = said.get("uiDomain"), said.get("portalName"), said.get("companyCurrency")
        further = said.get("additionalCurrencies")
        currencies = [own, *(further if isinstance(further, list) else ())]
        return Health(
            person=f"{domain}/{account}" if isinstance(domain, str) and domain else account,
            organisation=title if isinstance(title, str) and title else f"HubSpot {account}",
            organisation_id=account,
            version=VERSION,
            currencies=tuple(dict.fromkeys(one for one in currencies if isinstance(one, str) and one)),
            missing=tuple(dict.fromkeys(self._missing())),
            quota=quota(answer),
        )

    def discover(self, entity: Entity) -> tuple[Field, ...]:
        """See `protocol.Connector`."""
        return known.fields(self._caller, entity)

    def read(self, entity: Entity, fields: Sequence[str], cursor: Cursor | None) -> Iterator[Page]:
        """See `protocol.Connector`. Of the fields, `associations` holds what a record belongs to, by HubSpot's names.

        Parts in deals come with each deal that is read: those of a deal that has changed are told anew, all of them.
        A line that belongs to no deal, as one of a quote, is none of ours.
        """
        if entity is Entity.OWNER:
            yield from self._owners(fields, cursor)
            return
        name, of_deals = named(entity, self._caller.crm), entity is Entity.ROLE
        wanted = (*fields, "dealstage") if STAGE in fields else fields
        asked = [] if of_deals else [one for one in dict.fromkeys(wanted) if one not in ADDED]
        labels = stages(self._caller) if STAGE in fields else {}
        for rows, after, last in reading.pages(self._caller, name, asked, cursor):
            made = self._roles(rows, fields) if of_deals else self._records(entity, rows, fields, labels)
            yield Page(tuple(made), after, last)

    def deleted(self, entity: Entity, since: dt.datetime) -> Iterator[Gone]:
        """See `protocol.Connector`. An owner becomes inactive; a part in a deal ends with what is read of the deal."""
        if entity in {Entity.OWNER, Entity.ROLE}:
            return iter(())
        return reading.deleted(self._caller, named(entity, self._caller.crm), since)

    def write(self, entity: Entity, changes: Sequence[Change]) -> Iterator[Written]:
        """See `protocol.Connector`."""
        return written(self._caller, named(entity, self._caller.crm), changes)

    def _missing(self) -> Iterator[str]:
        """What HubSpot says is not allowed, where one record of each object is asked for."""
        for place in (OWNERS, *(path(name) for name in dict.fromkeys(OBJECTS.values()))):
            try:
                listed(self._caller.call("GET", place, params={"limit": "1"}))
            except NotAllowedError as error:
                yield str(error.told["message"])

    def _owners(self, fields: Sequence[str], cursor: Cursor | None) -> Iterator[Page]:
        """All owners at each run, since HubSpot does not search them: first those in office, then the others."""
        place = {"archived": "false", "after": "", **(cursor or {})}
        trail = Trail(self._caller.crm)
        while True:
            archived = str(place["archived"])
            params = {"limit": "100", "archived": archived} | ({"after": str(place["after"])} if place["after"] else {})
            answer = self._caller.call("GET", OWNERS, params=params)
            rows, after = listed(answer)
            made = tuple(_owner(identity(answer, row), row, fields, active=archived == "false") for row in rows)
            if after:
                trail.passed(f"{archived} {after}")
                yield Page(made, place := {"archived": archived, "after": after})
            elif archived == "false":
                yield Page(made, place := {"archived": "true", "after": ""})
            else:
                yield Page(made, {}, last=True)
                return

    def _records(
        self, entity: Entity, rows: Sequence[reading.Row], fields: Sequence[str], labels: Mapping[str, str]
    ) -> Iterator[Record]:
        with_links = ASSOCIATIONS in fields
        target = BELONGS_TO.get(entity, "") if with_links else ""
        linked = links(self._caller, OBJECTS[entity], target, [str(row["id"]) for row in rows]) if target else {}
        for row in rows:
            key, told = str(row["id"]), properties(row)
            values: dict[str, Json] = {name: told.get(name) for name in fields} | {"id": key}
            if STAGE in values:
                values[STAGE] = labels.get(str(told.get("dealstage")))
            if with_links:
                values[ASSOCIATIONS] = {target: [one.id for one in linked.get(key, ())]} if target else {}
            if entity is not Entity.LINE or not with_links or linked.get(key):
                yield Record(key, values, at(row, "updatedAt"))

    def _roles(self, rows: Sequence[reading.Row], fields: Sequence[str]) -> Iterator[Record]:
        linked = links(self._caller, "deals", "contacts", [str(row["id"]) for row in rows])
        for row in rows:
            for one in linked.get(str(row["id"]), ()):
                told = {"deal": str(row["id"]), "contact": one.id, "labels": ", ".join(one.labels) or None}
                key = f"{told['deal']}-{one.id}"
                yield Record(key, {name: told.get(name) for name in fields} | {"id": key}, at(row, "updatedAt"))


def _owner(key: str, row: Mapping[str, Json], fields: Sequence[str], *, active: bool) -> Record:
    names = [one.strip() for one in (row.get("firstName"), row.get("lastName")) if isinstance(one, str)]
    told = {**row, "$name": " ".join(filter(None, names)) or row.get("email"), "$active": active}
    return Record(key, {name: told.get(name) for name in fields} | {"id": key}, at(row, "updatedAt"))
