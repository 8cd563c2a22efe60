"""What the cells of a file of people mean: a day, a role, a stance, who of us; what cannot be meant says its mend."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.accounts.models import folded
from trousseau.knowledge.models import BuyingRole, Stance

Row = Mapping[str, Any]
TEXTS = ("name", "title", "unit", "email", "phone", "language", "source")
CHOICES: Mapping[str, type[BuyingRole | Stance]] = {"buying_role": BuyingRole, "stance": Stance}
DAYS = ("last_touch", "said_on", "left_on")
SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
"""Signs that nobody sees and that turn a name around, or make two of one address."""
WHOLE = re.compile(r"([1-5])(?:[.,]0+)?")


class CellError(Exception):
    """A cell that cannot be taken: the field it speaks of, and how to mend it."""

    def __init__(self, said: str, mend: str) -> None:
        super().__init__(mend)
        self.said, self.mend = said, mend


class Cells:
    """The words of both languages and the names of ours, made once for all rows of a file."""

    def __init__(self, owners: Iterable[User]) -> None:
        self.owners: dict[str, list[User]] = {}
        for user in owners:
            for name in {folded(user.name), folded(user.email)}:
                self.owners.setdefault(name, []).append(user)
        self.words = {said: _words(choices) for said, choices in CHOICES.items()}

    def values(self, row: Row) -> dict[str, Any]:
        """The cells of a row that say something, understood; CellError at the first that cannot be."""
        values: dict[str, Any] = {said: _bare(str(row[said])) for said in TEXTS if row.get(said)}
        values |= {said: self._choice(said, str(row[said])) for said in CHOICES if row.get(said)}
        values |= {said: _day(said, str(row[said])) for said in DAYS if row.get(said)}
        if row.get("importance"):
            found = WHOLE.fullmatch(str(row["importance"]).strip())
            if found is None:
                raise CellError("importance", _("Importance is a whole number from 1 to 5."))
            values["importance"] = int(found[1])
        if row.get("owner"):
            values["owner"] = self._owner(str(row["owner"]))
        return values

    def _choice(self, said: str, text: str) -> str:
        found = self.words[said].get(folded(text))
        if found is None:
            known = ", ".join(str(one.label) for one in CHOICES[said] if one.value)
            raise CellError(said, _("Write one of: %(words)s.") % {"words": known})
        return found

    def _owner(self, text: str) -> User:
        found = self.owners.get(folded(text), [])
        if len(found) != 1:
            raise CellError("owner", _("Nobody of ours is called so: write their e-mail, or leave it empty."))
        return found[0]


def _bare(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())


def _day(said: str, text: str) -> dt.date:
    """A day as ISO or with its day first; one that may be read two ways is asked again."""
    mend = _("Write the day as 2026-11-22.")
    try:
        if found := SLASHED.fullmatch(text.strip()):
            one, two, year = (int(part) for part in found.groups())
            french = (translation.get_language() or "en").startswith("fr")
            if not french and one != two and one <= 12 and two <= 12:
                raise CellError(said, _("This could be two days. Write it as 2026-11-22."))
            return dt.date(year, two, one) if two <= 12 else dt.date(year, one, two)
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise CellError(said, mend) from None


def _words(choices: type[BuyingRole | Stance]) -> dict[str, str]:
    """Every word that names a choice, in both languages, folded."""
    found = {folded(one.value): str(one.value) for one in choices}
    for code in ("en", "fr"):
        with translation.override(code):
            found |= {folded(str(one.label)): str(one.value) for one in choices}
    return found
