"""A better assignment near one that keeps the rules: accounts moved, swapped, or put in place of one that moves on."""

from __future__ import annotations

import numpy as np

from trousseau.method.matching.placing import Placing
from trousseau.method.matching.problem import Floats, Ints

LEAST = 1e-12
"""Of the largest worth: what counts as better."""
TRIED = 3
"""Exchanges tried for one account where rivals are in the way."""
NOBODY: Ints = np.zeros(0, dtype=np.int64)


class Improving:
    """One placing being improved.

    For every account the best other manager that has room for it as things stand is kept at hand (`other`, worth
    `there`), so that all exchanges of one account are seen at once.
    """

    def __init__(self, placing: Placing, reduced: Floats) -> None:
        given = placing.problem
        self.placing, self.given, self.reduced = placing, given, reduced
        self.rows = np.arange(given.accounts)
        self.dearest: Floats = reduced.max(axis=1)
        self.now: Floats = given.worth[self.rows, placing.manager]
        self.space: Floats = given.demand + placing.days[placing.manager]
        self.least = LEAST * max(1.0, float(np.abs(self.now).max(initial=0.0)))
        self.other: Ints = np.full(given.accounts, -1, dtype=np.int64)
        self.there: Floats = np.full(given.accounts, -np.inf)
        for manager in range(given.managers):
            self._offer(manager)

    def sweep(self) -> bool:
        """Look at the accounts that are not where the prices want them, the worst off first; whether it helped."""
        better = False
        behind = self.dearest - self.reduced[self.rows, self.placing.manager]
        order = np.argsort(-behind, kind="stable")
        for account in order[((behind > self.least) | (self.there > self.now + self.least))[order]].tolist():
            better = self._exchange(account) or better
        return better

    def _exchange(self, account: int) -> bool:
        """The best of: the account moves; it swaps with another; it takes the place of one that moves on."""
        given, placing = self.given, self.placing
        at, asked, holder = int(placing.manager[account]), given.demand[account], placing.manager
        swapped = np.where(given.demand <= placing.days[at] + asked, placing.turned[at], -np.inf)
        gain = np.maximum(swapped, self.there)
        gain -= self.now
        gain += given.worth[account][holder]
        gain[self.space < asked] = -np.inf
        gain[account] = self.there[account]
        worth = self.now[account] + self.least
        for _ in range(TRIED):
            other = int(gain.argmax())
            if not gain[other] > worth:
                return False
            to, swap = int(self.other[other]), swapped[other] >= self.there[other]
            if other == account:
                self._apply([(account, to)])
                return True
            first = int(holder[other])
            free = first != at and not placing.opposed(account, first, but=other)
            if free and not (swap and placing.opposed(other, at, but=account)):
                self._apply([(account, first), (other, at if swap else to)])
                return True
            gain[other] = -np.inf
        return False

    def _apply(self, moves: list[tuple[int, int]]) -> None:
        given, placing = self.given, self.placing
        moved = [account for account, _ in moves]
        touched = {to for _, to in moves} | {placing.take(account) for account in moved}
        for account, to in moves:
            placing.put(account, to)
            self.now[account] = given.worth[account, to]
        self.space = given.demand + placing.days[placing.manager]
        stale = (given.demand > placing.days[self.other]) | (placing.places[self.other] < 1)
        for account in moved:
            stale[account] = True
            stale[placing.rivals.get(account, NOBODY)] = True
        self._again(np.flatnonzero(stale & ((self.other >= 0) | np.isin(self.rows, moved))))
        for manager in touched:
            self._offer(manager)

    def _again(self, accounts: Ints) -> None:
        """Look anew for the best other manager with room."""
        given, placing = self.given, self.placing
        room = np.where(placing.places >= 1, placing.days, -1.0)
        values = np.where(given.demand[accounts, None] <= room, given.worth[accounts], -np.inf)
        values[np.arange(len(accounts)), placing.manager[accounts]] = -np.inf
        for row, account in enumerate(accounts.tolist()) if placing.rivals else ():
            rivals = placing.rivals.get(account)
            if rivals is not None:
                values[row, placing.manager[rivals]] = -np.inf
        best = values.argmax(axis=1)
        self.there[accounts] = values[np.arange(len(accounts)), best]
        self.other[accounts] = np.where(np.isfinite(self.there[accounts]), best, -1)

    def _offer(self, manager: int) -> None:
        """Note who would do better to move to a manager than to any other with room."""
        placing = self.placing
        if placing.places[manager] < 1:
            return
        worth = placing.turned[manager]
        moves = (worth > self.there) & (self.given.demand <= placing.days[manager]) & (placing.manager != manager)
        for member in np.flatnonzero(placing.manager == manager).tolist() if placing.rivals else ():
            moves[placing.rivals.get(member, NOBODY)] = False
        self.there[moves] = worth[moves]
        self.other[moves] = manager
