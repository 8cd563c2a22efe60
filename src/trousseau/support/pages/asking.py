"""The form that asks the experts: what was typed, who could answer, in which order they are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.accounts.models import Account
from trousseau.portfolio import words
from trousseau.support.actions.requests import Wish
from trousseau.support.models import AnswerPromise, Request, Skill, Urgency
from trousseau.support.pages import reasons
from trousseau.support.pages import words as spoken
from trousseau.support.pages.reasons import Proposal
from trousseau.support.problems import SupportError
from trousseau.support.queries import experts
from trousseau.support.queries.candidates import Candidate, candidates

ROWS = 3
"""Skills a form asks for."""
FIRST = 3
"""Experts proposed in order unless someone chooses."""
SHOWN = 8


@dataclass(frozen=True)
class SkillRow:
    """One line of skills wanted, as typed."""

    number: int
    code: str
    level: int


@dataclass(frozen=True)
class UrgencyChoice:
    """One urgency, and what is promised for it."""

    value: str
    label: str
    hours: int


@dataclass(frozen=True)
class AskPage:
    """All that the form shows."""

    account: Account
    typed: Mapping[str, str]
    problem: str
    rows: tuple[SkillRow, ...]
    skills: list[Skill]
    levels: list[tuple[int, str]]
    languages: list[tuple[str, str]]
    zones: list[str]
    urgencies: tuple[UrgencyChoice, ...]
    least: str
    proposals: tuple[Proposal, ...] | None
    """None: nobody has been looked for yet."""
    places: range
    at_once: bool


def page(
    account: Account, typed: Mapping[str, str], *, problem: str = "", proposals: tuple[Proposal, ...] | None = None
) -> AskPage:
    """The form with what was typed."""
    promise = AnswerPromise.current()
    return AskPage(
        account=account,
        typed=typed,
        problem=problem,
        rows=tuple(_row(typed, number) for number in range(1, ROWS + 1)),
        skills=experts.named(experts.skills()),
        levels=spoken.level_names(),
        languages=spoken.language_choices(),
        zones=experts.zones(),
        urgencies=tuple(UrgencyChoice(one.value, str(one.label), promise.hours(one.value)) for one in Urgency),
        least=timezone.localdate().isoformat(),
        proposals=proposals,
        places=range(1, SHOWN + 1),
        at_once=typed.get("at_once") == "1",
    )


def read(given: QueryDict) -> Wish:
    """What a form asks for.

    Raises:
        SupportError: the day is no day, or a skill is not of the list.
    """
    skills = {one.code: one for one in experts.skills()}
    wanted: dict[Skill, int] = {}
    for number in range(1, ROWS + 1):
        row = _row(given, number)
        if not row.code:
            continue
        if row.code not in skills:
            raise SupportError(_("“{value}” is no skill of the list.").format(value=row.code[:60]))
        wanted[skills[row.code]] = row.level
    return Wish(
        title=given.get("title", ""),
        due=read_day(given.get("due", "")),
        wanted=given.get("wanted", ""),
        skills=wanted,
        language=given.get("language", "")[:2].lower(),
        zone=given.get("zone", ""),
        urgency=given.get("urgency", ""),
        about=given.get("about", ""),
        about_url=given.get("about_url", ""),
    )


def read_day(text: str) -> dt.date:
    """A day of a field.

    Raises:
        SupportError: none was given, or it is no day.
    """
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        said = _("“{value}” is no date: write it like 2026-11-30.").format(value=text[:40])
        raise SupportError(said if text.strip() else _("Say by which day.")) from None


def found(user: User, account: Account, wish: Wish) -> list[Candidate]:
    """Who could answer, the best first; never who asks."""
    levels = {skill.code: level for skill, level in wish.skills.items()}
    without = frozenset({user.pk})
    return candidates(account, levels, wish.due, language=wish.language, zone=wish.zone, without=without)


def best(people: Sequence[Candidate]) -> list[User]:
    """The first few of whom something speaks for them and who are there."""
    return [one.expert.user for one in people if one.fit.there][:FIRST]


def proposals(
    people: Sequence[Candidate], wanted: Mapping[Skill, int], language: str, zone: str, chosen: Sequence[int]
) -> tuple[Proposal, ...]:
    """Candidates in words, with the places of those who are chosen."""
    said = words.language()
    places = {key: place for place, key in enumerate(chosen, 1)}
    return tuple(
        Proposal(
            one,
            reasons.fit_of(one, said),
            reasons.reasons(one, wanted, language, zone),
            places.get(one.expert.user.pk, 0),
        )
        for one in people[:SHOWN]
    )


def for_request(user: User, asked: Request) -> tuple[Proposal, ...]:
    """Who else could answer an open request."""
    standing = {offer.user_id for offer in asked.offers.all() if offer.answer in {"open", "waiting", "declined"}}
    wanted = {one.skill: one.level for one in asked.skills.all()}
    levels = {skill.code: level for skill, level in wanted.items()}
    without = frozenset({*standing, user.pk, asked.asker_id or 0, asked.owner_id or 0})
    people = candidates(asked.account, levels, asked.due, language=asked.language, zone=asked.zone, without=without)
    return proposals(people, wanted, asked.language, asked.zone, [])


def chosen(given: QueryDict) -> list[User]:
    """The people a form puts in an order, in that order; who is unknown is left out."""
    places = {
        int(name.removeprefix("place-")): int(value)
        for name, value in given.items()
        if name.startswith("place-")
        and name[6:].isdecimal()
        and len(name) < 16
        and isinstance(value, str)
        and value in {str(place) for place in range(1, SHOWN + 1)}
    }
    people = User.objects.in_bulk(list(places))
    return [people[key] for key in sorted(places, key=lambda key: (places[key], key)) if key in people]


def _row(typed: Mapping[str, str] | QueryDict, number: int) -> SkillRow:
    level = typed.get(f"level-{number}", "3")
    return SkillRow(number, typed.get(f"skill-{number}", ""), int(level) if level in {"1", "2", "3", "4", "5"} else 3)
