"""What is there no more: told by the CRM as deleted or merged, or missing when all ids are compared.

Comparing asks for ids alone, a page at a time, and keeps its own cursor: it too goes on where it was killed. Where more
than `MOST` of what we know is missing at once, nothing is taken for gone: a right was more likely lost than a third of
the customers, and a person is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from trousseau.accounts import bulk
from trousseau.connectors.models import Connection, Noted, Reading, Remote
from trousseau.connectors.protocol import Connector, Entity, Gone
from trousseau.connectors.runs.log import Log

SKEW, MOST, FEW = dt.timedelta(hours=24), 0.3, 20
"""How wrong a clock may be; the share of records that is not believed to vanish at once, unless they are few."""
AT_ONCE = 500


def ask(connector: Connector, connection: Connection, entity: Entity, log: Log) -> list[Remote]:
    """Ask what was deleted or merged since the last time; gives the rows that went."""
    reading, _ = Reading.objects.get_or_create(connection=connection, entity=entity.value)
    began = timezone.now()
    since = (reading.gone_since or began) - SKEW
    went: list[Remote] = []
    batch: list[Gone] = []
    for one in connector.deleted(entity, since):
        batch.append(one)
        if len(batch) >= AT_ONCE:
            went += _mark(connection, entity, batch, log)
            batch = []
    with transaction.atomic():
        went += _mark(connection, entity, batch, log)
        Reading.objects.filter(pk=reading.pk).update(gone_since=began)
        log.keep()
    return went


def compare(connector: Connector, connection: Connection, entity: Entity, log: Log) -> list[Remote]:
    """Compare all ids of an entity with those that are kept; gives the rows that went."""
    reading = Reading.objects.get(connection=connection, entity=entity.value)
    at = reading.comparing or {"since": timezone.now().isoformat(), "cursor": None}
    since = dt.datetime.fromisoformat(at["since"])
    for page in connector.read(entity, (), at["cursor"]):
        with transaction.atomic():
            for ids in _pieces([record.id for record in page.records]):
                Remote.objects.filter(connection=connection, entity=entity.value, external_id__among=ids).update(
                    compared=since
                )
            reading.comparing = {"since": at["since"], "cursor": page.cursor}
            reading.save(update_fields=["comparing"])
            log.keep()
    with transaction.atomic():
        went = _missing(connection, entity, since, log)
        reading.comparing, reading.compared_at = None, timezone.now()
        reading.save(update_fields=["comparing", "compared_at"])
        log.keep()
    return went


def _missing(connection: Connection, entity: Entity, since: dt.datetime, log: Log) -> list[Remote]:
    present = Remote.objects.filter(connection=connection, entity=entity.value, gone_at=None, read_at__lt=since)
    missing = list(present.filter(Q(compared=None) | Q(compared__lt=since)))
    total = present.count()
    if len(missing) > FEW and len(missing) > MOST * total:
        log.error(entity.value, "many_gone", {"missing": len(missing), "total": total})
        return []
    return _mark(connection, entity, [Gone(row.external_id) for row in missing], log)


def _mark(connection: Connection, entity: Entity, told: Sequence[Gone], log: Log) -> list[Remote]:
    by_id = {one.id: one for one in told}
    went, now = [], timezone.now()
    for ids in _pieces(list(by_id)):
        for row in Remote.objects.filter(connection=connection, entity=entity.value, external_id__among=ids):
            one = by_id[row.external_id]
            newer = row.changed is not None and one.at is not None and row.changed > one.at
            if newer or (row.gone_at is not None and row.into == one.into):
                continue
            row.gone_at, row.into = one.at or now, one.into
            if one.at is not None:
                row.changed = one.at
            went.append(row)
            what = Noted.What.MERGED if one.into else Noted.What.GONE
            log.count(entity.value, what.value)
            log.note(row, what, after={"into": one.into} if one.into else {})
    if went:
        with transaction.atomic():
            bulk.update(Remote, ("gone_at", "into", "changed"), went)
    return went


def _pieces(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))
