"""What matching offers to the rooms below: words of its verbs, notices, due items, a grant, a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access.audit import describe
from trousseau.access.models import User
from trousseau.accounts import due
from trousseau.accounts.access import register_grant
from trousseau.jobs import registry
from trousseau.jobs.models import Job
from trousseau.jobs.progress import Progress
from trousseau.notices import kinds
from trousseau.staffing.actions import matching
from trousseau.staffing.models import Backup
from trousseau.staffing.pages import hand_overs


def register() -> None:
    """Offer them; once, at the start."""
    describe(
        {
            "account.demand_forgotten": gettext_lazy("What an account asks follows from its tier again"),
            "account.demand_told": gettext_lazy("What an account asks of its manager told"),
            "hand_over.done": gettext_lazy("Part of a hand-over done"),
            "manager.profile_changed": gettext_lazy("What a manager brings changed"),
            "matching.decided": gettext_lazy("Matching of managers decided"),
            "matching.dropped": gettext_lazy("Draft of a matching thrown away"),
            "matching.moved": gettext_lazy("Account moved in a matching"),
            "matching.proposed": gettext_lazy("Matching of managers proposed"),
            "matching.rivals_added": gettext_lazy("Rivals told"),
            "matching.rivals_dropped": gettext_lazy("Rivals no more"),
            "matching.rule_added": gettext_lazy("Rule of matching added"),
            "matching.rule_dropped": gettext_lazy("Rule of matching taken away"),
            "matching.undone": gettext_lazy("Matching of managers undone"),
            "matching.worked_out": gettext_lazy("Matching of managers worked out"),
        }
    )
    kinds.register(kinds.Kind("matching.decided", gettext_lazy("An account goes to or from me"), text=_decided))
    kinds.register(kinds.Kind("matching.proposed", gettext_lazy("A matching waits for my decision"), text=_proposed))
    due.register_source(hand_overs.HAND_OVERS)
    due.register_source(hand_overs.PROPOSALS)
    register_grant(stands_in)
    registry.handler(matching.JOB, label=gettext_lazy("Matching of managers and accounts"), finished_url=_url)(_run)


def stands_in(user: User) -> Q:
    """Whoever stands in for a manager sees the account."""
    return Q(pk__in=Backup.objects.filter(user=user.pk).values("account"))


def _decided(said: Mapping[str, Any]) -> str:
    if not said.get("giver"):
        return _("{taker} leads {account} from now on.").format(**said)
    return _("{account} goes from {giver} to {taker}: hand it over.").format(**said)


def _proposed(said: Mapping[str, Any]) -> str:
    return _("{who} proposes who leads what: {title}.").format(**said)


def _run(progress: Progress, *, proposal_id: int) -> dict[str, Any]:  # noqa: ARG001 - every handler is given one
    return matching.run_job(proposal_id)


def _url(job: Job) -> str:
    found = (job.result or {}).get("proposal")
    return reverse("staffing:proposal", args=[found]) if found else reverse("staffing:matching")
