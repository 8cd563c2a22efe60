"""The white-space grid: a client's units × our offers, and what each cell, row, column and the whole say.

Pure: it is given what is known and asks nobody. No figure is made up: what is not known is None and counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trousseau.method.wallet import Part, Total, offer_total, total

SOLD, OPEN, COMPETITOR, IRRELEVANT, UNTOLD = "sold", "open", "competitor", "irrelevant", "untold"
NONE = Decimal(0)


@dataclass(frozen=True)
class Unit:
    """A row: an account of the client, which the ledger knows, or a place it does not."""

    key: str
    """Its name without capitals and accents; "": the client as a whole."""
    name: str
    accounts: tuple[str, ...] = ()
    """The accounts of the ledger it is; none: the ledger cannot tell what is sold there."""


@dataclass(frozen=True)
class Offer:
    """A column: one of our divisions or families, or what people call one."""

    key: str
    name: str
    ours: bool = True
    """Whether the ledger knows it by that name."""


@dataclass(frozen=True)
class Potential:
    """What a unit spends a year on an offer, as somebody told it, in the base currency."""

    amount: Decimal
    source: str
    date: dt.date
    confidence: str
    faded: bool
    part: Part


@dataclass(frozen=True)
class Rival:
    """A competitor known there."""

    name: str
    share: Decimal | None = None
    """In per cent of what they buy; None: unknown."""


@dataclass(frozen=True)
class Words:
    """What somebody says of a cell."""

    said: str = ""
    note: str = ""
    revision: int = 0
    action: int | None = None
    """What the plan does about it, where it still does."""


@dataclass(frozen=True)
class Spot:
    """One cell."""

    unit: Unit
    offer: Offer
    sold: Decimal | None
    """Over the last 12 months; None: the ledger cannot tell."""
    before: Decimal | None
    """Over the 12 months before; None: it cannot tell."""
    potential: Potential | None
    rivals: tuple[Rival, ...] = ()
    words: Words = Words()
    within: bool = False
    """Without a potential of its own, but part of one that is told: of the offer for all units, of the unit for all
    offers, or of the client for everything."""

    @property
    def unknown(self) -> bool:
        """Whether nobody has told what it could buy, neither by itself nor within a whole; irrelevant ones apart."""
        return self.potential is None and not self.within and self.state != IRRELEVANT

    @property
    def state(self) -> str:
        """What the cell is: sales win over what is said, what is said over what is known of competitors.

        What the ledger cannot tell and nobody has said is untold: it may well be sold already.
        """
        if self.sold is not None and self.sold > 0:
            return SOLD
        if self.words.said:
            return self.words.said
        if self.rivals:
            return COMPETITOR
        return OPEN if self.sold is not None else UNTOLD

    @property
    def contradicted(self) -> bool:
        """Whether it is said not to be relevant, and is sold."""
        return self.state == SOLD and self.words.said == IRRELEVANT

    @property
    def share(self) -> float | None:
        """Sold of the potential; None where either is not known."""
        if self.potential is None or self.sold is None or self.potential.amount <= 0:
            return None
        return float(self.sold / self.potential.amount)

    @property
    def change(self) -> float | None:
        """Sales against the year before; None where there is nothing to compare with."""
        if self.sold is None or not self.before or self.before <= 0:
            return None
        return float(self.sold / self.before - 1)

    @property
    def lost(self) -> bool:
        """Bought the year before, and no longer."""
        return self.sold is not None and self.sold <= 0 and (self.before or NONE) > 0

    @property
    def new(self) -> bool:
        """Bought, and not the year before."""
        return self.state == SOLD and self.before == 0

    @property
    def left(self) -> Decimal | None:
        """What could still be sold: at most, where the ledger cannot tell what is; None: not known."""
        if self.potential is None or self.state == IRRELEVANT:
            return None
        return max(NONE, self.potential.amount - max(NONE, self.sold or NONE))


@dataclass(frozen=True)
class Sum:
    """A row, a column or the whole added up."""

    sold: Decimal | None
    potential: Total | None
    """None: nothing is told."""
    unknown: int
    """Cells whose potential nobody has told: those that say “?”."""
    within: int
    """Cells told only within a whole, those of no relevance apart."""
    cells: int
    """All cells but those of no relevance."""

    @property
    def share(self) -> float | None:
        """Sold of the potential told; None where either is not known."""
        if self.sold is None or self.potential is None or self.potential.amount <= 0:
            return None
        return float(self.sold) / self.potential.amount


@dataclass(frozen=True)
class Line:
    """A unit with its cells in the order of the offers."""

    unit: Unit
    spots: tuple[Spot, ...]
    sum: Sum


@dataclass(frozen=True)
class Grid:
    """The whole grid; `whole` is the client as one: what is told of no unit stands there."""

    offers: tuple[Offer, ...]
    lines: tuple[Line, ...]
    whole: Line
    columns: tuple[Sum, ...]
    sum: Sum

    def spots(self) -> Iterable[Spot]:
        """Every cell, those of the client as a whole last."""
        for line in (*self.lines, self.whole):
            yield from line.spots

    def spot(self, unit: str, offer: str) -> Spot | None:
        """The cell of two keys."""
        return next((one for one in self.spots() if (one.unit.key, one.offer.key) == (unit, offer)), None)

    def grow(self, most: int) -> tuple[Spot, ...]:
        """Where most is left to sell: cells, and the client as a whole where more is told of it than of its units."""
        of_units: dict[str, Decimal] = {}
        for line in self.lines:
            for one in line.spots:
                amount = one.potential.amount if one.potential else NONE
                of_units[one.offer.key] = of_units.get(one.offer.key, NONE) + amount
        open_ones = [
            one
            for one in self.spots()
            if one.potential is not None
            and (one.left or NONE) > 0
            and (one.unit.key or one.potential.amount > of_units.get(one.offer.key, NONE))
        ]
        return tuple(sorted(open_ones, key=lambda one: (-(one.left or NONE), one.unit.name, one.offer.name))[:most])


@dataclass(frozen=True)
class Known:
    """What is known, by keys of unit and offer."""

    sold: Mapping[tuple[str, str], Decimal]
    """By account of the ledger and name of the offer."""
    before: Mapping[tuple[str, str], Decimal] | None
    potentials: Mapping[tuple[str, str], Potential]
    rivals: Mapping[tuple[str, str], tuple[Rival, ...]]
    words: Mapping[tuple[str, str], Words]


def build(units: Sequence[Unit], whole: Unit, offers: Sequence[Offer], known: Known) -> Grid:
    """The grid of what is known; `units` may be none, and then the client as a whole is its only line."""
    lines = tuple(_line(unit, offers, known) for unit in units)
    total_line = _line(whole, offers, known)
    counted = lines or (total_line,)
    columns = tuple(
        _column(offer, [line.spots[at] for line in counted], total_line.spots[at], known)
        for at, offer in enumerate(offers)
    )
    parts = [one.part for one in known.potentials.values()]
    cells = [spot for line in counted for spot in line.spots]
    sold = sum((one.sold or NONE for one in total_line.spots), NONE)
    return Grid(
        tuple(offers), lines, total_line, columns,
        _added(sold, total(parts) if parts else None, cells),
    )  # fmt: skip


def _line(unit: Unit, offers: Sequence[Offer], known: Known) -> Line:
    spots = tuple(_spot(unit, offer, known) for offer in offers)
    told = [spot.potential.part for spot in spots if spot.potential is not None]
    of_all = known.potentials.get((unit.key, ""))
    parts = [*told, of_all.part] if of_all else told
    sold = sum((spot.sold or NONE for spot in spots), NONE) if unit.accounts else None
    return Line(unit, spots, _added(sold, total(parts) if parts else None, spots))


def _spot(unit: Unit, offer: Offer, known: Known) -> Spot:
    at = unit.key, offer.key
    sold = _of(known.sold, unit, offer) if unit.accounts and offer.ours else None
    before = _of(known.before, unit, offer) if sold is not None and known.before is not None else None
    told = known.potentials
    return Spot(
        unit, offer, sold, before, told.get(at), known.rivals.get(at, ()), known.words.get(at, Words()),
        within=at not in told and any(one in told for one in (("", offer.key), (unit.key, ""), ("", ""))),
    )  # fmt: skip


def _of(cells: Mapping[tuple[str, str], Decimal], unit: Unit, offer: Offer) -> Decimal:
    return sum((cells.get((account, offer.name), NONE) for account in unit.accounts), NONE)


def _column(offer: Offer, spots: Sequence[Spot], whole: Spot, known: Known) -> Sum:
    """One offer: what is told of its units, or of the client as a whole where that is more."""
    parts = [one.part for (_unit, key), one in known.potentials.items() if key == offer.key]
    return _added(whole.sold, offer_total(parts) if parts else None, spots)


def _added(sold: Decimal | None, potential: Total | None, spots: Sequence[Spot]) -> Sum:
    relevant = [one for one in spots if one.state != IRRELEVANT]
    return Sum(
        sold, potential, sum(one.unknown for one in relevant), sum(one.within for one in relevant), len(relevant)
    )
