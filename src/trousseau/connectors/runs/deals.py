"""Deals, who plays which part in them and their products, as they are counted; in the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from trousseau.accounts import bulk
from trousseau.connectors.models import Connection, Deal, DealLine, DealRole, Remote
from trousseau.connectors.protocol import Entity
from trousseau.connectors.runs.accounts import of_records
from trousseau.connectors.runs.log import Log
from trousseau.ledger.reading.currencies import currency_of

COLUMNS = ("account_id", "name", "owner_id", "amount", "currency", "stage", "probability", "closes_on", "state")


def take(connection: Connection, rows: Sequence[Remote], log: Log) -> None:
    """Write the deals of some records as they are counted; of one that is unusable, what was known stays."""
    here = [row for row in rows if row.gone_at is None and row.values.get("state") and row.values.get("name")]
    accounts = of_records(connection, (row.belongs_to for row in here))
    owners = _owners(connection, here)
    made = []
    for row in here:
        says = row.values
        currency = str(says.get("currency") or "")
        if currency and currency_of(currency) is None:
            log.error(row.entity, "currency_unknown", {"value": currency}, row)
        made.append(
            {
                "record_id": row.pk,
                "account_id": accounts.get(row.belongs_to),
                "name": str(says["name"]),
                "owner_id": owners.get(str(says.get("owner") or "")),
                "amount": _amount(says.get("amount")),
                "currency": currency,
                "stage": str(says.get("stage") or ""),
                "probability": _probability(row, log),
                "closes_on": _day(says.get("closes_on")),
                "state": str(says["state"]),
            }
        )
    _put(Deal, COLUMNS, made)


def roles(connection: Connection, rows: Sequence[Remote]) -> None:
    """Write who plays which part; in deals that are there."""
    here = [row for row in rows if row.gone_at is None and row.values.get("contact")]
    deals, contacts = _deals(connection, here), _contacts(connection, here)
    made = [
        {
            "record_id": row.pk,
            "deal_id": deals[row.belongs_to],
            "contact_id": contacts.get(str(row.values["contact"])),
            "role": str(row.values.get("role") or ""),
        }
        for row in here
        if row.belongs_to in deals
    ]
    _put(DealRole, ("deal_id", "contact_id", "role"), made)


def lines(connection: Connection, rows: Sequence[Remote]) -> None:
    """Write the products of deals that are there."""
    here = [row for row in rows if row.gone_at is None and row.values.get("amount") is not None]
    deals = _deals(connection, here)
    made = [
        {
            "record_id": row.pk,
            "deal_id": deals[row.belongs_to],
            "product": str(row.values.get("product") or ""),
            "quantity": _amount(row.values.get("quantity")),
            "amount": _amount(row.values["amount"]),
            "on": _day(row.values.get("on")),
        }
        for row in here
        if row.belongs_to in deals
    ]
    _put(DealLine, ("deal_id", "product", "quantity", "amount", "on"), made)


def _put(model: type[Deal | DealRole | DealLine], columns: Sequence[str], made: Sequence[Mapping[str, Any]]) -> None:
    """Write rows, new ones and those that are there."""
    keys = [one["record_id"] for one in made]
    there = set(model._default_manager.filter(pk__among=keys).values_list("pk", flat=True))  # noqa: SLF001 - documented
    bulk.insert(model, ("record_id", *columns), (one for one in made if one["record_id"] not in there))
    bulk.update(model, columns, (model(**one) for one in made if one["record_id"] in there))


def drop(went: Sequence[Remote]) -> None:
    """Deals, parts and products whose record is there no more are counted no more."""
    keys = [row.pk for row in went]
    for model in (Deal, DealRole, DealLine):
        model._default_manager.filter(pk__among=keys).delete()  # noqa: SLF001 - as Django documents


def _owners(connection: Connection, rows: Iterable[Remote]) -> dict[str, int]:
    wanted = {str(row.values["owner"]) for row in rows if row.values.get("owner")}
    found = Remote.objects.filter(
        connection=connection, entity=Entity.OWNER.value, external_id__among=wanted, user__isnull=False
    )
    return dict(found.values_list("external_id", "user_id"))


def _contacts(connection: Connection, rows: Iterable[Remote]) -> dict[str, int]:
    wanted = {str(row.values["contact"]) for row in rows}
    found = Remote.objects.filter(
        connection=connection, entity=Entity.CONTACT.value, external_id__among=wanted, contact__isnull=False
    )
    return dict(found.values_list("external_id", "contact_id"))


def _deals(connection: Connection, rows: Iterable[Remote]) -> dict[str, int]:
    wanted = {row.belongs_to for row in rows}
    found = Deal.objects.filter(
        record__connection=connection, record__entity=Entity.DEAL.value, record__external_id__among=wanted
    )
    return dict(found.values_list("record__external_id", "pk"))


def _probability(row: Remote, log: Log) -> Decimal | None:
    said = row.values.get("probability")
    made = None if said is None else Decimal(str(said))
    if made is not None and not 0 <= made <= 100:
        log.error(row.entity, "probability_outside", {"value": said}, row)
        return None
    return made


def _amount(said: object) -> Decimal | None:
    return None if said is None else Decimal(str(said))


def _day(said: object) -> dt.date | None:
    return dt.date.fromisoformat(str(said)) if said else None
