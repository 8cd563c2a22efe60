"""The page that begins a plan from a template, or adds one to it: which, from when, what it becomes, with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import SENTENCES
from trousseau.access.models import User
from trousseau.access.rules import person
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import Account
from trousseau.knowledge.models import Contact
from trousseau.plans.access import may_edit
from trousseau.plans.actions.writing import YEARS
from trousseau.plans.forms import THEIRS
from trousseau.plans.models import Plan, TemplateVersion
from trousseau.plans.outlines import Outline
from trousseau.plans.pages.playbooks import countries_asked, day_of
from trousseau.plans.pages.templates import size
from trousseau.plans.playbook import CLIENT
from trousseau.plans.queries import calendars, playbooks
from trousseau.plans.queries import templates as queries
from trousseau.plans.roles import ROLES
from trousseau.support.queries.days import country_choices
from trousseau.support.queries.people import contacts

ORIGINS = 5


def page(  # noqa: PLR0917 - what the view has read, once
    request: HttpRequest,
    account: Account,
    plan: Plan | None,
    version: TemplateVersion | None,
    asked: Mapping[str, str],
    errors: Sequence[str] = (),
) -> dict[str, Any]:
    """All that the page shows; `asked` holds what was chosen: day, country, ambition, who by role."""
    user, wrong = person(request), list(errors)
    day = day_of(asked.get("day", ""))
    if day is None and "day" in asked and not errors:
        wrong.append(_("Choose a day within %(years)s years: these dates are counted from today.") % {"years": YEARS})
    shown = account_pages.head(request, account, "plan") | {"plan": plan, "errors": wrong, "version": version}
    if version is None:
        return shown | {"choices": _choices(user, account)}
    day = day or timezone.localdate()
    countries = countries_asked(request, account)
    outline = version.outline
    layout = queries.laid(outline, day, calendars.off(countries), plan)
    people, team = candidates(user, account), playbooks.team(account)
    return shown | {
        "outline": outline,
        "layout": layout,
        "day": day,
        "chosen": [one for one in country_choices() if one[0] in countries],
        "countries": [one for one in country_choices() if one[0] not in countries],
        "ambition": asked.get("ambition", outline.ambition),
        "before": queries.origins(plan).filter(after__template=version.template.public_id).first() if plan else None,
        "roles": [
            (role, str(ROLES[role]), _stands(team, role, asked), list(people[role == CLIENT].items()))
            for role in layout.roles
        ],
        "books": _books(outline),
    }


def part(request: HttpRequest, plan: Plan) -> dict[str, Any] | None:
    """What the page of a plan shows: which templates were put into it, and the playbooks that belong to the last."""
    user, events = person(request), list(queries.origins(plan)[:ORIGINS])
    if not events:
        return None
    last = events[0].after or {}
    versions = queries.versions(user).filter(template__public_id=last["template"], number=last["version"])
    return {
        "origins": [(event.after, SENTENCES.get(event.verb, event.verb), event) for event in events],
        "books": [book for one in versions for book in _books(one.outline)] if may_edit(user, plan.account) else [],
        "account": plan.account,
    }


def candidates(user: User, account: Account) -> tuple[dict[str, User | Contact], dict[str, User | Contact]]:
    """Who may stand for a role: those behind the account and whoever asks; and for the client, first its people."""
    ours: dict[str, User | Contact] = {str(one.pk): one for one in (*playbooks.team(account).values(), user)}
    ours = dict(sorted(ours.items(), key=lambda one: str(one[1])))
    theirs: dict[str, User | Contact] = {f"{THEIRS}{one.pk}": one for one in contacts(user, account)}
    return ours, theirs | ours


def chosen(user: User, account: Account, asked: Mapping[str, str]) -> dict[str, User | Contact]:
    """Who was chosen for each role, of those who may stand for it."""
    people = candidates(user, account)
    return {
        role: people[role == CLIENT][asked[f"who-{role}"]]
        for role in ROLES
        if asked.get(f"who-{role}") in people[role == CLIENT]
    }


def _choices(user: User, account: Account) -> list[dict[str, Any]]:
    return [
        {"fit": fit, "outline": fit.outline, "meant": queries.meant_for(fit.outline), "size": size(fit.outline)}
        for fit in queries.fitting(user, account)
    ]


def _stands(team: Mapping[str, User], role: str, asked: Mapping[str, str]) -> str:
    """Who is chosen for a role: as it was sent, else whoever has it on the account; "" where nobody has."""
    if f"who-{role}" in asked:
        return asked[f"who-{role}"]
    one = team.get(role)
    return str(one.pk) if one is not None else ""


def _books(outline: Outline) -> list[tuple[str, str]]:
    """The playbooks that belong to a template and can still be put onto a plan."""
    known = queries.playbooks()
    return [(key, known[key]) for key in outline.playbooks if key in known]
