"""Budgets count with the days they share with a period, and adjoining periods add up."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import given

from ledger.costs.test_contribution import YEAR, facts_of
from ledger.sample import line
from trousseau.ledger.costs import Budget, Costs
from trousseau.ledger.costs.budgets import budgets_kept, planned

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
