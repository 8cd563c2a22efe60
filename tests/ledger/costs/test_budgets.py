"""Budgets count with the days they share with a period, and adjoining periods add up."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import given

from ledger.costs.test_contribution import YEAR, facts_of
from ledger.sample import line
from trousseau.ledger.answers import Scope
from trousseau.ledger.costs import Budget, Costs
from trousseau.ledger.costs.budgets import budgets_kept, planned
from trousseau.ledger.facts import Facts

D = Decimal
START, END = date(2025, 1, 1), date(2025, 12, 31)


def budget(amount: str, start: date = START, end: date = END, account: str = "A") -> Budget:
    """A budget of revenue."""
    return Budget(start, end, account, None, "revenue", D(amount))


@given(st.decimals(0, 10**9, places=2), st.integers(0, 363))
def test_adjoining_periods_add_up(amount: Decimal, cut: int) -> None:
    costs = Costs(budgets=(budget(str(amount)),))
    middle = START + timedelta(cut)
    halves = planned(costs, START, middle) + planned(costs, middle + timedelta(1), END)
    assert sum(one.amount or D(0) for one in halves) == amount


def test_what_is_done_is_held_against_what_was_planned(tmp_path: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "900"), line("B", "2025-03-10", "50")], tmp_path)
    (kept,) = budgets_kept(facts, YEAR, Costs(budgets=(budget("1000"),)))
    assert (kept.actual, kept.deviation) == (D(900), D(-100))


def test_a_part_of_the_period_or_an_overlap_makes_no_deviation(tmp_path: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "900")], tmp_path)
    half = budget("500", end=date(2025, 6, 30))
    (part,) = budgets_kept(facts, YEAR, Costs(budgets=(half,)))
    assert (part.planned.amount, part.planned.days, part.deviation) == (D(500), 181, None)
    (twice,) = budgets_kept(facts, YEAR, Costs(budgets=(half, budget("1000"))))
    assert (twice.planned.amount, twice.deviation) == (None, None)


def test_an_account_without_sales_is_unknown(tmp_path: Path) -> None:
    facts = facts_of([line("A", "2025-03-10", "900")], tmp_path)
    (kept,) = budgets_kept(facts, YEAR, Costs(budgets=(budget("10", account="Z"),)))
    assert (kept.actual, kept.deviation) == (None, None)


def plan(amount: str, *, account: str | None = None, division: str | None = None, measure: str = "revenue") -> Budget:
    """A budget of 2025."""
    return Budget(START, END, account, division, measure, D(amount))  # type: ignore[arg-type]  # one of the two


def two_zones(room: Path) -> Facts:
    """A and B are one group; A sells in two zones, B and C in one; D sold the year before only."""
    return facts_of(
        [
            line("A", "2025-03-10", "900", zone="North", division="Pumps", group="G", cost="500"),
            line("A", "2025-04-10", "100", zone="South", division="Pumps", group="G", cost="50"),
            line("B", "2025-03-10", "50", zone="South", division="Valves", group="G", cost="20"),
            line("C", "2025-03-10", "70", zone="North", division="Valves", cost="90"),
            line("D", "2024-03-10", "70", zone="North", division="Valves", cost="10"),
        ],
        room,
    )


def test_divisions_and_accounts_have_an_actual_of_both_measures(tmp_path: Path) -> None:
    told = Costs(
        budgets=(
            plan("100", division="Valves"),
            plan("400", division="Pumps", measure="contribution"),
            plan("-30", account="C", measure="contribution"),
            plan("80", account="D"),
        )
    )
    kept = budgets_kept(two_zones(tmp_path), YEAR, told)
    assert [(one.name, one.actual, one.deviation) for one in kept] == [
        ("Pumps", D(450), D(50)),
        ("Valves", D(120), D(20)),
        ("Customer D", D(0), D(-80)),  # it bought nothing, which is known
        ("Customer C", D(-20), D(10)),
    ]


def test_a_group_has_the_budgets_of_its_accounts_against_what_these_did(tmp_path: Path) -> None:
    facts = two_zones(tmp_path)
    (both,) = budgets_kept(facts, YEAR, Costs(budgets=(plan("1000", account="A"), plan("60", account="B"))), by="group")
    assert (both.name, both.planned.amount, both.actual, both.deviation) == ("G", D(1060), D(1050), D(-10))
    assert (both.accounts, both.members) == (2, 2)
    (one,) = budgets_kept(facts, YEAR, Costs(budgets=(plan("1000", account="A"),)), by="group")
    assert (one.actual, one.deviation, one.accounts, one.members) == (D(1000), D(0), 1, 2)


def test_what_a_scope_shows_in_part_is_not_compared(tmp_path: Path) -> None:
    facts = two_zones(tmp_path)
    told = Costs(
        budgets=(
            plan("100", division="Valves"),
            plan("1000", account="A"),
            plan("60", account="B"),
            plan("50", account="C"),
        )
    )
    north = {one.name: one for one in budgets_kept(facts, YEAR, told, scope=Scope(zones=("North",)))}
    assert {name: (one.why, one.actual, one.deviation) for name, one in north.items()} == {
        "Valves": ("unseen", None, None),
        "Customer A": ("unseen", None, None),
        "Customer C": ("", D(70), D(20)),
    }  # B sells elsewhere only: nothing is said of it
    valves = budgets_kept(facts, YEAR, told, scope=Scope(divisions=("Valves",)))
    assert {(one.name, one.deviation) for one in valves} == {
        ("Valves", D(20)),
        ("Customer B", D(-10)),
        ("Customer C", D(20)),
    }
    assert not budgets_kept(facts, YEAR, told, scope=Scope(divisions=("Pumps",), excluded=("A",)))


def test_the_budgets_of_divisions_add_up_to_what_was_done(tmp_path: Path) -> None:
    told = Costs(budgets=(plan("1", division="Valves"), plan("1", division="Pumps")))
    assert sum(one.actual or D(0) for one in budgets_kept(two_zones(tmp_path), YEAR, told)) == D(1120)
