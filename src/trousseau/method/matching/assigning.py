"""Managers for accounts: the assignment that is worth most, with a proof of how far from the best it can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from trousseau.method.matching import exact
from trousseau.method.matching.bound import Dual
from trousseau.method.matching.clashes import Clash, InfeasibleError, clashes, searched, shortages
from trousseau.method.matching.evening import Evening
from trousseau.method.matching.improving import Improving
from trousseau.method.matching.placing import Placing
from trousseau.method.matching.problem import Floats, Ints, Problem, problem

CLOSE = ((100_000, 1e-3, 15), (4_000_000, 4.5e-3, 15), (np.inf, 7e-3, 5))
"""Up to so many pairs: the gap at which the search ends, and after how many assignments it does in any case."""
FEW = 4
"""Accounts without room at most where it is done without prices."""
CORES = (1, 8, 4, 2, 16)
"""Accounts that are placed last, for each manager: one after the other until the gap is small enough."""
CROWD = 0.15
"""Of what is asked: beyond what managers have room for, where every account is with the manager it is worth most."""
SWEEPS = 4
FORCED = 40
"""Forced pairs that are solved again without each, in small cases."""


@dataclass(frozen=True)
class Forced:
    """What it costs that a person forced or barred a pair, in the unit of the objective."""

    kind: Literal["must", "never"]
    account: int
    manager: int
    cost: float
    exact: bool
    """False: at the prices of days and places, to which the true cost is close."""


@dataclass(frozen=True)
class Assignment:
    """Whom each account has, and how good that is."""

    manager: Ints
    """The index of the manager of each account; every account has one."""
    backup: Ints | None
    """The index of who stands in; −1: nobody could. None: not asked for."""
    value: float
    """Σ fit of the pairs."""
    objective: float
    """The same plus the bonus of those who keep their account: what is made as large as it can be."""
    bound: float
    """Proven: no assignment that keeps the rules has a larger objective."""
    gap: float
    """(bound − objective) / |bound|; 0: proven best."""
    method: Literal["exact", "lagrangian"]
    load: Floats
    """Demand given to each manager."""
    count: Ints
    """Accounts given to each."""
    kept: int
    """Accounts that keep their manager."""
    day_price: Floats
    """What one more unit of capacity of each manager would be worth (0 in small cases, where it is not asked)."""
    forced: tuple[Forced, ...]


def assign(
    fit: ArrayLike,
    demand: ArrayLike,
    capacity: ArrayLike,
    *,
    keep: ArrayLike | None = None,
    keep_bonus: ArrayLike = 0,
    conflicts: Iterable[Sequence[int]] = (),
    limit: ArrayLike | None = None,
    must: Iterable[Sequence[int]] = (),
    never: ArrayLike | Iterable[Sequence[int]] = (),
    backup: float | None = None,
    seed: int = 0,
) -> Assignment:
    """Give each of n accounts to exactly one of m managers so that Σ fit is as large as it can be.

    maximise Σ_i (f_{i,x_i} + bonus_i [x_i = keep_i]) subject to Σ_{i: x_i = j} d_i ≤ c_j, #{i: x_i = j} ≤ l_j and
    x_i ≠ x_k for rivals (the generalised assignment problem, NP-hard). Up to `exact.LARGEST` pairs it is solved to the
    end by HiGHS; beyond, capacities, limits and rivalries are priced (Lagrange, subgradient), what the accounts then
    choose is repaired and improved, and the gap to the bound is given out (Fisher 1981; Martello & Toth 1990, ch. 7).

    Args:
        fit: (n, m), in any unit. NaN: nobody knows, and the pair is not proposed. Infinite: ValueError.
        demand: (n,) or one number for all, ≥ 0, finite; in the unit of the capacity, such as days a month.
        capacity: (m,) or one number, ≥ 0. 0: the manager takes only accounts that ask nothing. inf: no limit.
            NaN: ValueError, as an unknown capacity is not none and not any.
        keep: (n,) integers, the manager of each account today; −1: nobody.
        keep_bonus: ≥ 0, one number or (n,): what it is worth that an account keeps its manager.
        conflicts: groups of two or more accounts (pairs among them) no two of which may have the same manager.
        limit: accounts at most, one number or (m,); fractions are rounded down; inf or None: no limit.
        must: pairs (account, manager) that are forced.
        never: pairs that are barred; or a matrix of truth values, (n, m).
        backup: share ≥ 0 of the demand that a second manager, distinct from the first, takes on top within what is
            left of the capacities; 0: no days. Accounts are shared evenly among those who stand in; who leads an
            account's rival does not stand in for it. None: no back-ups.
        seed: of the few ties that are broken at random.

    Raises:
        InfeasibleError: no assignment keeps the rules (a ValueError); its `clashes` say which of them cannot hold.
        ValueError: arguments of the wrong shape, missing, negative or infinite where that cannot be.
    """
    given = problem(
        fit, demand, capacity,
        keep=keep, keep_bonus=keep_bonus, conflicts=conflicts, limit=limit, must=must, never=never,
    )  # fmt: skip
    if backup is not None and not 0 <= backup < np.inf:
        raise ValueError(f"backup is the share of the demand that a second manager takes, 0 or more: got {backup}")
    if not given.accounts:
        return _result(given, np.zeros(0, dtype=np.int64), 0.0, method="exact", keep=keep, backup=backup)
    found = clashes(given)
    if found:
        raise InfeasibleError(found)
    if given.accounts * given.managers <= exact.LARGEST:
        return _small(given, keep, backup)
    return _large(given, keep, backup, seed)


def _small(given: Problem, keep: ArrayLike | None, backup: float | None) -> Assignment:
    solved = exact.solve(given)
    if solved.infeasible:
        raise InfeasibleError(shortages(given) or searched(given))
    if solved.manager is None:  # so tight that HiGHS gave up: what the other way finds, if anything
        return _large(given, keep, backup, 0)
    forced = _forced_exactly(given, _worth(given, solved.manager))
    return _result(given, solved.manager, solved.bound, method="exact", keep=keep, backup=backup, forced=forced)


def _forced_exactly(given: Problem, value: float) -> tuple[Forced, ...]:
    """What each forced pair costs, by solving without it."""
    found = []
    pairs = [("must", pair) for pair in given.must] + [("never", pair) for pair in given.never]
    if len(pairs) > FORCED:
        return _forced_priced(given, np.zeros(given.managers), np.zeros(given.managers))
    for kind, pair in pairs:
        must = tuple(one for one in given.must if kind != "must" or one != pair)
        never = tuple(one for one in given.never if kind != "never" or one != pair)
        solved = exact.solve(_with(given, must, never), seconds=5.0)
        better = _worth(given, solved.manager, free=True) if solved.manager is not None else value
        found.append(Forced("must" if kind == "must" else "never", *pair, max(better - value, 0.0), exact=True))
    return tuple(found)


def _with(given: Problem, must: tuple[tuple[int, int], ...], never: tuple[tuple[int, int], ...]) -> Problem:
    worth = given.free.copy()
    for account, manager in never:
        worth[account, manager] = -np.inf
    for account, manager in must:
        own = worth[account, manager]
        worth[account] = -np.inf
        worth[account, manager] = own
    return replace(given, worth=worth, must=must, never=never)


def _forced_priced(given: Problem, day: Floats, place: Floats) -> tuple[Forced, ...]:
    """What each forced pair costs at the prices of days and places."""
    found = []
    for kind, pairs in (("must", given.must), ("never", given.never[:10_000])):
        for account, manager in pairs:
            own = given.free[account] - given.demand[account] * day - place
            now = given.worth[account] - given.demand[account] * day - place
            cost = float(own.max() - now.max())
            found.append(Forced("must" if kind == "must" else "never", account, manager, max(cost, 0.0), exact=False))
    return tuple(found)


def _large(given: Problem, keep: ArrayLike | None, backup: float | None, seed: int) -> Assignment:
    """Prices, and around them assignments until one is close to the bound."""
    dual = Dual(given)
    best = _placed(given, given.worth.copy(), CORES[0], FEW) if _uncrowded(given) else None
    if best is None or _gap(dual.bound, _worth(given, best)) > _close(given)[0]:
        dual.lower()
        best = _tried(given, dual, best, seed)
    if best is None:
        best = _last_resort(given)
    day = dual.best.day / dual.unit
    forced = _forced_priced(given, day, dual.best.place)
    return _result(given, best, dual.bound, method="lagrangian", keep=keep, backup=backup, forced=forced, day_price=day)


def _uncrowded(given: Problem) -> bool:
    """Whether most accounts find room where they are worth most, so that it may do without prices."""
    chosen = given.worth.argmax(axis=1)
    load = np.bincount(chosen, weights=given.demand, minlength=given.managers)
    count = np.bincount(chosen, minlength=given.managers)
    over = np.maximum(load - given.room, 0).sum(), np.maximum(count - given.limit, 0).sum()
    return bool(over[0] <= CROWD * given.demand.sum() and over[1] <= CROWD * given.accounts)


def _close(given: Problem) -> tuple[float, int]:
    return next((gap, turns) for pairs, gap, turns in CLOSE if given.accounts * given.managers < pairs)


def _tried(given: Problem, dual: Dual, best: Ints | None, seed: int) -> Ints | None:
    """The best of some assignments: how many accounts are placed last differs, then chance has a hand in it."""
    reduced, draw = dual.reduced(slice(None), dual.best), np.random.default_rng(seed)
    value = -np.inf if best is None else _worth(given, best)
    close, turns = _close(given)
    for turn in range(turns):
        noise = None if turn < len(CORES) else draw.uniform(0.7, 1.4, given.accounts)
        found = _placed(given, reduced, CORES[turn % len(CORES)], given.accounts, noise)
        if found is not None and (worth := _worth(given, found)) > value:
            best, value = found, worth
        if best is not None and _gap(dual.bound, value) <= close:
            break
    return best


def _placed(given: Problem, reduced: Floats, core: int, few: int, noise: Floats | None = None) -> Ints | None:
    """One assignment near some prices; None: not every account found a place, or more than a few had none at first."""
    placing = Placing(given)
    stuck = placing.place_all(reduced, core * given.managers, noise)
    if len(stuck) > few or not Evening(placing, reduced).run(stuck):
        return None
    improving = Improving(placing, reduced)
    for _ in range(SWEEPS):
        if not improving.sweep():
            break
    return placing.manager


def _last_resort(given: Problem) -> Ints:
    """Where room is so scarce that nothing was found: any assignment that HiGHS finds, or the proof of none."""
    found = shortages(given)
    if found:
        raise InfeasibleError(found)
    if given.accounts * given.managers <= 60_000:
        solved = exact.solve(given, seconds=30.0)
        if solved.manager is not None:
            return solved.manager
        if solved.infeasible:
            raise InfeasibleError(searched(given))
    raise InfeasibleError((Clash("not_found", asked=float(given.demand.sum()), there=float(given.capacity.sum())),))


def _worth(given: Problem, manager: Ints, *, free: bool = False) -> float:
    return float((given.free if free else given.worth)[np.arange(given.accounts), manager].sum())


def _gap(bound: float, value: float) -> float:
    return max(bound - value, 0.0) / max(abs(bound), 1e-12)


def _result(
    given: Problem,
    manager: Ints,
    bound: float,
    *,
    method: Literal["exact", "lagrangian"],
    keep: ArrayLike | None,
    backup: float | None,
    forced: tuple[Forced, ...] = (),
    day_price: Floats | None = None,
) -> Assignment:
    rows = np.arange(given.accounts)
    objective = _worth(given, manager)
    bound = max(bound, objective)
    held = np.full(given.accounts, -1) if keep is None or not given.accounts else np.asarray(keep)
    return Assignment(
        manager=manager,
        backup=None if backup is None else stand_ins(given, manager, backup),
        value=float(given.fit[rows, manager].sum()),
        objective=objective,
        bound=bound,
        gap=_gap(bound, objective),
        method=method,
        load=np.bincount(manager, weights=given.demand, minlength=given.managers).astype(np.float64),
        count=np.bincount(manager, minlength=given.managers),
        kept=int((held == manager).sum()),
        day_price=np.zeros(given.managers) if day_price is None else day_price,
        forced=forced,
    )


def stand_ins(given: Problem, manager: Ints, share: float) -> Ints:
    """Who stands in for each account: the best fit that is left, the hardest to please first, shared evenly."""
    found = np.full(given.accounts, -1, dtype=np.int64)
    if given.managers < 2:
        return found
    asked = given.demand * share
    left = given.room - np.bincount(manager, weights=given.demand, minlength=given.managers)
    most = np.full(given.managers, max(1, -(-3 * given.accounts // (2 * given.managers))))
    rivals = given.rivals()
    values = np.where(np.isfinite(given.free), given.fit, -np.inf)
    for account, barred in given.never:
        values[account, barred] = -np.inf
    values[np.arange(given.accounts), manager] = -np.inf
    choices = np.isfinite(values).sum(axis=1) - [len(rivals.get(one, ())) for one in range(given.accounts)]
    for account in np.lexsort((-asked, choices)).tolist():
        row = np.where((left >= asked[account]) & (most > 0), values[account], -np.inf)
        others = rivals.get(account)
        if others is not None:
            row[manager[others]] = -np.inf
            row[found[others][found[others] >= 0]] = -np.inf
        at = int(row.argmax())
        if np.isfinite(row[at]):
            found[account] = at
            left[at] -= asked[account]
            most[at] -= 1
    return found
