"""The page of all rounds, with what is left to judge for whoever looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.figures.language import Language
from trousseau.portfolio import words
from trousseau.selection.models import Round
from trousseau.selection.queries import grids
from trousseau.selection.queries.assessments import Progress, Work, progress, waiting_for


@dataclass(frozen=True)
class MineRow:
    """A round in which someone judges."""

    url: str
    due: date
    late: bool
    clients: int
    left: int
    done: float
    handed_in: bool


@dataclass(frozen=True)
class RoundRow:
    """A round as the list shows it."""

    url: str
    round: Round
    late: bool
    clients: int
    assessors: int
    handed_in: int
    done: float


@dataclass(frozen=True)
class AssessmentsPage:
    """All that the template shows."""

    finding: str
    mine: tuple[MineRow, ...]
    rounds: tuple[RoundRow, ...]
    reads: bool
    """Whether they see all rounds."""
    may_open: bool
    judged: bool
    """Whether the grid in force has a judged criterion."""


def page(user: User) -> AssessmentsPage:
    """What one person sees of the rounds."""
    language, today = words.language(), timezone.localdate()
    reads = may(user, "read_portfolio")
    work = waiting_for(user)
    rounds = progress(Round.objects.select_related("opened_by")) if reads else []
    return AssessmentsPage(
        finding=_finding(work, rounds, language, reads=reads),
        mine=tuple(_mine(one, today) for one in work),
        rounds=tuple(_row(one, today) for one in rounds),
        reads=reads,
        may_open=may(user, "run_assessments"),
        judged=has_judged(),
    )


def has_judged() -> bool:
    """Whether the grid in force has a criterion that people judge; one query."""
    now = grids.in_force().grid
    return now is not None and any(one.judged for one in now.criteria)


def _mine(work: Work, today: date) -> MineRow:
    handed_in = work.assessor.released_at is not None
    return MineRow(
        url=reverse("selection:my_assessments", args=[work.round.public_id]),
        due=work.round.due,
        late=work.round.due < today and not handed_in,
        clients=work.clients,
        left=work.left,
        done=work.done,
        handed_in=handed_in,
    )


def _row(found: Progress, today: date) -> RoundRow:
    return RoundRow(
        url=reverse("selection:round", args=[found.round.public_id]),
        round=found.round,
        late=found.round.due < today and not found.round.closed,
        clients=found.clients,
        assessors=len(found.work),
        handed_in=found.handed_in,
        done=found.done,
    )


def _finding(work: list[Work], rounds: list[Progress], language: Language, *, reads: bool) -> str:
    left = sum(one.left for one in work)
    if left:
        first = min(one.round.due for one in work if one.left)
        return ngettext(
            "You have {left} answer left to give, by {date}.", "You have {left} answers left to give, by {date}.", left
        ).format(left=language.number(left), date=language.date(first))
    if any(one.assessor.released_at is None for one in work):
        return _("You have judged everything you were asked: hand it in.")
    running = [one for one in rounds if not one.round.closed]
    if running:
        asked, given = sum(one.asked for one in running), sum(one.given for one in running)
        return ngettext(
            "{count} round of assessments is open: {given} of {asked} answers are given.",
            "{count} rounds of assessments are open: {given} of {asked} answers are given.",
            len(running),
        ).format(count=language.number(len(running)), given=language.number(given), asked=language.number(asked))
    if rounds:
        return _("No round of assessments is open; the last was closed on {date}.").format(
            date=language.date(max(timezone.localdate(one.round.closed_at) for one in rounds))
        )
    return _("No client has been judged yet.") if reads else _("You have nothing to judge.")
