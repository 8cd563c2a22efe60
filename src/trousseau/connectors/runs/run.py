"""The order of a run: users, accounts, people, deals, their people, their products; who is who; what goes back.

Each page is one transaction: rows, what is made of them, the cursor, the counts. What a CRM refuses for one entity is
told, and the next is read. What it asks us to wait for ends the run, which the clock takes up again where it stood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from trousseau.accounts import access, bulk
from trousseau.connectors import fields, mapping
from trousseau.connectors.errors import (
    ConnectorError,
    NotAllowedError,
    RefusedError,
    SignInError,
    UnreadableError,
)
from trousseau.connectors.mapping import Row
from trousseau.connectors.models import Connection, Reading, Remote
from trousseau.connectors.models.remote import Linked
from trousseau.connectors.protocol import Connector, Entity, Page
from trousseau.connectors.runs import accounts, deals, gone, groups, people, store, wishes
from trousseau.connectors.runs.gathering import gathered
from trousseau.connectors.runs.log import Log

COMPARED_EVERY = dt.timedelta(hours=20)
COMPARED = (Entity.ACCOUNT, Entity.CONTACT, Entity.DEAL, Entity.ROLE, Entity.LINE)
Check = Callable[[], None]
"""Called after each page; raises where somebody asked to stop."""


@dataclass
class Doing:
    """What a run works with."""

    connector: Connector
    connection: Connection
    log: Log
    check: Check
    codes: accounts.Codes = field(default_factory=accounts.Codes)
    mapped: Mapping[Entity, tuple[Row, ...]] = field(default_factory=dict)
    back: tuple[str, ...] = ()
    """Fields of the CRM's accounts that are written to, read to know what they say."""


def read_all(doing: Doing) -> bool:
    """Read what is new of everything; gives whether all of it was read. Raises what ends a run."""
    connection = doing.connection
    doing.mapped = fields.inbound(connection)
    doing.back = tuple(row.places[0] for row in fields.outbound(connection).values() if row.places)
    whole = True
    for entity in Entity:
        if entity not in doing.connector.capabilities.reads or entity not in doing.mapped:
            continue
        try:
            _read(doing, entity)
            _gone(doing, entity)
        except SignInError:
            raise
        except (RefusedError, NotAllowedError, UnreadableError) as error:
            whole = False
            doing.log.failure(entity.value, error)
            with transaction.atomic():
                doing.log.keep()
    _late(doing)
    with transaction.atomic():
        groups.take(connection, doing.log)
        doing.log.keep()
    return whole


def _read(doing: Doing, entity: Entity) -> None:
    rows = doing.mapped[entity]
    back = doing.back if entity is Entity.ACCOUNT else ()
    asked = tuple(dict.fromkeys((*mapping.asked(rows), *back)))
    made_under = fields.digest([*rows, Row("", back, "")])
    reading, _ = Reading.objects.get_or_create(connection=doing.connection, entity=entity.value)
    if reading.asked != made_under:
        reading.asked, reading.cursor, reading.whole_at = made_under, None, None
    pages = doing.connector.read(entity, asked, reading.cursor)
    for page in gathered(pages, whole_deals=entity is Entity.ROLE and doing.connector.capabilities.whole_deals):
        with transaction.atomic():
            _keep(doing, entity, page, rows)
            reading.cursor = dict(page.cursor)
            if page.last and reading.whole_at is None:
                reading.whole_at = timezone.now()
            reading.save(update_fields=["asked", "cursor", "whole_at"])
            doing.log.keep()
        doing.check()


def _keep(doing: Doing, entity: Entity, page: Page, rows: Sequence[Row]) -> None:
    connection, log = doing.connection, doing.log
    kept = store.look(connection, entity, page.records, rows, log)
    if entity is Entity.OWNER:
        people.owners(kept.moved, log)
        store.write(kept)
    elif entity is Entity.ACCOUNT:
        moved = accounts.link(kept.moved, doing.codes, log)
        store.write(kept)
        _moved(doing, moved)
        wishes.there(connection, page.records, log)
    elif entity is Entity.CONTACT:
        candidates = people.take(connection, kept.moved, log)
        store.write(kept)
        people.propose(candidates)
    else:
        store.write(kept)
        store.keyed(kept.fresh)
        _derive(doing, entity, page, kept)


def _derive(doing: Doing, entity: Entity, page: Page, kept: store.Kept) -> None:
    """What is counted of deals, their people and their products."""
    connection, log = doing.connection, doing.log
    if entity is Entity.DEAL:
        deals.take(connection, kept.moved, log)
    elif entity is Entity.ROLE:
        if doing.connector.capabilities.whole_deals:
            _taken_out(doing, page)
        deals.roles(connection, kept.moved)
    else:
        deals.lines(connection, kept.moved)


def _moved(doing: Doing, moved: Sequence[Remote]) -> None:
    """What belongs to accounts that became ours, or another of ours, follows them."""
    if moved:
        follow(doing.connection, [row.external_id for row in moved], doing.log)


def follow(connection: Connection, ids: Sequence[str], log: Log) -> None:
    """Make people and deals of some of the CRM's accounts what those accounts now are."""
    for start in range(0, len(ids), 200):
        here = Remote.objects.filter(connection=connection, belongs_to__in=ids[start : start + 200], gone_at=None)
        contacts = list(here.filter(entity=Entity.CONTACT.value).select_related("contact"))
        candidates = people.take(connection, contacts, log)
        bulk.update(Remote, store.FOLLOWED, contacts)
        people.propose(candidates)
        deals.take(connection, list(here.filter(entity=Entity.DEAL.value)), log)


def _taken_out(doing: Doing, page: Page) -> None:
    """Who was taken out of a deal whose parts were read whole."""
    told = {str(record.values.get("deal")) for record in page.records}
    here = {record.id for record in page.records}
    known = Remote.objects.filter(
        connection=doing.connection, entity=Entity.ROLE.value, belongs_to__among=told, gone_at=None
    )
    went = [row for row in known if row.external_id not in here]
    now = timezone.now()
    for row in went:
        row.gone_at = now
    bulk.update(Remote, ("gone_at",), went)
    doing.log.count(Entity.ROLE.value, "gone", len(went))
    deals.drop(went)


def _gone(doing: Doing, entity: Entity) -> None:
    went = gone.ask(doing.connector, doing.connection, entity, doing.log)
    reading = Reading.objects.get(connection=doing.connection, entity=entity.value)
    due = reading.compared_at is None or reading.compared_at < timezone.now() - COMPARED_EVERY
    if entity in COMPARED and reading.comparing is None and reading.compared_at is None:
        Reading.objects.filter(pk=reading.pk).update(compared_at=timezone.now())  # a first load has just read all
    elif entity in COMPARED and (due or reading.comparing):
        went += gone.compare(doing.connector, doing.connection, entity, doing.log)
    with transaction.atomic():
        if entity is Entity.ACCOUNT:
            _moved(doing, accounts.merged(doing.connection, went, doing.log))
        deals.drop(went)
        doing.log.keep()


def _late(doing: Doing) -> None:
    """Records that were read before the ledger knew their customer."""
    newest = access.every_account().order_by("-pk").values_list("pk", flat=True).first() or 0
    reading, _ = Reading.objects.get_or_create(connection=doing.connection, entity=Entity.ACCOUNT.value)
    if reading.ledger_seen == newest:
        return
    waiting = Remote.objects.filter(
        connection=doing.connection, entity=Entity.ACCOUNT.value, linked=Linked.NOT, gone_at=None
    )
    with transaction.atomic():
        moved = accounts.link(waiting.iterator(), doing.codes, doing.log)
        bulk.update(Remote, store.LINK, moved)
        _moved(doing, moved)
        Reading.objects.filter(pk=reading.pk).update(ledger_seen=newest)
        doing.log.keep()


def wait_words(error: ConnectorError) -> bool:
    """Whether a run that met this goes on by itself later."""
    return not isinstance(error, (SignInError, RefusedError, NotAllowedError))
