"""The kinds of things that can be shown to a client, one by one; each is private until it is shared by name.

Whether a thing is shared is a column of the thing itself. What must never be shown has no door here: `barred` says why
a row stays with us even where somebody would share it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trousseau.accounts.models import Account
from trousseau.knowledge.models import Document
from trousseau.plans.models import LIVING, Action, Kpi, Meeting, Objective
from trousseau.plans.models.kpis import Source
from trousseau.plans.models.value import Delivered
from trousseau.portal.access import Window
from trousseau.support.models import Commitment

TELLING = frozenset({"revenue", "growth", "orders"})
"""What of the sales ledger the client knows as well as we do: what they bought."""


def never(_one: models.Model) -> str | Promise:
    """Nothing speaks against showing it."""
    return ""


@dataclass(frozen=True)
class Kind:
    """One kind of thing: its word, its rows of an account, the column that says whether the client sees it."""

    name: str
    label: str | Promise
    many: str | Promise
    """The word over several of them."""
    model: type[models.Model]
    of: str
    """The path from a row to its account."""
    title: str
    """The column that names a row."""
    flag: str = "shared"
    only: Q = Q()  # noqa: RUF009 - never changed
    """Which rows can be shared at all."""
    barred: Callable[[Any], str | Promise] = never
    """Why a row must not be shown; "" where nothing speaks against it."""

    confirm: Callable[[Any], str | Promise] = never
    """What whoever shares a row confirms, because the row itself cannot tell; "" where there is nothing."""

    def rows(self, account: Account) -> QuerySet[Any]:
        """The rows of an account that could be shared."""
        return self.model._default_manager.filter(self.only, **{self.of: account})  # noqa: SLF001 - documented door


def barred_kpi(kpi: Kpi) -> str | Promise:
    """An indicator of ours: margin, contribution, prices, our share of their spending, and sums over other accounts."""
    if kpi.source == Source.LEDGER:
        if kpi.formula.get("measure") not in TELLING:
            return _("It is reckoned from margin, prices or our share of their spending: these stay with us.")
        if kpi.formula.get("by") == "group":
            return _("It sums the whole group, of which this client may not know everything.")
    return ""


def untold_kpi(kpi: Kpi) -> str | Promise:
    """What is entered by hand or read from the CRM may be anything: only who shares it knows."""
    if kpi.source in {Source.ENTERED, Source.CRM}:
        return _(
            "This is neither margin, price nor discount, neither our share of their spending nor a score or a"
            " category, and says nothing of another client."
        )
    return ""


KINDS: Mapping[str, Kind] = {
    one.name: one
    for one in (
        Kind(
            "objective",
            _("Objective"),
            _("Objectives"),
            Objective,
            "plan__account",
            "title",
            only=Q(plan__state__in=LIVING),
        ),
        Kind("action", _("Action"), _("Actions"), Action, "plan__account", "what", only=Q(plan__state__in=LIVING)),
        Kind(
            "kpi",
            _("Indicator"),
            _("Indicators"),
            Kpi,
            "plan__account",
            "name",
            only=Q(plan__state__in=LIVING),
            barred=barred_kpi,
            confirm=untold_kpi,
        ),
        Kind("commitment", _("Commitment"), _("Commitments"), Commitment, "account", "what", flag="visible"),
        Kind("meeting", _("Meeting"), pgettext_lazy("of both houses", "Meetings"), Meeting, "account", "title"),
        Kind("value", _("Value delivered"), _("Value delivered"), Delivered, "account", "what"),
        Kind(
            "document",
            pgettext_lazy("a file", "Document"),
            pgettext_lazy("files", "Documents"),
            Document,
            "account",
            "name",
            only=Q(removed_at=None, listed=True),
        ),
    )
}


def shown(window: Window, kind: str) -> QuerySet[Any]:
    """The rows of a kind that the eyes of a window see: the shared ones, and in a preview those looked at with them.

    What is barred is not left out yet: a column cannot say it, `seen` does.
    """
    of = KINDS[kind]
    beside = [public_id for name, public_id in window.beside if name == kind] if window.preview else []
    return of.rows(window.account).filter(Q(**{of.flag: True}) | Q(public_id__in=beside))


def seen(window: Window, kind: str) -> list[Any]:
    """The same as a list, without what is barred: what was shared before its formula changed is seen no longer."""
    of = KINDS[kind]
    return [one for one in shown(window, kind) if not of.barred(one)]
