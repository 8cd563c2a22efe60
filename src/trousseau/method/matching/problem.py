"""What an assignment is asked of: checked arrays, with what is not allowed already ruled out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
SLACK = 1e-9
"""Of the larger of 1 and the capacity: what sums of decimal fractions may exceed."""


@dataclass(frozen=True)
class Problem:
    """Accounts to be given to managers."""

    fit: Floats
    """Accounts × managers; NaN where nobody knows."""
    worth: Floats
    """Fit plus the bonus of who keeps the account; −inf where the pair is not allowed."""
    free: Floats
    """The same before anything was forced by a person: what forced changes are compared with."""
    demand: Floats
    capacity: Floats
    """inf: no limit of days."""
    limit: Floats
    """Accounts at most; inf: no limit."""
    groups: tuple[tuple[int, ...], ...]
    """Rivals: no two of a group to one manager."""
    must: tuple[tuple[int, int], ...]
    never: tuple[tuple[int, int], ...]

    @property
    def accounts(self) -> int:
        """How many."""
        return int(self.worth.shape[0])

    @property
    def managers(self) -> int:
        """How many."""
        return int(self.worth.shape[1])

    @property
    def allowed(self) -> Flags:
        """The pairs that are allowed."""
        return np.isfinite(self.worth)

    @property
    def room(self) -> Floats:
        """The capacities with the slack of rounding."""
        return np.asarray(self.capacity + SLACK * np.maximum(1.0, np.where(np.isinf(self.capacity), 1, self.capacity)))

    def rivals(self) -> dict[int, Ints]:
        """The rivals of each account that has any."""
        found: dict[int, set[int]] = {}
        for group in self.groups:
            for one in group:
                found.setdefault(one, set()).update(other for other in group if other != one)
        return {one: np.array(sorted(others), dtype=np.int64) for one, others in found.items()}

    def holds(self, manager: Ints) -> bool:
        """Whether an assignment keeps every rule."""
        rows = np.arange(self.accounts)
        if (manager < 0).any() or not self.allowed[rows, manager].all():
            return False
        load = np.bincount(manager, weights=self.demand, minlength=self.managers)
        count = np.bincount(manager, minlength=self.managers)
        apart = all(len({int(manager[one]) for one in group}) == len(group) for group in self.groups)
        return apart and bool((load <= self.room).all() and (count <= self.limit).all())


def problem(
    fit: ArrayLike,
    demand: ArrayLike,
    capacity: ArrayLike,
    *,
    keep: ArrayLike | None,
    keep_bonus: ArrayLike,
    conflicts: Iterable[Sequence[int]],
    limit: ArrayLike | None,
    must: Iterable[Sequence[int]],
    never: ArrayLike | Iterable[Sequence[int]],
) -> Problem:
    """Check what was given; ValueError says which value of which argument cannot be."""
    matrix = _matrix(fit)
    accounts, managers = matrix.shape
    days = _each(demand, accounts, "demand", "account")
    there = _each(capacity, managers, "capacity", "manager", unlimited=True)
    most = np.full(managers, np.inf) if limit is None else _limit(limit, managers)
    forced = _pairs(must, accounts, managers, "must")
    barred = _never(never, accounts, managers)
    worth = matrix + _bonus(keep, keep_bonus, accounts, managers)
    free = np.where(np.isnan(worth), -np.inf, worth)
    free[:, most < 1] = -np.inf
    free[days[:, None] > there[None, :] + SLACK * np.maximum(1.0, np.where(np.isinf(there), 1.0, there))] = -np.inf
    worth = free.copy()
    for account, manager in barred:
        worth[account, manager] = -np.inf
    for account, manager in forced:
        own = worth[account, manager]
        worth[account] = -np.inf
        worth[account, manager] = own
    return Problem(matrix, worth, free, days, there, most, _groups(conflicts, accounts), forced, barred)


def _matrix(fit: ArrayLike) -> Floats:
    matrix = np.asarray(fit, dtype=np.float64)
    if matrix.ndim != 2:
        raise ValueError(f"fit must be accounts × managers, got {matrix.ndim} dimension(s)")
    outside = np.argwhere(np.isinf(matrix))
    if len(outside):
        account, manager = outside[0].tolist()
        raise ValueError(f"fit of account {account} and manager {manager} is infinite; bar a pair with never")
    return matrix


def _each(given: ArrayLike, size: int, name: str, of: str, *, unlimited: bool = False) -> Floats:
    """One number for each; none negative, none missing."""
    found = np.asarray(given, dtype=np.float64)
    if found.ndim == 0:
        found = np.full(size, float(found))
    if found.shape != (size,):
        raise ValueError(f"{name} must have one value for each {of} ({size}), got shape {found.shape}")
    wrong = np.flatnonzero(np.isnan(found) | (found < 0) | (np.isinf(found) & (not unlimited)))
    if len(wrong):
        at = int(wrong[0])
        raise ValueError(f"{name} of {of} {at} is {found[at]}: give 0 or more" + (", inf for no limit" * unlimited))
    return found


def _limit(limit: ArrayLike, managers: int) -> Floats:
    most = _each(limit, managers, "limit", "manager", unlimited=True)
    return np.asarray(np.floor(most + SLACK))


def _bonus(keep: ArrayLike | None, keep_bonus: ArrayLike, accounts: int, managers: int) -> Floats:
    bonus = _each(keep_bonus, accounts, "keep_bonus", "account")
    found = np.zeros((accounts, managers))
    if keep is None:
        return found
    held = np.asarray(keep)
    if held.shape != (accounts,) or not np.issubdtype(held.dtype, np.integer):
        if held.size:
            raise ValueError("keep must be one index of a manager for each account, −1 for nobody")
        held = np.zeros(0, dtype=np.int64)
    wrong = np.flatnonzero((held < -1) | (held >= managers))
    if len(wrong):
        raise ValueError(f"keep of account {int(wrong[0])} is {int(held[wrong[0]])}: there are {managers} managers")
    rows = np.flatnonzero(held >= 0)
    found[rows, held[rows]] = bonus[rows]
    return found


def _pairs(given: Iterable[Sequence[int]], accounts: int, managers: int, name: str) -> tuple[tuple[int, int], ...]:
    found: dict[tuple[int, int], None] = {}
    for pair in given:
        if len(pair) != 2:
            raise ValueError(f"{name} holds pairs of an account and a manager, got {tuple(pair)}")
        account, manager = int(pair[0]), int(pair[1])
        if not (0 <= account < accounts and 0 <= manager < managers):
            raise ValueError(f"{name} names account {account} and manager {manager}: outside {accounts} × {managers}")
        found[account, manager] = None
    return tuple(found)


def _never(given: ArrayLike | Iterable[Sequence[int]], accounts: int, managers: int) -> tuple[tuple[int, int], ...]:
    """Pairs, or a matrix of truth values."""
    if isinstance(given, np.ndarray) and given.dtype == np.bool_:
        if given.shape != (accounts, managers):
            raise ValueError(f"never must be accounts × managers ({accounts}, {managers}), got {given.shape}")
        return tuple((int(account), int(manager)) for account, manager in np.argwhere(given))
    return _pairs(given, accounts, managers, "never")  # type: ignore[arg-type]  # the other forms are iterables of pairs


def _groups(conflicts: Iterable[Sequence[int]], accounts: int) -> tuple[tuple[int, ...], ...]:
    found: dict[tuple[int, ...], None] = {}
    for group in conflicts:
        members = tuple(sorted({int(one) for one in group}))
        if len(members) < 2 or len(members) != len(group):
            raise ValueError(f"conflicts holds groups of at least two different accounts, got {tuple(group)}")
        if members[0] < 0 or members[-1] >= accounts:
            raise ValueError(f"conflicts names account {members[-1]}: there are {accounts}")
        found[members] = None
    return tuple(found)
