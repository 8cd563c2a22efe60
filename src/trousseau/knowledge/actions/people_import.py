"""A file of people taken in: each recognised or new, everything in one transaction, every bad row told.

The preview is the import itself, not written: what it says is what will happen. Who is in the file is recognised by
look-ups (e-mail, then name within the account), never by comparing everyone with everyone: O(rows + people known).
Who may be told twice under two spellings is found afterwards, on the page of duplicates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.accounts.models import Account, folded
from trousseau.knowledge.actions.erasing import erased
from trousseau.knowledge.actions.people_together import Together
from trousseau.knowledge.models import Contact, PeopleDraft
from trousseau.knowledge.people_cells import CellError, Cells, Row
from trousseau.knowledge.people_files import PeopleFile, Problem
from trousseau.knowledge.queries import people

KEPT = dt.timedelta(days=1)


@dataclass
class Report:
    """What a file does, or did: names of who is new, changed, known already; what cannot be taken."""

    new: list[tuple[int, str]] = field(default_factory=list)
    changed: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)
    same: int = 0
    lines: int = 0
    """Reporting lines drawn."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def takes(self) -> int:
        """How many people are added or changed."""
        return len(self.new) + len(self.changed)


def keep_draft(user: User, account: Account, file: PeopleFile, name: str) -> PeopleDraft:
    """Keep a file that was read until it is confirmed; older ones of the same person go, and all of yesterday."""
    if not people.telling(user, account):
        raise PermissionDenied
    PeopleDraft.objects.filter(by=user).delete()
    PeopleDraft.objects.filter(at__lt=timezone.now() - KEPT).delete()
    content = {"rows": file.rows, "columns": file.columns, "problems": [vars(one) for one in file.problems]}
    return PeopleDraft.objects.create(account=account, by=user, name=name[:200], rows=content)


def preview(user: User, draft: PeopleDraft) -> Report:
    """What a file would do; nothing of it is done."""
    return _Taking(user, draft).run()


def confirm(user: User, draft: PeopleDraft) -> Report:
    """Take in the rows that can be, all of them or none; the file is forgotten."""
    with transaction.atomic():
        taking = _Taking(user, draft, hold=True)
        report = taking.run()
        taking.together.write()
        said = {"new": len(report.new), "changed": len(report.changed), "refused": len(report.problems)}
        record(user, "contacts.imported", draft.account, after=said)
        draft.delete()
    return report


class _Taking:
    """One file going in."""

    def __init__(self, user: User, draft: PeopleDraft, *, hold: bool = False) -> None:
        self.account = draft.account
        self.rows: Sequence[Row] = draft.rows["rows"]
        self.columns: Mapping[str, str] = draft.rows["columns"]
        self.report = Report(problems=[Problem(**one) for one in draft.rows["problems"]])
        self.accounts = people.telling(user, self.account)
        if not self.accounts:
            raise PermissionDenied
        self.together = Together(user, self.account)
        self.cells = Cells(people.owners().prefetch_related("assignments"))
        self.erased = erased()
        self.by_email: dict[str, Contact] = {}
        self.by_name: dict[tuple[int, str], list[Contact]] = {}
        self.called: dict[str, list[Contact]] = {}
        """Folded name → who of the client has it, in whatever account."""
        known = Contact.objects.filter(account__in=self.accounts, erased_at=None)
        known = known.prefetch_related("account", "owner__assignments")
        for one in known.select_for_update() if hold else known:
            self._remember(one)
        self.seen: dict[str, int] = {}
        """Contact → the row of this file that told of them."""

    def run(self) -> Report:
        """All rows, then the lines between them: a boss may come later in the file."""
        taken: list[tuple[Row, Contact]] = []
        for row in self.rows:
            with self._told(row):
                taken.append((row, self._take(row)))
        for row, contact in taken:
            if row.get("boss"):
                with self._told(row):
                    self.report.lines += self.together.report(contact, self._boss(contact, str(row["boss"])))
        self.report.problems.sort(key=lambda one: one.row)
        return self.report

    @contextmanager
    def _told(self, row: Row) -> Iterator[None]:
        """Make a problem of a row of whatever it cannot say; the row then leaves nothing behind."""
        try:
            yield
        except CellError as error:
            self._problem(row, error.said, error.mend)
        except ValidationError as error:
            for said, words in (
                error.message_dict.items() if hasattr(error, "error_dict") else [("boss", error.messages)]
            ):
                self._problem(row, said, " ".join(words))

    def _problem(self, row: Row, said: str, mend: str) -> None:
        column = self.columns.get(said) or self.columns.get("name", "")
        self.report.problems.append(Problem(int(row["row"]), column, str(row.get(said, ""))[:120], mend))

    def _take(self, row: Row) -> Contact:
        """Add or change the person of a row; what the report says of it comes last, once nothing can fail."""
        values = self.cells.values(row)
        name, email = values.get("name", ""), values.get("email", "")
        if not name:
            raise CellError("name", _("Say who it is: a name is needed."))
        account = self._account(str(row["account"])) if row.get("account") else self.account
        if self.erased(email, name, account.pk):
            raise CellError("email" if email else "name", _("This person’s data were erased on request: left out."))
        left = values.pop("left_on", None)
        known = self._known(name, email, account)
        if known is not None and known.public_id in self.seen:
            raise CellError("name", _("The same person as in row %(row)s.") % {"row": self.seen[known.public_id]})
        number = int(row["row"])
        if known is None:
            found = self.together.add(account, values, left)
            self.report.new.append((number, found.name))
        else:
            if email.casefold() == known.email.casefold():
                values.pop("email", None)
            if row.get("account"):
                values["account"] = account
            found, changed = self.together.change(known, _news(known, values), left)
            if changed:
                self.report.changed.append((number, found.name, changed))
            else:
                self.report.same += 1
        self.seen[found.public_id] = number
        self._remember(found, known)
        return found

    def _known(self, name: str, email: str, account: Account) -> Contact | None:
        """Who a row is about: by e-mail, else by name within the account; None: somebody new."""
        if email and (found := self.by_email.get(email.casefold())):
            return found
        called = self.by_name.get((account.pk, folded(name)), [])
        called = [one for one in called if not email or not one.email]
        if len(called) > 1:
            raise CellError("name", _("Several people here have this name: give the e-mail to say which."))
        return called[0] if called else None

    def _remember(self, found: Contact, before: Contact | None = None) -> None:
        """Keep who somebody is for the rows below, in the place of how they were known before."""
        if before is not None:
            self.by_name[before.account_id, folded(before.name)].remove(before)
            self.called[folded(before.name)].remove(before)
        if found.email:
            self.by_email[found.email.casefold()] = found
        self.by_name.setdefault((found.account_id, folded(found.name)), []).append(found)
        self.called.setdefault(folded(found.name), []).append(found)

    def _account(self, text: str) -> Account:
        wanted = folded(text)
        found = [one for one in self.accounts if wanted in {folded(one.name), folded(one.code), folded(one.key)}]
        if len(found) != 1:
            known = ", ".join(one.name for one in self.accounts[:8])
            raise CellError("account", _("No such account of this client: write one of %(names)s.") % {"names": known})
        return found[0]

    def _boss(self, person: Contact, text: str) -> Contact:
        """Whom a row names as the boss: by e-mail, else by name, in their own account first."""
        if found := self.by_email.get(" ".join(text.split()).casefold()):
            return found
        called = self.called.get(folded(text), [])
        called = [one for one in called if one.account_id == person.account_id] or called
        if len(called) > 1:
            raise CellError("boss", _("Several people here have this name: write their e-mail."))
        if not called:
            raise CellError("boss", _("Nobody here has exactly this name: write it as in the column of names."))
        return called[0]


def _news(known: Contact, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Values but those that only say where and when, unless something else is new: a file known is no news."""
    facts = {said: value for said, value in values.items() if said not in {"source", "said_on"}}
    if all(getattr(known, said) == value for said, value in facts.items()):
        return {}
    return {**values, "said_on": values.get("said_on") or timezone.localdate()}
