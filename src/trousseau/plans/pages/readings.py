"""The pages of tables of readings: where one is sent, what it would do, what it did."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.figures.language import Language
from trousseau.plans.models import ReadingsFile
from trousseau.plans.pages import kpi_words as words
from trousseau.plans.queries import readings as queries
from trousseau.plans.readings_meant import Change, Look, Problem
from trousseau.plans.readings_tables import due
from trousseau.portfolio.words import language as spoken

SHOWN = 200


@dataclass(frozen=True)
class Door:
    """What the page shows where a table is sent."""

    finding: str
    indicators: int
    taken: tuple[ReadingsFile, ...]
    form: Any


@dataclass(frozen=True)
class Row:
    """A reading as the look shows it."""

    row: int
    account: str
    indicator: str
    on: dt.date
    before: str
    value: str


@dataclass(frozen=True)
class Looked:
    """What a table would do."""

    file: ReadingsFile
    finding: str
    look: Look
    rows: tuple[Row, ...]
    more_rows: int
    problems: tuple[Problem, ...]
    more_problems: int


def door(user: User, form: Any) -> Door:  # noqa: ANN401 - the form of the page
    """What one person can bring."""
    found, today, language = queries.mine(user), timezone.localdate(), spoken()
    late = sum(len(due(kpi, today)) for kpi in found)
    if not found:
        finding = _("No indicator of yours is read by hand or from the CRM.")
    elif not late:
        finding = _("Every reading of yours that was due is there.")
    else:
        said = ngettext("{n} reading is due, of {all}.", "{n} readings are due, of {all}.", late)
        whole = ngettext("{n} indicator", "{n} indicators", len(found)).format(n=language.number(len(found)))
        finding = said.format(n=language.number(late), all=whole)
    return Door(finding, len(found), tuple(queries.taken(user)[: queries.SHOWN]), form)


def looked(file: ReadingsFile, look: Look) -> Looked:
    """A table before it is taken in."""
    language = spoken()
    changes = sorted((*look.new, *look.changed), key=lambda one: one.given.row)
    return Looked(
        file=file,
        finding=_finding(look, language),
        look=look,
        rows=tuple(_row(one, language) for one in changes[:SHOWN]),
        more_rows=max(0, len(changes) - SHOWN),
        problems=tuple(look.problems[:SHOWN]),
        more_problems=max(0, len(look.problems) - SHOWN),
    )


def _finding(look: Look, language: Language) -> str:
    if look.blank == look.rows:
        return _("No row of this table has a value.")
    return counted(len(look.new), len(look.changed), look.same, look.refused, language)


def done(file: ReadingsFile) -> str:
    """What a table did, in a sentence."""
    return counted(file.new, file.changed, file.same, file.refused, spoken())


def counted(new: int, changed: int, same: int, refused: int, language: Language) -> str:
    """How many readings are new, change, are known; how many rows are left out."""
    parts = [ngettext("{n} reading is new", "{n} readings are new", new).format(n=language.number(new))]
    if changed:
        parts.append(ngettext("{n} changes", "{n} change", changed).format(n=language.number(changed)))
    if same:
        parts.append(ngettext("{n} is known already", "{n} are known already", same).format(n=language.number(same)))
    if refused:
        left_out = ngettext("{n} row is left out", "{n} rows are left out", refused)
        parts.append(left_out.format(n=language.number(refused)))
    return f"{language.listed(parts)}."


def _row(one: Change, language: Language) -> Row:
    return Row(
        row=one.given.row,
        account=one.kpi.plan.account.name,
        indicator=one.kpi.name,
        on=one.given.on,
        before=words.exact(one.kpi.unit, one.before, language),
        value=words.exact(one.kpi.unit, one.given.value, language),
    )
