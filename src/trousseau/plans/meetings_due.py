"""What of meetings is due on Home: those within a week, and past ones nobody said anything of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import due
from trousseau.accounts.due import DueItem, Row
from trousseau.plans.models import Meeting
from trousseau.plans.models.rhythm import Held
from trousseau.plans.queries import meetings as queries

WEEK = dt.timedelta(days=7)


def rows(user: User) -> QuerySet[Meeting] | None:
    """The meetings someone organises or takes part in that are near, or past and nothing said."""
    if not may(user, "read_plans"):
        return None
    until = timezone.localdate() + WEEK
    return queries.mine(user).filter(state=Held.PLANNED, on__lte=until).order_by("on", "pk")


def items(_user: User, found: Sequence[Row]) -> Iterable[DueItem]:
    """Each: to be prepared, or its minutes to be written."""
    today = timezone.localdate()
    for one in found:
        on = dt.date.fromisoformat(one["on"])
        days = (on - today).days
        if days < 0:
            kind = ngettext("Meeting, {n} day ago", "Meeting, {n} days ago", -days).format(n=-days)
            action, why = _("Write the minutes"), _("Nobody has said yet what became of it.")
        else:
            when = _("today") if days == 0 else ngettext("in {n} day", "in {n} days", days).format(n=days)
            kind, action, why = _("Meeting, {when}").format(when=when), _("Prepare it"), ""
        yield DueItem(
            kind=kind,
            title=one["title"],
            why=why,
            url=reverse("plans:meeting", args=[one["address"], one["key"]]),
            action=action,
            urgency="now" if days == 0 else "soon",
            account=one["account"],
            account_url=reverse("accounts:account", args=[one["address"]]),
            due=on,
        )


SOURCE = due.Source(
    rows=rows,
    told={
        "key": "public_id", "title": "title", "on": "on", "account": "account__name", "address": "account__public_id",
    },
    items=items,
    most=8,
)  # fmt: skip
