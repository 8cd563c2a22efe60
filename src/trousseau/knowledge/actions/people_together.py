"""Many people of one client told at once: each checked in memory, as a form would be, all written in a few statements.

Nothing is asked of the database between one person and the next, so the cost of n people is O(n) and the statements
are those of the batches, some n / 40. A line between two people is checked against a loop by climbing from the boss:
nothing where the person has nobody below them yet, at worst the depth of the chart.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Mapping
from typing import Any

from trousseau.access.audit import event, record_all
from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.knowledge import leaving
from trousseau.knowledge.actions.coverage import refresh_later
from trousseau.knowledge.actions.lines import check_line, climbed, lines_of_client
from trousseau.knowledge.actions.people import (
    FIELDS,
    check_left,
    differing,
    first_trail,
    new_contact,
    trail,
    turned,
)
from trousseau.knowledge.models import Contact, ContactChange, ReportingLine

CHANGES = (*FIELDS, "left_on", "author", "at", "revision", "search_text")
"""The columns of a contact that telling of them may move."""


class Together:
    """What is told of a client's people, until `write`; who may tell of which account is the caller's to know."""

    def __init__(self, user: User, account: Account) -> None:
        self.user, self.account = user, account
        self.made: list[Contact] = []
        self.changed: dict[str, Contact] = {}
        self.changes: list[ContactChange] = []
        self.left: list[Contact] = []
        self.lines: list[ReportingLine] = []
        self.trail: list[tuple[str, Contact, Mapping[str, Any]]] = []
        self.bosses: dict[str, set[str]] = {}
        self.leads: set[str] = set()
        """Who has somebody below them."""
        self.names: dict[str, str] = {}
        for line in lines_of_client(account):
            self._drawn(line.person, line.boss)

    def add(self, account: Account, values: Mapping[str, Any], left: dt.date | None = None) -> Contact:
        """Tell of somebody new; ValidationError by field, in words, and nothing of them is kept."""
        made = new_contact(self.user, account, values)
        if left is not None:
            check_left(left)
        self.made.append(made)
        self.trail.append(("contact.added", made, {"after": first_trail(made)}))
        self._leaves(made, left)
        return made

    def change(
        self, known: Contact, values: Mapping[str, Any], left: dt.date | None = None
    ) -> tuple[Contact, tuple[str, ...]]:
        """Change what is told of somebody; gives them as they then are, and the fields that changed."""
        found = copy.copy(known)  # what fails further down leaves the one known as they are
        moved = differing(found, values)
        if left is not None:
            check_left(left)
        if moved:
            self._turned("contact.changed", found, moved)
        gone = self._leaves(found, left)
        if moved or gone:
            self.changed[found.public_id] = found
        return found, (*sorted(moved), *gone)

    def report(self, person: Contact, boss: Contact) -> bool:
        """Draw a line from somebody to their boss; whether it is new. ValidationError: a loop, named in words."""
        one, two = person.public_id, boss.public_id
        if two in self.bosses.get(one, ()):
            return False
        self.names |= {one: person.name, two: boss.name}
        check_line(person, boss, lambda: [self.names[key] for key in self._loop(one, two)])
        self._drawn(person, boss)
        self.lines.append(ReportingLine(person=person, boss=boss))
        self.trail.append(("contact.reports", person, {"after": {"boss": boss.audit_label, "dotted": False}}))
        return True

    def write(self) -> None:
        """Write all of it, with its trail; within the caller's transaction."""
        for contact in (*self.made, *self.changed.values()):
            contact.keep_search()
        Contact.objects.bulk_create(self.made)
        Contact.objects.bulk_create(
            self.changed.values(), update_conflicts=True, unique_fields=["id"], update_fields=CHANGES
        )
        ContactChange.objects.bulk_create(self.changes)
        ReportingLine.objects.bulk_create(self.lines)
        record_all(event(self.user, verb, contact, **said) for verb, contact, said in self.trail)
        leaving.told(self.user, *self.left)
        refresh_later(self.account)

    def _leaves(self, contact: Contact, day: dt.date | None) -> tuple[str, ...]:
        if day is None or contact.left_on == day:
            return ()
        self._turned("contact.left", contact, {"left_on": (contact.left_on, day)})
        self.left.append(contact)
        return ("left_on",)

    def _turned(self, verb: str, contact: Contact, changed: Mapping[str, tuple[Any, Any]]) -> None:
        change = turned(self.user, contact, changed)
        self.changes.append(change)
        self.trail.append((verb, contact, trail(change)))

    def _drawn(self, person: Contact, boss: Contact) -> None:
        self.bosses.setdefault(person.public_id, set()).add(boss.public_id)
        self.leads.add(boss.public_id)
        self.names |= {person.public_id: person.name, boss.public_id: boss.name}

    def _loop(self, person: str, boss: str) -> list[str]:
        if person not in self.leads:
            return []
        return climbed(person, boss, lambda level: ((one, up) for one in level for up in self.bosses.get(one, ())))
