"""What meetings hand to other rooms: panel, section of papers, due items, search, the words of the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import agenda, due, panels, sections
from trousseau.accounts.models import Account, folded
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.jobs.registry import Retry
from trousseau.notices import kinds
from trousseau.plans import meeting_access, meetings_due, rhythm_due
from trousseau.plans.actions import invitations, reviews
from trousseau.plans.models.rhythm import Held
from trousseau.plans.pages import meetings as pages
from trousseau.plans.queries import meetings as queries

PREPARE = "reviews_prepared"


def register() -> None:
    """Register everything; once, at the start."""
    audit.describe(
        {
            "meeting.arranged": gettext_lazy("Meeting arranged"),
            "meeting.changed": gettext_lazy("Meeting changed"),
            "meeting.held": gettext_lazy("Meeting held"),
            "meeting.cancelled": gettext_lazy("Meeting cancelled"),
            "meeting.reopened": gettext_lazy("Meeting planned again"),
            "meeting.minutes_written": gettext_lazy("Minutes written"),
            "meeting.points_added": gettext_lazy("Points put on the agenda"),
            "meeting.point_dropped": gettext_lazy("Point taken off the agenda"),
            "meeting.decided": gettext_lazy("Decision kept in the minutes"),
            "review.prepared": gettext_lazy("Business review prepared"),
            "review.looked_ahead": gettext_lazy("Next quarter written into a business review"),
            "touchpoints.promised": gettext_lazy("Touchpoints promised by tier"),
            "meeting.invited": gettext_lazy("Invitations sent by mail"),
            "meeting.answered": gettext_lazy("Answer to an invitation written down"),
            "time.spent": gettext_lazy("Time spent written down"),
            "time.taken_back": gettext_lazy("Time spent taken back"),
            "feed.made": gettext_lazy("Calendar address made"),
            "feed.withdrawn": gettext_lazy("Calendar address withdrawn"),
            "meeting.decision_dropped": gettext_lazy("Decision taken out of the minutes"),
        }
    )
    panels.register(
        panels.Panel(
            "meetings", gettext_lazy("Next meetings"), "plans/meetings_panel.html", pages.panel, order=35, late=True
        )
    )
    sections.register(sections.Section("meetings", gettext_lazy("Next meetings"), build=told, order=55))
    due.register_source(meetings_due.SOURCE)
    due.register_source(rhythm_due.SOURCE)
    agenda.register(days)
    kinds.register(kinds.Kind(reviews.PREPARED, gettext_lazy("A business review of mine is prepared"), text=prepared))
    registry.handler(PREPARE, label=gettext_lazy("Business reviews prepared"))(run_prepare)
    registry.every(dt.timedelta(hours=6), PREPARE)
    registry.handler(
        invitations.SEND, label=gettext_lazy("Invitations by mail"), retries=5, backoff=dt.timedelta(minutes=2)
    )(run_send)
    registry.every(dt.timedelta(minutes=10), invitations.SEND, needed=invitations.waiting)
    shell.register_search(find)


def run_prepare(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Prepare the reviews that are less than three weeks away."""
    return {"prepared": reviews.prepare_due()}


def run_send(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    """Send the invitations that wait; a silent mail server is tried again."""
    try:
        return {"sent": invitations.deliver()}
    except OSError as error:
        raise Retry(str(error)) from error


def prepared(params: Mapping[str, Any]) -> str:
    """That a business review was prepared."""
    return _("The business review with {account} on {day} is prepared: look it through.").format(
        account=params["account"], day=pages.day(dt.date.fromisoformat(params["on"]))
    )


def told(user: User, account: Account) -> sections.Told | None:
    """The next meetings for the papers of an account; None where none is planned."""
    if not may(user, "read_plans"):
        return None
    rows = pages.rows(queries.around(user, account).coming)
    if not rows:
        return None
    return sections.Told(
        heads=(_("Day"), _("What it is about"), _("Kind"), _("Organiser")),
        rows=tuple((pages.day(one.one.on), one.one.title, one.kind, str(one.one.organiser or "–")) for one in rows),
    )


def days(user: User, first: dt.date, last: dt.date) -> Iterable[agenda.Entry]:
    """The meetings someone takes part in between two days, with their hour; one query."""
    if not may(user, "read_plans"):
        return
    found = queries.mine(user).filter(on__gte=first, on__lte=last).exclude(state=Held.CANCELLED)
    for one in found.select_related("account"):
        yield agenda.Entry(
            one.on,
            one.title,
            reverse("plans:meeting", args=[one.account.public_id, one.public_id]),
            at=one.at,
            account=one.account.name,
            done=one.state == Held.HELD,
        )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """Meetings whose words hold every word, the latest first."""
    asked = folded(text).split()
    if not asked:
        return []
    found = meeting_access.visible(user).select_related("account")
    for word in asked:
        found = found.filter(search_text__contains=word)
    return [
        shell.Hit(
            one.title,
            reverse("plans:meeting", args=[one.account.public_id, one.public_id]),
            _("Meeting"),
            f"{one.account.name} · {pages.day(one.on)}",
        )
        for one in found.order_by("-on")[:limit]
    ]
