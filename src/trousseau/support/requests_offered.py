"""What experts and requests offer to the other rooms: trail, grant, panel, notices, search, papers, clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import shell
from trousseau.access.audit import describe
from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.access.shell import Hit
from trousseau.accounts import due, panels, sections
from trousseau.accounts.access import register_grant
from trousseau.accounts.models import Account
from trousseau.accounts.panels import Panel
from trousseau.accounts.sections import Section, Told
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.portfolio import words
from trousseau.support import requests_due, requests_told
from trousseau.support.actions import clock
from trousseau.support.actions.requests import may_ask
from trousseau.support.pages import requests as pages
from trousseau.support.queries import experts, requests
from trousseau.support.queries.requests import Ask, asked_of

CLIMB = "requests_climb"
RHYTHM = dt.timedelta(minutes=10)
VERBS = {
    "expert.availability_told": gettext_lazy("Days a week of an expert told"),
    "expert.away": gettext_lazy("Absence told"),
    "expert.back": gettext_lazy("Absence taken back"),
    "expert.calendar_read": gettext_lazy("Calendar of absences read"),
    "expert.profile_told": gettext_lazy("Languages and zones told"),
    "expert.skills_told": gettext_lazy("Skills of an expert told"),
    "request.accepted": gettext_lazy("Request taken"),
    "request.asked": gettext_lazy("Experts asked"),
    "request.declined": gettext_lazy("Request declined"),
    "request.done": gettext_lazy("Request done"),
    "request.handed_on": gettext_lazy("Request handed on"),
    "request.passed_on": gettext_lazy("Request passed on by the clock"),
    "request.promise_set": gettext_lazy("Promised answers set"),
    "request.proposed": gettext_lazy("More people asked"),
    "request.reopened": gettext_lazy("Request opened again"),
    "request.withdrawn": gettext_lazy("Request withdrawn"),
    "request.written": gettext_lazy("Written under a request"),
    "skill.added": gettext_lazy("Skill added to the list"),
    "skill.put_aside": gettext_lazy("Skill put aside"),
    "skill.renamed": gettext_lazy("Skill renamed"),
    "skill.taken_up": gettext_lazy("Skill offered again"),
}


def register() -> None:
    """Offer it all; once, at the start."""
    describe(VERBS)
    register_grant(asked_of)
    due.register(requests_due.items)
    requests_told.register()
    shell.register_search(search)
    panels.register(
        Panel("requests", gettext_lazy("Requests to experts"), "support/requests_panel.html", panel, "team", 30)
    )
    sections.register(Section("requests", gettext_lazy("Requests to experts"), build=section, order=70))
    registry.handler(CLIMB, label=gettext_lazy("Requests nobody answers are passed on"))(run)
    registry.every(RHYTHM, CLIMB)


def run(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Pass on what is due; several workers may do it at once."""
    return {"passed_on": clock.pass_on()}


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """What is asked about an account, on its tab."""
    user = person(request)
    if not may(user, "read_team"):
        return None
    return {
        "cards": pages.of_account(user, account),
        "may_ask": may_ask(user, account),
        "ask_url": reverse("support:ask", args=[account.public_id]),
        "all_url": reverse("support:account_requests", args=[account.public_id]),
    }


def section(user: User, account: Account) -> Told | None:
    """What is asked about an account, in its papers."""
    cards = [one for one in pages.of_account(user, account) if one.request.open]
    if not cards:
        return None
    language = words.language()
    return Told(
        heads=(_("Request"), _("With"), _("State"), _("Due")),
        rows=tuple((one.request.title, one.people, one.word, language.date(one.request.due)) for one in cards),
    )


def search(user: User, text: str, limit: int) -> Iterator[Hit]:
    """Requests and experts by their words."""
    if not may(user, "read_team"):
        return
    for found in requests.matching(user, Ask(search=text))[:limit]:
        url = reverse("support:request", args=[found.public_id])
        yield Hit(found.title, url, _("Request"), str(found.account))
    for one in experts.named_like(text)[:limit]:
        yield Hit(str(one), reverse("support:expert", args=[one.pk]), _("Expert"))
