"""Applying a playbook to a plan: all of its steps become actions, or none does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.plans.actions import writing
from trousseau.plans.actions.plan import Doing, add_action
from trousseau.plans.models import Action, Plan
from trousseau.plans.playbooks_delivered import Playbook
from trousseau.plans.queries.playbooks import APPLIED, dated, last_applied, said


def apply(
    user: User,
    plan: Plan,
    playbook: Playbook,
    day: dt.date,
    owners: Mapping[str, User],
    *,
    country: str = "",
    again: bool = False,
) -> list[Action]:
    """Put the steps of a playbook into a plan, each with its owner by step; refused a second time unless `again`."""
    with transaction.atomic():
        found = writing.plan_held(user, plan)
        writing.days(day, day, timezone.localdate(), last="day")
        if not again and last_applied(found, playbook) is not None:
            raise ValidationError(
                {NON_FIELD_ERRORS: _("This playbook is applied to the plan already: say that you want it once more.")}
            )
        made: dict[str, Action] = {}
        for one in dated(playbook, day, country, {}):
            what = said(one.step.what)
            owner = owners.get(one.step.key)
            if owner is None:
                raise ValidationError({one.step.key: _("Say who does “%(what)s”.") % {"what": what}})
            doing = Doing(what=what, starts=one.starts, due=one.due, owner=owner, weight=one.step.weight)
            made[one.step.key] = add_action(user, found, doing)
            made[one.step.key].needs.set(made[key] for key in one.step.after)
        audit.record(
            user,
            APPLIED,
            found,
            after={"playbook": playbook.key, "version": playbook.version, "day": day, "country": country},
        )
    return list(made.values())
