"""Competencies as tables to export, for who may see the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.portfolio import words
from trousseau.portfolio.tables import Cell, Table
from trousseau.staffing.models import Subject
from trousseau.staffing.pages import person
from trousseau.staffing.pages.competency_words import part_word, tongue
from trousseau.staffing.pages.heat import rows_for
from trousseau.staffing.queries import frameworks
from trousseau.staffing.queries.assessments import rounds_of, spoken


@dataclass(frozen=True)
class Today:
    """The day a file is named after."""

    start: date
    end: date


def today() -> Today:
    """A file of what is known today."""
    day = timezone.localdate()
    return Today(day, day)


def of_people(user: User, role: str) -> Table:
    """A row a person, a column a competency."""
    framework = frameworks.in_force().framework
    names = tuple(one.called(tongue()) for one in framework.competencies)
    headers = (_("Person"), _("Measured against"), *names, _("Levels held"), _("Levels asked"), _("Assessed on"))
    rows = (
        (str(one.subject), one.role, *(cell.level for cell in one.cells), one.met, one.asked, one.on)
        for one in rows_for(user, framework, words.language(), role)
    )
    return Table("competencies", _("Competencies"), headers, rows)


def of_person(user: User, subject: Subject) -> Table:
    """A row a competency: levels held, before and asked, and what each voice of the last round said."""
    page = person.page(user, subject)
    closed = next((one for one in rounds_of(subject) if one.closed), None)
    shown = spoken(user, closed) if closed else []
    headers = (
        _("Competency"), _("Level held"), _("Asked"), _("Before"), _("Spread"), _("Assessed on"),
        *(f"{one.voice.person} ({part_word(one.voice.part)})" for one in shown),
        *(_("Evidence of {name}").format(name=one.voice.person) for one in shown),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for row in page.rows:
        answers = [one.answers.get(row.key) for one in shown]
        rows.append(
            (
                row.name, row.level, row.asked, row.level_before, row.spread, row.on,
                *(one.level if one else None for one in answers),
                *(one.evidence if one else "" for one in answers),
            )
        )  # fmt: skip
    return Table("profile", _("Competencies"), headers, rows)
