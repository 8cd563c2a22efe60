"""What the approval of plans hands to the rooms around: the part of the plan's page, due plans, notices, words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.access.models import Role, User
from trousseau.access.rules import may
from trousseau.accounts import due
from trousseau.accounts.due import Blank, Deed, DueItem, Row
from trousseau.notices import kinds
from trousseau.plans import parts
from trousseau.plans.access import plans_of
from trousseau.plans.models import Plan, State
from trousseau.plans.pages import versions


def rows(user: User) -> QuerySet[Plan] | None:
    """Plans that wait for an approval someone may give."""
    if not may(user, "approve_plans"):
        return None
    found = plans_of(user).filter(state=State.REVIEW).exclude(account__manager=user.pk)
    if Role.DIRECTOR.value not in user.roles:  # as `may_approve` says of one account
        found = found.filter(account__manager__reports_to=user.pk)
    return found.order_by("at")


def items(_user: User, found: Sequence[Row]) -> Iterable[DueItem]:
    """Each plan, to approve or send back where it is read."""
    for one in found:
        seen, account = (("revision", str(one["revision"])),), one["address"]
        yield DueItem(
            title=_("{client}: {ambition}").format(client=one["account"], ambition=one["ambition"]),
            why=_("Handed in by {name}: approve it, or say what is to be mended.").format(name=one["manager"] or "–"),
            url=reverse("plans:versions", args=[account]),
            action=_("Read the plan"),
            kind=_("Plan to approve"),
            account=one["account"],
            account_url=reverse("accounts:account", args=[account]),
            deeds=(
                Deed(_("Approve"), reverse("plans:decide", args=[account, "approve"]), seen),
                Deed(
                    _("Send back"),
                    reverse("plans:decide", args=[account, "send-back"]),
                    seen,
                    (Blank("reason", _("What is to be mended")),),
                ),
            ),
        )


SOURCE = due.Source(
    rows=rows,
    told={
        "revision": "revision",
        "ambition": "ambition",
        "account": "account__name",
        "address": "account__public_id",
        "manager": due.called("account__manager"),
    },
    items=items,
)


def register() -> None:
    """Register everything; once, at the start."""
    due.register_source(SOURCE)
    parts.register(
        parts.Part(
            "approval",
            gettext_lazy("Approval and versions"),
            "plans/approval_part.html",
            versions.part,
            90,
            "side",
            late=True,
        )
    )
    for name, label, text in KINDS:
        kinds.register(kinds.Kind(name, label, text))
    audit.describe(
        {
            "plan.submitted": gettext_lazy("Plan handed in"),
            "plan.approved": gettext_lazy("Plan approved"),
            "plan.sent_back": gettext_lazy("Plan sent back"),
            "plan.revised": gettext_lazy("Plan opened for revision"),
            "playbook.applied": gettext_lazy("Playbook applied to the plan"),
        }
    )


def _to_approve(said: Mapping[str, Any]) -> str:
    return _("%(by)s hands in the plan of %(account)s for approval.") % said


def _approved(said: Mapping[str, Any]) -> str:
    return _("%(by)s has approved the plan of %(account)s.") % said


def _sent_back(said: Mapping[str, Any]) -> str:
    return _("%(by)s sends the plan of %(account)s back: %(reason)s") % said


KINDS: tuple[tuple[str, Any, Callable[[Mapping[str, Any]], str]], ...] = (
    ("plan.to_approve", gettext_lazy("A plan is handed in for my approval"), _to_approve),
    ("plan.approved", gettext_lazy("My plan is approved"), _approved),
    ("plan.sent_back", gettext_lazy("My plan is sent back"), _sent_back),
)
