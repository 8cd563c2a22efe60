"""Managers for accounts: proven against every assignment there is, and why there is none."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousseau.method.matching import InfeasibleError, assign, assigning


def brute(fit, demand, capacity, *, keep=None, keep_bonus=0.0, conflicts=(), limit=None, must=(), never=()):
    """The largest objective over all assignments; None where none keeps the rules."""
    accounts, managers = fit.shape
    best = None
    for way in itertools.product(range(managers), repeat=accounts):
        load = np.bincount(way, weights=demand, minlength=managers)
        count = np.bincount(way, minlength=managers)
        if (load > capacity + 1e-9 * np.maximum(1, capacity)).any():
            continue
        if limit is not None and (count > limit).any():
            continue
        if any(len({way[one] for one in group}) < len(group) for group in conflicts):
            continue
        if any(way[account] != manager for account, manager in must):
            continue
        if any(way[account] == manager for account, manager in never):
            continue
        if np.isnan(fit[range(accounts), way]).any():
            continue
        value = fit[range(accounts), way].sum()
        if keep is not None:
            value += keep_bonus * sum(one == now for one, now in zip(way, keep, strict=True))
        best = value if best is None else max(best, value)
    return best


@st.composite
def cases(draw):
    accounts, managers = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    number = st.integers(0, 8)
    fit = (
        np.array(
            draw(
                st.lists(st.lists(number, min_size=managers, max_size=managers), min_size=accounts, max_size=accounts)
            ),
            dtype=float,
        )
        / 8
    )
    if draw(st.booleans()):
        fit[draw(st.integers(0, accounts - 1)), draw(st.integers(0, managers - 1))] = np.nan
    demand = np.array(draw(st.lists(st.integers(0, 5), min_size=accounts, max_size=accounts)), dtype=float) / 2
    capacity = np.array(draw(st.lists(st.integers(0, 12), min_size=managers, max_size=managers)), dtype=float) / 2
    pair = st.tuples(st.integers(0, accounts - 1), st.integers(0, managers - 1))
    rules = {
        "keep": np.array(draw(st.lists(st.integers(-1, managers - 1), min_size=accounts, max_size=accounts))),
        "keep_bonus": draw(st.sampled_from([0.0, 0.25])),
        "must": draw(st.lists(pair, max_size=2, unique_by=lambda one: one[0])),
        "never": draw(st.lists(pair, max_size=2)),
        "limit": draw(st.one_of(st.none(), st.just(np.full(managers, 2.0)))),
        "conflicts": draw(
            st.lists(st.sets(st.integers(0, accounts - 1), min_size=2, max_size=3).map(tuple), max_size=1)
        )
        if accounts > 2
        else [],
    }
    return fit, demand, capacity, rules


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_small_cases_are_the_best_there_is(case):
    fit, demand, capacity, rules = case
    best = brute(fit, demand, capacity, **rules)
    if best is None:
        with pytest.raises(InfeasibleError) as caught:
            assign(fit, demand, capacity, **rules)
        assert caught.value.clashes
        return
    found = assign(fit, demand, capacity, **rules)
    assert found.objective == pytest.approx(best)
    assert (found.gap, found.method) == (pytest.approx(0, abs=1e-9), "exact")


@settings(max_examples=20, deadline=None)
@given(cases())
def test_the_bound_of_the_other_way_is_never_below_the_best(case):
    fit, demand, capacity, rules = case
    best = brute(fit, demand, capacity, **rules)
    if best is None:
        return
    checked = {"keep": None, "keep_bonus": 0, "conflicts": (), "limit": None, "must": (), "never": ()} | rules
    problem = assigning.problem(fit, demand, capacity, **checked)
    dual = assigning.Dual(problem)
    dual.lower()
    assert dual.bound >= best - 1e-9


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1e-9, 1.0, 1e9]), st.sampled_from([1e-6, 1.0, 1e6]), st.booleans())
def test_the_bound_is_above_what_is_known_to_be_possible(seed, fits, days, tailed):
    """Days are made so that a drawn assignment uses all of them: the best is at least that."""
    rng = np.random.default_rng(seed)
    accounts, managers = 60, 6
    demand = days * (rng.pareto(0.7, accounts) + 0.01 if tailed else rng.uniform(0.5, 3, accounts))
    known = rng.integers(0, managers, accounts)
    fit = fits * (rng.uniform(-1, 1, (accounts, managers)) * (demand[:, None] / days) ** rng.integers(-1, 2))
    fit[np.arange(accounts), known] += fits
    capacity = np.bincount(known, weights=demand, minlength=managers)
    dual = assigning.Dual(
        assigning.problem(fit, demand, capacity, keep=None, keep_bonus=0, conflicts=(), limit=None, must=(), never=())
    )
    dual.lower()
    assert dual.bound >= fit[np.arange(accounts), known].sum()


def drawn(accounts=120, managers=15, seed=0, tight=0.95):
    rng = np.random.default_rng(seed)
    demand = rng.uniform(0.5, 3, accounts)
    capacity = rng.uniform(0.7, 1.3, managers)
    return rng.uniform(0, 1, (accounts, managers)), demand, capacity * demand.sum() / tight / capacity.sum()


def test_larger_cases_keep_every_rule_and_prove_their_gap():
    fit, demand, capacity = drawn()
    rivals = [(0, 1), (2, 3, 4), tuple(range(20, 30))]
    found = assign(
        fit, demand, capacity, conflicts=rivals, limit=12, must=[(5, 3), (6, 3)], never=[(7, int(fit[7].argmax()))],
        keep=np.arange(120) % 15, keep_bonus=0.1, backup=0.0,
    )  # fmt: skip
    assert found.method == "lagrangian"
    assert found.gap < 0.03
    assert (found.load <= capacity + 1e-9).all()
    assert found.count.max() <= 12
    assert all(len({found.manager[one] for one in group}) == len(group) for group in rivals)
    assert found.manager[[5, 6]].tolist() == [3, 3]
    assert found.manager[7] != fit[7].argmax()
    assert found.kept == (found.manager == np.arange(120) % 15).sum()
    assert (found.backup[30:] >= 0).all()
    assert (found.backup != found.manager).all()
    assert {one.kind for one in found.forced} == {"must", "never"}
    assert found.objective <= found.bound


@pytest.mark.parametrize("kind", ["equal", "skewed", "whole", "same managers"])
def test_hard_structures_are_placed(kind):
    rng = np.random.default_rng(1)
    fit, demand, capacity = drawn(300, 20, tight=0.99)
    if kind == "equal":
        fit[:] = 0.5
    if kind == "skewed":
        demand = np.minimum(rng.pareto(1.5, 300) + 0.1, 20)
        capacity = np.full(20, demand.sum() / 0.985 / 20)
    if kind == "same managers":
        fit = fit * 0.3 + np.linspace(0, 0.7, 20)
    if kind == "whole":
        demand, capacity = np.ones(300), np.full(20, 15.0)
    found = assign(fit, demand, capacity)
    assert (found.load <= capacity * (1 + 1e-9) + 1e-9).all()
    assert found.gap < 0.05


@pytest.mark.parametrize("rule", ["one place more", "full", "full and hardly a day", "rivals", "musts", "few may"])
def test_limits_and_days_that_leave_hardly_room(rule):
    accounts, managers = 400, 20
    rng = np.random.default_rng(4)
    fit, demand, capacity = drawn(accounts, managers, tight=0.998 if "day" in rule else 0.99)
    known = rng.permutation(np.arange(accounts) % managers)
    rules = {"limit": accounts // managers + ("full" not in rule)}
    if rule == "rivals":
        rules["conflicts"] = [(one, one + 1, one + 2) for one in range(0, 150, 3)]
    if rule == "musts":
        rules["must"] = [(one, one % managers) for one in range(60)]
        rules["never"] = [(one, int(fit[one].argmax())) for one in range(60, 120)]
    if rule == "few may":
        fit[(rng.random(fit.shape) < 0.8) & (np.arange(managers) != known[:, None])] = np.nan
        capacity = np.bincount(known, weights=demand, minlength=managers) / 0.99
    found = assign(fit, demand, capacity, **rules)
    assert found.gap < 0.02
    assert (found.load <= capacity * (1 + 1e-9)).all()
    assert found.count.max() <= rules["limit"]
    assert np.isfinite(fit[np.arange(accounts), found.manager]).all()
    assert all(len(set(found.manager[list(group)])) == 3 for group in rules.get("conflicts", ()))
    assert all(found.manager[one] == manager for one, manager in rules.get("must", ()))
    assert all(found.manager[one] != manager for one, manager in rules.get("never", ()))


def test_where_accounts_hardly_fit_the_answer_comes_back():
    """Whole days of which none is left; then accounts two of which are too much for one and too little for another."""
    demand, capacity = np.tile([3.0, 4.0], 40), np.full(40, 7.0)
    fit = np.random.default_rng(0).uniform(0, 1, (80, 40))
    assert (assign(fit, demand, capacity, limit=2).load == capacity).all()
    with pytest.raises(InfeasibleError) as caught:
        assign(fit, np.full(80, 3.5), np.tile([6.0, 8.0], 20), limit=2)
    assert caught.value.clashes[0].kind == "not_found"


def test_the_same_question_has_the_same_answer():
    one, other = (assign(*drawn(seed=3), limit=9) for _ in range(2))
    assert (one.manager == other.manager).all()


def test_a_must_costs_what_is_lost_without_it():
    found = assign([[0.9, 0.2], [0.8, 0.7]], 1, [2, 2], must=[(0, 1)])
    assert found.forced[0].cost == pytest.approx(0.7)
    assert found.forced[0].exact


CLASHES = [
    ("days", {"demand": [3, 3], "capacity": [2, 3]}, {}),
    ("places", {"demand": [1, 1, 1], "capacity": [9, 9]}, {"limit": 1}),
    ("account_alone", {"demand": [1, 1], "capacity": [9, 9]}, {"never": [(0, 0), (0, 1)]}),
    ("account_alone", {"demand": [5, 1], "capacity": [4, 4]}, {}),
    ("two_musts", {"demand": [1, 1], "capacity": [9, 9]}, {"must": [(0, 0), (0, 1)]}),
    ("must_never", {"demand": [1, 1], "capacity": [9, 9]}, {"must": [(0, 0)], "never": [(0, 0)]}),
    ("must_days", {"demand": [2, 2], "capacity": [3, 9]}, {"must": [(0, 0), (1, 0)]}),
    ("must_places", {"demand": [1, 1], "capacity": [9, 9]}, {"must": [(0, 0), (1, 0)], "limit": 1}),
    ("must_rivals", {"demand": [1, 1], "capacity": [9, 9]}, {"must": [(0, 0), (1, 0)], "conflicts": [(0, 1)]}),
    ("rivals", {"demand": [1, 1, 1], "capacity": [9, 9]}, {"conflicts": [(0, 1, 2)]}),
    ("days_of_some", {"demand": [2, 2, 1], "capacity": [3, 9]}, {"never": [(0, 1), (1, 1)]}),
    ("together", {"demand": [2, 2, 2], "capacity": [3, 3]}, {}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given_", "rules"), CLASHES)
def test_what_clashes_is_named(kind, given_, rules):
    fit = np.ones((len(given_["demand"]), len(given_["capacity"])))
    with pytest.raises(InfeasibleError) as caught:
        assign(fit, **given_, **rules)
    assert caught.value.clashes[0].kind == kind


def test_constraints_that_clash_together_are_the_fewest():
    with pytest.raises(InfeasibleError) as caught:
        assign(np.ones((4, 3)), [2, 2, 2, 1], [3, 3, 9], never=[(0, 2), (1, 2), (2, 2)])
    (clash,) = caught.value.clashes
    assert (clash.accounts, clash.managers) == ((0, 1, 2), (0, 1))


def test_edges():
    empty = assign(np.zeros((0, 3)), [], [1, 2, 3])
    assert (empty.manager.size, empty.value, empty.gap) == (0, 0.0, 0.0)
    with pytest.raises(InfeasibleError):
        assign(np.zeros((2, 0)), [1, 1], [])
    free = assign([[0.1, 0.9]], 0, [0, 0])
    assert free.manager.tolist() == [1]
    assert assign([[-2.0, -1.0]], 1, np.inf).value == -1.0
    lone = assign([[np.nan, 0.1]], 1, [5, 5], backup=0)
    assert (lone.manager.tolist(), lone.backup.tolist()) == ([1], [-1])


@pytest.mark.parametrize(
    ("given_", "word"),
    [
        ({"fit": [1.0]}, "accounts × managers"), ({"fit": [[np.inf]]}, "infinite"), ({"demand": [-1.0]}, "demand"),
        ({"demand": [np.nan]}, "demand"), ({"capacity": [np.nan]}, "capacity"), ({"capacity": [1.0, 2.0]}, "capacity"),
        ({"limit": -1}, "limit"), ({"keep": [1]}, "keep"), ({"keep": [0.5]}, "keep"),
        ({"keep_bonus": -1}, "keep_bonus"),
        ({"conflicts": [(0, 0)]}, "conflicts"), ({"must": [(0, 1)]}, "must"), ({"never": [(2, 0)]}, "never"),
        ({"backup": -1.0}, "backup"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(given_, word):
    arguments = {"fit": [[1.0]], "demand": [1.0], "capacity": [1.0], **given_}
    with pytest.raises(ValueError, match=word):
        assign(**arguments)
