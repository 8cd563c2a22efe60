"""What the page of an account shows of selection: the tier held, why, how sure that is, and what was decided.

Whoever sees the account sees its tier, experts no more than that; decisions with their reasons are for those who read
sessions; scores, ranks and rivals for those who read the portfolio.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from trousseau.access.models import User
from trousseau.access.rules import may, person
from trousseau.accounts import access, panels
from trousseau.accounts.models import Account
from trousseau.figures import selection as said
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import usual
from trousseau.selection.models import AccountRank, DecisionSession, Ruling
from trousseau.selection.pages.decisions import LogRow, row_of
from trousseau.selection.pages.session_client import Pair, PointRow, point_rows, points_bar, span_text, turn_rows
from trousseau.selection.pages.why import score_text
from trousseau.selection.queries import grids, sessions, tiers
from trousseau.selection.queries.frozen import turning_of
from trousseau.selection.queries.ranking import grid_of, ranking


@dataclass(frozen=True)
class Ranked:
    """Where the client stands today."""

    rank: str
    score: str
    chance: str
    fragile: bool
    capacity: str
    proposed: str
    points: SafeString
    parts: tuple[PointRow, ...]
    turns_head: str
    turns: tuple[Pair, ...]


def register() -> None:
    """Offer the panel to the account page."""
    panels.register(
        panels.Panel("tier", gettext_lazy("Tier"), "selection/panel.html", panel, place="main", order=20, late=True)
    )


def panel(request: HttpRequest, account: Account) -> Mapping[str, Any] | None:
    """The tier of the client an account is, or is part of; None where nothing is known of it."""
    user = person(request)
    client = account.group.name if account.group else account.key
    held = sessions.tier_now(client)
    decisions: list[LogRow] = []
    if may(user, "read_sessions"):
        members = tuple(access.visible_to(user).filter(group=account.group).values_list("key", flat=True))
        decisions = [row_of(one) for one in sessions.of_client(client, members if account.group else ())]
    ranked = _ranked(user, client) if may(user, "read_portfolio") else None
    row = AccountRank.objects.filter(account=account).first()
    opened = sessions.opened() if may(user, "read_sessions") else None
    if held is None and not decisions and ranked is None and (row is None or opened is None):
        return None
    return {
        "account": account,
        "client": client,
        "group": account.group,
        "held": held,
        "tier": tiers.name(None, held.tier, held.tier_name) if held else "",
        "ranked": ranked,
        "decisions": decisions,
        "opened": opened,
        "to_decide": _to_decide(opened, client),
    }


def _to_decide(opened: DecisionSession | None, client: str) -> bool:
    """Whether the open session has not decided the client yet."""
    return opened is not None and not Ruling.objects.filter(session=opened, client=client).exists()


def _ranked(user: User, client: str) -> Ranked | None:
    """Where a client stands in the ranking someone sees; None where it is not in it."""
    asked = usual(user)
    if asked is None:
        return None
    asked = asked.ranked_by("group")
    grid = grid_of(asked, grids.in_force().grid)
    found = ranking(asked, grid)
    if client not in found.accounts:
        return None
    at = list(found.accounts).index(client)
    language = words.language()
    ruled = tiers.in_force(found.capacity)
    low, high = found.ranks_between([at])[0]
    rank = language.number(int(found.rank[at]))
    if low != high:
        rank = span_text(rank, language.number(low), high, language)
    points = [None if np.isnan(one) else float(one) for one in found.points[at].tolist()]
    head, turns = turn_rows(grid, turning_of(found, at), language)
    return Ranked(
        rank=rank,
        score=score_text(at, found, language),
        chance=said.chance(float(found.certainty.top_probability[at]), language),
        fragile=bool(found.fragile[at]),
        capacity=language.number(found.capacity),
        proposed=tiers.name(ruled.tiers[int(found.tiers(ruled)[at])]),
        points=points_bar(grid, points, language),
        parts=point_rows(grid, points, language),
        turns_head=head,
        turns=turns,
    )
