"""Who must leave for a division, the company, or several of them at once to end under their fixed costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from trousseau.exposure import addresses
from trousseau.exposure.queries import whatif
from trousseau.figures import whatif as said
from trousseau.figures.language import Language
from trousseau.ledger.costs import Costs
from trousseau.ledger.whatif import Breaking, Lost, Scenario
from trousseau.portfolio.queries.source import Asked

COMPANY = "company"
LISTED = 30
"""Of a set, this many have a row; the rest is counted."""


@dataclass(frozen=True)
class BreakingRow:
    """Who must leave for something to break."""

    place: str
    set: str
    url: str
    """The lab with that set lost, "" where there is none to show."""
    status: str
    value: str
    """What the address calls it: `company`, `division:Usinage`."""
    chosen: bool
    """Whether it is one of those that are to break at once."""


@dataclass(frozen=True)
class Leaving:
    """One of those who leave, and what that does to each place."""

    name: str
    takes: tuple[Decimal, ...]
    """Below 0 where it takes something away."""


@dataclass(frozen=True)
class Together:
    """Who must leave for several places to break at once."""

    finding: str
    url: str
    """The lab with them lost."""
    places: tuple[str, ...]
    before: tuple[Decimal, ...]
    leaving: tuple[Leaving, ...]
    more: int
    after: tuple[Decimal, ...]


def breaking_rows(
    asked: Asked, told: Costs, names: Mapping[str, str], query: QueryDict, written: Language
) -> tuple[BreakingRow, ...]:
    """The company and every division that has fixed costs."""
    chosen = set(addresses.together(query))
    return tuple(
        BreakingRow(
            place=said.place_name(found, written),
            set=said.breaking_words(found, names, written, asked.facts.base),
            url=_with_lost(found, query),
            status="bad" if found.lost == () else "watch" if found.lost and len(found.lost) == 1 else "",
            value=_value(found),
            chosen=_value(found) in chosen,
        )
        for found in whatif.breakings(asked, told)
    )


def together(
    asked: Asked, told: Costs, names: Mapping[str, str], query: QueryDict, written: Language
) -> Together | None:
    """What an address asks to break at once; None where that is not two places that can be asked for."""
    chosen = set(addresses.together(query))
    places = [found for found in whatif.breakings(asked, told) if _value(found) in chosen]
    if len(places) < 2:
        return None
    apart = [found for found in places if found.where != COMPANY]
    company = len(apart) < len(places)
    found = whatif.together(asked, told, apart[0].where, tuple(one.value for one in apart), company=company)
    leaving = [
        Leaving(names.get(key, key), tuple(-amount for amount in takes))
        for key, takes in zip((found.lost or ())[:LISTED], found.takes, strict=False)
    ]
    return Together(
        finding=said.together_words(found, names, written),
        url=_with_lost(found, query),
        places=tuple(said.place_name(one, written) for one in (*apart, *(one for one in places if one not in apart))),
        before=found.before,
        leaving=tuple(leaving),
        more=len(found.lost or ()) - len(leaving),
        after=found.after,
    )


def _with_lost(found: Breaking, query: QueryDict) -> str:
    lost = tuple(Lost(key) for key in found.lost or ())[: addresses.LOST_MOST]
    return addresses.address(query, Scenario(lost)) if lost else ""


def _value(found: Breaking) -> str:
    return COMPANY if found.where == COMPANY else f"{found.where}:{found.value}"
