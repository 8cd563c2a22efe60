"""The form that opens a round: which criteria, which clients, who judges whom, by when."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures.language import Language
from trousseau.ledger.selection import Ranking
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.actions import AssessmentError, Opening
from trousseau.selection.pages.assessments import has_judged
from trousseau.selection.pages.words import criterion_name
from trousseau.selection.queries import grids
from trousseau.selection.queries.proposed import NamesError, Proposed, named, proposed, today

WEEKS = 2
"""How long assessors have unless the director says otherwise."""
LONGEST = 500
DIGITS = 19
"""A key of a row has fewer."""


@dataclass(frozen=True)
class Choice:
    """Something to tick."""

    value: str
    label: str
    note: str
    ticked: bool


@dataclass(frozen=True)
class PersonChoice:
    """Someone who may judge, and the clients they are limited to, as typed."""

    pk: int
    name: str
    roles: str
    ticked: bool
    only: str


@dataclass(frozen=True)
class OpeningPage:
    """All that the template shows."""

    judged: bool
    """Whether the grid in force has judged criteria; without one no round can be opened."""
    ranked: bool
    """Whether there is anybody to judge."""
    criteria: tuple[Choice, ...]
    clients: tuple[Choice, ...]
    more: str
    people: tuple[PersonChoice, ...]
    due: str
    least: str
    note: str
    problem: str = ""


def page(user: User, asked: Asked | None, typed: QueryDict | None = None, problem: str = "") -> OpeningPage:
    """The form, as proposed or as it was filled."""
    language = words.language()
    found = today(asked)
    grid = grids.in_force().grid
    judged = [one for one in grid.criteria if one.judged] if grid else []
    ticked = None if typed is None else set(typed.getlist("criterion"))
    given = typed or QueryDict()
    return OpeningPage(
        judged=bool(judged),
        ranked=found is not None and len(found.accounts) > 0,
        criteria=tuple(
            Choice(one.key, criterion_name(one, language), "", ticked is None or one.key in ticked) for one in judged
        ),
        clients=_clients(found, None if typed is None else set(typed.getlist("client")), language),
        more=given.get("more", ""),
        people=_people(given, user, new=typed is None),
        due=given.get("due", "") or (timezone.localdate() + timedelta(weeks=WEEKS)).isoformat(),
        least=timezone.localdate().isoformat(),
        note=given.get("note", ""),
        problem=problem,
    )


def read(given: QueryDict, asked: Asked | None) -> Opening:
    """What the form asks for.

    Raises:
        AssessmentError: no grid with judged criteria, nobody ranked, a name of nobody, no day.
    """
    found = today(asked)
    if not has_judged():
        raise AssessmentError("no_criteria")
    if found is None:
        raise AssessmentError("no_clients")
    names = dict(zip(found.accounts, found.names, strict=True))
    ticked = set(given.getlist("client"))
    chosen = {key: names[key] for key in (found.accounts[at] for at in found.order.tolist()) if key in ticked}
    chosen |= dict(_named(found, given.get("more", "")))
    assessors: dict[int, Collection[str] | None] = {}
    for pk in given.getlist("assessor"):
        if pk.isdecimal() and len(pk) < DIGITS:
            only = given.get(f"only-{pk}", "").strip()
            assessors[int(pk)] = [key for key, _name in _named(found, only)] if only else None
    return Opening(
        clients=tuple(chosen.items()),
        assessors=assessors,
        due=read_day(given.get("due", "")),
        criteria=given.getlist("criterion"),
        note=given.get("note", "")[:LONGEST],
    )


def read_day(text: str) -> date:
    """A day as a field of the browser gives it.

    Raises:
        AssessmentError: it is none.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise AssessmentError("date", value=text[:20]) from error


def may_judge(*, without: Collection[int] = ()) -> list[User]:
    """The active people with a role in business, by name; two queries."""
    everyone = User.objects.filter(is_active=True).prefetch_related("assignments").order_by("name", "pk")
    return [one for one in everyone if one.pk not in without and may(one, "assess")]


def _named(found: Ranking, text: str) -> list[tuple[str, str]]:
    """The clients of a field: one a line, or parted by semicolons."""
    names = [name.strip() for name in re.split(r"[\n;]", text) if name.strip()]
    language = words.language()
    try:
        return named(found, names)
    except NamesError as error:
        if error.unknown:
            raise AssessmentError("names", unknown=language.listed(_quoted(error.unknown))) from error
        raise AssessmentError("names_several", several=language.listed(_quoted(error.several))) from error


def _quoted(names: list[str]) -> list[str]:
    return [_("“{name}”").format(name=name[:80]) for name in names[:10]]


def _clients(found: Ranking | None, ticked: Collection[str] | None, language: Language) -> tuple[Choice, ...]:
    if found is None:
        return ()
    return tuple(
        Choice(one.key, one.name, _why(one, language), ticked is None or one.key in ticked) for one in proposed(found)
    )


def _why(one: Proposed, language: Language) -> str:
    texts = {"fragile": _("fragile rank"), "key": _("key account today")}
    rank = _("rank {rank}").format(rank=language.number(one.rank))
    return " · ".join([rank, *(texts[word] for word in one.reasons if word in texts)])


def _people(given: QueryDict, user: User, *, new: bool) -> tuple[PersonChoice, ...]:
    ticked = {str(user.pk)} if new else set(given.getlist("assessor"))
    return tuple(
        PersonChoice(
            one.pk,
            str(one),
            words.language().listed(one.role_labels),
            str(one.pk) in ticked,
            given.get(f"only-{one.pk}", ""),
        )
        for one in may_judge()
    )
