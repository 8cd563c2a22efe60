"""The heat map: people against competencies, for who leads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.staffing.framework import Framework, area_word
from trousseau.staffing.models import Subject
from trousseau.staffing.pages.competency_words import level_text, role_word, roles, tongue
from trousseau.staffing.queries import frameworks
from trousseau.staffing.queries.assessments import open_on, people_led
from trousseau.staffing.queries.levels import Held, history

PER_PAGE = 60


@dataclass(frozen=True)
class Column:
    """One competency."""

    key: str
    name: str
    first: bool
    """Whether an area begins."""
    short: int
    """How many people are below what is asked of them."""


@dataclass(frozen=True)
class Cell:
    """One person in one competency."""

    text: str
    shade: int
    """1 to 5; 0: not known."""
    short: bool
    disputed: bool
    title: str
    first: bool
    level: float | None
    asked: int | None


@dataclass(frozen=True)
class PersonRow:
    """One person."""

    subject: Subject
    url: str
    role: str
    candidate: bool
    cells: tuple[Cell, ...]
    met: int
    asked: int
    known: int
    on: date | None
    """When the newest of their levels was found."""
    waiting: date | None
    """Until when a round is open."""

    @property
    def share(self) -> float:
        """Of what is asked, what is held."""
        return self.met / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class HeatPage:
    """All that the template shows."""

    finding: str
    areas: tuple[tuple[str, int], ...]
    """Heading, and over how many columns."""
    columns: tuple[Column, ...]
    rows: Page[PersonRow]
    people: int
    role: str
    roles: tuple[tuple[str, str], ...]
    number: int
    problem: str
    typed: Mapping[str, str]

    @property
    def query(self) -> str:
        """What an export of the same people asks."""
        return f"?role={self.role}" if self.role else ""


def page(
    user: User, given: Mapping[str, str], *, problem: str = "", typed: Mapping[str, str] | None = None
) -> HeatPage:
    """People and competencies, of one role where it is chosen."""
    language, now = words.language(), frameworks.in_force()
    known_roles = (*roles(), ("none", _("candidates without a login")))
    role = given.get("role", "")
    role = role if role in {key for key, _word in known_roles} else ""
    rows = rows_for(user, now.framework, language, role)
    columns = _columns(now.framework, rows)
    return HeatPage(
        finding=_finding(rows, columns, language),
        areas=_areas(now.framework),
        columns=columns,
        rows=Paginator(rows, PER_PAGE).get_page(given.get("page")),
        people=len(rows),
        role=role,
        roles=known_roles,
        number=now.number,
        problem=problem,
        typed=typed or {},
    )


def rows_for(user: User, framework: Framework, language: Language, role: str = "") -> list[PersonRow]:
    """Everyone someone leads, with the levels they hold."""
    people = [one for one in people_led(user) if _of(one, role)]
    kept = [one.pk for one in people if one.pk is not None]
    found, waiting = history(kept), open_on(kept)
    return [
        _row(one, framework, found.get(one.pk or 0, {}), waiting[one.pk].due if one.pk in waiting else None, language)
        for one in people
    ]


def _of(subject: Subject, role: str) -> bool:
    if role == "none":
        return subject.user_id is None
    return not role or (subject.profile == role and subject.user_id is not None)


def _row(
    subject: Subject, framework: Framework, found: Mapping[str, list[Held]], waiting: date | None, language: Language
) -> PersonRow:
    asked = framework.asked(subject.profile)
    cells, area = [], ""
    for one in framework.competencies:
        level = found[one.key][0] if one.key in found else None
        cells.append(_cell(one.called(tongue()), level, asked.get(one.key), first=one.area != area, language=language))
        area = one.area
    days = [levels[0].on for key, levels in found.items() if key in framework.keys]
    return PersonRow(
        subject=subject,
        url=reverse("staffing:person_competencies", args=[subject.who]),
        role=role_word(subject.profile),
        candidate=subject.user is None or subject.profile not in subject.user.roles,
        cells=tuple(cells),
        met=sum(1 for one in cells if one.asked is not None and one.level is not None and one.level >= one.asked),
        asked=len(asked),
        known=sum(1 for one in cells if one.level is not None),
        on=max(days, default=None),
        waiting=waiting,
    )


def _cell(name: str, held: Held | None, asked: int | None, *, first: bool, language: Language) -> Cell:
    if held is None:
        unknown = _("{name}: not known").format(name=name)
        return Cell("–", 0, short=False, disputed=False, title=unknown, first=first, level=None, asked=asked)
    short = asked is not None and held.level < asked
    title = _("{name}: {level}, said from {low} to {high}").format(
        name=name, level=level_text(held.level, language), low=held.low, high=held.high
    )
    if asked is not None:
        title = _("{said}; asked: {asked}").format(said=title, asked=asked)
    return Cell(
        level_text(held.level, language), int(held.level), short, held.disputed, title, first, held.level, asked
    )


def _columns(framework: Framework, rows: list[PersonRow]) -> tuple[Column, ...]:
    short = Counter(at for row in rows for at, cell in enumerate(row.cells) if cell.short)
    made, area = [], ""
    for at, one in enumerate(framework.competencies):
        made.append(Column(one.key, one.called(tongue()), one.area != area, short[at]))
        area = one.area
    return tuple(made)


def _areas(framework: Framework) -> tuple[tuple[str, int], ...]:
    """The areas over the columns; one that comes back after another is headed again."""
    found: list[tuple[str, int]] = []
    last = ""
    for one in framework.competencies:
        if one.area == last:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((area_word(one.area, tongue()), 1))
        last = one.area
    return tuple(found)


def _finding(rows: list[PersonRow], columns: tuple[Column, ...], language: Language) -> str:
    assessed = [row for row in rows if row.known]
    if not assessed:
        return _("Nobody has been assessed yet.")
    whole = sum(1 for row in assessed if row.met == row.asked)
    said = ngettext(
        "Of {n} person assessed, {whole} holds all that their role asks",
        "Of {n} people assessed, {whole} hold all that their role asks",
        len(assessed),
    ).format(n=language.number(len(assessed)), whole=language.number(whole))
    worst = max(columns, key=lambda one: one.short, default=None)
    if worst is None or not worst.short:
        return f"{said}."
    return _("{said}; most often short: {name} ({n}).").format(
        said=said, name=worst.name[:1].lower() + worst.name[1:], n=language.number(worst.short)
    )
