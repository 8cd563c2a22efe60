"""What teams and papers hand to the rooms before: the tab, the button, sections, what is due, the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.accounts import buttons, due, tabs
from trousseau.accounts.access import register_grant, visible_to
from trousseau.accounts.actions import after_manager
from trousseau.accounts.due import DueItem
from trousseau.jobs import registry
from trousseau.jobs.progress import Progress
from trousseau.knowledge import personal
from trousseau.notices import kinds
from trousseau.support.actions import handovers
from trousseau.support.models import Handover, Paper
from trousseau.support.papers import own
from trousseau.support.papers.handover import handed_over_by, of_person, throw_away


def register() -> None:
    """Register everything; once, at the start."""
    tabs.register(tabs.Tab("team", gettext_lazy("Team & support"), "support:team", order=60, rule="read_team"))
    buttons.register(
        buttons.Button("brief", gettext_lazy("Brief"), "support:brief", icon="file", order=10, rule="read_team")
    )
    own.register()
    due.register(items)
    register_grant(handed_over_by)
    after_manager(handovers.begin)
    personal.discards(throw_away)
    audit.describe(
        {
            "handover.taken": gettext_lazy("Hand-over pack taken"),
            "handover.done": gettext_lazy("Account taken over"),
        }
    )
    kinds.register(kinds.Kind(handovers.KIND, gettext_lazy("An account changes hands"), text=told))
    registry.handler(handovers.JOB, label=gettext_lazy("Hand-over pack"), finished_url=ready)(run)


def run(progress: Progress, *, paper: int) -> dict[str, Any]:
    """Make a pack; one that is there already stays as it is."""
    found = Paper.objects.select_related("account", "by").get(pk=paper)
    if not found.size:
        progress.report(0, 1, "setting")
        handovers.make(found)
    return {"paper": found.public_id, "account": found.account.public_id}


def ready(job: Any) -> str:  # noqa: ANN401 - as the registry has it
    """Where the pack of a finished job is."""
    return reverse("support:paper", args=[job.result["account"], job.result["paper"]])


def told(params: Mapping[str, Any]) -> str:
    """The notice that an account changes hands."""
    if not params.get("taking"):
        return _("%(leaving)s no longer leads %(account)s; nobody is named yet.") % params
    return _("%(account)s passes from %(leaving)s to %(taking)s: read the hand-over pack.") % params


def items(user: User) -> Iterable[DueItem]:
    """What hand-overs ask of someone who gives or takes one; one query."""
    return [_item(user, one) for one in of_person(user).filter(account__in=visible_to(user))]


def _item(user: User, one: Handover) -> DueItem:
    names = {"account": one.account.name, "leaving": one.leaving or "–", "taking": one.taking or _("nobody yet")}
    takes = one.taking_id == user.pk
    title = (_("Take %(account)s over from %(leaving)s") if takes else _("Hand %(account)s over to %(taking)s")) % names
    return DueItem(
        title=title,
        url=f"{reverse('support:team', args=[one.account.public_id])}#handover",
        action=_("Open the hand-over"),
        kind=_("Hand-over"),
        why=_("The pack holds what is known: people, commitments, decisions.")
        if takes
        else _("Complete what you know while you still read the account."),
        urgency="soon",
        account=one.account.name,
        account_url=reverse("accounts:account", args=[one.account.public_id]),
    )
