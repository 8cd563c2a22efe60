"""Where indicators stand after their readings changed; who owns one that leaves its corridor is told, once a time."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from django.urls import reverse

from trousseau.notices.telling import tell
from trousseau.plans.corridor import Corridor, corridor
from trousseau.plans.models import LIVING, Kpi, KpiStanding, Place, Reading

LEFT = "kpi.left_corridor"
BATCH = 500
FIELDS = ("on", "value", "before", "expected", "place", "since", "attained", "outlook", "forecast", "digest")
Points = Sequence[tuple[dt.date, Decimal]]


def restand(kpis: Iterable[int]) -> int:
    """Work out again where these indicators stand; gives how many are out of their corridor. Inside a transaction."""
    wanted, out = sorted(set(kpis)), 0
    for start in range(0, len(wanted), BATCH):
        out += _restand(wanted[start : start + BATCH])
    return out


def _restand(numbers: Sequence[int]) -> int:
    found = Kpi.objects.filter(pk__in=numbers).select_related(
        "standing", "plan", "plan__account", "plan__account__manager", "owner"
    )
    rows = (
        Reading.objects.filter(kpi__in=numbers, value__isnull=False)
        .order_by("kpi", "on")
        .values_list("kpi", "on", "value")
    )
    readings = {
        kpi: [(on, value) for _kpi, on, value in some if value is not None]
        for kpi, some in groupby(rows, key=lambda row: row[0])
    }
    standings, left = [], []
    for kpi in found:
        before = getattr(kpi, "standing", None)
        standing = stand(kpi, readings.get(kpi.pk, []), before)
        standings.append(standing)
        if standing.place == Place.OUT and (before is None or before.since != standing.since):
            left.append((kpi, standing))
    KpiStanding.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=["kpi"], update_fields=list(FIELDS), batch_size=BATCH
    )
    for kpi, standing in left:
        _tell(kpi, standing)
    return sum(one.place == Place.OUT for one in standings)


def stand(kpi: Kpi, points: Points, before: KpiStanding | None = None) -> KpiStanding:
    """Where an indicator stands by its readings that have a value; the forecast stays while they are the same."""
    made = KpiStanding(kpi=kpi, digest=digest(kpi, points))
    if not points:
        return made
    made.on, made.value = points[-1]
    made.before = points[-2][1] if len(points) > 1 else None
    path = corridor(kpi)
    if path is None:
        made.place = Place.FREE
    else:
        made.expected = path.expected(made.on)
        made.place = path.place(float(made.value), made.on)
        made.attained = path.attained(float(made.value))
        made.since = _since(path, points) if made.place == Place.OUT else None
    if before is not None and before.digest == made.digest:
        made.outlook, made.forecast = before.outlook, before.forecast
    return made


def _since(path: Corridor, points: Points) -> dt.date:
    """The first of the last readings in a row that are out."""
    first = points[-1][0]
    for on, value in reversed(points):
        if path.place(float(value), on) != Place.OUT:
            break
        first = on
    return first


def digest(kpi: Kpi, points: Points) -> str:
    """What a forecast depends on: the readings, the rhythm and the corridor."""
    said = repr(
        (
            [(on.isoformat(), str(value.normalize())) for on, value in points],
            kpi.rhythm,
            [str(one) for one in (kpi.baseline, kpi.target, kpi.floor, kpi.ceiling, kpi.target_on, kpi.path)],
        )
    )
    return hashlib.sha256(said.encode()).hexdigest()[:40]


def _tell(kpi: Kpi, standing: KpiStanding) -> None:
    """Tell the owner and the account's manager, once for each time it leaves; not of plans that are closed."""
    if kpi.plan.state not in LIVING or standing.value is None or standing.since is None:
        return
    account = kpi.plan.account
    people = {one.pk: one for one in (kpi.owner, account.manager) if one is not None}
    for person in people.values():
        tell(
            person,
            LEFT,
            key=f"{kpi.public_id}:{kpi.version}:{standing.since}",
            url=reverse("plans:kpi", args=[account.public_id, kpi.public_id]),
            account=account.name,
            name=kpi.name,
            unit=kpi.unit,
            value=str(standing.value),
            expected=standing.expected,
            on=standing.on.isoformat() if standing.on else "",
        )
