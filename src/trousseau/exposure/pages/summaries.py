"""What the overview of exposure shows of the other pages, and how they offer it.

A page of exposure that has a summary offers it (in `ExposureConfig.ready`): a template of one section or two, and what
it shows. The overview sets them in the order they are offered, on a grid of twelve columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trousseau.access.models import User
from trousseau.ledger.costs import Costs
from trousseau.portfolio.queries.source import Asked


@dataclass(frozen=True)
class Summary:
    """Half a row, or a row in two sections: a template of this room, and what it shows as `summary`."""

    template: str
    shows: Any


Offer = Callable[[User, Asked, Costs], Summary | None]
"""What the company tells of its costs is asked once a page, so it is given."""
_offers: list[Offer] = []


def offer(*makers: Offer) -> None:
    """Have summaries on the overview, in this order; a maker gives None where it has nothing to say."""
    _offers.extend(make for make in makers if make not in _offers)


def summaries(user: User, asked: Asked, costs: Costs) -> tuple[Summary, ...]:
    """All that is offered, for one question."""
    return tuple(found for make in _offers if (found := make(user, asked, costs)) is not None)
