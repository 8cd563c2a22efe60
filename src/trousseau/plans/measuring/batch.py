"""All indicators measured: read at once, measured with one query a measure and filter, only what changed written.

A reading that a person entered is never touched. Doing it again with the same facts changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from trousseau.accounts import access, bulk
from trousseau.costs.queries import serving
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import last_complete, last_day, month
from trousseau.plans import rhythms
from trousseau.plans.formulas import Formula, ledger_formula, plan_formula
from trousseau.plans.measuring import elsewhere
from trousseau.plans.measuring import plan as in_plan
from trousseau.plans.measuring.elsewhere import Found
from trousseau.plans.measuring.ledger import Ledger, Subject
from trousseau.plans.measuring.standing import restand
from trousseau.plans.models import LIVING, Kpi, Reading, Source
from trousseau.portfolio.queries.source import facts as newest_facts
from trousseau.selection.queries import potential

HISTORY = dt.timedelta(days=366)
"""How long before its baseline an indicator of the ledger is measured, so that its trend is known from the start."""
NAMES = ("kpi_id", "on", "value", "ledger_version", "entered_by_id", "note", "at")
MEASURED = (Source.LEDGER, Source.PLAN, Source.CRM)
AT_ONCE = 500
"""Indicators written in one transaction: nobody waits long for the database."""
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Measured:
    """What a run found."""

    kpis: int
    readings: int
    """Written: new ones and those that changed."""
    out: int
    """Indicators out of their corridor, of those that changed."""
    ledger_version: int | None


def silent(_done: int, _total: int) -> None:
    """Report nothing."""


def measure(kpis: Iterable[int] | None = None, *, facts: Facts | None = None, report: Report = silent) -> Measured:
    """Measure the indicators of all living plans (or some of them) from the newest facts and the plans."""
    facts = facts or newest_facts()
    wanted = _wanted(kpis)
    found = _from_ledger(facts, wanted) if facts is not None and facts.months else {}
    found |= _from_plans(wanted)
    found |= elsewhere.readings([kpi for kpi in wanted if kpi.source == Source.CRM])
    version = facts.ledger_version if facts is not None else None
    numbers, written, out = sorted(found), 0, 0
    for start in range(0, len(numbers), AT_ONCE):
        some = {number: found[number] for number in numbers[start : start + AT_ONCE]}
        with transaction.atomic():
            changed, count = _write(some, {one.pk: one for one in wanted}, version)
            out += restand(changed)
        written += count
        report(min(start + AT_ONCE, len(numbers)), len(numbers))
    _stand_the_others()
    return Measured(len(wanted), written, out, version)


def _wanted(kpis: Iterable[int] | None) -> list[Kpi]:
    rows: QuerySet[Kpi] = Kpi.objects.filter(plan__state__in=LIVING, source__in=MEASURED).select_related(
        "plan", "plan__account", "plan__account__group"
    )
    return list(rows if kpis is None else rows.filter(pk__in=list(kpis)))


def _from_ledger(facts: Facts, kpis: Sequence[Kpi]) -> dict[int, list[Found]]:
    """The readings of the indicators of the ledger, at the ends of their periods."""
    formulas = dict(_readable(kpis))
    mine = [kpi for kpi in kpis if kpi.pk in formulas]
    subjects = _subjects(mine, formulas)
    everyone = sorted({key for subject in subjects.values() for key in subject.accounts})
    if not everyone or facts.last is None:
        return {}
    told = potential.told().get("potential", {}) if _asks(formulas, "share_of_wallet") else {}
    ledger = Ledger(facts, tuple(everyone), serving(), told)
    until = last_day(last_complete(facts.last, facts.today))
    ends = {kpi.pk: rhythms.ends(kpi.rhythm, kpi.baseline_on - HISTORY, until) for kpi in mine}
    prices = ledger.prices(
        (number, formula, subjects[number], [month(day) for day in ends[number]])
        for number, formula in formulas.items()
        if formula.measure == "price_index"
    )
    return {
        number: _told(
            [
                Found(day, ledger.value(formula, subjects[number], month(day), prices.get((number, month(day)))))
                for day in ends[number]
            ]
        )
        for number, formula in formulas.items()
        if ends[number]
    }


def _told(found: list[Found]) -> list[Found]:
    """Of the values that cannot be said only the last is kept, with the reason."""
    return [one for one in found if one.value.value is not None or one is found[-1]]


def _readable(kpis: Sequence[Kpi]) -> Iterable[tuple[int, Formula]]:
    """The formulas of the ledger that can be read; one of an older version measures nothing and says so."""
    for kpi in kpis:
        if kpi.source == Source.LEDGER:
            try:
                yield kpi.pk, ledger_formula(kpi.formula)
            except ValidationError:
                continue


def _asks(formulas: Mapping[int, Formula], measure: str) -> bool:
    return any(formula.measure == measure for formula in formulas.values())


def _subjects(kpis: Sequence[Kpi], formulas: Mapping[int, Formula]) -> dict[int, Subject]:
    """Whose sales each indicator counts; the accounts of groups by one query."""
    groups = {kpi.plan.account.group_id for kpi in kpis if formulas[kpi.pk].by == "group"} - {None}
    members: dict[int, list[str]] = {}
    for member, key in (
        access.every_account().filter(group__in=groups, excluded=False).order_by("key").values_list("group", "key")
    ):
        members.setdefault(member or 0, []).append(key)
    found = {}
    for kpi in kpis:
        account = kpi.plan.account
        group = account.group
        of_group = formulas[kpi.pk].by == "group" and group is not None
        keys = (members.get(account.group_id or 0) or [account.key]) if of_group else [account.key]
        client = group.name if group is not None and of_group else account.key
        found[kpi.pk] = Subject(tuple(keys), client)
    return found


def _from_plans(kpis: Sequence[Kpi]) -> dict[int, list[Found]]:
    """What is counted in the plans today."""
    today = timezone.localdate()
    wanted: dict[str, set[int]] = {}
    measures: dict[int, str] = {}
    for kpi in kpis:
        if kpi.source == Source.PLAN:
            try:
                measures[kpi.pk] = plan_formula(kpi.formula)
            except ValidationError:
                continue
            wanted.setdefault(measures[kpi.pk], set()).add(kpi.plan_id)
    values = in_plan.values(wanted, today)
    return {
        kpi.pk: [Found(today, values[measures[kpi.pk]][kpi.plan_id])] for kpi in kpis if kpi.pk in measures
    }  # fmt: skip


def _write(found: Mapping[int, list[Found]], kpis: Mapping[int, Kpi], version: int | None) -> tuple[set[int], int]:
    """Write what is new or different; gives whose readings changed, and how many."""
    rows = list(Reading.objects.filter(kpi__in=found).only("kpi", "on", "value", "note", "entered_by").order_by("kpi"))
    there = {(row.kpi_id, row.on): row for row in rows}
    by_kpi = {number: list(some) for number, some in groupby(rows, key=lambda row: row.kpi_id)}
    changed: set[int] = set()
    fresh: list[dict[str, object]] = []
    other: list[Reading] = []
    gone: list[int] = []
    now = timezone.now()
    for number, readings in found.items():
        source = kpis[number].source
        for on, value in readings:
            row = there.get((number, on))
            stamp = version if source == Source.LEDGER else None
            if row is None:
                fresh.append(dict(zip(NAMES, (number, on, value.value, stamp, None, value.why, now), strict=True)))
            elif row.entered_by_id is None and (row.value, row.note) != (value.value, value.why):
                row.value, row.note, row.ledger_version, row.at = value.value, value.why, stamp, now
                other.append(row)
            else:
                continue
            changed.add(number)
        if source == Source.PLAN:
            gone += _earlier(kpis[number], readings[-1].on, by_kpi.get(number, ()))
    Reading.objects.filter(pk__in=gone).delete()
    bulk.insert(Reading, NAMES, fresh)
    Reading.objects.bulk_update(other, ["value", "note", "ledger_version", "at"], batch_size=AT_ONCE)
    return changed, len(fresh) + len(other)


def _earlier(kpi: Kpi, on: dt.date, there: Iterable[Reading]) -> list[int]:
    """Of what is counted in a plan day by day, the readings of a period before its last."""
    start = rhythms.began(kpi.rhythm, on)
    return [row.pk for row in there if start <= row.on < on and row.entered_by_id is None]


def _stand_the_others() -> None:
    """Indicators that never stood anywhere, such as those of the CRM, stand nowhere and say so."""
    with transaction.atomic():
        restand(Kpi.objects.filter(Q(standing=None)).values_list("pk", flat=True))
