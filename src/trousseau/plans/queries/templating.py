"""What a plan would say as a template: its lines without anybody of the client, without a name, without a figure.

A text is taken only where it holds no digit, no name, e-mail or phone of the client's people, nor the client's name,
its group's, its firms' or its sites'.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account, folded
from trousseau.accounts.models.team import TeamMember, TeamRole
from trousseau.knowledge.models import LegalEntity, Site
from trousseau.method.working_days import counted
from trousseau.plans.models import Plan, Progress, Source
from trousseau.plans.outlines import Aim, Danger, Deed, Gauge, Outline
from trousseau.plans.playbook import CLIENT
from trousseau.plans.queries import calendars
from trousseau.plans.queries.cloning import COMMON, WORD, Names, names
from trousseau.plans.roles import MANAGER

MONTH = 30.44
LONGEST = 36
PLACES = frozenset({
    "site", "usine", "siege", "atelier", "entrepot", "depot", "bureau", "agence", "plant", "factory", "works",
    "office", "warehouse", "workshop", "centre", "center", "campus", "head", "quarters", "werk",
})  # fmt: skip
"""Words of a site's name that do not tell which site it is."""


def telling(plan: Plan) -> Names:
    """What must not be told of a plan's client: what a clone leaves out, and its firms and sites."""
    account = plan.account
    told = names(plan)
    accounts = [account.pk] if account.group_id is None else _of_group(account)
    firms = LegalEntity.objects.filter(account__in=accounts).values_list("name", flat=True)
    sites = Site.objects.filter(account__in=accounts).values_list("name", "city")
    called = {text for text in (*firms, *(part for site in sites for part in site)) if text}
    words = {word for text in called for word in WORD.findall(folded(text)) if len(word) > 2} - COMMON - PLACES
    return replace(
        told,
        whole=told.whole | {folded(text) for text in called if len(text) > 2},
        words=told.words | {word for word in words if not word.isdigit()},
    )


def outline_of(plan: Plan) -> tuple[Outline, list[str]]:
    """A plan as a template, and the texts that stay behind because they name somebody or hold a figure."""
    told, left = telling(plan), list[str]()

    def safe(text: str) -> str:
        if text and (_figures(text) or told.told_in(text)):
            left.append(text)
            return ""
        return text

    aims, place = [], dict[int, int]()
    gauged = list(plan.kpis.all())
    for row in plan.objectives.all():
        title = safe(row.title)
        if title:
            aims.append(
                Aim(title, row.horizon, _months(plan.starts, row.due), target="", why=safe(row.why), weight=row.weight,
                    measure=safe("; ".join(one.name for one in gauged if one.objective_id == row.pk)[:200]))
            )  # fmt: skip
            place[row.pk] = len(aims)
    gauges = [
        Gauge(name, one.source, _formula(one, told), one.unit, one.rhythm, place.get(one.objective_id or 0, 0))
        for one in gauged
        if (name := safe(one.name))
    ]
    rows = plan.risks.filter(closed_on=None).select_related("owner")
    role = _roles(plan)
    dangers = [Danger(what, safe(one.answer), role(one.owner)) for one in rows if (what := safe(one.what))]
    outline = Outline(
        name="",
        ambition=safe(plan.ambition),
        months=min(LONGEST, max(12, _months(plan.starts, plan.ends))),
        aims=tuple(aims),
        gauges=tuple(gauges),
        deeds=tuple(_deeds(plan, safe, role, place)),
        dangers=tuple(dangers),
    )
    return outline, list(dict.fromkeys(left))


def _deeds(
    plan: Plan, safe: Callable[[str], str], role: Callable[[User | None], str], place: dict[int, int]
) -> list[Deed]:
    """The actions that were not dropped, each with its days counted from the plan's first."""
    free = calendars.off(calendars.countries_of(plan.account))
    rows = plan.actions.exclude(state=Progress.DROPPED).select_related("owner").prefetch_related("needs")
    found, number = list[Deed](), dict[int, int]()
    kept = [(row, what) for row in rows if (what := safe(row.what))]
    number = {row.pk: n for n, (row, _what) in enumerate(kept, 1)}
    for row, what in kept:
        at = counted(plan.starts, row.due, free)
        found.append(
            Deed(
                what,
                CLIENT if row.contact_id is not None and row.owner_id is None else role(row.owner),
                at,
                min(at, counted(row.starts, row.due, free)),
                safe(row.how),
                row.weight,
                place.get(row.objective_id or 0, 0),
                tuple(sorted(number[need.pk] for need in row.needs.all() if need.pk in number)),
            )
        )
    return found


def _roles(plan: Plan) -> Callable[[User | None], str]:
    """The role somebody has on the account; its manager's where they have none."""
    members = TeamMember.objects.filter(account=plan.account_id).exclude(role=TeamRole.OTHER)
    roles: dict[int, str] = dict(members.order_by("-since", "-id").values_list("user_id", "role"))
    manager = plan.account.manager
    if manager is not None and manager.reports_to_id:
        roles[manager.reports_to_id] = "head"
    if manager is not None:
        roles[manager.pk] = MANAGER
    return lambda owner: roles.get(owner.pk, MANAGER) if owner is not None else MANAGER


def _formula(row: Any, told: Names) -> dict[str, Any]:  # noqa: ANN401 - a Kpi
    """What an indicator is measured from, of the account as a whole: which zones and divisions tells who it is."""
    formula = {name: value for name, value in row.formula.items() if name not in {"zones", "divisions"}}
    if formula.get("by") == "group":
        formula["by"] = "account"
    said = " ".join(str(formula.get(name, "")) for name in ("families", "field"))
    if _figures(said) or told.told_in(said):
        formula = {name: value for name, value in formula.items() if name not in {"families", "field"}}
    return formula if row.source != Source.ENTERED else {}


def _figures(text: str) -> bool:
    return any(sign.isnumeric() for sign in text)


def _months(first: dt.date, last: dt.date) -> int:
    return min(LONGEST, max(1, round((last - first).days / MONTH)))


def _of_group(account: Account) -> list[int]:
    return list(access.every_account().filter(group=account.group_id).values_list("pk", flat=True))
