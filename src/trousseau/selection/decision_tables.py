"""The decisions as tables to be exported, whole and unrounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from trousseau.portfolio.tables import Cell, Table
from trousseau.selection.models import TierDecision
from trousseau.selection.pages.decisions import row_of
from trousseau.selection.queries import tiers


@dataclass(frozen=True)
class Span:
    """What a file is named after."""

    start: date
    end: date


def span(decisions: list[TierDecision]) -> Span:
    """From the first decision to the last; today where there is none."""
    days = [one.date for one in decisions] or [timezone.localdate()]
    return Span(min(days), max(days))


def of_decisions(decisions: Iterable[TierDecision], *, figures: bool) -> Table:
    """One decision a row; `figures`: with rank, score and certainty."""
    more = (_("Rank"), _("Score"), _("On the list"), _("Grid")) if figures else ()
    headers = (
        _("Date"), _("Session"), _("Account"), _("Name"), _("From"), _("To"), _("Decision"), _("Exception"),
        _("Proposed by the rules"), _("Reason"), _("Proposed by"), _("Why it was proposed"), _("Decided by"), *more,
    )  # fmt: skip
    return Table("decisions", _("Decisions"), headers, _rows(decisions, figures=figures))


def _rows(decisions: Iterable[TierDecision], *, figures: bool) -> Iterator[tuple[Cell, ...]]:
    for one in decisions:
        said = row_of(one)
        more = (one.rank, one.score, one.top_probability, one.grid_version) if figures else ()
        yield (
            one.date, one.session.title, one.client, one.name, said.before, said.after, said.kind,
            _("yes") if one.exception else _("no"),
            tiers.name(None, one.rules_proposed) if one.rules_proposed else "–", one.reason,
            str(one.proposed_by or ""), one.proposed_why, str(one.decided_by or ""), *more,
        )  # fmt: skip
