"""A version of the plan that somebody of a client has signed: it waits for us on the Today of the account's manager."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.accounts import due
from trousseau.accounts.due import DueItem, Row
from trousseau.portal.models import Answer, Cosigning, Signature


def rows(user: User) -> QuerySet[Cosigning]:
    """What the clients of someone have signed and we have not, the earliest first."""
    signed = Signature.objects.filter(cosigning=OuterRef("pk"), answer=Answer.SIGNED)
    found = Cosigning.objects.filter(Exists(signed), withdrawn_at=None, countersigned_at=None)
    return found.filter(space__account__manager=user.pk, space__closed_at=None).order_by("asked_at", "pk")


def items(_user: User, found: Sequence[Row]) -> Iterable[DueItem]:
    """Each, with where it is read and countersigned."""
    for one in found:
        yield DueItem(
            title=_("Version {number} of the plan is signed by {name}: countersign it.").format(
                number=one["number"], name=one["name"] or "–"
            ),
            kind=_("Signature of the client"),
            url=reverse("portal:cosign", args=[one["address"]]),
            action=_("Countersign"),
            account=one["account"],
            account_url=reverse("portal:account", args=[one["address"]]),
        )


def _first() -> Subquery:
    found = Signature.objects.filter(cosigning=OuterRef("pk"), answer=Answer.SIGNED)
    return Subquery(found.order_by("at", "pk").values(who=due.called("by"))[:1])


SOURCE = due.Source(
    rows=rows,
    told={
        "number": "version__number",
        "name": _first(),
        "account": "space__account__name",
        "address": "space__account__public_id",
    },
    items=items,
)
