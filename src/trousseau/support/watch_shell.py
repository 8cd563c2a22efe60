"""What watch notes hand to other rooms: panel, papers, search, the weekly notice, the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import panels, sections
from trousseau.accounts.models import Account, folded
from trousseau.notices import kinds
from trousseau.portfolio import words
from trousseau.support.actions.watch import ROUTED
from trousseau.support.models import WatchRoute
from trousseau.support.pages import watch as pages
from trousseau.support.queries import watch as queries

IN_PAPERS = 5
HALF_A_YEAR = 183


def register() -> None:
    """Register everything; once, at the start."""
    audit.describe(
        {
            "watch.written": gettext_lazy("Watch note written"),
            "watch.changed": gettext_lazy("Watch note corrected"),
            "watch.sent": gettext_lazy("Watch note sent to accounts"),
            "watch.taken_back": gettext_lazy("Watch note taken back from an account"),
            "watch.used": gettext_lazy("Watch note used"),
            "watch.not_used": gettext_lazy("Use of a watch note taken back"),
            "watch.dropped": gettext_lazy("Watch note deleted"),
        }
    )
    panels.register(
        panels.Panel(
            "watch", gettext_lazy("Watch"), "support/watch_panel.html", pages.panel, place="side", order=50, late=True
        )
    )
    sections.register(sections.Section("watch", gettext_lazy("Watch"), build=told, order=80))
    shell.register_search(find)
    kinds.register(kinds.Kind(ROUTED, gettext_lazy("A watch note concerns my accounts"), text=routed, pace="weekly"))


def routed(params: Mapping[str, Any]) -> str:
    """That a note was sent to an account of one's own."""
    return _("For {account}, noted by {by}: {title}").format(
        account=params["account"], by=params["by"], title=params["title"]
    )


def told(user: User, account: Account) -> sections.Told | None:
    """The latest notes sent to an account; None where there are none of the last half year."""
    if not may(user, "read_team"):
        return None
    since = timezone.localdate() - dt.timedelta(days=HALF_A_YEAR)
    rows = WatchRoute.objects.filter(account=account, note__said_on__gte=since).select_related("note")
    found = list(rows.order_by("-note__said_on", "-pk")[:IN_PAPERS])
    if not found:
        return None
    language = words.language()
    return sections.Told(
        heads=(_("Day"), _("Note"), _("Why"), _("Source")),
        rows=tuple(
            (
                language.date(row.note.said_on),
                row.note.title,
                pages.because(row.because),
                row.note.source or pages.host(row.note.link) or "–",
            )
            for row in found
        ),
    )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """Notes that hold every word, latest first."""
    asked = folded(text).split()
    if not asked:
        return []
    found = queries.notes(user)
    for word in asked:
        found = found.filter(search_text__contains=word)
    return [
        shell.Hit(
            one.title,
            reverse("support:watch_note", args=[one.public_id]),
            _("Watch note"),
            ", ".join(one.topics[:3]),
        )
        for one in found[:limit]
    ]
