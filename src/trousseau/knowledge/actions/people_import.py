"""A file of people taken in: each recognised or new, everything in one transaction, every bad row told.

The preview is the import itself, undone: what it says is what will happen.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.accounts.models import Account, folded
from trousseau.knowledge.actions.erasing import was_erased
from trousseau.knowledge.actions.lines import report_to
from trousseau.knowledge.actions.people import add_contact, change_contact, contact_left
from trousseau.knowledge.models import BuyingRole, Contact, PeopleDraft, Stance
from trousseau.knowledge.people_files import PeopleFile, Problem
from trousseau.knowledge.queries import people

Row = Mapping[str, Any]
KEPT = dt.timedelta(days=1)
TEXTS = ("name", "title", "unit", "email", "phone", "language", "source")
SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


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


class _CellError(Exception):
    def __init__(self, said: str, mend: str) -> None:
        super().__init__(mend)
        self.said, self.mend = said, mend


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
    with transaction.atomic():
        report = _Taking(user, draft).run()
        transaction.set_rollback(True)
    return report


def confirm(user: User, draft: PeopleDraft) -> Report:
    """Take in the rows that can be, all of them or none; the file is forgotten."""
    with transaction.atomic():
        report = _Taking(user, draft).run()
        said = {"new": len(report.new), "changed": len(report.changed), "refused": len(report.problems)}
        record(user, "contacts.imported", draft.account, after=said)
        draft.delete()
    return report


class _Taking:
    """One file going in."""

    def __init__(self, user: User, draft: PeopleDraft) -> None:
        self.user, self.account = user, draft.account
        self.rows: Sequence[Row] = draft.rows["rows"]
        self.columns: Mapping[str, str] = draft.rows["columns"]
        self.report = Report(problems=[Problem(**one) for one in draft.rows["problems"]])
        self.accounts = people.telling(user, self.account)
        if not self.accounts:
            raise PermissionDenied
        self.owners = _named({user: (user.name, user.email) for user in people.owners()})
        known = list(Contact.objects.filter(account__in=self.accounts, erased_at=None))
        self.by_email = {one.email.casefold(): one for one in known if one.email}
        self.by_name: dict[tuple[int, str], list[Contact]] = {}
        for one in known:
            self.by_name.setdefault((one.account_id, folded(one.name)), []).append(one)
        self.seen: dict[int, int] = {}
        """Contact → the row of this file that told of them."""
        self.words = {"buying_role": _words(BuyingRole), "stance": _words(Stance)}

    def run(self) -> Report:
        """All rows, then the lines between them."""
        taken: list[tuple[Row, Contact]] = []
        for row in self.rows:
            with self._told(row):
                taken.append((row, self._take(row)))
        for row, contact in taken:
            if row.get("boss"):
                with self._told(row):
                    self._line(contact, str(row["boss"]))
        self.report.problems.sort(key=lambda one: one.row)
        return self.report

    @contextmanager
    def _told(self, row: Row) -> Iterator[None]:
        """Make a problem of a row of whatever it cannot say; the row then leaves nothing behind."""
        try:
            with transaction.atomic():
                yield
        except _CellError as error:
            self._problem(row, error.said, error.mend)
        except PermissionDenied:
            self._problem(row, "account", _("You may not tell of this account."))
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
        values = self._values(row)
        name, email = values.get("name", ""), values.get("email", "")
        if not name:
            raise _CellError("name", _("Say who it is: a name is needed."))
        account: Account = values.pop("account", self.account)
        if was_erased(email, name, account):
            raise _CellError("email" if email else "name", _("This person’s data were erased on request: left out."))
        left = values.pop("left_on", None)
        known = self._known(name, email, account)
        if known is not None and known.pk in self.seen:
            raise _CellError("name", _("The same person as in row %(row)s.") % {"row": self.seen[known.pk]})
        changed: tuple[str, ...] = ()
        if known is None:
            found = add_contact(self.user, account, **values)
        else:
            found = known
            if email.casefold() == found.email.casefold():
                values.pop("email", None)
            if row.get("account"):
                values["account"] = account
            changed = change_contact(self.user, found, self._news(found, values)).saved
        if left is not None and found.left_on != left:
            contact_left(self.user, found, left)
            changed = (*changed, "left_on")
        self._reported(row, found, changed, new=known is None)
        return found

    def _reported(self, row: Row, found: Contact, changed: tuple[str, ...], *, new: bool) -> None:
        number = int(row["row"])
        self.seen[found.pk] = number
        if new:
            self._remember(found)
            self.report.new.append((number, found.name))
        elif changed:
            self.report.changed.append((number, found.name, changed))
        else:
            self.report.same += 1

    def _news(self, found: Contact, values: dict[str, Any]) -> dict[str, Any]:
        """Values but those that only say where and when, unless something else is new: a file known is no news."""
        facts = {said: value for said, value in values.items() if said not in {"source", "said_on"}}
        if all(getattr(found, said) == value for said, value in facts.items()):
            return {}
        return {**values, "said_on": values.get("said_on") or timezone.localdate()}

    def _known(self, name: str, email: str, account: Account) -> Contact | None:
        """Who a row is about: by e-mail, else by name within the account; None: somebody new."""
        if email and (found := self.by_email.get(email.casefold())):
            return found
        called = self.by_name.get((account.pk, folded(name)), [])
        called = [one for one in called if not email or not one.email]
        if len(called) > 1:
            raise _CellError("name", _("Several people here have this name: give the e-mail to say which."))
        return called[0] if called else None

    def _remember(self, made: Contact) -> None:
        if made.email:
            self.by_email[made.email.casefold()] = made
        self.by_name.setdefault((made.account_id, folded(made.name)), []).append(made)

    def _values(self, row: Row) -> dict[str, Any]:
        """The cells of a row that say something, understood."""
        values: dict[str, Any] = {said: " ".join(str(row[said]).split()) for said in TEXTS if row.get(said)}
        for said in ("buying_role", "stance"):
            if row.get(said):
                values[said] = self._choice(said, str(row[said]))
        for said in ("last_touch", "said_on", "left_on"):
            if row.get(said):
                values[said] = _day(said, str(row[said]))
        if row.get("importance"):
            text = str(row["importance"]).strip()
            if text not in {"1", "2", "3", "4", "5", "1.0", "2.0", "3.0", "4.0", "5.0"}:
                raise _CellError("importance", _("Importance is a whole number from 1 to 5."))
            values["importance"] = int(text[0])
        if row.get("owner"):
            values["owner"] = self._owner(str(row["owner"]))
        if row.get("account"):
            values["account"] = self._account(str(row["account"]))
        return values

    def _choice(self, said: str, text: str) -> str:
        found = self.words[said].get(folded(text))
        if found is None:
            choices: Any = BuyingRole if said == "buying_role" else Stance
            known = ", ".join(str(one.label) for one in choices if one.value)
            raise _CellError(said, _("Write one of: %(words)s.") % {"words": known})
        return found

    def _owner(self, text: str) -> User:
        found = self.owners.get(folded(text), [])
        if len(found) != 1:
            raise _CellError("owner", _("Nobody of ours is called so: write their e-mail, or leave it empty."))
        return found[0]

    def _account(self, text: str) -> Account:
        wanted = folded(text)
        found = [one for one in self.accounts if wanted in {folded(one.name), folded(one.code), folded(one.key)}]
        if len(found) != 1:
            known = ", ".join(one.name for one in self.accounts[:8])
            raise _CellError("account", _("No such account of this client: write one of %(names)s.") % {"names": known})
        return found[0]

    def _line(self, person: Contact, text: str) -> None:
        """Draw the line to the boss a row names."""
        wanted = folded(text)
        found = [one for (_account, name), named in self.by_name.items() if name == wanted for one in named]
        found = [one for one in found if one.account_id == person.account_id] or found
        if len(found) != 1:
            raise _CellError("boss", _("Nobody here has exactly this name: write it as in the column of names."))
        if not person.bosses.filter(boss=found[0]).exists():
            report_to(self.user, person, found[0])
            self.report.lines += 1


def _day(said: str, text: str) -> dt.date:
    """A day as ISO or with its day first; one that may be read two ways is asked again."""
    mend = _("Write the day as 2026-11-22.")
    try:
        if found := SLASHED.fullmatch(text.strip()):
            one, two, year = (int(part) for part in found.groups())
            french = (translation.get_language() or "en").startswith("fr")
            if not french and one != two and one <= 12 and two <= 12:
                raise _CellError(said, _("This could be two days. Write it as 2026-11-22."))
            return dt.date(year, two, one) if two <= 12 else dt.date(year, one, two)
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise _CellError(said, mend) from None


def _words(choices: type[BuyingRole | Stance]) -> dict[str, str]:
    """Every word that names a choice, in both languages, folded."""
    found = {folded(one.value): str(one.value) for one in choices}
    for code in ("en", "fr"):
        with translation.override(code):
            found |= {folded(str(one.label)): str(one.value) for one in choices}
    return found


def _named(people: Mapping[User, tuple[str, ...]]) -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for user, names in people.items():
        for name in names:
            found.setdefault(folded(name), []).append(user)
    return found
