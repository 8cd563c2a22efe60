"""From what each account would choose to an assignment that keeps the rules, and better ones near it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from trousseau.method.matching.problem import Floats, Ints, Problem

TRIED = 12
"""Managers, accounts or swaps tried before giving up on one."""

MANY_STUCK = 4
"""Accounts without a place, for each throw allowed, with which it is not tried."""


class Placing:
    """An assignment being made: whom each account has, and what is left of each manager."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.manager: Ints = np.full(problem.accounts, -1, dtype=np.int64)
        self.days: Floats = problem.room.copy()
        self.places: Floats = problem.limit.copy()
        self.turned: Floats = np.ascontiguousarray(problem.worth.T)
        self.rivals: Mapping[int, Ints] = problem.rivals()
        self.pinned = {account for account, _ in problem.must}

    def put(self, account: int, manager: int) -> None:
        """Give an account to a manager."""
        self.manager[account] = manager
        self.days[manager] -= self.problem.demand[account]
        self.places[manager] -= 1

    def take(self, account: int) -> int:
        """Take an account from its manager."""
        manager = int(self.manager[account])
        self.manager[account] = -1
        self.days[manager] += self.problem.demand[account]
        self.places[manager] += 1
        return manager

    def opposed(self, account: int, manager: int, but: int = -1) -> bool:
        """Whether a rival of the account is at the manager; `but` one that leaves."""
        others = self.rivals.get(account)
        if others is None:
            return False
        return bool(((self.manager[others] == manager) & (others != but)).any())

    def open(self, account: int) -> np.ndarray:
        """The managers that could take an account as it is."""
        found = (self.days >= self.problem.demand[account]) & (self.places >= 1)
        others = self.rivals.get(account)
        if others is not None:
            found[[one for one in self.manager[others].tolist() if one >= 0]] = False
        return np.asarray(found)

    def place_all(self, reduced: Floats, core: int, patience: int, noise: Floats | None = None) -> bool:
        """Give every account to the manager it would choose; the `core` least urgent ones last, the largest first.

        Prices settle all but about as many accounts as there are managers: those that hardly care where they are.
        They fill what room is left, and that works out where the large ones come first. For those that find no place
        others are moved on, and thrown out `patience` times at most; False where that was not enough.
        """
        given, rows = self.problem, np.arange(self.problem.accounts)
        chosen = reduced.argmax(axis=1)
        first = reduced[rows, chosen]
        reduced[rows, chosen] = -np.inf
        urgency = (first - reduced.max(axis=1, initial=-np.inf)) / np.maximum(given.demand, 1e-12)
        reduced[rows, chosen] = first
        order = np.argsort(-(urgency if noise is None else urgency * noise), kind="stable")
        sure = max(given.accounts - core, int(np.isinf(urgency).sum()))
        waiting = order[sure:].tolist()
        for account in order[:sure].tolist():
            manager = int(chosen[account])
            if (
                self.days[manager] >= given.demand[account]
                and self.places[manager] >= 1
                and not self.opposed(account, manager)
            ):
                self.put(account, manager)
            else:
                waiting.append(account)
        waiting.sort(key=lambda one: -given.demand[one])
        stuck = []
        for account in waiting:
            values = np.where(self.open(account), reduced[account], -np.inf)
            manager = int(values.argmax())
            if np.isfinite(values[manager]):
                self.put(account, manager)
            else:
                stuck.append(account)
        return self._chains(reduced, stuck, patience)

    def _chains(self, reduced: Floats, stuck: list[int], left: int) -> bool:
        """Move others on for those that found no place; False where `left` throws are not enough.

        A move to where there is room leaves one fewer without a place; only a throw may go on for ever.
        """
        if len(stuck) > MANY_STUCK * max(left, 1):
            return False
        visits: dict[tuple[int, int], int] = {}
        while stuck:
            stuck.sort(key=lambda one: self.problem.demand[one])
            account = stuck.pop()
            values = np.where(self.open(account), reduced[account], -np.inf)
            manager = int(values.argmax())
            if np.isfinite(values[manager]):
                self.put(account, manager)
                continue
            if self._move_on(account, reduced):
                continue
            left -= 1
            if left < 0:
                return False
            thrown = self._throw(account, reduced, visits)
            if thrown is None:
                return False
            stuck += thrown
        return True

    def _members(self, manager: int) -> Ints:
        return np.flatnonzero(self.manager == manager)

    def _move_on(self, account: int, reduced: Floats) -> bool:
        """Make room at a manager by moving one of its accounts to another with room, at the least cost."""
        given, best, found = self.problem, -np.inf, None
        row = reduced[account]
        order = np.argsort(-row, kind="stable")
        for manager in order[np.isfinite(row[order])][: 3 * TRIED].tolist():
            members = self._members(manager)
            need = given.demand[account] - self.days[manager]
            members = members[given.demand[members] >= need]
            for member in members[np.argsort(given.demand[members], kind="stable")][:TRIED].tolist():
                if self.opposed(account, manager, but=member):
                    continue
                values = np.where(self.open(member), reduced[member], -np.inf)
                values[manager] = -np.inf
                to = int(values.argmax())
                if np.isfinite(values[to]) and to != manager:
                    gain = row[manager] + values[to] - reduced[member, manager]
                    if gain > best:
                        best, found = gain, (manager, member, to)
        if found is None:
            return False
        manager, member, to = found
        self.take(member)
        self.put(member, to)
        self.put(account, manager)
        return True

    def _throw(self, account: int, reduced: Floats, visits: dict[tuple[int, int], int]) -> list[int] | None:
        """Put an account where it costs least and throw out whom it takes, preferring small ones and new ways."""
        given, best, found = self.problem, np.inf, None
        row = reduced[account]
        spread = float(np.ptp(row[np.isfinite(row)])) if np.isfinite(row).any() else 0.0
        for manager in np.flatnonzero(np.isfinite(row)).tolist():
            out = self._out(account, manager)
            if out is None:
                continue
            tried = visits.get((account, manager), 0)
            size = sum(given.demand[one] for one in out) / max(given.demand[account], 1e-12)
            cost = size + 0.5 * len(out) + 1.5 * tried - (row[manager] - row.max()) / max(spread, 1e-12) * 0.2
            if cost < best:
                best, found = cost, (manager, out)
        if found is None:
            return None
        manager, out = found
        visits[account, manager] = visits.get((account, manager), 0) + 1
        for one in out:
            self.take(one)
        self.put(account, manager)
        return out

    def _out(self, account: int, manager: int) -> list[int] | None:
        """Whom a manager would have to give up for an account; None where even that would not do."""
        given = self.problem
        members = self._members(manager)
        others = self.rivals.get(account)
        out = [] if others is None else [int(one) for one in others[self.manager[others] == manager]]
        room = self.days[manager] + sum(given.demand[one] for one in out)
        places = self.places[manager] + len(out)
        rest = [int(one) for one in members[np.argsort(given.demand[members], kind="stable")] if int(one) not in out]
        rest = [one for one in rest if one not in self.pinned]
        if any(one in self.pinned for one in out):
            return None
        need = given.demand[account] - room
        single = next((one for one in rest if given.demand[one] >= need), None) if need > 0 else None
        if single is not None:
            out.append(single)
            room, places = room + given.demand[single], places + 1
            rest.remove(single)
        while (room < given.demand[account] or places < 1) and rest:
            one = rest.pop()
            out.append(one)
            room, places = room + given.demand[one], places + 1
        return out if room >= given.demand[account] and places >= 1 else None
