"""Reminders of a check-up that is due: one when its day has come, one each week it is late, to each who may freeze."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trousseau.access.models import Organisation, User
from trousseau.access.rules import may
from trousseau.notices.kinds import Kind
from trousseau.notices.telling import tell
from trousseau.portfolio import words
from trousseau.portfolio.queries import history


def remind(today: dt.date | None = None) -> int:
    """Tell who has not been told yet, each once a week; gives how many. Several workers may call it at once."""
    today, told = today or timezone.localdate(), 0
    name = Organisation.current().name
    for person in User.objects.filter(is_active=True).prefetch_related("assignments").order_by("pk"):
        due = history.next_due(person) if may(person, "freeze_checkup") else None
        if due is None or due > today:
            continue
        late = (today - due).days
        notice = tell(
            person,
            KIND.name,
            key=f"{due} {late // 7}",
            url=reverse("portfolio:checkup"),
            name=name,
            due=due.isoformat(),
            late=late,
        )
        told += notice is not None
    return told


def _text(said: Mapping[str, Any]) -> str:
    days = said["late"]
    if not days:
        return _("The check-up of %(name)s is due today.") % said
    day = words.language().date(dt.date.fromisoformat(said["due"]))
    return ngettext(
        "The check-up of %(name)s was due on %(date)s, %(days)d day ago.",
        "The check-up of %(name)s was due on %(date)s, %(days)d days ago.",
        days,
    ) % {"name": said["name"], "date": day, "days": days}


KIND = Kind("checkup.due", gettext_lazy("A check-up is due"), _text)
