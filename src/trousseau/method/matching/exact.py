"""Small cases to the end: the whole problem as a mixed-integer programme, solved by HiGHS (scipy.optimize.milp)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from scipy import sparse

from trousseau.method.matching.problem import Ints, Problem

LARGEST = 1_500
"""Pairs up to which a case is small."""
SECONDS = 20.0
"""After which HiGHS gives what it has; with its bound, which stays proven."""


@dataclass(frozen=True)
class Solved:
    """What HiGHS found; no manager: none that keeps the rules."""

    manager: Ints | None
    bound: float
    infeasible: bool
    """Proven."""


def solve(problem: Problem, *, seconds: float = SECONDS) -> Solved:
    """The best assignment there is, with its proof."""
    accounts, managers = np.nonzero(problem.allowed)
    cost = -problem.worth[accounts, managers]
    rows, uppers = _rows(problem, accounts, managers)
    each = sparse.csr_matrix(
        (np.ones(len(accounts)), (accounts, np.arange(len(accounts)))), (problem.accounts, len(accounts))
    )
    rules = [scipy.optimize.LinearConstraint(each, 1.0, 1.0)]
    if len(uppers):
        rules.append(scipy.optimize.LinearConstraint(rows, -np.inf, uppers))
    found = scipy.optimize.milp(
        cost,
        constraints=rules,
        integrality=np.ones(len(cost)),
        bounds=scipy.optimize.Bounds(0, 1),
        options={"mip_rel_gap": 0.0, "time_limit": seconds},
    )
    if found.x is None:
        return Solved(None, np.inf, infeasible=found.status == 2)
    manager = np.full(problem.accounts, -1, dtype=np.int64)
    chosen = found.x > 0.5
    manager[accounts[chosen]] = managers[chosen]
    bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else np.inf
    if not problem.holds(manager):
        return Solved(None, bound, infeasible=False)
    value = float(problem.worth[np.arange(problem.accounts), manager].sum())
    return Solved(manager, value if found.status == 0 else max(bound, value), infeasible=False)


def _rows(problem: Problem, accounts: Ints, managers: Ints) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Days, places and rivals: one row a rule, scaled so that what is allowed is about 1."""
    pairs = np.arange(len(accounts))
    blocks, uppers = [], []
    days = np.flatnonzero(np.isfinite(problem.capacity) & (problem.capacity > 0))
    scale = np.where(np.isfinite(problem.capacity) & (problem.capacity > 0), problem.capacity, 1.0)
    load = sparse.csr_matrix(
        (problem.demand[accounts] / scale[managers], (managers, pairs)), (problem.managers, len(pairs))
    )
    blocks.append(load[days])
    uppers.append(np.ones(len(days)))
    count = sparse.csr_matrix((np.ones(len(pairs)), (managers, pairs)), (problem.managers, len(pairs)))
    few = np.flatnonzero(np.isfinite(problem.limit))
    blocks.append(count[few])
    uppers.append(problem.limit[few])
    for group in problem.groups:
        inside = np.isin(accounts, group)
        rival = sparse.csr_matrix(
            (np.ones(int(inside.sum())), (managers[inside], pairs[inside])), (problem.managers, len(pairs))
        )
        blocks.append(rival)
        uppers.append(np.ones(problem.managers))
    return sparse.vstack(blocks).tocsr(), np.concatenate(uppers)
