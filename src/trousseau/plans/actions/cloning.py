"""Taking a plan over for another account, without anybody of the first client: all that may be taken, or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.plans.actions import kpis, writing
from trousseau.plans.actions.changing import Advised, Feared, add_recommendation, add_risk
from trousseau.plans.actions.initiatives import Together, add_initiative
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective, open_plan
from trousseau.plans.models import Plan
from trousseau.plans.queries.cloning import Draft, Taken, drafted, names, sources

CLONED = "plan.cloned"


def clone(user: User, source: Plan, account: Account, starts: dt.date, ambition: str) -> Plan:
    """Open the plan of an account after another one's; refused where a plan is living, or nobody leads the account."""
    with transaction.atomic():
        found = sources(user, account).filter(pk=source.pk).first()
        if found is None:
            raise PermissionDenied
        writing.days(starts, starts, timezone.localdate())
        if account.manager is None or not account.manager.is_active:
            raise ValidationError(
                {NON_FIELD_ERRORS: _("Nobody leads this account: give it a manager first, who owns what is taken.")}
            )
        if names(found).told_in(ambition):
            raise ValidationError(
                {"ambition": _("This names the other client or somebody there: say it for this client.")}
            )
        draft = drafted(found, account, starts)
        made = open_plan(user, account, ambition, draft.starts, draft.ends)
        _fill(user, made, draft)
        counted = {kind: len(rows) for kind, rows in draft.parts.items()}
        after = {"source": found.public_id, "starts": starts, "left_out": len(draft.left), **counted}
        audit.record(user, CLONED, made, after=after)
    return made


def _fill(user: User, plan: Plan, draft: Draft) -> None:
    """Put every part into the new plan, each belonging to what stands for what it belonged to."""
    parts = draft.parts
    aims = {
        one.row.pk: add_objective(
            user, plan, Wanted(**one.texts, due=_day(one), horizon=one.row.horizon, owner=one.owner,
                               weight=one.row.weight)
        )
        for one in parts.get("objectives", ())
    }  # fmt: skip
    together = {
        one.row.pk: add_initiative(user, plan, Together(one.texts["title"], aims.get(one.row.objective_id)))
        for one in parts.get("initiatives", ())
    }
    deeds = {}
    for one in parts.get("actions", ()):
        row = one.row
        said = Doing(
            **one.texts,
            starts=one.starts or _day(one),
            due=_day(one),
            owner=one.owner,
            weight=row.weight,
            days=row.days,
            objective=aims.get(row.objective_id),
            initiative=together.get(row.initiative_id),
        )
        deeds[row.pk] = add_action(user, plan, said)
    for one in parts.get("actions", ()):
        deeds[one.row.pk].needs.set(deeds[need.pk] for need in one.row.needs.all() if need.pk in deeds)
    for one in parts.get("recommendations", ()):
        add_recommendation(user, plan, Advised(**one.texts, objective=aims.get(one.row.objective_id)))
    for one in parts.get("risks", ()):
        add_risk(user, plan, Feared(**one.texts, owner=one.owner))
    for one in parts.get("kpis", ()):
        _define(user, plan, one, aims)


def _define(user: User, plan: Plan, one: Taken, aims: dict[Any, Any]) -> None:
    """An indicator with its formula and rhythm; what it is now and is to become is said anew."""
    row = one.row
    said: dict[str, Any] = {
        **one.texts,
        "source": row.source,
        "unit": row.unit,
        "rhythm": row.rhythm,
        "baseline_on": one.starts,
        "target_on": one.due,
        "owner": one.owner,
        "objective": aims.get(row.objective_id),
    }
    formula = dict(row.formula)
    if formula.get("by") == "group":  # the other account's own: its group is another, and may not be seen whole
        formula["by"] = "account"
    kpis.define(user, plan, kpis.Said(**said, formula=formula))


def _day(one: Taken) -> dt.date:
    """The day of a part that has one."""
    if one.due is None:
        raise ValueError(one.row)
    return one.due
