"""The time people wrote down, and how it is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access.models import User
from trousseau.figures.language import Language
from trousseau.plans.actions.times import DURATIONS, HOURS
from trousseau.plans.models import Action, Meeting, Spending

WORDS = {
    "15": gettext_lazy("15 min"), "30": gettext_lazy("30 min"), "60": gettext_lazy("1 h"),
    "half": gettext_lazy("half a day"), "day": gettext_lazy("1 day"),
}  # fmt: skip
CHOICES = tuple(WORDS.items())


def mine_in(user: User, meetings: Iterable[Meeting]) -> dict[int, Decimal]:
    """Meeting → the days it took someone; one query."""
    found = Spending.objects.filter(by=user, meeting__in=[one.pk for one in meetings])
    return {meeting: days for meeting, days in found.values_list("meeting", "days") if meeting and days}


def mine_on(user: User, action: Action, day: dt.date) -> Decimal | None:
    """The days someone spent on an action on a day; one query."""
    return Spending.objects.filter(timed=True, by=user, action=action, on=day).values_list("days", flat=True).first()


def said(days: Decimal | None, language: Language) -> str:
    """A time in words, as it was chosen where it was; "" for none."""
    if not days:
        return ""
    chosen = next((key for key, one in DURATIONS.items() if one == days), None)
    return str(WORDS[chosen]) if chosen else _("{n} h").format(n=language.number(float(days) * HOURS, 2))
