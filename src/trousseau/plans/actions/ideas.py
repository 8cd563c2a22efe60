"""Putting an idea into the bank, changing it, retiring it, and trying it at a client; each leaves its trace.

An idea is read by everyone who reads plans, also by people who may not see the client it comes from: it never names
one. A refusal is a `ValidationError` whose keys are the fields of the form.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import folded
from trousseau.plans.actions import writing
from trousseau.plans.actions.initiatives import Together, add_initiative
from trousseau.plans.actions.plan import Doing, add_action, not_negative
from trousseau.plans.models import Action, Category, Idea, IdeaUse, Initiative, Plan
from trousseau.plans.models.value import Delivered

STAKES = 10
SOON = dt.timedelta(days=30)
"""When an action that comes of an idea is due until somebody says another day."""
WORD = re.compile(r"[\w&-]+")
SHORTEST_NAME = 4
LEGAL = {
    "sa", "sas", "sarl", "gmbh", "ag", "kg", "se", "ab", "as", "bv", "nv", "ltd", "llc", "inc", "plc", "spa", "srl",
    "sl", "co", "&", "sons", "z", "o", "oo",
}  # fmt: skip
"""Words of a firm's name that do not tell which firm it is."""


@dataclass(frozen=True)
class Thought:
    """What is said of an idea."""

    title: str
    category: str
    how: str = ""
    reckoned: str = ""
    stakes: Sequence[str] = ()
    industry: str = ""
    days: Decimal | None = None
    money: Decimal | None = None


def may_add(user: User) -> bool:
    """Whether someone may add an idea: who writes plans, and whoever is on the team of an account."""
    if not may(user, "read_plans"):
        return False
    return may(user, "edit_plans") or access.on_team(user).exists()


def may_change(user: User, idea: Idea) -> bool:
    """Whether someone may change or retire an idea: who added it, and who runs the programme."""
    return may(user, "run_programme") or (idea.created_by_id == user.pk and may_add(user))


def add(user: User, said: Thought) -> Idea:
    """Put an idea into the bank."""
    with transaction.atomic():
        if not may_add(user):
            raise PermissionDenied
        made = Idea(created_by=user, **_checked(user, said))
        made.search_text = made.searchable()
        made.save()
        audit.record(user, "idea.added", made, after=_trail(made))
    return made


def change(user: User, idea: Idea, said: Thought, *, revision: int) -> Idea:
    """Change what an idea says; a delivered one is from then on read in these words."""
    with transaction.atomic():
        found = _held(user, idea, revision)
        before = _trail(found)
        for name, value in _checked(user, said).items():
            setattr(found, name, value)
        after = _trail(found)
        changed = [name for name in after if after[name] != before[name]]
        return _saved(user, found, "idea.changed", {n: before[n] for n in changed}, {n: after[n] for n in changed})


def retire(user: User, idea: Idea, why: str, *, revision: int) -> Idea:
    """Propose an idea no longer, and say why; where it was tried stays."""
    with transaction.atomic():
        found = _held(user, idea, revision)
        reason = writing.words("why", why, 500, _("Say why it is proposed no longer."))
        names_nobody(user, {"why": reason})
        found.retired_on, found.retired_for = timezone.localdate(), reason
        return _saved(user, found, "idea.retired", {}, {"why": reason})


def revive(user: User, idea: Idea, *, revision: int) -> Idea:
    """Propose a retired idea again."""
    with transaction.atomic():
        found = _held(user, idea, revision)
        before = {"why": found.retired_for}
        found.retired_on, found.retired_for = None, ""
        return _saved(user, found, "idea.revived", before, {})


def act_on(user: User, idea: Idea, plan: Plan) -> Action:
    """Make an action of the plan of an idea: for the account's manager, from today, due in a month."""
    today = timezone.localdate()
    manager = plan.account.manager
    owner = manager if manager is not None and manager.is_active else user
    with transaction.atomic():
        _proposed(idea)
        said = Doing(what=idea.said_title, starts=today, due=today + SOON, owner=owner, how=idea.said_how,
                     days=idea.days, money=idea.money)  # fmt: skip
        made = add_action(user, plan, said)
        IdeaUse.objects.create(idea=idea, account=plan.account, action=made, by=user)
        audit.record(user, "idea.tried", idea, after={"account": plan.account.public_id, "action": made.what})
    return made


def group_under(user: User, idea: Idea, plan: Plan) -> Initiative:
    """Make an initiative of the plan of an idea: what we do is kept as its reason, what it brings is to be said."""
    with transaction.atomic():
        _proposed(idea)
        made = add_initiative(user, plan, Together(idea.said_title, why=idea.said_how))
        IdeaUse.objects.create(idea=idea, account=plan.account, initiative=made, by=user)
        audit.record(user, "idea.tried", idea, after={"account": plan.account.public_id, "initiative": made.title})
    return made


def remember(user: User, delivered: Delivered, idea: Idea | None) -> None:
    """Remember which idea a value came of: the one named, else that of its action or of the action’s initiative."""
    if idea is None and delivered.action_id is not None:
        of_it = Q(uses__action=delivered.action_id) | Q(uses__initiative__actions=delivered.action_id)
        idea = Idea.objects.filter(of_it).first()
    if idea is None:
        return
    IdeaUse.objects.create(idea=idea, account=delivered.account, delivered=delivered, by=user)
    after = {"account": delivered.account.public_id, "value": delivered.what}
    audit.record(user, "idea.tried", idea, after=after)


def _proposed(idea: Idea) -> None:
    if idea.retired_on is not None:
        raise ValidationError({NON_FIELD_ERRORS: _("This idea is retired: “%(why)s”.") % {"why": idea.retired_for}})


def _checked(user: User, said: Thought) -> dict[str, Any]:
    """The fields it is made of, or why not."""
    if said.category not in Category.values:
        raise ValidationError({"category": _("Choose one of the list.")})
    title = writing.words("title", said.title, 200, _("Say in a few words what we do for the client."))
    how, reckoned = writing.words("how", said.how, 1000), writing.words("reckoned", said.reckoned, 500)
    stakes = list(dict.fromkeys(one for text in said.stakes if (one := writing.words("stakes", text, 80))))
    if len(stakes) > STAKES:
        raise ValidationError({"stakes": _("At most %(most)s stakes: keep those it answers best.") % {"most": STAKES}})
    names_nobody(user, {"title": title, "how": how, "reckoned": reckoned, "stakes": " · ".join(stakes)})
    return {
        "title": title,
        "category": said.category,
        "how": how,
        "reckoned": reckoned,
        "stakes": stakes,
        "industry": writing.words("industry", said.industry, 120),
        "days": not_negative("days", said.days),
        "money": not_negative("money", said.money),
    }


def names_nobody(user: User, said: Mapping[str, str]) -> None:
    """Refuse words that name a client their writer sees: others read them who may not see that one."""
    texts = {field: f" {' '.join(WORD.findall(folded(text)))} " for field, text in said.items()}
    for name in access.visible_to(user).filter(excluded=False).values_list("name", flat=True):
        told = _told(name)
        for field, text in texts.items():
            if len(told) >= SHORTEST_NAME and f" {told} " in text:
                said_so = _("Say it without naming %(name)s: people read it who may not see that client.")
                raise ValidationError({field: said_so % {"name": name}})


def _told(name: str) -> str:
    """What of a firm's name tells which it is: “Vernay Turbines SA” → “vernay turbines”."""
    return " ".join(one for one in WORD.findall(folded(name)) if one not in LEGAL)


def _held(user: User, idea: Idea, revision: int) -> Idea:
    """It as it is now, locked, for someone who may change it and has seen it as it is."""
    found = Idea.objects.select_for_update().filter(pk=idea.pk).first()
    if found is None or not may_change(user, found):
        raise PermissionDenied
    if found.revision != revision:
        raise ValidationError({NON_FIELD_ERRORS: writing.meanwhile(found)})
    return found


def _saved(user: User, found: Idea, verb: str, before: dict[str, Any], after: dict[str, Any]) -> Idea:
    found.revision += 1
    found.search_text = found.searchable()
    found.save()
    audit.record(user, verb, found, before=before, after=after)
    return found


def _trail(found: Idea) -> dict[str, Any]:
    names = ("category", "industry", "days", "money")
    words = {"title": found.said_title, "how": found.said_how, "reckoned": found.said_reckoned}
    return words | {"stakes": list(found.said_stakes)} | {name: getattr(found, name) for name in names}
