"""Why there is no assignment: the fewest constraints that cannot hold together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import scipy
from scipy.sparse import csr_matrix, vstack

from trousseau.method.matching import exact
from trousseau.method.matching.problem import SLACK, Ints, Problem

Kind = Literal[
    "no_manager", "two_musts", "must_never", "account_alone", "must_days", "must_places", "must_rivals", "days",
    "places", "days_of_some", "places_of_some", "rivals", "together", "not_found",
]  # fmt: skip
DELETIONS = 600
"""Pairs up to which the constraints that clash are told apart by leaving each out in turn."""


@dataclass(frozen=True)
class Clash:
    """Constraints that cannot hold together.

    | kind | what clashes |
    |---|---|
    | no_manager | there are accounts and no managers |
    | two_musts | one account must go to two managers |
    | must_never | a pair is both demanded and barred |
    | account_alone | no manager may take the account: barred, unknown, or `asked` days more than anyone has |
    | must_days, must_places | the accounts that must go to a manager ask more days, or are more, than there is room |
    | must_rivals | two rivals must go to one manager |
    | days, places | all accounts ask more days, or are more, than all managers have room for |
    | days_of_some, places_of_some | the same of accounts that only some managers may take |
    | rivals | rivals have fewer managers between them than they are |
    | together | what is named, together; leaving out any one of it makes an assignment possible |
    | not_found | nothing was proven: room is so scarce that no assignment was found |
    """

    kind: Kind
    accounts: tuple[int, ...] = ()
    managers: tuple[int, ...] = ()
    asked: float = 0.0
    there: float = 0.0
    barred: tuple[int, ...] = ()
    """Of an account alone: managers barred by `never`."""
    unknown: tuple[int, ...] = ()
    """… of whom the fit is not known."""
    small: tuple[int, ...] = ()
    """… who have too few days or places even without another account."""


class InfeasibleError(ValueError):
    """No assignment keeps every rule; `clashes` says why, the first being the plainest."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        self.clashes = clashes
        super().__init__("; ".join(_text(one) for one in clashes))


def _text(clash: Clash) -> str:
    said = f"{clash.kind}: accounts {list(clash.accounts[:20])}, managers {list(clash.managers[:20])}"
    return said + (f", {clash.asked:g} asked, {clash.there:g} there" if clash.asked or clash.there else "")


def clashes(problem: Problem) -> tuple[Clash, ...]:
    """What is seen at once; () where nothing was found."""
    if problem.accounts and not problem.managers:
        return (Clash("no_manager", accounts=tuple(range(problem.accounts)[:1000])),)
    for look in (_of_musts, _alone, _rooms, _rivals):
        found = tuple(look(problem))
        if found:
            return found
    return ()


def searched(problem: Problem) -> tuple[Clash, ...]:
    """The fewest constraints that clash, by leaving out each in turn and solving; for small cases."""
    if problem.accounts * problem.managers > DELETIONS:
        return (Clash("not_found"),)
    held: list[tuple[str, int]] = [("manager", one) for one in range(problem.managers)]
    held += [("account", one) for one in range(problem.accounts)]
    held += [("group", one) for one in range(len(problem.groups))]
    for one in list(held):
        rest = [other for other in held if other != one]
        if _without(problem, held, rest):
            held = rest
    return (
        Clash(
            "together",
            accounts=tuple(at for kind, at in held if kind == "account"),
            managers=tuple(at for kind, at in held if kind == "manager"),
        ),
    )


def _without(problem: Problem, held: list[tuple[str, int]], rest: list[tuple[str, int]]) -> bool:
    """Whether the rest clashes still."""
    (gone,) = set(held) - set(rest)
    kept = {at for kind, at in rest if kind == "account"}
    if gone[0] == "account" and not kept:
        return False
    rows = np.array(sorted(kept), dtype=np.int64)
    named = {int(one): at for at, one in enumerate(rows)}
    limited = np.array([("manager", one) in set(rest) for one in range(problem.managers)])
    groups = tuple(
        members
        for at, group in enumerate(problem.groups)
        if ("group", at) in rest and len(members := tuple(named[one] for one in group if one in named)) > 1
    )
    smaller = replace(
        problem,
        fit=problem.fit[rows],
        worth=problem.worth[rows],
        free=problem.free[rows],
        demand=problem.demand[rows],
        capacity=np.where(limited, problem.capacity, np.inf),
        limit=np.where(limited, problem.limit, np.inf),
        groups=groups,
        must=(),
        never=(),
    )
    return exact.solve(smaller, seconds=5.0).infeasible


def _of_musts(problem: Problem) -> Iterator[Clash]:
    """Demands of people that cannot be met whatever happens to the other accounts."""
    by_manager: dict[int, list[int]] = {}
    by_account: dict[int, list[int]] = {}
    for account, manager in problem.must:
        by_manager.setdefault(manager, []).append(account)
        by_account.setdefault(account, []).append(manager)
    for account, two in by_account.items():
        if len(two) > 1:
            yield Clash("two_musts", (account,), tuple(two))
    for pair in problem.must:
        if pair in problem.never:
            yield Clash("must_never", (pair[0],), (pair[1],))
    for manager, accounts in by_manager.items():
        yield from _of_one(problem, manager, accounts)


def _of_one(problem: Problem, manager: int, accounts: list[int]) -> Iterator[Clash]:
    """What must go to one manager."""
    asked = problem.demand[accounts]
    if asked.sum() > problem.room[manager]:
        fewest = sorted(accounts, key=lambda one: -problem.demand[one])
        reach = int(np.searchsorted(np.cumsum(problem.demand[fewest]), problem.room[manager], side="right")) + 1
        named = tuple(fewest[:reach])
        yield Clash(
            "must_days", named, (manager,), float(problem.demand[list(named)].sum()), float(problem.capacity[manager])
        )
    if len(accounts) > problem.limit[manager]:
        few = accounts[: int(problem.limit[manager]) + 1]
        yield Clash("must_places", tuple(few), (manager,), len(few), float(problem.limit[manager]))
    for group in problem.groups:
        both = [one for one in accounts if one in group]
        if len(both) > 1:
            yield Clash("must_rivals", tuple(both[:2]), (manager,))


def _alone(problem: Problem) -> Iterator[Clash]:
    """Accounts that nobody may take."""
    must = dict(problem.must)
    for account in np.flatnonzero(~problem.allowed.any(axis=1)).tolist():
        wanted = [must[account]] if account in must else list(range(problem.managers))
        asked = float(problem.demand[account])
        small = [one for one in wanted if asked > problem.room[one] or problem.limit[one] < 1]
        yield Clash(
            "account_alone",
            (account,),
            tuple(wanted) if account in must else (),
            asked=asked,
            there=float(problem.capacity[wanted].max(initial=0.0)),
            barred=tuple(one for one in wanted if (account, one) in set(problem.never)),
            unknown=tuple(one for one in wanted if np.isnan(problem.fit[account, one])),
            small=tuple(small),
        )


def _rooms(problem: Problem) -> Iterator[Clash]:
    """All that is asked against all there is."""
    asked, there = float(problem.demand.sum()), float(problem.capacity.sum())
    if asked > there + SLACK * problem.managers * max(1.0, there):
        yield Clash("days", asked=asked, there=there)
    places = float(problem.limit.sum())
    if problem.accounts > places:
        yield Clash("places", asked=float(problem.accounts), there=places)


def _rivals(problem: Problem) -> Iterator[Clash]:
    """Rivals that have too few managers between them (Hall)."""
    allowed = problem.allowed
    for group in problem.groups:
        rows = list(group)
        graph = csr_matrix(allowed[rows])
        matched = scipy.sparse.csgraph.maximum_bipartite_matching(graph, perm_type="column")
        if (matched >= 0).all():
            continue
        start = int(np.flatnonzero(matched < 0)[0])
        accounts, managers = _reached(allowed[rows], matched, start)
        yield Clash(
            "rivals", tuple(rows[one] for one in accounts), tuple(managers), float(len(accounts)), float(len(managers))
        )
        return


def _reached(allowed: np.ndarray, matched: np.ndarray, start: int) -> tuple[list[int], list[int]]:
    """The rows and columns that alternating ways reach from an unmatched row: more rows than columns."""
    rows, columns, waiting = {start}, set(), [start]
    owner = {int(column): row for row, column in enumerate(matched.tolist()) if column >= 0}
    while waiting:
        for column in np.flatnonzero(allowed[waiting.pop()]).tolist():
            if column not in columns:
                columns.add(column)
                row = owner[column]
                if row not in rows:
                    rows.add(row)
                    waiting.append(row)
    return sorted(rows), sorted(columns)


def shortages(problem: Problem) -> tuple[Clash, ...]:
    """Accounts that only some managers may take, and that ask more than those have (a cut of the flow)."""
    if problem.allowed.all():
        return ()
    for kind, weight, there in (
        ("days_of_some", problem.demand, problem.capacity),
        ("places_of_some", np.ones(problem.accounts), problem.limit),
    ):
        found = _cut(problem, weight, there)
        if found is not None:
            accounts, managers = found
            clash = Clash(
                "days_of_some" if kind == "days_of_some" else "places_of_some",
                tuple(accounts.tolist()),
                tuple(managers.tolist()),
                float(weight[accounts].sum()),
                float(there[managers].sum()),
            )
            return (clash,)
    return ()


def _cut(problem: Problem, weight: np.ndarray, there: np.ndarray) -> tuple[Ints, Ints] | None:
    """Rows whose weight passes the room of all the columns they may go to; the rows of equal columns are one node."""
    kinds, which = np.unique(problem.allowed, axis=0, return_inverse=True)
    total = np.bincount(which.ravel(), weights=weight, minlength=len(kinds))
    rows, columns = np.nonzero(kinds)
    if len(rows) > 200_000:
        return None
    pairs = np.arange(len(rows))
    ones = np.ones(len(rows))
    each = csr_matrix((ones, (rows, pairs)), (len(kinds), len(rows)))
    room = csr_matrix((ones, (columns, pairs)), (problem.managers, len(rows)))
    slack = SLACK * np.maximum(1.0, np.where(np.isinf(there), 1.0, there))
    finite = np.flatnonzero(np.isfinite(there))
    found = scipy.optimize.linprog(
        -ones, A_ub=_stack(each, room[finite]), b_ub=np.concatenate([total, (there + slack)[finite]]), method="highs"
    )
    if not found.success or -found.fun >= total.sum() * (1 - 1e-9) - 1e-9:
        return None
    # The dual of a flow is a cut: rows whose weight is not what binds are on the far side of it.
    bound = -found.ineqlin.marginals[: len(kinds)] > 0.5
    some = ~bound
    managers = np.flatnonzero(kinds[some].any(axis=0))
    accounts = np.flatnonzero(some[which.ravel()])
    if not len(accounts) or weight[accounts].sum() <= there[managers].sum() + slack[managers].sum():
        return None
    return accounts, managers


def _stack(above: csr_matrix, below: csr_matrix) -> csr_matrix:
    return vstack([above, below]).tocsr()
