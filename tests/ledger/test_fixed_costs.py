"""Fixed costs of a period: by the day, never invented."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from trousseau.ledger.costs import Costs, FixedCost, fixed_costs

YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def cost(start, end, amount, division=None, zone=None):
    return FixedCost(date.fromisoformat(start), date.fromisoformat(end), division, zone, Decimal(amount))


def test_a_cost_counts_with_the_days_it_shares():
    told = Costs(fixed=(cost("2025-01-01", "2025-12-31", "365", "Usinage"), cost("2024-12-17", "2025-01-15", "30")))
    january = fixed_costs(told, date(2025, 1, 1), date(2025, 1, 31), "division")
    assert january.by == {"Usinage": Decimal(31)}
    assert january.elsewhere == Decimal(15)
    assert january.total == Decimal(46)


def test_what_is_not_told_is_unknown_and_half_a_year_is_said():
    told = Costs(
        fixed=(cost("2025-01-01", "2025-06-30", "100", "Usinage"), cost("2025-01-01", "2025-12-31", "9", zone="Nord"))
    )
    by_division = fixed_costs(told, *YEAR, "division")
    assert by_division.by == {"Usinage": Decimal(100)}
    assert by_division.partial == {"Usinage"}
    assert by_division.elsewhere == Decimal(9)
    assert "Fonderie" not in by_division.by


def test_overlapping_costs_of_one_division_cover_the_year_together():
    told = Costs(
        fixed=(
            cost("2025-01-01", "2025-08-31", "80", "Usinage"),
            cost("2025-03-01", "2025-04-30", "5", "Usinage"),
            cost("2025-09-01", "2025-12-31", "40", "Usinage"),
        )
    )
    found = fixed_costs(told, *YEAR, "division")
    assert found.by == {"Usinage": Decimal(125)}
    assert not found.partial


@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300), st.decimals("-1000", "1000", places=2)), max_size=6),
    st.integers(1, 364),
)
def test_two_parts_of_a_year_make_the_year(spans, cut):
    first = date(2025, 1, 1)
    told = Costs(
        fixed=tuple(
            FixedCost(first + timedelta(start), first + timedelta(start + length), "D", None, amount)
            for start, length, amount in spans
        )
    )
    day = first + timedelta(cut)
    whole = fixed_costs(told, *YEAR, "division").total
    parts = (
        fixed_costs(told, first, day - timedelta(1), "division").total
        + fixed_costs(told, day, YEAR[1], "division").total
    )
    assert abs(whole - parts) <= Decimal("0.0003") * max(1, len(spans))
