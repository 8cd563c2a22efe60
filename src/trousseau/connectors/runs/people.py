"""The CRM's users found among ours by their address; its contacts taken over into what is known of a client.

A contact is taken over where its account is ours, and nobody of the client has its address or its name yet: who may be
somebody known is put before a person. What a hand changed since stays as the hand left it; where several tools tell of
one person, the word of the one that comes first by rank stands. Who was erased is not brought back.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts import access, bulk
from trousseau.accounts.models import folded
from trousseau.connectors.models import Candidate, Connection, Remote
from trousseau.connectors.models.remote import Linked
from trousseau.connectors.protocol import Entity
from trousseau.connectors.runs import store
from trousseau.connectors.runs.accounts import of_records
from trousseau.connectors.runs.log import Log
from trousseau.knowledge.actions.erasing import erased
from trousseau.knowledge.models import BuyingRole, Contact, ContactChange

FIELDS = ("name", "title", "unit", "email", "phone", "language", "buying_role")
COLUMNS = tuple(field.attname for field in Contact._meta.concrete_fields if not field.primary_key)  # noqa: SLF001 - documented
SAME_EMAIL, SAME_NAME = 95, 80
"""How much an address, and a name, within one client speak for one person."""
ROLES = frozenset(BuyingRole.values)


def owners(rows: Sequence[Remote], log: Log) -> None:
    """Link the CRM's users to ours: an address is one person's."""
    known = {email.casefold(): pk for pk, email in User.objects.exclude(email="").values_list("pk", "email")}
    linked = []
    for row in rows:
        user = known.get(str(row.values.get("email") or "").casefold())
        if row.linked in {Linked.NOT, Linked.EMAIL} and user != row.user_id:
            row.user_id = user
            row.link(Linked.EMAIL if user else Linked.NOT)
            linked.append(row)
    log.count(Entity.OWNER.value, "linked", len(linked))


def take(connection: Connection, rows: Sequence[Remote], log: Log) -> list[Candidate]:
    """Take contacts over, or what changed of them; gives whom they may be. In the caller's transaction.

    The caller writes the rows, then the candidates.
    """
    here = [row for row in rows if row.gone_at is None and row.linked != Linked.APART and row.values.get("name")]
    accounts = of_records(connection, (row.belongs_to for row in here))
    _change(connection, [row for row in here if row.contact_id], accounts, log)
    return _add(connection, [row for row in here if not row.contact_id and row.belongs_to in accounts], accounts, log)


def forget(contact: Contact) -> None:
    """What the CRM told of somebody who asks to be forgotten goes; the tie stays, so that it is not read again."""
    blank: dict[str, Any] = {"values": {}, "taken": {}, "label": "", "problems": [], "troubled": False, "digest": ""}
    Remote.objects.filter(contact=contact).update(**blank)
    Candidate.objects.filter(contact=contact).delete()


def told(row: Remote) -> dict[str, str]:
    """What a record says of a contact, as ours holds it."""
    values = {name: str(row.values.get(name) or "") for name in FIELDS}
    if values["buying_role"] not in ROLES:
        values["buying_role"] = ""
    try:
        if values["email"]:
            validate_email(values["email"])
    except ValidationError:
        values["email"] = ""
    return values


def made_of(
    row: Remote, account: int, connection: Connection, says: Mapping[str, str], zone: dt.tzinfo | None = None
) -> Contact:
    """A contact that says what a record says (`told`); not written yet."""
    day = timezone.localdate(row.changed or timezone.now(), zone)
    contact: Contact = bulk.made(Contact)(account_id=account, said_on=day, source=connection.name, **says)
    contact.keep_search()
    return contact


def _add(connection: Connection, rows: Sequence[Remote], accounts: Mapping[str, int], log: Log) -> list[Candidate]:
    if not rows:
        return []
    homes = _clients(accounts.values())
    known = _known(homes.values())
    zone = timezone.get_current_timezone()
    was_erased = erased()
    fresh: list[tuple[Remote, Contact, dict[str, str]]] = []
    candidates: list[Candidate] = []
    for row in rows:
        account = accounts[row.belongs_to]
        client = homes[account]
        says = told(row)
        if was_erased(says["email"], says["name"], account):
            row.values, row.label, row.digest = {}, "", ""
            row.link(Linked.APART)
            continue
        alike = _alike(known[client], says)
        if alike:
            candidates += [Candidate(record=row, contact_id=pk, score=score, evidence=why) for pk, score, why in alike]
            continue
        contact = made_of(row, account, connection, says, zone)
        fresh.append((row, contact, says))
        known[client].append((0, folded(contact.name), contact.email.casefold()))
    _written([contact for _row, contact, _says in fresh])
    for row, contact, says in fresh:
        row.contact, row.taken = contact, says | {"account": contact.account_id}
        row.link(Linked.MADE)
    log.count(Entity.CONTACT.value, "taken", len(fresh))
    return candidates


def _written(contacts: Sequence[Contact]) -> None:
    """Write new contacts, and give them their keys."""
    bulk.insert(Contact, COLUMNS, (vars(one) for one in contacts))
    there = Contact.every.filter(public_id__among=[one.public_id for one in contacts])
    keys = dict(there.values_list("public_id", "pk"))
    for one in contacts:
        one.pk = keys[one.public_id]


def _change(connection: Connection, rows: Sequence[Remote], accounts: Mapping[str, int], log: Log) -> None:
    if not rows:
        return
    contacts = Contact.every.in_bulk([row.contact_id for row in rows if row.contact_id])
    stronger = _stronger(connection, contacts)
    changed, changes = [], []
    for row in rows:
        contact = contacts[row.contact_id or 0]
        if contact.erased_at is not None:
            continue
        says: dict[str, Any] = dict(told(row))
        if row.belongs_to in accounts:
            says["account"] = accounts[row.belongs_to]
        moved: dict[str, list[Any]] = {}
        for name, value in says.items():
            field = "account_id" if name == "account" else name
            stands, before = getattr(contact, field), row.taken.get(name, "")
            free = stands == before and name not in stronger.get(contact.pk, ())
            if value != stands and free and (value or name not in {"name", "account"}):
                setattr(contact, field, value)
                moved[name] = [stands, value]
        row.taken = {**row.taken, **says}
        if moved:
            contact.revision += 1
            contact.keep_search()
            changed.append(contact)
            changes.append(ContactChange(contact=contact, revision=contact.revision, values=moved))
    columns = ("account", *FIELDS, "revision", "search_text")
    bulk.update(Contact, columns, changed)
    ContactChange.objects.bulk_create(changes, batch_size=500)
    log.count(Entity.CONTACT.value, "taken", len(changed))


def _stronger(connection: Connection, contacts: Mapping[int, Contact]) -> dict[int, set[str]]:
    """Of each contact the fields that a tool before this one tells."""
    found: dict[int, set[str]] = defaultdict(set)
    others = Remote.objects.filter(contact_id__among=contacts, gone_at=None, connection__rank__lt=connection.rank)
    for contact, taken in others.values_list("contact_id", "taken"):
        found[contact] |= {name for name, value in taken.items() if value}
    return found


def _clients(accounts: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Of each account the client that it is part of: its group, or itself."""
    found = access.every_account().filter(pk__among=set(accounts)).values_list("pk", "group_id")
    return {pk: ("group", group) if group else ("account", pk) for pk, group in found}


def _known(clients: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[tuple[int, str, str]]]:
    """The people of some clients: key, folded name, address."""
    keys = set(clients)
    groups, alone = ({pk for kind, pk in keys if kind == wanted} for wanted in ("group", "account"))
    known: dict[tuple[str, int], list[tuple[int, str, str]]] = defaultdict(list)
    people = Contact.objects.filter(erased_at=None)
    for found in (people.filter(account__group_id__among=groups), people.filter(account_id__among=alone)):
        for pk, name, email, account, group in found.values_list("pk", "name", "email", "account_id", "account__group"):
            known[("group", group) if group else ("account", account)].append((pk, folded(name), email.casefold()))
    return known


def _alike(people: Sequence[tuple[int, str, str]], says: Mapping[str, str]) -> list[tuple[int, int, list[Any]]]:
    """Who of a client may be the one that a record tells of. Two records of one run are left to the CRM to merge."""
    name, email = folded(says["name"]), says["email"].casefold()
    found = []
    for pk, known, address in people:
        if pk and email and address == email:
            found.append((pk, SAME_EMAIL, [{"kind": "email"}]))
        elif pk and known == name:
            found.append((pk, SAME_NAME, [{"kind": "name"}]))
    return found


def propose(candidates: Sequence[Candidate]) -> None:
    """Put before a person whom contacts may be; their records are written."""
    store.keyed([one.record for one in candidates])
    Candidate.objects.bulk_create(candidates, ignore_conflicts=True, batch_size=1_000)
