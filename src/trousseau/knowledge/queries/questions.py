"""The small questions that close the gaps: what is missing or old of the clients someone leads, one field each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.fading import faded
from trousseau.knowledge.models import Answered, Asked, Competitor, Fact
from trousseau.knowledge.queries.coverage import FIGURES_EXPECTED, STAKES_EXPECTED, Known, client_key, known_of

LED = 40
"""Accounts that are looked at, the largest first."""
SHOWN = 3


@dataclass(frozen=True)
class SmallQuestion:
    """One question about a client: its code, and the fact it is about where it is about one."""

    account: Account
    code: str
    fact: Fact | None = None

    @property
    def name(self) -> str:
        """As it is put off, and found again."""
        return f"{self.code}.{self.fact.public_id}" if self.fact else self.code


def asked_of(user: User, count: int = SHOWN) -> list[SmallQuestion]:
    """The questions for someone now: one a client, of the largest they lead or are on the team of."""
    if not may(user, "tell_facts") or "manager" not in user.roles:
        return []
    mine = Q(manager=user.pk) | Q(members__user=user.pk)
    found = access.visible_to(user).filter(mine, figures__rank__isnull=False).distinct()
    accounts = list(found.select_related("group", "figures").order_by("figures__rank", "pk")[:LED])
    if not accounts:
        return []
    firsts = {client_key(account): account for account in reversed(accounts)}
    known = known_of(accounts)
    today = timezone.localdate()
    put_off = _put_off(list(firsts.values()), today)
    questions = []
    for key, account in sorted(firsts.items(), key=lambda pair: pair[1].figures.rank or 0):
        off = put_off.get(key, set())
        first = next((one for one in questions_of(account, known[key], today) if one.name not in off), None)
        if first is not None:
            questions.append(first)
        if len(questions) == count:
            break
    return questions


def question_of(account: Account, name: str) -> SmallQuestion | None:
    """The question of a name, while it is still open."""
    known = known_of([account])[client_key(account)]
    found = questions_of(account, known, timezone.localdate())
    return next((one for one in found if one.name == name), None)


def questions_of(account: Account, known: Known, today: dt.date) -> Iterator[SmallQuestion]:
    """Everything to ask of a client, what matters most first."""
    for stake in known.stakes:
        if faded("stake", stake.said_on, today):
            yield SmallQuestion(account, "stale_stake", stake)
    if len(known.stakes) < STAKES_EXPECTED:
        yield SmallQuestion(account, "stakes")
    yield from (SmallQuestion(account, "answers", one) for one in known.stakes if one.answered == Answered.UNKNOWN)
    if not known.competitors:
        yield SmallQuestion(account, "competitors")
    if not known.entities:
        yield SmallQuestion(account, "entities")
    yield from _owners(account, known)
    yield from (SmallQuestion(account, "shares", one) for one in known.competitors if _unplaced(one))
    if len(known.figures) < FIGURES_EXPECTED and not any(one.unit == "M" for one in known.figures):
        yield SmallQuestion(account, "figures")
    if not known.sites:
        yield SmallQuestion(account, "sites")
    for competitor in known.competitors:
        if faded("competitor", competitor.said_on, today):
            yield SmallQuestion(account, "stale_competitor", competitor)


def _owners(account: Account, known: Known) -> Iterator[SmallQuestion]:
    """Holdings whose share is not known."""
    unsure = [one for one in known.controls if one.percent is None]
    yield from (SmallQuestion(account, "owners", one) for one in unsure)


def _unplaced(competitor: Competitor) -> bool:
    return competitor.share is None and competitor.rank is None


def _put_off(accounts: list[Account], today: dt.date) -> dict[tuple[str, int], set[str]]:
    """What is not to be asked now, by client."""
    groups = [account.group_id for account in accounts if account.group_id is not None]
    rows = Asked.objects.filter(Q(account__in=accounts) | Q(account__group__in=groups), until__gt=today)
    found: dict[tuple[str, int], set[str]] = {}
    for row in rows.select_related("account"):
        found.setdefault(client_key(row.account), set()).add(row.question)
    return found


def nobody_knows(account: Account, today: dt.date) -> list[Asked]:
    """What was asked of a client and nobody could answer."""
    mine = Q(account=account.pk) if account.group_id is None else Q(account__group=account.group_id)
    found = Asked.objects.filter(mine, reply="nobody", until__gt=today).select_related("by", "account")
    return list(found.order_by("-at"))
