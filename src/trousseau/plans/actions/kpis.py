"""Defining indicators, changing what an approved plan has locked, reading them by hand; each leaves its trace.

Formula, baseline, target and their days are locked while the plan is approved: changing them keeps the definition that
held as a `KpiVersion`, with the reason. A refusal is a `ValidationError` whose keys are the fields of the form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.plans import formulas
from trousseau.plans.access import may_edit
from trousseau.plans.actions import writing
from trousseau.plans.measuring.standing import restand
from trousseau.plans.models import Kpi, KpiVersion, Objective, Plan, Reading, Rhythm, Source, State

MOST = 60
"""More indicators than this are no plan anyone follows."""
POINTS = 24
LOCKED = (
    "source", "formula", "unit", "rhythm", "baseline", "baseline_on", "target", "target_on", "path", "floor", "ceiling",
)  # fmt: skip
"""What an approved plan locks."""
MEASURED = ("source", "formula", "unit", "rhythm")
"""What makes machine readings another indicator's: they are measured anew."""
MEANT = ("source", "formula", "unit", "name")
"""What an indicator is about: where it changes, what was shared with a client is private again."""
BY_HAND = frozenset({Source.ENTERED.value, Source.CRM.value})
LARGEST = Decimal(10) ** 15


@dataclass(frozen=True)
class Said:
    """What is said of an indicator."""

    name: str
    source: str
    target_on: dt.date
    baseline_on: dt.date
    formula: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    rhythm: str = Rhythm.MONTHLY
    baseline: Decimal | None = None
    target: Decimal | None = None
    path: tuple[tuple[dt.date, Decimal], ...] = ()
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    owner: User | None = None
    objective: Objective | None = None


def define(user: User, plan: Plan, said: Said, known: formulas.Known | None = None) -> Kpi:
    """Put an indicator into a plan; its readings are measured afterwards (`measuring`)."""
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        if found.kpis.count() >= MOST:
            most = _("A plan holds at most %(most)s indicators: take one out first.") % {"most": MOST}
            raise ValidationError({NON_FIELD_ERRORS: most})
        fields = _fields(user, found, said, known)
        last = found.kpis.aggregate(last=Max("position"))["last"]
        made = Kpi.objects.create(plan=found, position=0 if last is None else last + 1, **fields)
        audit.record(user, "kpi.defined", made, after=plain(made) | {"name": made.name})
        restand([made.pk])
    return made


def change(
    user: User, kpi: Kpi, said: Said, *, revision: int, reason: str = "", known: formulas.Known | None = None
) -> Kpi:
    """Change what an indicator says; of an approved plan, what is locked changes as a new version with its reason."""
    with transaction.atomic():
        found = kpi_held(user, kpi, revision)
        before = plain(found) | _beside(found)
        was = plain(found)
        for name, value in _fields(user, found.plan, said, known).items():
            setattr(found, name, value)
        changed = [name for name in LOCKED if was[name] != plain(found)[name]]
        after = plain(found) | _beside(found)
        moved = [name for name in after if after[name] != before[name]]
        if not moved:
            return found
        why = writing.words("reason", reason, 1000)
        if changed and found.plan.state == State.APPROVED:
            if not why:
                raise ValidationError({"reason": _("The plan is approved: say why this indicator changes.")})
            KpiVersion.objects.create(kpi=found, version=found.version, said=was, reason=why, by=user)
            found.version += 1
        if found.shared and any(name in MEANT for name in moved):
            found.shared, before["shared"], after["shared"] = False, True, False
            moved.append("shared")
        found.revision += 1
        found.save()
        if any(name in MEASURED for name in changed):
            found.readings.filter(entered_by=None).delete()
        told = {name: after[name] for name in moved} | ({"reason": why} if why else {})
        audit.record(user, "kpi.changed", found, before={name: before[name] for name in moved}, after=told)
        restand([found.pk])
    return found


def take_baseline(kpi: Kpi) -> bool:
    """Give an indicator without baseline the last reading of its day; whether there was one. By the machine itself."""
    with transaction.atomic():
        found = Kpi.objects.select_for_update().get(pk=kpi.pk)
        reading = found.readings.filter(on__lte=found.baseline_on, value__isnull=False).order_by("-on").first()
        if found.baseline is not None or reading is None:
            return False
        found.baseline = reading.value
        found.revision += 1
        found.save(update_fields=["baseline", "revision"])
        audit.record(None, "kpi.baseline_measured", found, after={"baseline": reading.value, "on": reading.on})
        restand([found.pk])
    return True


def record(user: User, kpi: Kpi, on: dt.date, value: Decimal, note: str = "", *, replace: bool = False) -> Reading:
    """Read an indicator by hand on a day that has come; the same day again only as a correction."""
    with transaction.atomic():
        found = Kpi.objects.select_for_update(of=("self",)).select_related("plan", "plan__account").get(pk=kpi.pk)
        if not may_record(user, found):
            raise PermissionDenied
        if found.source not in BY_HAND:
            raise ValidationError({"value": _("This indicator is measured: its readings are not entered by hand.")})
        check_reading(on, value)
        text = writing.words("note", note, 300)
        there = found.readings.filter(on=on).select_related("entered_by").first()
        if there is not None and there.value != value and not replace:
            raise ValidationError({"on": _("There is a reading of that day: %(value)s, by %(who)s. "
                "Tick “correct it” to put yours in its place.") % {
                "value": there.value, "who": there.entered_by or "Trousseau"}})  # fmt: skip
        made, _new = Reading.objects.update_or_create(
            kpi=found,
            on=on,
            defaults={"value": value, "note": text, "entered_by": user, "at": timezone.now(), "ledger_version": None,
                      "file": None},
        )  # fmt: skip
        before = None if there is None else {"on": on, "value": there.value}
        audit.record(user, "kpi.read", found, before=before, after={"on": on, "value": value, "note": text})
        restand([found.pk])
    return made


def forget(user: User, kpi: Kpi, on: dt.date) -> None:
    """Take a reading back that was entered by hand."""
    with transaction.atomic():
        found = Kpi.objects.select_for_update(of=("self",)).select_related("plan", "plan__account").get(pk=kpi.pk)
        if not may_record(user, found):
            raise PermissionDenied
        reading = found.readings.filter(on=on).exclude(entered_by=None).first()
        if reading is None:
            raise ValidationError({NON_FIELD_ERRORS: _("There is no reading of that day entered by hand.")})
        audit.record(user, "kpi.reading_removed", found, before={"on": on, "value": reading.value})
        reading.delete()
        restand([found.pk])


def remove(user: User, kpi: Kpi, *, revision: int, reason: str = "") -> None:
    """Take an indicator out of the plan; out of an approved one with the reason."""
    with transaction.atomic():
        found = kpi_held(user, kpi, revision)
        why = writing.words("reason", reason, 1000)
        if found.plan.state == State.APPROVED and not why:
            raise ValidationError({"reason": _("The plan is approved: say why this indicator goes.")})
        audit.record(user, "kpi.removed", found.plan, before=plain(found) | {"name": found.name}, after={"reason": why})
        found.delete()


def may_record(user: User, kpi: Kpi) -> bool:
    """Whether someone may read an indicator by hand: who may write the plan, and whoever owns the indicator."""
    if not access.sees(user, kpi.plan.account) or kpi.plan.state == State.CLOSED:
        return False
    return kpi.owner_id == user.pk or may_edit(user, kpi.plan.account)


def kpi_held(user: User, kpi: Kpi, revision: int) -> Kpi:
    """An indicator as it is now, locked, for someone who may write its plan and has seen it as it is."""
    found = Kpi.objects.select_for_update().filter(pk=kpi.pk).first()
    if found is None:
        raise ValidationError({NON_FIELD_ERRORS: _("Somebody has taken it out of the plan meanwhile.")})
    found.plan = writing.plan_held(user, found.plan)
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: _changed_by(found)})
    return found


def plain(kpi: Kpi) -> dict[str, Any]:
    """What is locked of an indicator, as it is kept in a version and in the trail."""
    return {name: _text(getattr(kpi, name)) for name in LOCKED}


def _beside(kpi: Kpi) -> dict[str, Any]:
    """What is not locked."""
    return {
        "name": kpi.name,
        "owner": str(kpi.owner) if kpi.owner else None,
        "objective": kpi.objective.title if kpi.objective else None,
    }


def _text(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else value


def _changed_by(kpi: Kpi) -> str:
    event = audit.history(kpi).first()
    if event is None:
        return _("Somebody changed it meanwhile: look at it again.")
    return _("Changed meanwhile — %(who)s: %(what)s. What you typed is kept here: compare, then save again.") % {
        "who": event.actor_label,
        "what": audit.SENTENCES.get(event.verb, event.verb),
    }


def _fields(user: User, plan: Plan, said: Said, known: formulas.Known | None) -> dict[str, Any]:
    """The fields an indicator is made of, checked."""
    if said.source not in Source.values:
        raise ValidationError({"source": _("Choose where its readings come from.")})
    if said.rhythm not in Rhythm.values:
        raise ValidationError({"rhythm": _("Choose how often it is read.")})
    writing.days(said.baseline_on, said.target_on, timezone.localdate(), first="baseline_on", last="target_on")
    if said.target_on <= said.baseline_on:
        raise ValidationError({"target_on": _("The target’s day comes after the baseline’s.")})
    formula = formulas.read(said.source, said.formula, known)
    if formula.get("by") == "group":
        _check_group(user, plan.account)
    _check_people(plan, said)
    return {
        "name": writing.words("name", said.name, 120, _("Give the indicator a name.")),
        "source": said.source,
        "formula": formula,
        "unit": formulas.unit(said.source, formula, said.unit),
        "rhythm": said.rhythm,
        "baseline": _number("baseline", said.baseline),
        "baseline_on": said.baseline_on,
        "target": _number("target", said.target),
        "target_on": said.target_on,
        "path": _path(said),
        "floor": _not_below_zero("floor", said.floor),
        "ceiling": _not_below_zero("ceiling", said.ceiling),
        "owner": said.owner,
        "objective": said.objective,
    }


def _check_group(user: User, account: Account) -> None:
    """Refuse the sales of a group of which someone does not see every account."""
    if account.group_id is None:
        raise ValidationError({"by": _("This account has no group: choose the account itself.")})
    if access.visible_to(user).filter(group=account.group_id).count() < _members(account):
        raise ValidationError({"by": _("You do not see all accounts of the group: choose the account itself.")})


def _members(account: Account) -> int:
    return access.every_account().filter(group=account.group_id).count()


def _check_people(plan: Plan, said: Said) -> None:
    if said.owner is not None and not said.owner.is_active:
        raise ValidationError({"owner": _("%(name)s is no longer here.") % {"name": said.owner.name}})
    if said.objective is not None and said.objective.plan_id != plan.pk:
        raise ValidationError({"objective": _("This belongs to another plan.")})


def _path(said: Said) -> list[list[str]]:
    """The points between baseline and target, by day."""
    points = sorted(said.path)
    if len(points) > POINTS:
        raise ValidationError({"path": _("At most %(most)s points.") % {"most": POINTS}})
    days = [day for day, _value in points]
    if len(set(days)) < len(days):
        raise ValidationError({"path": _("Two points on one day: keep one of them.")})
    for day in days:
        if not said.baseline_on < day < said.target_on:
            raise ValidationError({"path": _("%(day)s is not between the baseline’s day and the target’s.") % {
                "day": day.isoformat()}})  # fmt: skip
    return [[day.isoformat(), f"{_number('path', value):f}"] for day, value in points]


def check_reading(on: dt.date, value: Decimal) -> None:
    """Refuse a day that has not come or is a slip of the keyboard, and a number that is no amount."""
    today = timezone.localdate()
    if on > today:
        raise ValidationError({"on": _("This day has not come yet.")})
    if today.year - on.year > writing.YEARS:
        raise ValidationError({"on": _("%(day)s is more than %(years)s years away: check the year.") % {
            "day": on.isoformat(), "years": writing.YEARS}})  # fmt: skip
    _number("value", value)


def _number(name: str, value: Decimal | None) -> Decimal | None:
    """A finite number that fits, to four decimals."""
    if value is None:
        return None
    if not value.is_finite() or abs(value) > LARGEST:
        raise ValidationError({name: _("This number is larger than any amount.")})
    return value.quantize(Decimal("0.0001"))


def _not_below_zero(name: str, value: Decimal | None) -> Decimal | None:
    if value is not None and value < 0:
        raise ValidationError({name: _("Not below zero: it says how far from the path is still right.")})
    return _number(name, value)
