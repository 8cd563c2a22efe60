"""Two check-ups side by side: who moved class, who entered, who left, and by how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

Kind = Literal["up", "down", "entered", "left"]
JUDGED = {"good", "watch", "bad"}
RANK = {"A": 0, "B": 1, "C": 2}


@dataclass(frozen=True)
class Standing:
    """Where an account stood in one check-up."""

    account: str
    name: str
    revenue: Decimal
    class_: str
    standing: str = ""
    """good, watch or bad by the rules of then; unknown, or empty, where that was not told."""
    contribution: Decimal | None = None


@dataclass(frozen=True)
class Shift:
    """One account that the rules make something else than before."""

    account: str
    name: str
    before: str
    after: str
    contribution: Decimal | None
    change: Decimal | None
    """Contribution now − contribution then, where both are known."""
    revenue: Decimal


@dataclass(frozen=True)
class Move:
    """One account that is not where it was."""

    account: str
    name: str
    kind: Kind
    before: str
    """Its class then; empty when it was not there."""
    after: str
    revenue_before: Decimal
    revenue_after: Decimal

    @property
    def change(self) -> Decimal:
        """Revenue now − revenue then."""
        return self.revenue_after - self.revenue_before


@dataclass(frozen=True)
class Comparison:
    """Every move, the heaviest change of revenue first."""

    moves: tuple[Move, ...]
    revenue_before: Decimal
    revenue_after: Decimal
    accounts_before: int
    accounts_after: int
    shifts: tuple[Shift, ...] = ()
    """Who is good, to watch or bad now and was something else then, the heaviest change of contribution first."""

    def of(self, *kinds: Kind) -> tuple[Move, ...]:
        """The moves of some kinds."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return tuple(move for move in self.moves if move.kind in kinds)

    @cached_property
    def _by_kind(self) -> dict[Kind, tuple[Move, ...]]:
        found: dict[Kind, list[Move]] = {}
        for move in self.moves:
            found.setdefault(move.kind, []).append(move)
        return {kind: tuple(moves) for kind, moves in found.items()}

    @cached_property
    def reclassed(self) -> tuple[Move, ...]:
        """Those there both times, in another class."""
        return self.of("up", "down")


def compare(before: Iterable[Standing], after: Iterable[Standing]) -> Comparison:
    """The moves from one check-up to another; the order of either does not matter."""
    then = {standing.account: standing for standing in before}
    now = {standing.account: standing for standing in after}
    moves = []
    for account in then.keys() | now.keys():
        old, new = then.get(account), now.get(account)
        if old is not None and new is not None and old.class_ == new.class_:
            continue
        standing = new or old
        if standing is None:
            continue
        moves.append(
            Move(
                account=account,
                name=standing.name,
                kind=_kind(old, new),
                before=old.class_ if old else "",
                after=new.class_ if new else "",
                revenue_before=old.revenue if old else Decimal(0),
                revenue_after=new.revenue if new else Decimal(0),
            )
        )
    moves.sort(key=lambda move: (-abs(move.change), move.name, move.account))
    return Comparison(
        moves=tuple(moves),
        revenue_before=sum((s.revenue for s in then.values()), Decimal(0)),
        revenue_after=sum((s.revenue for s in now.values()), Decimal(0)),
        accounts_before=len(then),
        accounts_after=len(now),
        shifts=_shifts(then, now),
    )


def _shifts(then: Mapping[str, Standing], now: Mapping[str, Standing]) -> tuple[Shift, ...]:
    """Those judged both times, and otherwise."""
    found = [
        Shift(
            account=account,
            name=new.name,
            before=old.standing,
            after=new.standing,
            contribution=new.contribution,
            change=None
            if new.contribution is None or old.contribution is None
            else new.contribution - old.contribution,
            revenue=new.revenue,
        )
        for account, new in now.items()
        if (old := then.get(account)) and {old.standing, new.standing} <= JUDGED and old.standing != new.standing
    ]
    found.sort(key=lambda shift: (-abs(shift.change or Decimal(0)), -shift.revenue, shift.name, shift.account))
    return tuple(found)


def _kind(old: Standing | None, new: Standing | None) -> Kind:
    """Which way it went."""
    if old is None:
        return "entered"
    if new is None:
        return "left"
    return "up" if RANK.get(new.class_, 3) < RANK.get(old.class_, 3) else "down"
