"""The page of one table before it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.accounts.rows import language
from trousseau.costs import actions
from trousseau.costs.models import Table
from trousseau.figures import contribution as words
from trousseau.figures import problems
from trousseau.ledger.costs.tables import TableRead
from trousseau.ledger.reading import ReadingError

SHOWN = 100


@dataclass(frozen=True)
class Problem:
    """A row set aside, in words."""

    row: int
    column: str
    value: str
    why: str


@dataclass(frozen=True)
class Page:
    """What a file tells and what it does not."""

    table: Table
    finding: str
    refused: str = ""
    found: TableRead | None = None
    drivers: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    more: int = 0
    same: bool = False

    @property
    def loadable(self) -> bool:
        """Whether there is something to load."""
        return self.found is not None and bool(self.found.entries) and not self.questions and not self.refused


def looked_at(table: Table) -> Page:
    """Read a table for its page."""
    said = language()
    try:
        found = actions.look(table)
    except ReadingError as error:
        refused = problems.error(error.code, error.params, said)
        return Page(table, _("This file cannot be read."), refused=refused)
    page = Page(
        table=table,
        finding=_finding(found),
        found=found,
        drivers=tuple(words.driver_label(name, said) for name in found.drivers),
        questions=tuple(problems.question(q.code, q.params, said, column=q.column) for q in found.questions),
        problems=tuple(
            Problem(one.row, one.column, one.value, words.why(one.code, said)) for one in found.problems[:SHOWN]
        ),
        more=max(0, len(found.problems) - SHOWN),
        same=not found.questions and actions.loaded_before(found) is not None,
    )
    return replace(page, refused=words.missing(found.missing, said)) if found.missing else page


def _finding(found: TableRead) -> str:
    if found.questions:
        return _("The file leaves something open.")
    number = language().number
    if not found.problems:
        text = ngettext("%(n)s entry is ready to load.", "%(n)s entries are ready to load.", found.entries)
        return text % {"n": number(found.entries)}
    text = ngettext(
        "%(n)s entry is ready to load. Rows set aside: %(aside)s.",
        "%(n)s entries are ready to load. Rows set aside: %(aside)s.",
        found.entries,
    )
    return text % {"n": number(found.entries), "aside": number(len(found.problems))}
