"""What treatments hand to other rooms: the panel of an account, what is due, the words of the trail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import due, panels
from trousseau.accounts.fields import from_ten_thousandths
from trousseau.plans.models.treatments import Course, Treatment
from trousseau.plans.pages import treatments as pages
from trousseau.plans.queries import treatments as queries


def register() -> None:
    """Register everything; once, at the start."""
    panels.register(
        panels.Panel(
            "treatment",
            gettext_lazy("Treatment"),
            "plans/treatment_panel.html",
            pages.panel,
            place="side",
            order=31,
        )
    )
    due.register_source(SOURCE)
    audit.describe(
        {
            "treatment.decided": gettext_lazy("Treatment decided"),
            "treatment.changed": gettext_lazy("Treatment changed"),
            "treatment.applied": gettext_lazy("Treatment in force"),
            "treatment.closed": gettext_lazy("Treatment closed"),
        }
    )


def rows(user: User) -> QuerySet[Treatment] | None:
    """Treatments someone sees to that should be in force by today."""
    today = timezone.localdate()
    return queries.visible(user).filter(owner=user.pk, course=Course.DECIDED, due__lte=today).order_by("due")


def items(_user: User, found: Sequence[due.Row]) -> Iterable[due.DueItem]:
    """Each of them, to be put in force."""
    for one in found:
        yield due.DueItem(
            title=one["what"],
            url=reverse("plans:treatment", args=[one["address"]]),
            action=_("Say what became of it"),
            kind=_("Treatment"),
            why=_("It should be in force: every month without it costs."),
            amount=from_ten_thousandths(one["expected"]),
            account=one["account"],
            account_url=reverse("accounts:account", args=[one["address"]]),
        )


SOURCE = due.Source(
    rows=rows,
    told={"what": "what", "account": "account__name", "address": "account__public_id", "expected": "expected"},
    items=items,
)
