"""The page that applies a playbook to a plan: what it will create, when, by whom; who is missing is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access.models import User
from trousseau.accounts import pages as account_pages
from trousseau.accounts.models import TeamRole
from trousseau.plans.actions.writing import YEARS
from trousseau.plans.models import Plan
from trousseau.plans.playbooks_delivered import PLAYBOOKS, Playbook
from trousseau.plans.queries import playbooks as queries
from trousseau.support.queries.days import country_choices

ROLES: dict[str, Any] = {
    "manager": gettext_lazy("Account manager"),
    "head": gettext_lazy("Head of the account’s manager"),
    **dict(TeamRole.choices),
}


def day_of(text: str) -> dt.date | None:
    """The day someone typed; None where it is none, or a slip of the keyboard."""
    try:
        day = dt.date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if abs(day.year - timezone.localdate().year) <= YEARS else None


def page(
    request: HttpRequest, plan: Plan, playbook: Playbook | None, asked: Mapping[str, str], errors: Sequence[str] = ()
) -> dict[str, Any]:
    """All that the page shows; `asked` holds what was chosen: day, country, who by step."""
    people = queries.team(plan.account)
    shared = account_pages.head(request, plan.account, "plan") | {"plan": plan, "errors": list(errors)}
    shared["choices"] = [
        {"key": one.key, "name": queries.said(one.name), "day": queries.said(one.day), "steps": len(one.steps)}
        for one in PLAYBOOKS
    ]
    if playbook is None:
        return shared
    day = day_of(asked.get("day", ""))
    if day is None and "day" in asked:
        said = _("Choose a day within %(years)s years: these dates are counted from today.") % {"years": YEARS}
        shared["errors"] = [*errors, said]
    day = day or timezone.localdate()
    country = queries.known(asked["country"]) if "country" in asked else queries.country_of(plan.account)
    last = queries.last_applied(plan, playbook)
    return shared | {
        "playbook": playbook,
        "name": queries.said(playbook.name),
        "day_says": queries.said(playbook.day),
        "day": day,
        "country": country,
        "countries": country_choices(),
        "last": last,
        "team": _candidates(people),
        "rows": [
            {
                "key": one.step.key,
                "what": queries.said(one.step.what),
                "role": ROLES[one.step.who],
                "missing": one.owner is None,
                "starts": one.starts,
                "due": one.due,
                "who": asked.get(f"who-{one.step.key}", str(one.owner.pk) if one.owner else ""),
            }
            for one in queries.dated(playbook, day, country, people)
        ],
    }


def _candidates(people: Mapping[str, User]) -> list[tuple[str, str]]:
    """Everyone who stands behind the account, by name, each once."""
    found = {str(user.pk): user.name for user in people.values()}
    return sorted(found.items(), key=lambda one: one[1])
