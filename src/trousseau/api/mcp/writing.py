"""What an assistant writes once its person said yes: a touchpoint that was held, an action of a plan."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from trousseau.access.models import User
from trousseau.accounts.models import folded
from trousseau.accounts.rows import language
from trousseau.api.mcp import finding, plans, saying
from trousseau.api.mcp.caller import Caller
from trousseau.api.mcp.confirming import Confirmable, Written
from trousseau.api.mcp.finding import Which
from trousseau.api.mcp.tools import Intent, Writes, tool
from trousseau.knowledge.models import Contact
from trousseau.knowledge.queries.people import there
from trousseau.plans import meeting_access
from trousseau.plans.access import may_edit
from trousseau.plans.actions import meetings, plan
from trousseau.plans.models import Action, Meeting, Objective
from trousseau.plans.models.rhythm import Kind, Level
from trousseau.plans.queries.plan import objectives_of
from trousseau.support.queries.people import owners

NAMES = 20
Who = TypeVar("Who", User, Contact, Objective)


class Touchpoint(Confirmable):
    """A touchpoint that was held."""

    account: Which
    title: str = Field(min_length=1, max_length=200, description="What it was about")
    on: dt.date = Field(description="The day it was held, as 2026-12-31; not in the future")
    kind: Kind = Kind.MEETING
    level: Level = Level.WORK
    minutes: str = Field(default="", max_length=5_000, description="What was said and agreed")
    contacts: list[str] = Field(
        default=[], max_length=NAMES, description="Who of theirs took part: ids or names of contacts"
    )
    lasts: int = Field(default=60, ge=5, le=1_440, description="Minutes")


class Proposal(Confirmable):
    """An action for the plan in force."""

    account: Which
    what: str = Field(min_length=1, max_length=300, description="What is to be done")
    due: dt.date = Field(description="By when, as 2026-12-31")
    starts: dt.date | None = Field(default=None, description="From when; today unless said")
    how: str = Field(default="", max_length=1_000)
    owner: str = Field(default="", max_length=200, description="Who of ours does it, by name or e-mail; empty: you")
    contact: str = Field(
        default="", max_length=200, description="Who of theirs does it, not us: id or name of a contact"
    )
    objective: str = Field(default="", max_length=200, description="The objective it serves: its id or title")


def _log(caller: Caller, asked: Touchpoint) -> Intent:
    user, account = caller.user, finding.one(caller.user, asked.account)
    if not meeting_access.may_arrange(user, account):
        raise PermissionDenied
    known = there(user, account) if asked.contacts else []
    present = [_named(known, said, "contacts") for said in asked.contacts]
    said = meetings.Arranged(
        title=asked.title, on=asked.on, kind=asked.kind.value, level=asked.level.value, lasts=asked.lasts,
        contacts=tuple(present), held=True,
    )  # fmt: skip

    def do() -> Meeting:
        return meetings.arrange(user, account, said, asked.minutes)

    summary = saying.page(
        _("Log a touchpoint that was held with %(account)s: “%(title)s”, %(kind)s, %(level)s, %(day)s.") % {
            "account": saying.cut(account.name), "title": saying.cut(asked.title), "kind": asked.kind.label,
            "level": asked.level.label, "day": language().date(asked.on)},
        _("Of theirs: %(names)s.") % {"names": ", ".join(saying.cut(one.name) for one in present)} if present else "",
        _("Minutes: %(text)s") % {"text": saying.cut(asked.minutes, 5_000)} if asked.minutes else "",
    )  # fmt: skip
    return Intent(summary, do, lambda made: reverse("plans:meeting", args=[account.public_id, made.public_id]))


def _propose(caller: Caller, asked: Proposal) -> Intent:
    user, account = caller.user, finding.one(caller.user, asked.account)
    living = plans.living_or_refused(caller, account)
    if not may_edit(user, account):
        raise PermissionDenied
    contact = _named(there(user, account), asked.contact, "contact") if asked.contact else None
    owner = None if contact else _named(owners(user, account), asked.owner, "owner") if asked.owner else user
    goal = _named(list(objectives_of(living)), asked.objective, "objective") if asked.objective else None
    said = plan.Doing(
        what=asked.what, starts=asked.starts or timezone.localdate(), due=asked.due, owner=owner, contact=contact,
        how=asked.how, objective=goal,
    )  # fmt: skip

    def do() -> Action:
        return plan.add_action(user, living, said)

    days = language()
    summary = saying.page(
        _("Add to the plan of %(account)s: “%(what)s”, by %(who)s, from %(start)s to %(due)s.") % {
            "account": saying.cut(account.name), "what": saying.cut(asked.what), "who": saying.cut(contact or owner),
            "start": days.date(said.starts), "due": days.date(said.due)},
        _("How: %(text)s") % {"text": saying.cut(asked.how, 1_000)} if asked.how else "",
        _("For the objective: %(title)s") % {"title": saying.cut(goal.title)} if goal else "",
    )  # fmt: skip
    return Intent(summary, do, lambda _made: reverse("plans:plan", args=[account.public_id]))


def _named(known: list[Who], said: str, field: str) -> Who:
    """The one that is meant by an id, an e-mail or a name; ValidationError where none is, or more than one."""
    asked = folded(said)
    found = [one for one in known if said == _key(one)]
    found = found or [one for one in known if folded(str(one)) == asked]
    if len(found) == 1:
        return found[0]
    near = [one for one in known if asked and asked in folded(str(one))][:5]
    told = {
        "said": saying.cut(said, 80),
        "near": ", ".join(f"{saying.cut(one, 80)} ({_key(one)})" for one in near),
    }
    if found:
        raise ValidationError({field: _("Several are called “%(said)s”: give the id of one.") % told})
    if near:
        raise ValidationError({field: _("Nothing is called “%(said)s” here: did you mean %(near)s?") % told})
    raise ValidationError({field: _("Nothing is called “%(said)s” here, or it is not yours to choose.") % told})


def _key(one: User | Contact | Objective) -> str:
    """What names it for sure: the e-mail of one of us, else its id."""
    return one.email if isinstance(one, User) else one.public_id


tool(
    Writes(
        "log_touchpoint", gettext_lazy("Log a touchpoint"),
        gettext_lazy(
            "Writes down a meeting, call or visit that was held with a client, with its minutes. The person is asked "
            "first: by their program where it can, else call, show them the answer, and call again with its "
            "confirmation once they agree."
        ),
        Touchpoint, Written, "promise", _log,
    )
)  # fmt: skip
tool(
    Writes(
        "propose_action", gettext_lazy("Propose an action"),
        gettext_lazy(
            "Puts an action into the plan in force of an account: what, who, from when to when. The person is asked "
            "first: by their program where it can, else call, show them the answer, and call again with its "
            "confirmation once they agree."
        ),
        Proposal, Written, "edit_plans", _propose,
    )
)  # fmt: skip
