"""The people of a client as one list: filtered, with who is covered, their bosses and how old what is told is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from trousseau.access.models import Role, User
from trousseau.access.once import once
from trousseau.access.rules import RULES
from trousseau.accounts.models import Account, folded
from trousseau.knowledge import access
from trousseau.knowledge.models import BuyingRole, Contact, ContactChange, Influence, Merge, ReportingLine, Stance

NONE = "-"
"""In an address: whoever has none of it."""


@dataclass(frozen=True)
class Ask:
    """What an address asks of the list."""

    search: str = ""
    unit: str = ""
    role: str = ""
    stance: str = ""
    owner: str = ""
    account: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Ask:
        """From a query string; what means nothing asks nothing."""
        told = {name: " ".join(query.get(name, "").split())[:200] for name in cls.__dataclass_fields__}
        if told["role"] not in {NONE, *BuyingRole.values}:
            told["role"] = ""
        if told["stance"] not in {NONE, *Stance.values}:
            told["stance"] = ""
        if told["owner"] != NONE and not (told["owner"].isdecimal() and len(told["owner"]) < 18):
            told["owner"] = ""
        return cls(**told)

    @property
    def filtered(self) -> bool:
        """Whether anything is asked."""
        return any(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True)
class Coverage:
    """How far the people of a client are covered: who has someone of ours, and how many who decide."""

    people: int = 0
    covered: int = 0
    deciders: int = 0
    deciders_covered: int = 0
    uncovered: tuple[str, ...] = ()
    """The names nobody looks after, those who decide first, then by importance."""


@dataclass(frozen=True)
class Choices:
    """What the filters above the list offer: only what occurs."""

    units: list[str] = field(default_factory=list)
    owners: list[User] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)


def everyone(user: User, account: Account) -> list[Contact]:
    """All people known at an account's client, those who decide first; who left included."""
    lines = Prefetch("bosses", ReportingLine.objects.select_related("boss").order_by("dotted", "boss__name"))
    found = access.contacts_of(user, account).filter(erased_at=None)
    rows = list(found.select_related("account", "owner", "author").prefetch_related(lines))
    order = {role: at for at, role in enumerate(BuyingRole.values)}
    return sorted(rows, key=lambda one: (order[one.buying_role], -(one.importance or 0), folded(one.name)))


def there(user: User, account: Account) -> list[Contact]:
    """The people who are there today, by name, with who of us looks after each."""
    found = access.contacts_of(user, account).filter(left_on=None, erased_at=None)
    rows = found.select_related("owner", "account").order_by("name", "pk")
    return once(("there", user.pk, account.pk), lambda: list(rows))


def matching(people: list[Contact], ask: Ask) -> list[Contact]:
    """Those a question leaves."""
    words = folded(ask.search).split()
    return [one for one in people if _fits(one, ask) and all(word in one.search_text for word in words)]


def _fits(one: Contact, ask: Ask) -> bool:
    pairs = (
        (ask.unit, one.unit),
        (ask.role, one.buying_role),
        (ask.stance, one.stance),
        (ask.owner, str(one.owner_id or "")),
        (ask.account, one.account.public_id),
    )
    return all(not wanted or (not has if wanted == NONE else wanted == has) for wanted, has in pairs)


def coverage(people: list[Contact]) -> Coverage:
    """How far those who are still there are covered."""
    there = [one for one in people if one.left_on is None]
    deciders = [one for one in there if one.buying_role == BuyingRole.DECIDES]
    alone = [one for one in there if one.owner_id is None]
    alone.sort(key=lambda one: (one.buying_role != BuyingRole.DECIDES, -(one.importance or 0), one.name))
    return Coverage(
        len(there),
        len(there) - len(alone),
        len(deciders),
        sum(one.owner_id is not None for one in deciders),
        tuple(one.name for one in alone),
    )


def offered(people: list[Contact]) -> Choices:
    """What occurs among them, in order."""
    owners = {one.owner_id: one.owner for one in people if one.owner is not None}
    accounts = {one.account_id: one.account for one in people}
    return Choices(
        sorted({one.unit for one in people if one.unit}, key=folded),
        sorted(owners.values(), key=lambda one: folded(str(one))),
        sorted(accounts.values(), key=lambda one: folded(one.name)),
    )


def count(user: User, account: Account) -> int:
    """How many people are known and still there."""
    return access.contacts_of(user, account).filter(left_on=None, erased_at=None).count()


def owners() -> QuerySet[User]:
    """Who can look after someone: whoever may read of contacts."""
    roles = [role for role in RULES["read_contacts"] if role != Role.CLIENT]
    return User.objects.filter(is_active=True, assignments__role__in=roles).distinct().order_by("name")


def telling(user: User, account: Account) -> list[Account]:
    """The accounts of a client that someone may tell of."""
    seen = access.accounts_of_client(user, account).select_related("group", "manager")
    return once(("telling", user.pk, account.pk), lambda: [one for one in seen if access.may_edit(user, one)])


def influences_of(contact: Contact) -> tuple[list[Influence], list[Influence]]:
    """Whom someone weighs on, and who weighs on them; the strongest first."""
    order = ("-strength", "supposed", "pk")
    by = contact.influences.filter(on__merged_into=None).select_related("on", "author").order_by(*order)
    on = contact.influenced_by.filter(by__merged_into=None).select_related("by", "author").order_by(*order)
    return list(by), list(on)


def lines_of(contact: Contact) -> tuple[list[ReportingLine], list[ReportingLine]]:
    """Whom someone reports to, and who reports to them."""
    bosses = contact.bosses.filter(boss__merged_into=None).select_related("boss").order_by("dotted", "boss__name")
    reports = contact.reports.filter(person__merged_into=None).select_related("person")
    return list(bosses), list(reports.order_by("dotted", "person__name"))


def changes_of(contact: Contact) -> list[ContactChange]:
    """What was changed of someone, latest first."""
    return list(contact.changes.select_related("by")[:200])


def merges_into(contact: Contact) -> list[Merge]:
    """The merges into someone that can still be taken back, latest first."""
    found = Merge.objects.filter(kept=contact, undone_at=None, gone__erased_at=None)
    return list(found.select_related("gone", "by"))
