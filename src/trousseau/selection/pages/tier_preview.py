"""What other tiers would change: how many clients each would be proposed, and who would move."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trousseau.method.tiers import Tiers
from trousseau.portfolio import words
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.queries import grids, tiers
from trousseau.selection.queries.ranking import grid_of, ranking

SHOWN = 40
"""Moves that a preview lists."""


@dataclass(frozen=True)
class Move:
    """A client the rules would propose elsewhere."""

    name: str
    held: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What other tiers would change."""

    counts: tuple[tuple[str, int, int | None, int], ...]
    """Tier, clients that hold it, that are proposed for it now (None: it is new), and that would be."""
    moves: tuple[Move, ...]
    total: int
    against_held: int
    """Clients that hold another tier than the one they would be proposed for."""
    sentence: str


def proposed_for(asked: Asked, shown: Tiers) -> Counter[str]:
    """How many clients the rules of some tiers propose for each."""
    found = ranking(asked, grid_of(asked, grids.in_force().grid))
    return Counter(shown.tiers[place].key for place in found.tiers(shown).tolist())


def preview(asked: Asked, before: Tiers, after: Tiers) -> Preview:
    """What other tiers would change on the portfolio of a question."""
    found = ranking(asked, grid_of(asked, grids.in_force().grid))
    old, new = ([shown.tiers[at] for at in found.tiers(shown).tolist()] for shown in (before, after))
    held = tiers.held()
    was, now = Counter(tier.key for tier in old), Counter(tier.key for tier in new)
    holding = Counter(one.tier for one in held.values())
    moves, against = [], 0
    for at in found.order.tolist():
        own = held.get(found.accounts[at])
        against += own is not None and own.tier != new[at].key
        if old[at].key != new[at].key:
            called = "–" if own is None else tiers.name(after.named(own.tier), own.tier, own.tier_name)
            moves.append(Move(found.names[at], called, tiers.name(old[at]), tiers.name(new[at])))
    known = {tier.key for tier in before.tiers}
    return Preview(
        counts=tuple(
            (tiers.name(tier), holding[tier.key], was[tier.key] if tier.key in known else None, now[tier.key])
            for tier in after.tiers
        ),
        moves=tuple(moves[:SHOWN]),
        total=len(moves),
        against_held=against,
        sentence=_sentence(len(moves)),
    )


def _sentence(count: int) -> str:
    if not count:
        return _("Nobody would be proposed for another tier.")
    text = ngettext(
        "{n} client would be proposed for another tier.", "{n} clients would be proposed for another tier.", count
    )
    return text.format(n=words.language().number(count))
