"""What commitments hand to other rooms: panel, button, due items, papers, search, notices, the trail, their job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import buttons, due, panels, sections
from trousseau.accounts.models import Account, folded
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.knowledge import personal
from trousseau.notices import kinds
from trousseau.portfolio import words
from trousseau.support import commitments_due, commitments_personal
from trousseau.support.actions import climbing
from trousseau.support.actions.commitments import YOURS
from trousseau.support.models.commitments import Commitment, State
from trousseau.support.pages import commitment_words
from trousseau.support.pages import commitments as pages
from trousseau.support.queries import commitments as queries

CLIMB = "commitments_climb"


def register() -> None:
    """Register everything; once, at the start."""
    audit.describe(
        {
            "commitment.promised": gettext_lazy("Promise recorded"),
            "commitment.kept": gettext_lazy("Promise kept"),
            "commitment.broken": gettext_lazy("Promise broken"),
            "commitment.withdrawn": gettext_lazy("Promise withdrawn"),
            "commitment.reopened": gettext_lazy("Promise reopened"),
            "commitment.renegotiated": gettext_lazy("Another day agreed for a promise"),
            "commitment.changed": gettext_lazy("Promise corrected"),
            "commitment.shown": gettext_lazy("Promise shown to the client"),
            "commitment.hidden": gettext_lazy("Promise hidden from the client"),
            "commitments.climb_set": gettext_lazy("Days set on which overdue promises climb"),
        }
    )
    for place in ("main", "team"):
        panels.register(
            panels.Panel(
                "commitments" if place == "main" else "commitments-team",
                gettext_lazy("Open commitments"),
                "support/commitments_panel.html",
                pages.panel,
                place=place,
                order=30,
            )
        )
    buttons.register(
        buttons.Button(
            "promise",
            gettext_lazy("Commitment"),
            "support:promise_here",
            icon="plus",
            order=90,
            rule="promise",
            filled=True,
        )
    )
    due.register(commitments_due.items)
    sections.register(sections.Section("commitments", gettext_lazy("Open commitments"), build=told, order=50))
    shell.register_search(find)
    kinds.register(kinds.Kind(YOURS, gettext_lazy("A promise is recorded in my name"), text=yours))
    kinds.register(kinds.Kind(climbing.LATE, gettext_lazy("A promise to a client is late"), text=late))
    personal.register("commitments", Commitment, export=commitments_personal.held)
    registry.handler(CLIMB, label=gettext_lazy("Overdue promises climb"))(run_climb)
    registry.every(dt.timedelta(hours=1), CLIMB)


def run_climb(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Take the steps that are due."""
    return {"steps": climbing.climb()}


def told(user: User, account: Account) -> sections.Told | None:
    """The open promises of an account for its papers; None where there are none."""
    language = words.language()
    found, figures = queries.of_account(user, account)
    rows = pages.rows(user, sorted(found, key=lambda one: (one.due, one.pk)))
    if not rows:
        return None
    return sections.Told(
        sentence=commitment_words.finding(figures, language),
        heads=(_("Promised"), _("To whom at the client"), _("By whom of us"), _("Due"), _("State")),
        rows=tuple(
            (row.one.what, row.to or "–", str(row.one.owner or "–"), language.date(row.one.due), row.mark.words)
            for row in rows
        ),
    )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """Promises whose words or account hold every word, open ones first."""
    asked = folded(text).split()
    if not asked or not may(user, "read_commitments"):
        return []
    found = queries.visible(user).select_related("account")
    for word in asked:
        found = found.filter(search_text__contains=word)
    language, today = words.language(), timezone.localdate()
    rows = sorted(found.order_by("-due")[: limit * 4], key=lambda one: one.state != State.OPEN)[:limit]
    return [
        shell.Hit(
            one.what,
            reverse("support:commitment", args=[one.public_id]),
            _("Commitment"),
            f"{one.account.name} · {commitment_words.mark(one, today, language).words}",
        )
        for one in rows
    ]


def yours(params: Mapping[str, Any]) -> str:
    """That somebody recorded a promise in one's name."""
    said = (
        _("{by} recorded that {account} promised you: {what}, due on {due}.")
        if params.get("theirs")
        else _("{by} recorded your promise to {account}: {what}, due on {due}.")
    )
    return said.format(
        by=params["by"],
        account=params["account"],
        what=params["what"],
        due=words.language().date(dt.date.fromisoformat(params["due"])),
    )


def late(params: Mapping[str, Any]) -> str:
    """That a promise is late, and whose it is."""
    days = int(params["late"])
    if params.get("theirs"):
        said = ngettext(
            "{account} is {n} day late with what it promised {owner}: {what}.",
            "{account} is {n} days late with what it promised {owner}: {what}.",
            days,
        )
    else:
        said = ngettext(
            "Promised to {account} by {owner}, {n} day late: {what}.",
            "Promised to {account} by {owner}, {n} days late: {what}.",
            days,
        )
    return said.format(account=params["account"], owner=params["owner"] or "–", n=days, what=params["what"])
