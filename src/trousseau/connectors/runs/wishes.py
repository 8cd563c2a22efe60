"""What the CRM should say and does not: found, written in batches, each record's answer kept in the CRM's own words.

Nothing is sent that is there already, nor twice what the CRM refused. What something in the CRM changes back `PATIENCE`
times is left, and told: two machines would write for ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from trousseau.accounts import bulk
from trousseau.connectors import fields
from trousseau.connectors.models import Connection, MapRow, Noted, Outbound, Reading, Remote
from trousseau.connectors.protocol import Change, Connector, Entity, Json, Outcome, Record, Written
from trousseau.connectors.runs.log import Log
from trousseau.connectors.runs.ours import ours

PATIENCE, WRITE = 3, "write"
State = Outbound.State


def there(connection: Connection, records: Sequence[Record], log: Log) -> None:
    """Keep what the CRM says in the fields that we write, and see where it was changed back."""
    rows = {target: row.places[0] for target, row in fields.outbound(connection).items() if row.places}
    if not rows:
        return
    told = {one.id: {target: _plain(one.values.get(place)) for target, place in rows.items()} for one in records}
    known = Remote.objects.filter(connection=connection, entity=Entity.ACCOUNT.value, external_id__among=told)
    moved = [row for row in known if row.back != told[row.external_id]]
    for row in moved:
        row.back = told[row.external_id]
    bulk.update(Remote, ("back",), moved)
    if moved:
        _reading(connection).update(wished="")
    backs = {row.pk: row.back for row in moved}
    reverted = [
        one
        for one in Outbound.objects.filter(record_id__among=backs, state=State.SAME).select_related("record")
        if not same(one.wanted, backs[one.record_id].get(one.target))
    ]
    for one in reverted:
        one.reverted += one.written_at is not None
        one.state = State.CONTESTED if one.reverted >= PATIENCE else State.WAITING
        if one.state == State.CONTESTED:
            log.error(WRITE, "contested", {"target": one.target, "value": one.wanted}, one.record)
    bulk.update(Outbound, ("reverted", "state"), reverted)


def wish(connection: Connection) -> int:
    """Write down what each linked account of the CRM should say; gives how many things wait to be written.

    What should be said is compared with what is said only where either moved since the last time.
    """
    rows = fields.outbound(connection)
    linked = Remote.objects.filter(
        connection=connection, entity=Entity.ACCOUNT.value, gone_at=None, account__isnull=False
    )
    with transaction.atomic():
        if not rows:
            _open(connection).delete()
            return 0
        accounts = dict(linked.order_by("pk").values_list("pk", "account_id"))
        people = _people(connection) if any(row.converter == "owner" for row in rows.values()) else {}
        says = {
            account: {target: _sent(row, told[target], people) for target, row in rows.items()}
            for account, told in ours(accounts.values(), rows).items()
        }
        made = _digest(rows, ((pk, says[account]) for pk, account in accounts.items() if account is not None))
        if not _reading(connection).filter(wished=made).exists():
            _open(connection).exclude(target__in=rows).delete()
            _open(connection).exclude(record__in=linked.values("pk")).delete()
            for some in _pieces(linked.order_by("pk").iterator(chunk_size=1_000), 1_000):
                _wish(some, says)
            _reading(connection).update(wished=made)
    waits: int = _open(connection).filter(state=State.WAITING).count()
    return waits


def _digest(rows: Mapping[str, MapRow], said: Iterable[tuple[int, Mapping[str, Json]]]) -> str:
    """Of where things go and what they are to be, record by record."""
    made = hashlib.blake2b(repr({target: row.places for target, row in rows.items()}).encode(), digest_size=16)
    for one in said:
        made.update(repr(one).encode())
    return made.hexdigest()


def _wish(records: Sequence[Remote], says: Mapping[int, Mapping[str, Json]]) -> None:
    known = {
        (one.record_id, one.target): one
        for one in Outbound.objects.filter(record_id__among=[record.pk for record in records])
    }
    fresh, moved = [], []
    for record in records:
        wanted = dict(says[record.account_id or 0])
        score = known.get((record.pk, "score"))
        if score is not None and "scored_on" in wanted and score.wanted == wanted.get("score"):
            day = known.get((record.pk, "scored_on"))  # the day of a score that has not moved stays
            wanted["scored_on"] = day.wanted if day is not None else wanted["scored_on"]
        for target, value in wanted.items():
            one = known.get((record.pk, target))
            if one is None and value is None:
                continue  # what we never said is not ours to empty
            if one is None:
                one = Outbound(record=record, target=target, wanted=value)
                fresh.append(one)
            elif one.wanted == value and one.state in {State.REFUSED, State.CONTESTED}:
                continue
            else:
                if one.wanted != value:
                    one.code = one.message = ""
                    one.reverted = 0
                one.wanted = value
                moved.append(one)
            one.state = State.SAME if same(value, record.back.get(target)) else State.WAITING
    Outbound.objects.bulk_create(fresh, batch_size=1_000)
    bulk.update(Outbound, ("wanted", "state", "code", "message", "reverted"), moved)


def waiting(connection: Connection) -> Iterator[tuple[Remote, dict[str, Outbound]]]:
    """What is to be written, record by record."""
    found = _open(connection).filter(state=State.WAITING).select_related("record").order_by("record_id", "target")
    record: Remote | None = None
    wanted: dict[str, Outbound] = {}
    for one in found.iterator(chunk_size=1_000):
        if record is not None and one.record_id != record.pk:
            yield record, wanted
            wanted = {}
        record = one.record
        wanted[one.target] = one
    if record is not None:
        yield record, wanted


def write(connector: Connector, connection: Connection, log: Log) -> None:
    """Write what waits; the answers of a batch are kept before the next is sent. Raises what ends a run."""
    rows = fields.outbound(connection)
    waits = list(waiting(connection))
    for some in _pieces(iter(waits), connector.capabilities.batch):
        by_id = {record.external_id: (record, wanted) for record, wanted in some}
        changes = [
            Change(record.external_id, {rows[target].places[0]: _json(one.wanted) for target, one in wanted.items()})
            for record, wanted in some
        ]
        answers = list(connector.write(Entity.ACCOUNT, changes))
        with transaction.atomic():
            moved = [one for answer in answers for one in _answered(answer, *by_id[answer.id], rows, log)]
            bulk.update(Remote, ("back", "gone_at"), [by_id[answer.id][0] for answer in answers])
            bulk.update(Outbound, ("state", "code", "message", "written_at"), moved)
            log.keep()


def _answered(
    answer: Written, record: Remote, wanted: Mapping[str, Outbound], rows: Mapping[str, MapRow], log: Log
) -> list[Outbound]:
    """What became of a record and of what it was to say; gives what moved, for the caller to write."""
    log.count(WRITE, {Outcome.DONE: "written"}.get(answer.outcome, answer.outcome.value))
    if answer.outcome is Outcome.AGAIN:
        return []
    if answer.outcome is Outcome.GONE:
        record.gone_at = timezone.now()
        log.note(record, Noted.What.GONE)
        return []
    said = {target: one.wanted for target, one in wanted.items()}
    if answer.outcome is Outcome.DONE:
        log.note(record, Noted.What.WRITTEN, {t: record.back.get(t) for t in said}, said)
        record.back = {**record.back, **said}
        state, meant = State.SAME, list(wanted)
    else:
        meant = [target for target in wanted if rows[target].places[0] in answer.fields] or list(wanted)
        told = {"message": answer.message or answer.code, "fields": ", ".join(answer.fields)}
        log.error(WRITE, "refused_record", told, record)
        log.note(record, Noted.What.REFUSED, {}, {t: said[t] for t in meant} | {"message": answer.message})
        state = State.REFUSED
    for target in meant:
        one = wanted[target]
        one.state, one.code, one.message = state, answer.code[:120], answer.message[:500]
        one.written_at = timezone.now() if state == State.SAME else one.written_at
    return [wanted[target] for target in meant]


def same(wanted: Json, there: Json) -> bool:
    """Whether the CRM says what we want it to: numbers as numbers, days as days, nothing as nothing."""
    ours_, theirs = ("" if one is None else str(one).strip() for one in (wanted, there))
    if ours_ == theirs:
        return True
    try:
        return Decimal(ours_) == Decimal(theirs)
    except InvalidOperation:
        return len(ours_) == 10 and ours_[4:5] == "-" and theirs[:11] == f"{ours_}T"


def _sent(row: MapRow, value: Any, people: Mapping[int, str]) -> Json:  # noqa: ANN401 - of any target
    """A thing of ours as the CRM is told it."""
    if value is None:
        return None
    if row.target == "manager":
        return people.get(value.pk) if row.converter == "owner" else str(value)
    if row.target == "tier":
        key, name = value
        return row.choices.get(key, row.choices.get("*", name))
    return value


def _json(value: Json) -> Json:
    """As it is sent: a number where it is one."""
    if isinstance(value, str):
        try:
            return Decimal(value) if value[:1].isdigit() and value.count(".") == 1 else value
        except InvalidOperation:
            return value
    return value


def _plain(value: Json) -> Json:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dict):
        return value.get("id")
    return value


def _people(connection: Connection) -> dict[int, str]:
    """The CRM's users who are ours: our key → the CRM's id."""
    found = Remote.objects.filter(connection=connection, entity=Entity.OWNER.value, user__isnull=False, gone_at=None)
    return {user: key for user, key in found.values_list("user_id", "external_id") if user is not None}


def _reading(connection: Connection) -> Any:  # noqa: ANN401 - a queryset
    return Reading.objects.filter(connection=connection, entity=Entity.ACCOUNT.value)


def _open(connection: Connection) -> Any:  # noqa: ANN401 - a queryset, annotated where it is used
    return Outbound.objects.filter(record__connection=connection, record__gone_at=None)


def _pieces(items: Iterator[Any], size: int) -> Iterator[list[Any]]:
    while some := list(islice(items, size)):
        yield some
