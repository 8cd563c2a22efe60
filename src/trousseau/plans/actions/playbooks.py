"""Applying a playbook to a plan: all of its steps become actions, or none does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.knowledge.models import Contact
from trousseau.plans.actions import writing
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import Action, Answer, Plan, PlaybookStart
from trousseau.plans.playbook import CLIENT, Playbook
from trousseau.plans.queries.calendars import off
from trousseau.plans.queries.playbooks import APPLIED, dated, last_applied


def apply(
    user: User,
    plan: Plan,
    playbook: Playbook,
    day: dt.date,
    owners: Mapping[str, User | Contact],
    *,
    countries: Sequence[str] = (),
    again: bool = False,
) -> list[Action]:
    """Put the steps of a playbook into a plan, each with its owner by step; refused a second time unless `again`.

    A step of the client may be of somebody there or of ours, any other only of ours. Where an event proposed the
    playbook for that day, it is answered.
    """
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        writing.days(day, day, timezone.localdate(), last="day")
        if playbook.retired_for:
            raise ValidationError({NON_FIELD_ERRORS: _("This playbook is retired: “%(why)s”.") % {
                "why": playbook.retired_for}})  # fmt: skip
        if not again and last_applied(found, playbook) is not None:
            raise ValidationError(
                {NON_FIELD_ERRORS: _("This playbook is applied to the plan already: say that you want it once more.")}
            )
        made: dict[str, Action] = {}
        for one in dated(playbook, day, off(countries), {}):
            what, owner = one.step.what.said, owners.get(one.step.key)
            if owner is None or (isinstance(owner, Contact) and one.step.who != CLIENT):
                raise ValidationError({one.step.key: _("Say who does “%(what)s”.") % {"what": what}})
            ours, theirs = (None, owner) if isinstance(owner, Contact) else (owner, None)
            doing = Doing(what, one.starts, one.due, ours, theirs, weight=one.step.weight)
            made[one.step.key] = add_action(user, found, doing)
        for step in playbook.steps:
            made[step.key].needs.set(made[key] for key in step.after)
        audit.record(
            user,
            APPLIED,
            found,
            after={"playbook": playbook.key, "version": playbook.version, "name": playbook.name.said, "day": day,
                   "countries": list(countries)},
        )  # fmt: skip
        called_for = PlaybookStart.objects.filter(account=found.account_id, key=playbook.key, day=day)
        called_for.filter(state=Answer.PROPOSED).update(state=Answer.APPLIED, by=user, at=timezone.now())
    return list(made.values())
