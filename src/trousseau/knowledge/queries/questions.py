"""The small questions that close the gaps: what is missing or old of the clients someone leads, one field each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts import access
from trousseau.accounts.models import Account
from trousseau.knowledge.fading import faded
from trousseau.knowledge.models import Answered, Asked, BuyingRole, Competitor, Contact, Fact
from trousseau.knowledge.queries import people
from trousseau.knowledge.queries.coverage import FIGURES_EXPECTED, STAKES_EXPECTED, Known, client_key, known_of
from trousseau.knowledge.queries.relations import KEY_ROLES

LED = 40
"""Accounts that are looked at, the largest first."""
SHOWN = 3


@dataclass(frozen=True)
class SmallQuestion:
    """One question about a client: its code, and the fact or the person it is about where it is about one."""

    account: Account
    code: str
    fact: Fact | None = None
    who: Contact | None = None
    among: tuple[Contact, ...] = ()
    """Known people one of whom may be the answer."""

    @property
    def name(self) -> str:
        """As it is put off, and found again."""
        about = self.fact or self.who
        return f"{self.code}.{about.public_id}" if about else self.code


def asked_of(user: User, count: int = SHOWN) -> list[SmallQuestion]:
    """The questions for someone now: one a client, of the largest they lead or are on the team of."""
    if not may(user, "tell_facts") or "manager" not in user.roles:
        return []
    mine = Q(manager=user.pk) | Q(members__user=user.pk)
    found = access.visible_to(user).filter(mine).distinct()
    ranked = found.filter(figures__rank__isnull=False)
    accounts = list(ranked.select_related("group", "figures").order_by("figures__rank", "pk")[:LED])
    if not accounts:
        return []
    firsts = {client_key(account): account for account in reversed(accounts)}
    known = known_of(accounts)
    told = set(found.values_list("pk", flat=True)) if may(user, "edit_contacts") else set()
    today = timezone.localdate()
    put_off = _put_off(list(firsts.values()), today)
    questions = []
    for key, account in sorted(firsts.items(), key=lambda pair: pair[1].figures.rank or 0):
        off = put_off.get(key, set())
        first = next((one for one in questions_of(account, known[key], today, told) if one.name not in off), None)
        if first is not None:
            questions.append(first)
        if len(questions) == count:
            break
    return questions


def question_of(user: User, account: Account, name: str) -> SmallQuestion | None:
    """The question of a name, while it is still open to someone."""
    known = known_of([account])[client_key(account)]
    told = {one.pk for one in people.telling(user, account)}
    found = questions_of(account, known, timezone.localdate(), told)
    return next((one for one in found if one.name == name), None)


def questions_of(account: Account, known: Known, today: dt.date, told: Collection[int] = ()) -> Iterator[SmallQuestion]:
    """Everything to ask of a client, what matters most first; of people, those of the accounts `told`."""
    there = tuple(one for one in known.contacts if one.account_id in told)
    deciders = [one for one in there if one.buying_role == BuyingRole.DECIDES]
    if told and not known.deciders:
        yield SmallQuestion(account, "who_decides", among=there)
    yield from (SmallQuestion(account, "owner", who=one) for one in deciders if one.owner_id is None)
    yield from _old_stakes(account, known, today)
    yield from _old_people(account, known, there, today)
    if len(known.stakes) < STAKES_EXPECTED:
        yield SmallQuestion(account, "stakes")
    yield from (SmallQuestion(account, "stance", who=one) for one in deciders if not one.stance)
    yield from _influenced(account, known, there, deciders)
    yield from (SmallQuestion(account, "answers", one) for one in known.stakes if one.answered == Answered.UNKNOWN)
    yield from _of_the_house(account, known, today)


def _of_the_house(account: Account, known: Known, today: dt.date) -> Iterator[SmallQuestion]:
    """What to ask of the client as a company: its market, its structure, its figures."""
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


def _old_stakes(account: Account, known: Known, today: dt.date) -> Iterator[SmallQuestion]:
    """Stakes told too long ago."""
    old = [one for one in known.stakes if faded("stake", one.said_on, today)]
    yield from (SmallQuestion(account, "stale_stake", one) for one in old)


def _old_people(account: Account, known: Known, there: Collection[Contact], today: dt.date) -> Iterator[SmallQuestion]:
    """Who decides, arbitrates or weighs on who decides, told of too long ago."""
    weighing = {one.by_id for one in known.influences}
    for one in there:
        if (one.buying_role in KEY_ROLES or one.pk in weighing) and faded("contact", one.said_on, today):
            yield SmallQuestion(account, "still_there", who=one)


def _influenced(
    account: Account, known: Known, there: Collection[Contact], deciders: Collection[Contact]
) -> Iterator[SmallQuestion]:
    """Who decides without anyone known to weigh on it."""
    influenced = {one.on_id for one in known.influences}
    for one in deciders:
        if one.pk not in influenced:
            among = tuple(other for other in there if other.pk != one.pk)
            yield SmallQuestion(account, "influences", who=one, among=among)


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
