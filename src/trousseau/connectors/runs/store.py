"""A page of a CRM becomes rows, its cursor with it: both, or neither.

Read again, a page changes nothing: what is compared is the digest of what our mapping reads, so neither a second
reading of the overlap nor the echo of what we wrote ourselves is a change. A copy older than what is kept is left.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from trousseau.accounts import bulk
from trousseau.connectors import mapping
from trousseau.connectors.converters import Value
from trousseau.connectors.mapping import Row
from trousseau.connectors.models import Connection, Noted, Remote
from trousseau.connectors.protocol import Entity, Record
from trousseau.connectors.runs.log import Log

OF = {
    Entity.ACCOUNT: "parent",
    Entity.CONTACT: "account",
    Entity.DEAL: "account",
    Entity.ROLE: "deal",
    Entity.LINE: "deal",
}
"""What a record belongs to: the target that names it."""
LONGEST_ID = 120
IN_ORDER = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
LINK = ("account_id", "contact_id", "user_id", "taken", "linked", "linked_by_id", "linked_at")
"""Which thing of ours a record is."""
WRITTEN = (
    *LINK, "values", "digest", "label", "belongs_to", "changed", "problems", "troubled", "gone_at", "into", "looked",
)  # fmt: skip
FOLLOWED = (*LINK, "values", "label", "digest")
"""What taking a contact over may move."""
FRESH = (*WRITTEN, "connection_id", "entity", "external_id", "back", "read_at")


@dataclass
class Kept:
    """What a page changed: rows to be made something of ours of, and what the CRM says of what we write."""

    fresh: list[Remote] = field(default_factory=list)
    changed: list[Remote] = field(default_factory=list)
    same: list[Remote] = field(default_factory=list)
    clocks: list[Remote] = field(default_factory=list)
    """Those that say the same, at a later time."""

    @property
    def moved(self) -> list[Remote]:
        """What is new or says something else than before."""
        return [*self.fresh, *self.changed]


def look(connection: Connection, entity: Entity, records: Sequence[Record], rows: Sequence[Row], log: Log) -> Kept:
    """What the records of a page, each there once, change; nothing of it is written yet."""
    known = _known(connection, entity, [record.id for record in records])
    kept, fresh, now = Kept(), bulk.made(Remote), timezone.now()
    for record in records:
        identity = record.id
        if len(identity) > LONGEST_ID:
            log.error(entity.value, "long_id", {"value": identity[:60]})
            continue
        row, new = known.get(identity), identity not in known
        if row is None:
            row = fresh(connection_id=connection.pk, entity=entity.value, external_id=identity, read_at=now)
        elif _older(record, row) or _erased(row):
            kept.same.append(row)
            continue
        before, was_gone = dict(row.values), row.gone_at is not None
        if not _take(row, mapping.mapped(record, rows, entity), log) and not was_gone and not new:
            kept.same.append(row)
            if record.changed and record.changed != row.changed:
                row.changed = record.changed
                kept.clocks.append(row)
            continue
        row.changed = record.changed or row.changed
        row.gone_at, row.into, row.looked = None, "", False
        (kept.fresh if new else kept.changed).append(row)
        _tell(row, before, log, new=new, back=was_gone)
    log.count(entity.value, "read", len(records))
    log.count(entity.value, "same", len(kept.same))
    return kept


def _known(connection: Connection, entity: Entity, ids: Sequence[str]) -> dict[str, Remote]:
    rows = Remote.objects.filter(connection=connection, entity=entity.value, external_id__among=ids)
    if entity is Entity.CONTACT:
        rows = rows.select_related("contact")
    return {row.external_id: row for row in rows}


def _older(record: Record, row: Remote) -> bool:
    return record.changed is not None and row.changed is not None and record.changed < row.changed


def _erased(row: Remote) -> bool:
    """Whether the person asked us to forget them: then the CRM does not tell us of them again."""
    return row.contact is not None and row.contact.erased_at is not None if row.contact_id else False


def _take(row: Remote, told: mapping.Mapped, log: Log) -> bool:
    """Put what a record says into its row; gives whether that is anything new."""
    row.label = str(told.values.get("name") or row.label)[:200]
    problems = [{name: str(value) for name, value in asdict(one).items()} for one in told.problems]
    if problems != row.problems:
        for one in problems:
            if one["code"] != "missing" or not any(p["target"] == one["target"] and p is not one for p in problems):
                log.error(row.entity, f"value_{one['code']}", one, row)
        log.count(row.entity, "problems", 1 if problems else 0)
    values = {name: plain(value) for name, value in told.values.items() if value is not None}
    if not told.usable:  # what was good before stays, beside what is wrong now
        values = {**row.values, **values}
    made = digest([values, problems])
    if made == row.digest:
        return False
    row.values, row.problems, row.troubled, row.digest = values, problems, bool(problems), made
    row.belongs_to = str(values.get(OF.get(Entity(row.entity), ""), ""))[:LONGEST_ID]
    return True


def _tell(row: Remote, before: Mapping[str, Any], log: Log, *, new: bool, back: bool) -> None:
    if new:
        log.count(row.entity, "new")
        return
    log.count(row.entity, "back" if back else "changed")
    names = [name for name in {**before, **row.values} if before.get(name) != row.values.get(name)]
    what = Noted.What.BACK if back else Noted.What.CHANGED
    log.note(row, what, {name: before.get(name) for name in names}, {name: row.values.get(name) for name in names})


def write(kept: Kept) -> None:
    """Write what a page changed, in the caller's transaction; new rows have no key yet (`keyed`)."""
    bulk.insert(Remote, FRESH, (vars(row) for row in kept.fresh))
    bulk.update(Remote, WRITTEN, kept.changed)
    bulk.update(Remote, ("changed",), kept.clocks)


def keyed(rows: Sequence[Remote]) -> None:
    """Give rows of one connection and entity that were just written their keys."""
    new = [row for row in rows if row.pk is None]
    if not new:
        return
    there = Remote.objects.filter(
        connection=new[0].connection_id, entity=new[0].entity, external_id__among=[row.external_id for row in new]
    )
    keys = dict(there.values_list("external_id", "pk"))
    for row in new:
        row.pk = keys[row.external_id]


def plain(value: Value) -> str | bool:
    """A value as JSON holds it exactly: amounts and days as texts."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, bool) else str(value)


def digest(said: Any) -> str:  # noqa: ANN401 - anything that JSON holds
    """A short fingerprint of what JSON holds."""
    return hashlib.blake2b(IN_ORDER(said).encode(), digest_size=16).hexdigest()
