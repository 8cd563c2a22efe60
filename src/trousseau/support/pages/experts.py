"""The directory of experts and the page of one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.accounts.models import folded
from trousseau.figures.export import Cell
from trousseau.portfolio import words
from trousseau.portfolio.tables import Table
from trousseau.support.actions.experts import may_tell
from trousseau.support.models import Absence, HeldSkill, Request, Skill
from trousseau.support.pages import words as spoken
from trousseau.support.queries import days, experts, requests
from trousseau.support.queries.experts import Ask, Expert

WEEKS = 8
AHEAD = 30


@dataclass(frozen=True)
class Row:
    """One expert as the table shows them."""

    expert: Expert
    url: str
    skills: tuple[HeldSkill, ...]
    more: int
    languages: str
    zones: str
    free: str
    free_days: float | None
    away: Absence | None


@dataclass(frozen=True)
class DirectoryPage:
    """All that the template shows."""

    finding: str
    ask: Ask
    rows: tuple[Row, ...]
    skills: list[Skill]
    languages: list[tuple[str, str]]
    zones: list[str]
    levels: list[tuple[int, str]]
    query: str
    may_edit: bool


def directory(user: User, ask: Ask, query: str) -> DirectoryPage:
    """The directory under what is asked."""
    today = timezone.localdate()
    found = experts.matching(ask, today)
    offered = experts.named(experts.skills())
    rows = tuple(_row(one, ask, today) for one in found)
    return DirectoryPage(
        finding=_finding(rows, ask, offered),
        ask=ask,
        rows=rows,
        skills=offered,
        languages=spoken.language_choices([ask.language] if ask.language else []),
        zones=experts.zones(),
        levels=spoken.level_names(),
        query=query,
        may_edit=may(user, "edit_support"),
    )


def _row(one: Expert, ask: Ask, today: dt.date) -> Row:
    free = one.free(today, today + dt.timedelta(days=ask.within - 1))
    wanted = sorted(one.skills, key=lambda held: (held.skill.code != ask.skill, -held.level, folded(str(held.skill))))
    return Row(
        expert=one,
        url=reverse("support:expert", args=[one.user.pk]),
        skills=tuple(wanted[:4]),
        more=max(0, len(wanted) - 4),
        languages=", ".join(spoken.language_name(code) for code in one.languages),
        zones=", ".join(one.zones),
        free=spoken.days(free),
        free_days=free,
        away=one.away,
    )


def _finding(rows: tuple[Row, ...], ask: Ask, skills: list[Skill]) -> str:
    said = words.language()
    if not rows:
        return _("No expert matches.") if ask.filtered else _("Nobody has told their skills yet.")
    counted = len(rows)
    there = sum(1 for row in rows if row.free_days)
    unknown = sum(1 for row in rows if row.free_days is None)
    skill = next((one for one in skills if one.code == ask.skill), None)
    figures = {"n": said.number(counted), "free": said.number(there), "days": said.number(ask.within)}
    if skill:
        text = ngettext(
            "{n} expert holds “{skill}” at level {level} or more; {free} free in the next {days} days.",
            "{n} experts hold “{skill}” at level {level} or more; {free} free in the next {days} days.",
            counted,
        ).format(skill=skill, level=ask.level, **figures)
    else:
        text = ngettext(
            "{n} expert, {free} free in the next {days} days.",
            "{n} experts, {free} free in the next {days} days.",
            counted,
        ).format(**figures)
    if unknown:
        text += " " + ngettext(
            "The calendar of {n} is not told.", "The calendars of {n} are not told.", unknown
        ).format(n=said.number(unknown))
    return text


def table(ask: Ask) -> Table:
    """The directory as a file: one row a skill held."""
    today = timezone.localdate()
    last = today + dt.timedelta(days=ask.within - 1)
    rows: list[tuple[Cell, ...]] = []
    for one in experts.matching(ask, today):
        languages, zones = ", ".join(one.languages), ", ".join(one.zones)
        end = (languages, zones, one.free(today, last), one.load)
        held: list[tuple[Cell, ...]] = [
            (str(skill.skill), skill.level, skill.said_on, str(skill.said_by or "")) for skill in one.skills
        ]
        rows += [(str(one.user), *skill, *end) for skill in held or [(None, None, None, None)]]
    headers = (
        _("Expert"), _("Skill"), _("Level"), _("Told on"), _("Told by"), _("Languages"), _("Zones"),
        _("Free days, next {n} days").format(n=ask.within), _("Open requests"),
    )  # fmt: skip
    return Table("experts", _("Experts"), headers, rows)


@dataclass(frozen=True)
class SkillField:
    """One skill in the form of an expert, and what is told of it."""

    skill: Skill
    level: int
    held: HeldSkill | None


@dataclass(frozen=True)
class ExpertPage:
    """All that the page of one expert shows."""

    expert: Expert
    finding: str
    languages: str
    zones: str
    weeks: list[list[days.Day]]
    head: User | None
    loads: list[Request]
    hidden: int
    """Open requests of theirs on accounts the reader does not see."""
    may_tell: bool
    fields: list[SkillField]
    levels: list[tuple[int, str]]
    language_choices: list[tuple[str, str]]
    zone_choices: list[str]
    countries: list[tuple[str, str]]
    country: str
    days_a_week: str
    problem: str
    typed: Mapping[str, Any]
    opened: str
    """The form that stays open because something in it was refused."""


def one(
    user: User, found: Expert, *, problem: str = "", typed: Mapping[str, Any] | None = None, opened: str = ""
) -> ExpertPage:
    """The page of one expert for someone; what was refused keeps what was typed."""
    today = timezone.localdate()
    tells = may_tell(user, found.user)
    seen = list(requests.of_person(user, found.user))
    skills = list(experts.skills()) if tells else []
    held = {one.skill_id: one for one in found.skills}
    chosen = found.availability
    return ExpertPage(
        expert=found,
        finding=_about(found, today),
        languages=", ".join(spoken.language_name(code) for code in found.languages),
        zones=", ".join(found.zones),
        weeks=days.calendar(chosen, list(found.absences), today, WEEKS),
        head=found.user.reports_to,
        loads=seen,
        hidden=max(0, found.load - len(seen)),
        may_tell=tells,
        fields=[_field(skill, held.get(skill.pk)) for skill in experts.named(skills)],
        levels=spoken.level_names(),
        language_choices=spoken.language_choices(found.languages) if tells else [],
        zone_choices=sorted({*experts.zones(), *found.zones}) if tells else [],
        countries=days.country_choices() if tells else [],
        country=chosen.country if chosen else "",
        days_a_week=words.language().number(chosen.days_a_week, 1) if chosen else "",
        problem=problem,
        typed=typed or {},
        opened=opened,
    )


def _field(skill: Skill, held: HeldSkill | None) -> SkillField:
    return SkillField(skill, held.level if held else 0, held)


def _about(found: Expert, today: dt.date) -> str:
    """The finding: what they are best at, when they are free, what they have in hand."""
    said = words.language()
    name = str(found.user)
    best = [str(held.skill) for held in found.skills if held.level == found.skills[0].level][:3]
    first = (
        _("{name} is at level {level} in {skills}").format(
            name=name, level=found.skills[0].level, skills=said.listed([skill.lower() for skill in best])
        )
        if best
        else _("No skill of {name} is told yet").format(name=name)
    )
    free = found.free(today, today + dt.timedelta(days=AHEAD - 1))
    second = (
        _("their calendar is not told")
        if free is None
        else _("{free} free in the next {days} days").format(free=spoken.days(free), days=AHEAD)
    )
    third = (
        ngettext("{n} open request", "{n} open requests", found.load).format(n=said.number(found.load))
        if found.load
        else _("no open request")
    )
    return _("{first}; {second}, {third}.").format(first=first, second=second, third=third)
