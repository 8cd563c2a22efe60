"""What topics and ages of knowledge are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

TOPIC_WORDS: Mapping[str, str | Promise] = {
    "structure": gettext_lazy("Structure"),
    "deciders": gettext_lazy("Who decides"),
    "influencers": gettext_lazy("Who influences"),
    "stakes": pgettext_lazy("client", "Stakes"),
    "economics": gettext_lazy("Their economics"),
    "competition": gettext_lazy("Competition"),
}


def age(days: int) -> str:
    """An age as one says it: “12 days”, “14 months”, “3 years”."""
    if days < 1:
        return _("today")
    if days < 61:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    months = round(days / 30.44)
    if months < 36:
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = round(days / 365.25)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def old(said_on: dt.date, today: dt.date) -> str:
    """How old a source is: “source 14 months old”."""
    return _("source %(age)s old") % {"age": age((today - said_on).days)}


KNOWN = gettext_lazy("How well known")
WELL_KNOWN = gettext_lazy("Well known, 80% and more")
HALF_KNOWN = gettext_lazy("Known by half")
LITTLE_KNOWN = gettext_lazy("Known by less than half")
