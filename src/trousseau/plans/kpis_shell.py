"""What indicators hand to other rooms: due items, search, notices, words of the trail, their jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit, shell
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import due
from trousseau.accounts.due import DueItem
from trousseau.accounts.models import folded
from trousseau.accounts.reckoning import after_refresh
from trousseau.costs.changes import after_change
from trousseau.notices import kinds
from trousseau.plans import measured, parts, rhythms
from trousseau.plans.corridor import corridor
from trousseau.plans.measuring.standing import LEFT
from trousseau.plans.models import Kpi, Place
from trousseau.plans.pages import kpi_words as words
from trousseau.plans.pages import kpis as pages
from trousseau.plans.queries import kpis as queries
from trousseau.portfolio.words import language as spoken

MOST = 8


def register() -> None:
    """Register everything; once, at the start."""
    audit.describe(
        {
            "kpi.defined": gettext_lazy("Indicator defined"),
            "kpi.changed": gettext_lazy("Indicator changed"),
            "kpi.baseline_measured": gettext_lazy("Baseline of an indicator measured"),
            "kpi.read": gettext_lazy("Indicator read by hand"),
            "kpi.readings_taken": gettext_lazy("Table of readings taken in"),
            "kpi.readings_brought": gettext_lazy("Readings of an indicator brought by a table"),
            "kpi.readings_undone": gettext_lazy("Table of readings taken back"),
            "kpi.reading_removed": gettext_lazy("Reading of an indicator taken back"),
            "kpi.shown": gettext_lazy("Indicator shown to the client"),
            "kpi.hidden": gettext_lazy("Indicator hidden from the client"),
            "kpi.removed": gettext_lazy("Indicator taken out of the plan"),
        }
    )
    parts.register(parts.Part("kpis", gettext_lazy("Indicators"), "plans/kpis_part.html", pages.part, order=20))
    due.register(items)
    shell.register_search(find)
    kinds.register(kinds.Kind(LEFT, gettext_lazy("An indicator leaves its corridor"), text=left))
    measured.register()
    after_refresh(measured.after_facts)
    after_change(measured.after_facts)


def items(user: User) -> Iterable[DueItem]:
    """Indicators out of their corridor, and those nobody has read for the period that is over; one query."""
    if not may(user, "read_plans"):
        return
    mine = queries.visible(user).filter(Q(owner=user.pk) | Q(plan__account__manager=user.pk))
    today = timezone.localdate()
    out = Q(standing__place=Place.OUT)
    rows = mine.filter(out | queries.unread(today)).select_related("plan__account", "standing", "owner")
    for kpi in rows.order_by("standing__since", "pk")[: 2 * MOST]:
        standing = getattr(kpi, "standing", None)
        yield _out(kpi) if standing is not None and standing.place == Place.OUT else _unread(kpi, today)


def _out(kpi: Kpi) -> DueItem:
    language, standing = spoken(), kpi.standing
    path = corridor(kpi)
    mark = words.mark(standing, falls=path is not None and path.falls)
    said = _("{name}: {value}, {mark}.")
    return DueItem(
        kind=_("Indicator"),
        title=said.format(name=kpi.name, value=words.value(kpi.unit, standing.value, language), mark=mark.words),
        why=_("It should be at {expected}; out since {day}.").format(
            expected=words.value(kpi.unit, standing.expected, language), day=language.date(standing.since)
        ),
        url=reverse("plans:kpi", args=[kpi.plan.account.public_id, kpi.public_id]),
        action=_("See why"),
        urgency="soon",
        account=kpi.plan.account.name,
        account_url=reverse("accounts:account", args=[kpi.plan.account.public_id]),
    )


def _unread(kpi: Kpi, today: dt.date) -> DueItem:
    end = rhythms.last_end(kpi.rhythm, today)
    return DueItem(
        kind=_("Indicator to read"),
        title=_("{name}: no reading for the period to {day} yet.").format(name=kpi.name, day=spoken().date(end)),
        url=reverse("plans:kpi", args=[kpi.plan.account.public_id, kpi.public_id]),
        action=_("Enter the reading"),
        urgency="soon",
        account=kpi.plan.account.name,
        account_url=reverse("accounts:account", args=[kpi.plan.account.public_id]),
        due=end,
    )


def find(user: User, text: str, limit: int) -> Iterable[shell.Hit]:
    """Indicators whose name or account holds every word."""
    asked = folded(text).split()
    if not asked or not may(user, "read_plans"):
        return []
    found = queries.visible(user).select_related("plan__account")
    for word in asked:
        found = found.filter(Q(name__icontains=word) | Q(plan__account__search_text__contains=word))
    return [
        shell.Hit(
            kpi.name,
            reverse("plans:kpi", args=[kpi.plan.account.public_id, kpi.public_id]),
            _("Indicator"),
            kpi.plan.account.name,
        )
        for kpi in found.order_by("plan__account__name", "position")[:limit]
    ]


def left(params: Mapping[str, Any]) -> str:
    """That an indicator is out of its corridor."""
    language = spoken()
    return _("{account}, {name}: {value} on {day}, where {expected} was to be expected.").format(
        account=params["account"],
        name=params["name"],
        value=words.value(params["unit"], float(params["value"]), language),
        expected=words.value(params["unit"], params["expected"], language),
        day=language.date(dt.date.fromisoformat(params["on"])) if params["on"] else "–",
    )
