"""Reminders to assessors who have not finished: one when the day is near, one when it has passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.rules import may
from trousseau.notices.kinds import Kind
from trousseau.notices.telling import tell
from trousseau.portfolio import words
from trousseau.selection.queries.assessments import unfinished

NEAR = dt.timedelta(days=3)


def remind_assessors(today: dt.date | None = None) -> int:
    """Tell who has not been told yet; gives how many. Several workers may call it at once.

    Where the day of a round is changed, reminders follow the new day.
    """
    today, told = today or timezone.localdate(), 0
    for work in unfinished():
        due = work.round.due
        if due - today > NEAR or not may(work.assessor.person, "assess"):
            continue
        late = today > due
        notice = tell(
            work.assessor.person,
            KIND.name,
            key=f"{work.assessor.pk} {due} {'late' if late else 'near'}",
            url=reverse("selection:my_assessments", args=[work.round.public_id]),
            due=due.isoformat(),
            late=late,
            left=work.left,
            asked=work.asked,
        )
        told += notice is not None
    return told


def _text(said: Mapping[str, Any]) -> str:
    language = words.language()
    day = language.date(dt.date.fromisoformat(said["due"]))
    begun = _("Your assessments were due on %(date)s:") if said["late"] else _("Your assessments are due on %(date)s:")
    left, asked = said["left"], language.number(said["asked"])
    if left:
        missing = ngettext(
            "%(left)s answer of %(asked)s is still to give.", "%(left)s answers of %(asked)s are still to give.", left
        ) % {"left": language.number(left), "asked": asked}
    else:
        missing = _("everything is judged, it is still to be handed in.")
    return f"{begun % {'date': day}} {missing}"


KIND = Kind("assessments.due", gettext_lazy("My assessments are due"), _text)
