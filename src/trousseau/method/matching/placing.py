"""From what each account would choose to an assignment that keeps the rules, and better ones near it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from trousseau.method.matching.problem import Floats, Ints, Problem


class Placing:
    """An assignment being made: whom each account has, and what is left of each manager."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.manager: Ints = np.full(problem.accounts, -1, dtype=np.int64)
        self.days: Floats = problem.room.copy()
        self.places: Floats = problem.limit.copy()
        self.turned: Floats = np.ascontiguousarray(problem.worth.T)
        self.rivals: Mapping[int, Ints] = problem.rivals()

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

    def place_all(self, reduced: Floats, core: int, noise: Floats | None = None) -> list[int]:
        """Give every account to the manager it would choose; the `core` least urgent ones last, the largest first.

        Prices settle all but about as many accounts as there are managers: those that hardly care where they are.
        They fill what room is left, and that works out where the large ones come first. Those that found no place are
        given back, the largest first.
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
        return stuck
