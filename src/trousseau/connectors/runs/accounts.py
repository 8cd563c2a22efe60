"""Accounts of the CRM found among ours by the customer's code alone; everything else is put before a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from trousseau.accounts import access, bulk
from trousseau.connectors import converters
from trousseau.connectors.models import Candidate, Connection, Noted, Remote
from trousseau.connectors.models.remote import Linked
from trousseau.connectors.protocol import Entity
from trousseau.connectors.runs.log import Log
from trousseau.connectors.runs.store import LINK

MERGED = 100


class Codes:
    """Our accounts by their code, where only one has it."""

    @cached_property
    def _known(self) -> Mapping[str, int]:
        known: dict[str, int] = {}
        twice: set[str] = set()
        for pk, key, code in access.every_account().values_list("pk", "key", "code").iterator():
            for text in {coded(code), coded(key)} - {""}:
                if known.setdefault(text, pk) != pk:
                    twice.add(text)
        return {text: pk for text, pk in known.items() if text not in twice}

    def of(self, row: Remote) -> int | None:
        """Our account of the code that a record says."""
        return self._known.get(coded(str(row.values.get("code") or "")))


def coded(text: str) -> str:
    """A code as it is compared: “FR-0042” and “fr0042” are one, 0042 and 42 are not."""
    return str(converters.code(text) or "")


def link(rows: Iterable[Remote], codes: Codes, log: Log) -> list[Remote]:
    """Link what has a code of ours, and let go what has it no more; gives the rows that moved, to be written."""
    moved = []
    for row in rows:
        if row.linked not in {Linked.NOT, Linked.CODE}:
            continue
        account = codes.of(row)
        if account == row.account_id:
            continue
        log.note(row, Noted.What.LINKED, {"account": row.account_id}, {"account": account})
        log.count(row.entity, "linked", 1 if account else 0)
        row.account_id = account
        row.link(Linked.CODE if account else Linked.NOT)
        moved.append(row)
    return moved


def merged(connection: Connection, went: Sequence[Remote], log: Log) -> list[Remote]:
    """Follow what the CRM merged: the record that stays is our account of the one that went, unless it has another.

    Then two of our customers are one record there, and a person says what is right.
    """
    into = {row.into: row for row in went if row.into and row.account_id}
    kept = Remote.objects.filter(connection=connection, entity=Entity.ACCOUNT.value, external_id__among=into)
    moved = []
    for row in kept:
        gone = into[row.external_id]
        if row.account_id is None and row.linked == Linked.NOT:
            row.account_id = gone.account_id
            row.link(Linked.MERGED)
            moved.append(row)
            log.note(row, Noted.What.LINKED, {"account": None}, {"account": row.account_id})
        elif gone.account_id is not None and row.account_id != gone.account_id:
            evidence = [{"kind": "merged", "theirs": gone.label, "ours": ""}]
            Candidate.objects.get_or_create(
                record=row, account_id=gone.account_id, defaults={"score": MERGED, "evidence": evidence}
            )
    bulk.update(Remote, LINK, moved)
    return moved


def of_records(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """Our account of some of the CRM's, by the CRM's id; those that are there no more lead on to none."""
    rows = Remote.objects.filter(
        connection=connection, entity=Entity.ACCOUNT.value, external_id__among=set(ids), account__isnull=False
    )
    return dict(rows.values_list("external_id", "account_id"))
