"""Opening a plan from a template, or adding one to a plan: all that the template says comes in, or nothing does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts.models import Account, folded
from trousseau.knowledge.models import Contact
from trousseau.plans import formulas
from trousseau.plans.actions import kpis, writing
from trousseau.plans.actions.changing import Feared, add_risk
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective, open_plan
from trousseau.plans.models import Objective, Plan, TemplateVersion
from trousseau.plans.outlines import Aim, Deed, Gauge, Outline
from trousseau.plans.queries import templates as queries
from trousseau.plans.queries.calendars import off
from trousseau.plans.queries.templates import MERGED, STARTED, Laid, Layout, laid
from trousseau.plans.roles import MANAGER, ROLES

Who = Mapping[str, User | Contact]
"""Who has each role that the template asks for: somebody of ours, or of theirs for what is the client's."""


@dataclass(frozen=True)
class Taking:
    """Which version of a template is taken, from which day on, with whom in each role, and whose holidays count."""

    version: TemplateVersion
    day: dt.date
    who: Who
    countries: Sequence[str] = ()


def start(user: User, account: Account, said: Taking, ambition: str) -> Plan:
    """Open the plan of an account from a template as it says now."""
    with transaction.atomic():
        outline = _current(user, said)
        layout = laid(outline, said.day, off(said.countries))
        plan = open_plan(user, account, ambition, said.day, layout.ends)
        _fill(user, plan, layout, said.who)
        _record(user, plan, STARTED, said, layout)
    return plan


def merge(user: User, plan: Plan, said: Taking, *, again: bool = False) -> Layout:
    """Add a template to a plan; what the plan says already stays as it is said there.

    Refused a second time unless `again`, and where nothing would be added.
    """
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        outline = _current(user, said)
        if not found.starts <= said.day < found.ends:
            end = found.ends.isoformat()
            raise ValidationError(
                {NON_FIELD_ERRORS: _("Choose a day on which the plan runs, before %(end)s.") % {"end": end}}
            )
        before = queries.origins(found).filter(after__template=said.version.template.public_id)
        if not again and before.exists():
            raise ValidationError(
                {NON_FIELD_ERRORS: _("This template is in the plan already: say that you want it once more.")}
            )
        layout = laid(outline, said.day, off(said.countries), found)
        if not layout.new:
            raise ValidationError({NON_FIELD_ERRORS: _("The plan says all of this template already.")})
        _fill(user, found, layout, said.who)
        _record(user, found, MERGED, said, layout)
    return layout


def _current(user: User, said: Taking) -> Outline:
    """What the template says, where it is still offered, is its newest version, and measures what is known."""
    writing.days(said.day, said.day, timezone.localdate(), last="day")
    now = queries.in_use(user, said.version.template.public_id)
    if now is None:
        raise ValidationError({NON_FIELD_ERRORS: _("This template is retired: choose another, or begin without one.")})
    if now.number != said.version.number:
        meanwhile = _("The template has changed meanwhile: look at version %(n)s before you take it.")
        raise ValidationError({NON_FIELD_ERRORS: meanwhile % {"n": now.number}})
    outline = now.outline
    for one in outline.gauges:
        try:
            formulas.read(one.source, one.formula)
        except ValidationError:
            gone = _("What “%(name)s” is measured from is no longer known: have the template changed first.")
            raise ValidationError({NON_FIELD_ERRORS: gone % {"name": one.name}}) from None
    return outline


def _fill(user: User, plan: Plan, layout: Layout, who: Who) -> None:
    """Put every line into the plan that it does not say yet, under what it serves there."""
    for role in layout.roles:
        if role not in who:
            raise ValidationError({f"who-{role}": _("Say who it is: %(role)s.") % {"role": ROLES[role]}})
    lead = _ours(who.get(MANAGER))
    here = {folded(one.title): one for one in plan.objectives.all()}
    aims = {
        n: here[folded(one.line.title)] if one.there else _aim(user, plan, one, lead)
        for n, one in enumerate(layout.aims, 1)
    }
    for one in layout.gauges:
        if not one.there:
            _gauge(user, plan, one, aims.get(one.line.aim), lead)
    deeds = {
        n: add_action(user, plan, _doing(one, aims.get(one.line.aim), who[one.line.who]))
        for n, one in enumerate(layout.deeds, 1)
        if not one.there
    }
    for n, made in deeds.items():
        made.needs.set(deeds[need] for need in layout.deeds[n - 1].line.after if need in deeds)
    for danger in layout.dangers:
        if not danger.there:
            line = danger.line
            add_risk(user, plan, Feared(line.what, line.answer, _ours(who[line.who])))


def _ours(who: User | Contact | None) -> User | None:
    return who if isinstance(who, User) else None


def _aim(user: User, plan: Plan, one: Laid[Aim], lead: User | None) -> Objective:
    line = one.line
    measure = _("Measured by: %(measure)s") % {"measure": line.measure} if line.measure else ""
    why = ". ".join(text.rstrip(".") for text in (line.why, measure) if text)
    said = Wanted(line.title, one.due, line.horizon, why, target_text=line.target, owner=lead, weight=line.weight)
    return add_objective(user, plan, said)


def _gauge(user: User, plan: Plan, one: Laid[Gauge], aim: Objective | None, lead: User | None) -> None:
    line = one.line
    said = kpis.Said(
        line.name, line.source, one.due, one.starts, dict(line.formula), line.unit, line.rhythm, owner=lead,
        objective=aim,
    )  # fmt: skip
    kpis.define(user, plan, said)


def _doing(one: Laid[Deed], aim: Objective | None, who: User | Contact) -> Doing:
    line = one.line
    theirs = who if isinstance(who, Contact) else None
    return Doing(line.what, one.starts, one.due, _ours(who), theirs, line.how, line.weight, aim)


def _record(user: User, plan: Plan, verb: str, said: Taking, layout: Layout) -> None:
    after = {
        "template": said.version.template.public_id,
        "name": said.version.outline.name,
        "version": said.version.number,
        "day": said.day,
        "countries": list(said.countries),
        **layout.counted(),
    }
    audit.record(user, verb, plan, after=after)
