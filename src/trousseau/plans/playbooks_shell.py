"""What playbooks hand to other rooms: what events propose, on Home; the job that looks; the words of the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access, due
from trousseau.accounts.due import DueItem, Row
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.notices import kinds
from trousseau.plans.actions import playbook_starts as actions
from trousseau.plans.models import Answer, PlaybookStart
from trousseau.plans.pages.playbooks import address, because
from trousseau.plans.playbook import Words

LOOK = "playbook_starts"


def register() -> None:
    """Register everything; once, at the start."""
    due.register_source(SOURCE)
    registry.handler(LOOK, label=gettext_lazy("Playbooks started by events"))(_look)
    registry.every(dt.timedelta(hours=1), LOOK, needed=actions.wanted)
    kinds.register(kinds.Kind(actions.STARTED, gettext_lazy("A playbook is applied to a plan of mine"), text=_started))
    audit.describe(
        {
            "playbook.saved": gettext_lazy("Playbook saved"),
            "playbook.retired": gettext_lazy("Playbook retired"),
            "playbook.revived": gettext_lazy("Playbook offered again"),
            "playbook.declined": gettext_lazy("Proposed playbook declined"),
        }
    )


def rows(user: User) -> QuerySet[PlaybookStart] | None:
    """Playbooks proposed at accounts that someone leads."""
    if not may(user, "edit_plans"):
        return None
    led = PlaybookStart.objects.filter(account__manager=user.pk, account__in=access.visible_to(user))
    return led.filter(state=Answer.PROPOSED).order_by("day", "pk")


def items(_user: User, found: Sequence[Row]) -> Iterable[DueItem]:
    """Each of them, to look at before it is applied or declined."""
    for one in found:
        day = dt.date.fromisoformat(one["day"])
        yield DueItem(
            title=Words(one["en"], one["fr"]).said,
            why=because(one["event"], one["because"], day),
            url=address(one["address"], one["key"], day),
            action=_("Look and apply"),
            kind=_("Playbook proposed"),
            account=one["account"],
            account_url=reverse("accounts:account", args=[one["address"]]),
        )


SOURCE = due.Source(
    rows=rows,
    told={
        "key": "key", "event": "event", "because": "because", "day": "day",
        "en": KeyTextTransform("en", "version__name"), "fr": KeyTextTransform("fr", "version__name"),
        "account": "account__name", "address": "account__public_id",
    },
    items=items,
)  # fmt: skip


def _look(progress: Progress) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    return actions.look()


def _started(said: Mapping[str, Any]) -> str:
    figures = {"account": said["account"], "playbook": Words(**said["playbook"]).said}
    return _("“%(playbook)s” is applied to the plan of %(account)s: look at who does what by when.") % figures
