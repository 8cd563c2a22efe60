"""The people of a client as a network: who reports to whom, who weighs on whom, who of us holds whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

from django.conf import settings
from django.db.models import Value
from django.utils import timezone

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.knowledge.models import BuyingRole, Contact, Influence, ReportingLine
from trousseau.knowledge.queries.people import there
from trousseau.method import influence

KEY_ROLES = frozenset({BuyingRole.DECIDES, BuyingRole.ARBITRATES})
KEY_IMPORTANCE = 4
"""From which importance on someone is missed when they leave, whatever their role."""


@dataclass(frozen=True)
class Relations:
    """The people who are there today, and their ties."""

    people: tuple[Contact, ...]
    lines: tuple[influence.Line[int], ...]
    influences: tuple[influence.Influence[int], ...]
    today: date

    @cached_property
    def by_id(self) -> dict[int, Contact]:
        """The people by their key."""
        return {one.pk: one for one in self.people}

    @cached_property
    def network(self) -> influence.Network[int]:
        """The same for the mathematics."""
        return influence.Network(
            [
                influence.Person(
                    one.pk,
                    decides=one.buying_role == BuyingRole.DECIDES,
                    stance=one.stance,
                    holder=one.owner_id,
                    role_known=bool(one.buying_role),
                )
                for one in self.people
            ],
            self.lines,
            self.influences,
        )

    def named(self, keys: list[int]) -> list[Contact]:
        """The people of some keys, in their order."""
        return [self.by_id[key] for key in keys]

    def days(self, person: Contact) -> int | None:
        """Days since someone was last met or spoken to; None where nobody told."""
        return None if person.last_touch is None else max(0, (self.today - person.last_touch).days)

    def quiet(self, person: Contact) -> bool:
        """Whether someone who decides or arbitrates was left alone for too long, as far as we know."""
        days = self.days(person)
        return person.buying_role in KEY_ROLES and days is not None and days > settings.TROUSSEAU_TOUCH_DAYS


def relations(user: User, account: Account) -> Relations:
    """The people of an account's client that someone may see, without who has left; two queries."""
    people = tuple(there(user, account))
    lines, told = _ties([one.pk for one in people])
    return Relations(people, lines, told, timezone.localdate())


def _ties(keys: list[int]) -> tuple[tuple[influence.Line[int], ...], tuple[influence.Influence[int], ...]]:
    """Who reports to whom and who weighs on whom among some people, in one statement: both are pairs with a number."""
    lines = ReportingLine.objects.filter(person__in=keys, boss__in=keys).order_by()
    told = Influence.objects.filter(by__in=keys, on__in=keys).order_by()
    # No strength: a line. The flag of a line says that it is dotted, that of an influence that it is supposed.
    found = lines.values_list("pk", "person", "boss", "dotted", Value(0)).union(
        told.values_list("pk", "by", "on", "supposed", "strength"), all=True
    )
    rows = [row[1:] for row in sorted(found)]
    reports = [influence.Line(one, other, flag) for one, other, flag, strength in rows if not strength]
    weighs = [influence.Influence(one, other, strength, flag) for one, other, flag, strength in rows if strength]
    return tuple(sorted(reports, key=lambda one: one.dotted)), tuple(weighs)


class Weighed(Protocol):
    """Whatever says how much someone at a client weighs."""

    @property
    def buying_role(self) -> str:
        """A `BuyingRole`."""

    @property
    def importance(self) -> int | None:
        """From 1 to 5; None: nobody said."""


def is_key(person: Weighed) -> bool:
    """Whether it hurts when someone leaves: who decides, arbitrates, or matters by what was said of them."""
    return person.buying_role in KEY_ROLES or (person.importance or 0) >= KEY_IMPORTANCE


def quiet_since() -> date:
    """The last day on which someone must have been met not to count as left alone."""
    return timezone.localdate() - timedelta(days=settings.TROUSSEAU_TOUCH_DAYS)
