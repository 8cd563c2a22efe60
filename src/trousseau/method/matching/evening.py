"""Room for accounts that found none: they are put where there is too little, and exchanges even that out."""

from __future__ import annotations

import numpy as np

from trousseau.method.matching.placing import Placing
from trousseau.method.matching.problem import Floats, Ints

PLACE = 4.0
"""What a place too few counts, in mean demands of days too few."""
NEAR = 2_000
"""Accounts that would lose least at a manager: those an exchange is looked for among first."""
MEMBERS, PAIRS = 400, 2_000_000
"""Of a manager who has many accounts so many are looked at, and then so many exchanges of them with any other."""
HALF = 0.5
"""Of the largest relief there is: from there on the least loss decides."""
WORK = 200_000_000
"""Exchanges looked at before it is given up: about ten seconds."""
OPPOSED = 12
"""Exchanges tried where rivals are in the way."""


class Evening:
    """One placing in which some managers have more than they have room for.

    What is too much, Σ_j (days over / mean demand + `PLACE` · places over), falls with every exchange, so none is
    undone by a later one.
    """

    def __init__(self, placing: Placing, reduced: Floats) -> None:
        self.placing, self.given, self.reduced = placing, placing.problem, reduced
        self.unit = float(self.given.demand.mean()) or 1.0
        self.faint = float(np.ptp(reduced[np.isfinite(reduced)])) * 1e-3 + 1e-300
        self.left = WORK

    def run(self, stuck: list[int]) -> bool:
        """Find room for some accounts; False where the work is used up or no exchange helps any more."""
        if not all(self._seat(account) for account in stuck):
            return False
        hopeless = np.zeros(self.given.managers, dtype=bool)
        while self.left > 0:
            over = np.where(hopeless, 0.0, self._over(self.placing.days, self.placing.places))
            manager = int(over.argmax())
            if over[manager] <= 0:
                return not hopeless.any()
            if self._relieve(manager):
                hopeless[:] = False
            else:
                hopeless[manager] = True
        return False

    def _over(self, days: Floats, places: Floats) -> Floats:
        """What is too much where so many days and places are left."""
        return np.asarray(np.maximum(-days, 0.0) / self.unit + PLACE * np.maximum(-places, 0.0))

    def _seat(self, account: int) -> bool:
        """Put an account where least is too much; False where rivals are at every manager that may take it."""
        placing, row = self.placing, self.reduced[account]
        may = np.isfinite(row)
        others = placing.rivals.get(account)
        if others is not None:
            may[[one for one in placing.manager[others].tolist() if one >= 0]] = False
        if not may.any():
            return False
        asked = self.given.demand[account]
        more = self._over(placing.days - asked, placing.places - 1) - self._over(placing.days, placing.places)
        behind = (row.max() - np.where(may, row, -np.inf)) / self.faint * 1e-6
        placing.put(account, int((more + behind).argmin()))
        return True

    def _relieve(self, manager: int) -> bool:
        """The exchange that takes most off a manager at the least loss."""
        placing, loss = self.placing, self.reduced[:, manager]
        members = np.flatnonzero(placing.manager == manager)
        members = _some(members[np.argsort(self.given.demand[members], kind="stable")], MEMBERS)
        others = np.flatnonzero((placing.manager != manager) & np.isfinite(loss))
        lost = self.reduced[others, placing.manager[others]] - loss[others]
        order = np.argsort(lost, kind="stable")
        looks = [order[:NEAR]]
        if len(others) > NEAR:
            looks.append(_some(order, PAIRS // max(len(members), 1)))
        return any(self._exchange(manager, members, others[look], lost[look]) for look in looks)

    def _exchange(self, manager: int, members: Ints, others: Ints, lost: Floats) -> bool:
        """One of some members goes to another manager, and one of `others` comes in its place or nobody does."""
        placing, given = self.placing, self.given
        days, places = placing.days, placing.places
        left = self.reduced[members, manager][:, None] - self.reduced[members]
        over = self._over(days, places)
        # Columns: managers to move to, then accounts to swap with.
        to = np.concatenate([np.arange(given.managers), placing.manager[others]])
        comes = np.concatenate([np.zeros(given.managers), given.demand[others]])
        moved = np.concatenate([np.ones(given.managers), np.zeros(len(others))])
        self.left -= (len(members) + 1) * len(to)
        goes = given.demand[members][:, None] - comes
        here = self._over(days[manager] + goes, places[manager] + moved)
        relief = over[manager] + over[to] - here - self._over(days[to] - goes, places[to] - moved)
        worse = left[:, to] + np.concatenate([np.zeros(given.managers), lost])
        relief[~np.isfinite(worse) | (to == manager)] = 0.0
        most = float(relief.max(initial=0.0))
        if most <= 1e-9:
            return False
        price = np.where(
            relief >= HALF * most, (np.maximum(worse, 0.0) + self.faint) / np.maximum(relief, 1e-12), np.inf
        )
        for _ in range(OPPOSED):
            at = int(price.argmin())
            row, column = divmod(at, len(to))
            if not np.isfinite(price[row, column]):
                return False
            goer, comer = int(members[row]), int(others[column - given.managers]) if column >= given.managers else -1
            if self._apply(goer, comer, manager, int(to[column])):
                return True
            price[row, column] = np.inf
        return False

    def _apply(self, goer: int, comer: int, manager: int, to: int) -> bool:
        """Make an exchange, unless rivals are in the way."""
        placing = self.placing
        if placing.opposed(goer, to, but=comer) or (comer >= 0 and placing.opposed(comer, manager, but=goer)):
            return False
        placing.take(goer)
        if comer >= 0:
            placing.take(comer)
            placing.put(comer, manager)
        placing.put(goer, to)
        return True


def _some(those: Ints, most: int) -> Ints:
    """At most so many, spread evenly."""
    return those if len(those) <= most else those[np.linspace(0, len(those) - 1, most).astype(np.int64)]
