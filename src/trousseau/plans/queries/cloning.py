"""What a plan would be for another account: its parts with new days and owners, without anybody of the first client.

A text is taken only where it holds no name, e-mail or phone of the first client's people, nor its name or its group's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from trousseau.access.models import User
from trousseau.accounts import access
from trousseau.accounts.models import Account, Place, folded
from trousseau.accounts.models.team import TeamMember
from trousseau.knowledge.models import Contact
from trousseau.method.working_days import shifted
from trousseau.plans.access import plans_of
from trousseau.plans.models import Plan, Progress
from trousseau.plans.queries.calendars import of_zones, off
from trousseau.plans.queries.playbooks import team

TEXTS: Mapping[str, tuple[str, ...]] = {
    "objectives": ("title", "why"),
    "initiatives": ("title",),
    "actions": ("what", "how"),
    "recommendations": ("text", "reason"),
    "risks": ("what", "answer"),
    "kpis": ("name",),
}
"""The texts of each kind of part, the one that says what it is first."""
OWNED = frozenset({"actions", "objectives", "risks", "kpis"})
NEEDED = frozenset({"reason"})
"""A part cannot be without this one either."""
WORD = re.compile(r"[^\W_]+")
MAIL = re.compile(r"\S@\S")
PHONE = re.compile(r"(?:\+|\b0)\d(?:[\s.()/-]*\d){6,}")
COMMON = frozenset({
    "and", "the", "von", "van", "der", "des", "den", "del", "les", "dos", "per", "pour", "sur", "aux", "une", "sas",
    "sarl", "gmbh", "ltd", "inc", "llc", "plc", "spa", "srl", "corp", "group", "groupe", "company", "compagnie",
    "holding", "societe",
})  # fmt: skip
"""Words that name nobody alone: particles, articles, legal forms."""


@dataclass(frozen=True)
class Names:
    """All that would tell who the first client and its people are, folded."""

    whole: frozenset[str]
    words: frozenset[str]
    phones: frozenset[str]

    def told_in(self, text: str) -> bool:
        """Whether a text names the client or somebody there, or holds an e-mail or a phone number at all."""
        plain = folded(text)
        if MAIL.search(text) or PHONE.search(text):
            return True
        digits = re.sub(r"\D", "", text)
        return (
            any(one in plain for one in self.whole)
            or not self.words.isdisjoint(WORD.findall(plain))
            or any(one in digits for one in self.phones)
        )


@dataclass(frozen=True)
class Taken:
    """A part as the other plan would have it."""

    row: Any
    texts: Mapping[str, Any]
    due: dt.date | None = None
    starts: dt.date | None = None
    owner: User | None = None


@dataclass(frozen=True)
class Left:
    """A text that stays behind because it names somebody of the client; `whole`: its part stays behind with it."""

    kind: str
    text: str
    whole: bool


@dataclass(frozen=True)
class Draft:
    """What the other account's plan would be."""

    ambition: str
    """"" where the first one names the client."""
    starts: dt.date
    ends: dt.date
    parts: Mapping[str, list[Taken]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)


def sources(user: User, account: Account) -> QuerySet[Plan]:
    """The plans of other accounts that someone may see."""
    rows = plans_of(user).exclude(account=account)
    return rows.select_related("account", "account__group", "account__manager__reports_to").order_by(
        "account__name", "-starts", "pk"
    )


def names(source: Plan) -> Names:
    """What must not be told of a plan's client: its people, its name, its group with all its accounts."""
    group = source.account.group
    within = Q(pk=source.account_id) if group is None else Q(group=group)
    accounts = list(access.every_account().filter(within).values_list("pk", "name", "code", "key"))
    people = Contact.every.filter(account__in=[pk for pk, *_rest in accounts]).values_list("name", "email", "phone")
    called = [name for _pk, name, _code, _key in accounts] + ([group.name] if group else [])
    codes = [text for _pk, _name, code, key in accounts for text in (code, key) if len(text) > 3]
    whole, words, phones = {folded(one) for one in (*called, *codes)}, set[str](), set[str]()
    for text in called:
        words |= _words(text)
    for name, mail, phone in people:
        whole |= {folded(name), folded(mail)}
        words |= _words(name) | _words(mail.partition("@")[0])
        digits = re.sub(r"\D", "", phone)
        phones |= {digits} if len(digits) > 5 else set()
    # “Alstrom Deutschland” makes no secret of Deutschland, where zones are called so
    for zone in Place.objects.filter(account=source.account_id, dimension="zone").values_list("name", flat=True):
        words -= _words(zone)
    return Names(frozenset(one for one in whole if len(one) > 2), frozenset(words), frozenset(phones))


def _words(name: str) -> set[str]:
    return {word for word in WORD.findall(folded(name)) if len(word) > 2 and not word.isdigit()} - COMMON


def drafted(source: Plan, account: Account, starts: dt.date) -> Draft:
    """A plan as another account would have it from a day on.

    Days keep their distance from the start and fall on working days of the countries of the other account's zones.
    `OverflowError` of a day beyond the calendar.
    """
    told = names(source)
    moved = starts - source.starts
    free = off(of_zones(account))
    whose = _owners(source, account)
    parts: dict[str, list[Taken]] = {}
    left: list[Left] = []
    for kind, row in _rows(source):
        texts, gone = {}, False
        for name in TEXTS[kind]:
            text = getattr(row, name)
            if text and told.told_in(text):
                gone = gone or name == TEXTS[kind][0] or name in NEEDED
                left.append(Left(kind, text, gone))
            else:
                texts[name] = text
        if gone or told.told_in(" ".join(str(one) for one in getattr(row, "formula", {}).values())):
            continue
        days: tuple[dt.date | None, ...]
        if kind == "kpis":  # its days end periods, working days or not
            days = (row.baseline_on + moved, row.target_on + moved)
        else:
            first, last = getattr(row, "starts", None), getattr(row, "due", None)
            days = tuple(None if day is None else shifted(day + moved, 0, free) for day in (first, last))
        owner = whose(row.owner) if kind in OWNED else None
        parts.setdefault(kind, []).append(Taken(row, texts, days[1], days[0], owner))
    ambition = "" if told.told_in(source.ambition) else source.ambition
    return Draft(ambition, starts, source.ends + moved, parts, left)


def _rows(source: Plan) -> Iterator[tuple[str, Any]]:
    """The parts of a plan that may be taken: not what was dropped or closed."""
    for kind in TEXTS:
        rows = getattr(source, kind).all()
        if kind == "actions":
            rows = rows.exclude(state=Progress.DROPPED).prefetch_related("needs")
        if kind == "risks":
            rows = rows.filter(closed_on=None)
        if kind in OWNED:
            rows = rows.select_related("owner")
        for row in rows:
            yield kind, row


def _owners(source: Plan, account: Account) -> Callable[[User | None], User | None]:
    """Who of the other account's team stands for somebody of the first one's: in the same role, else its manager."""
    here = team(account)
    roles: dict[int, str] = dict(
        TeamMember.objects.filter(account=source.account_id).order_by("-since", "-id").values_list("user_id", "role")
    )
    manager = source.account.manager
    if manager is not None:
        if manager.reports_to_id:
            roles[manager.reports_to_id] = "head"
        roles[manager.pk] = "manager"

    def whose(owner: User | None) -> User | None:
        role = roles.get(owner.pk, "manager") if owner else "manager"
        found = here.get(role)
        if role != "manager" and found is not None and not access.sees(found, account):
            found = None
        return found or here.get("manager")

    return whose
