"""What assessors said of one client, on the page of its accounts: closed rounds only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trousseau.access.rules import may
from trousseau.accounts.models import Account
from trousseau.figures.typed import written
from trousseau.portfolio import words
from trousseau.selection.charts.dots import dots
from trousseau.selection.models import Consensus, Round, RoundClient
from trousseau.selection.pages.assessment_words import criterion_text
from trousseau.selection.queries.judgements import Given, of_client


@dataclass(frozen=True)
class OpinionRow:
    """A criterion, the levels given, and what was settled."""

    name: str
    drawn: SafeString
    open: bool
    settled: str
    """The level that was settled on; "" where none was."""
    consensus: Consensus | None
    given: tuple[Given, ...]
    round: Round


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """What was judged of an account's client, for those who read the portfolio; None where nobody judged."""
    if not may(request.user, "read_portfolio"):
        return None
    client = account.group.name if account.group else account.key
    if not RoundClient.objects.filter(client=client, round__closed_at__isnull=False).exists():
        return None  # one query for the many nobody was asked to judge
    rows = opinions(client)
    return {"opinions": rows} if rows else None


def opinions(client: str) -> tuple[OpinionRow, ...]:
    """What is known of a client, a criterion each; two queries."""
    language = words.language()
    rows = []
    for one in of_client(client):
        settled = "" if one.consensus is None else written(one.consensus.level or 0, language)
        levels = language.listed([str(level) for level in one.levels]) or _("none")
        label = _("Levels given: {levels}").format(levels=levels)
        if settled:
            label = _("Levels given: {levels}; settled on {level}").format(levels=levels, level=settled)
        drawn = dots(one.levels, label, float(one.consensus.level or 0) if one.consensus else None)
        rows.append(
            OpinionRow(
                criterion_text(one.criterion, language),
                drawn,
                one.open,
                settled,
                one.consensus,
                one.given,
                one.round,
            )
        )
    return tuple(rows)
