"""What of negotiations is due on Home: a sheet still a draft whose meeting is near.

It tells the subject and the day, nothing of what the sheet says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access, due
from trousseau.accounts.due import DueItem, Row
from trousseau.plans.models import Negotiation
from trousseau.plans.models.negotiation import Stage
from trousseau.plans.models.rhythm import Held

SOON = 3
"""Days before the meeting from which on it is due."""
DAY = Coalesce("meeting__on", "on")
"""The day of its meeting; its own where it has none."""


def rows(user: User) -> QuerySet[Negotiation] | None:
    """Drafts on accounts that someone leads whose day is near; not of a meeting that was cancelled or held."""
    if not may(user, "read_negotiations"):
        return None
    today = timezone.localdate()
    led = Negotiation.objects.filter(
        account__manager=user.pk, account__in=access.visible_to(user), stage=Stage.DRAFT
    ).alias(day=DAY)  # fmt: skip
    led = led.filter(Q(meeting=None) | Q(meeting__state=Held.PLANNED))
    return led.filter(day__gte=today, day__lte=today + dt.timedelta(days=SOON)).order_by("day", "pk")


def items(_user: User, found: Sequence[Row]) -> Iterable[DueItem]:
    """Each sheet, to be frozen before they meet."""
    today = timezone.localdate()
    for one in found:
        day = dt.date.fromisoformat(one["day"])
        left = (day - today).days
        when = ngettext("in {n} day", "in {n} days", left).format(n=left) if left else _("today")
        yield DueItem(
            title=one["subject"],
            why=_("Freeze the sheet before the meeting: what came of it is then compared with what was planned."),
            url=reverse("plans:negotiation", args=[one["address"], one["key"]]),
            action=_("Read the sheet"),
            kind=_("Negotiation {when}").format(when=when),
            urgency="soon" if left else "now",
            account=one["account"],
            account_url=reverse("plans:negotiations", args=[one["address"]]),
            due=day,
        )


SOURCE = due.Source(
    rows=rows,
    told={
        "key": "public_id", "subject": "subject", "day": DAY,
        "account": "account__name", "address": "account__public_id",
    },
    items=items,
)  # fmt: skip
