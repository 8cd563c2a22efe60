"""Adding a connection, telling what it signs in with, deciding how it works, and removing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.connectors.actions.held import allowed, held
from trousseau.connectors.errors import ConnectorError
from trousseau.connectors.fields import seed
from trousseau.connectors.models import (
    Candidate,
    Connection,
    Deal,
    DealLine,
    DealRole,
    MapRow,
    Noted,
    Outbound,
    Remote,
)
from trousseau.connectors.signing import WAYS
from trousseau.connectors.signing.ways import SECRET, Way

LONGEST = {"secret": 20_000}
LONGEST_NAME, LONGEST_TOLD = 120, 300


@dataclass(frozen=True)
class Credentials:
    """What an administrator copied from the CRM; an empty secret leaves the one that is kept."""

    told: Mapping[str, str]
    secret: str = ""


@dataclass(frozen=True)
class Wishes:
    """How a connection works."""

    name: str
    reads: bool
    every_minutes: int
    share: int
    daily_limit: int | None
    rank: int
    won_deals: str
    groups: bool


def add(user: User, crm: str, way: str, name: str, given: Credentials) -> Connection:
    """Add a connection that is still to be signed in. ValidationError by field where something cannot be."""
    allowed(user)
    with transaction.atomic():
        made = Connection(crm=crm, way=way, name=_named(name), created_by=user)
        _tell(made, WAYS[crm][way], given)
        made.save()
        seed(made)
        record(user, "connection.added", made, after={"crm": made.crm_name, "way": way, **made.told})
    return made


def tell(user: User, connection: Connection, way: str, given: Credentials, *, revision: int) -> Connection:
    """Sign in with something else from now on: nothing is read until somebody has signed in again."""
    with transaction.atomic():
        found = held(user, connection, revision)
        before = {"way": found.way, **found.told}
        if way != found.way:
            found.secret = ""
        found.way = way
        _tell(found, WAYS[found.crm][way], given)
        found.state, found.access, found.access_until, found.refresh = Connection.State.DRAFT, "", None, ""
        found.revision += 1
        found.save()
        after = {"way": found.way, **found.told} | ({"secret": "•••"} if given.secret else {})
        record(user, "connection.changed", found, before=before, after=after)
    return found


def change(user: User, connection: Connection, wishes: Wishes, *, revision: int) -> Connection:
    """Decide how a connection works."""
    with transaction.atomic():
        found = held(user, connection, revision)
        wanted = asdict(wishes) | {"name": _named(wishes.name, found)}
        before = {name: getattr(found, name) for name in wanted}
        changed = {name: value for name, value in wanted.items() if before[name] != value}
        for name, value in changed.items():
            setattr(found, name, value)
        found.clean_fields(exclude={one.name for one in Connection._meta.fields} - set(wanted))  # noqa: SLF001
        if changed:
            found.revision += 1
            found.save()
            record(user, "connection.changed", found, before={name: before[name] for name in changed}, after=changed)
    return found


def remove(user: User, connection: Connection, *, revision: int) -> int:
    """Remove a connection and all that was read through it; gives how many records. Accounts and contacts stay."""
    with transaction.atomic():
        found = held(user, connection, revision)
        records = Remote.objects.filter(connection=found)
        count = records.count()
        record(user, "connection.removed", found, before={"crm": found.crm_name, "records": count, **found.told})
        for model in (DealLine, DealRole, Deal, Candidate, Outbound):
            model.objects.filter(record__connection=found).delete()
        Noted.objects.filter(run__connection=found).delete()
        records.delete()
        MapRow.objects.filter(connection=found).delete()
        found.delete()
    return count


def _named(name: str, mine: Connection | None = None) -> str:
    said = " ".join(name.split())
    if not said:
        raise ValidationError({"name": _("Give it a name, such as “Salesforce France”.")})
    if len(said) > LONGEST_NAME:
        raise ValidationError({"name": _("At most %(n)s signs.") % {"n": LONGEST_NAME}})
    others = Connection.objects.exclude(pk=mine.pk) if mine else Connection.objects
    if others.filter(name__iexact=said).exists():
        raise ValidationError({"name": _("Another connection is called “%(name)s” already.") % {"name": said}})
    return said


def _tell(connection: Connection, way: Way, given: Credentials) -> None:
    """What is told and where that leads; every field that cannot be is named."""
    told, wrong = {}, {}
    for one in way.asked:
        text = given.secret.strip() if one.name == SECRET else given.told.get(one.name, "").strip()
        if one.name == SECRET:
            text = text or connection.secret or ""
        problem = _problem(one.needed, one.kind, text)
        if problem:
            wrong[one.name] = problem
        elif one.name != SECRET and text:
            told[one.name] = text
    if wrong:
        raise ValidationError(wrong)
    try:
        connection.base = way.place(told)
    except ConnectorError as error:
        place = next((one.name for one in way.asked if one.name in {"domain", "address", "centre"}), way.asked[0].name)
        raise ValidationError({place: str(error)}) from error
    connection.told = told
    connection.secret = given.secret.strip() or connection.secret


def _problem(needed: bool, kind: str, text: str) -> str:  # noqa: FBT001 - of the field, not of the call
    most = LONGEST["secret"] if kind == "key" else LONGEST_TOLD
    if not text:
        return _("Copy it here from the CRM.") if needed else ""
    if len(text) > most:
        return _("At most %(n)s signs.") % {"n": most}
    if kind != "key" and not text.isprintable():
        return _("There is a sign in it that cannot be: copy it again.")
    return ""
