"""What can be told: each kind by its name, the verbs of the trail that it is made of, and who may know of it.

The names are ours for good: receivers hang on them. A verb of the trail that is in no kind is told to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """One kind of event. `rule`: what its reader must hold beside seeing the thing that it happened to.

    `valued`: fields whose values before and after are told too, which are words of ours, never of people.
    """

    name: str
    label: str | Promise
    verbs: tuple[str, ...]
    rule: str = "read_accounts"
    valued: tuple[str, ...] = ()


@dataclass(frozen=True)
class Area:
    """Kinds that are ticked together."""

    name: str
    label: str | Promise
    kinds: tuple[Kind, ...]


AREAS = (
    Area("accounts", _("Accounts"), (
        Kind("account.manager.changed", _("A manager is named for an account"), ("account.manager_named",)),
        Kind("account.team.changed", _("The team of an account changes"),
             ("account.member_added", "account.member_changed", "account.member_ended")),
        Kind("account.group.changed", _("An account joins or leaves a group"),
             ("account.regrouped", "account.group_follows_column")),
        Kind("account.tier.changed", _("The tier of an account changes"), ("account.tier_changed",), valued=("tier",)),
        Kind("account.scope.changed", _("An account is left out of the portfolio, or counted again"),
             ("account.left_out", "account.taken_back")),
    )),
    Area("contacts", _("People at the clients"), (
        Kind("contact.added", _("A contact is added"), ("contact.added",), "read_contacts"),
        Kind("contact.changed", _("A contact changes"),
             ("contact.changed", "contact.reports", "contact.reports_no_more", "contact.touched", "contact.back"),
             "read_contacts"),
        Kind("contact.left", _("A contact leaves the client"), ("contact.left",), "read_contacts"),
        Kind("contact.merged", _("Two contacts are merged, or no longer"),
             ("contact.merged", "contact.merge_undone"), "read_contacts"),
        Kind("contact.erased", _("A contact’s personal data are erased"), ("contact.erased",), "read_contacts"),
    )),
    Area("decisions", _("Check-up and selection"), (
        Kind("checkup.frozen", _("A check-up is frozen"), ("checkup.frozen",), "read_portfolio"),
        Kind("tiers.decided", _("A session is closed: tiers of accounts are decided"),
             ("session.closed",), "read_sessions"),
        Kind("treatment.decided", _("A treatment is decided, changed or in force"),
             ("treatment.decided", "treatment.changed", "treatment.applied", "treatment.closed"), "read_plans"),
    )),
    Area("plans", _("Plans"), (
        Kind("plan.opened", _("A plan is opened"), ("plan.opened", "plan.cloned"), "read_plans"),
        Kind("plan.submitted", _("A plan is handed in"), ("plan.submitted",), "read_plans"),
        Kind("plan.approved", _("A plan is approved"), ("plan.approved",), "read_plans"),
        Kind("plan.reopened", _("A plan is sent back, or opened for revision"),
             ("plan.sent_back", "plan.revised"), "read_plans"),
        Kind("objective.added", _("An objective is added"), ("objective.added",), "read_plans"),
        Kind("objective.changed", _("An objective changes"), ("objective.changed",), "read_plans"),
        Kind("action.added", _("An action is added"), ("action.added",), "read_plans"),
        Kind("action.changed", _("An action changes"),
             ("action.changed", "action.reported", "action.put_off", "action.reopened", "action.milestone_added",
              "action.milestone_removed", "action.milestone_reached", "action.needs_set"), "read_plans"),
        Kind("action.done", _("An action is done"), ("action.done",), "read_plans"),
        Kind("action.dropped", _("An action is dropped"), ("action.dropped",), "read_plans"),
        Kind("risk.changed", _("A risk is added, changes or is closed"),
             ("risk.added", "risk.changed", "risk.closed"), "read_plans"),
        Kind("indicator.read", _("A value of an indicator is written"), ("kpi.read", "kpi.reading_removed"),
             "read_plans"),
    )),
    Area("rhythm", _("Meetings and promises"), (
        Kind("meeting.arranged", _("A meeting is arranged, changed or cancelled"),
             ("meeting.arranged", "meeting.changed", "meeting.cancelled", "meeting.reopened"), "read_plans"),
        Kind("touchpoint.logged", _("A meeting was held"), ("meeting.held",), "read_plans"),
        Kind("decision.taken", _("A decision is taken in a meeting"),
             ("meeting.decided", "meeting.decision_dropped"), "read_plans"),
        Kind("commitment.made", _("A promise is made"), ("commitment.promised",), "read_commitments"),
        Kind("commitment.changed", _("A promise changes, or another day is agreed"),
             ("commitment.changed", "commitment.renegotiated", "commitment.reopened", "commitment.withdrawn"),
             "read_commitments"),
        Kind("commitment.ended", _("A promise is kept or broken"), ("commitment.kept", "commitment.broken"),
             "read_commitments"),
    )),
    Area("clients", _("Client spaces"), (
        Kind("client.opinion.given", _("A client gives an opinion"), ("rating.given", "survey.answered"), "read_plans"),
        Kind("client.proposal.made", _("An idea or a need is proposed"), ("proposal.made",), "read_plans"),
        Kind("client.answered", _("A client answers what we asked"),
             ("ask.accepted", "ask.declined", "ask.day"), "read_plans"),
        Kind("client.comment.made", _("A comment is made in a client space"), ("comment.made",), "read_plans"),
        Kind("plan.cosigned", _("A version of a plan is signed"), ("cosign.signed", "cosign.countersigned"),
             "read_plans"),
    )),
    Area("data", _("Sales lines"), (
        Kind("import.finished", _("Sales lines are loaded"), ("import.loaded",), "read_imports"),
        Kind("import.undone", _("An import is undone"), ("import.undone",), "read_imports"),
    )),
)  # fmt: skip
TRIED = "webhook.tried"
TEST = Kind("webhook.test", _("A test"), (TRIED,), "make_webhooks")
"""What an address is told when somebody tries it; told to that address alone, whatever it asked for."""
KINDS = {one.name: one for area in AREAS for one in area.kinds}
BY_VERB = {verb: one for one in (*KINDS.values(), TEST) for verb in one.verbs}


def find(name: str) -> Kind | None:
    """The kind of a name; None where there is none any more."""
    return TEST if name == TEST.name else KINDS.get(name)
