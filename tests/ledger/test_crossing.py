"""Segments of any column against good and bad."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from trousseau.ledger.classes import Made, judge, of_rows
from trousseau.ledger.segments import OTHERS, cross, sorted_values
from trousseau.method.rules import DEFAULT

REVENUE = {f"C{at}": Decimal(1000 - at) for at in range(400)}


def made(account, revenue, left):
    revenue, left = Decimal(revenue), Decimal(left)
    return Made(account, account, None, revenue, revenue, left, None, left, {"cost": revenue - left})


def judged(*rows):
    found = of_rows(tuple(made(*row) for row in rows), [None] * len(rows), erosion=None, serving_known=False)
    return judge(found, DEFAULT)


def test_words_stay_as_they_are_the_largest_first():
    found = sorted_values({"C5": "B", "C6": "A", "C7": "A"}, REVENUE, str)
    assert (found.kind, found.order, found.values) == ("words", ("A", "B"), 2)


def test_numbers_become_bands_that_never_part_equal_ones():
    values = {f"C{at}": str(at // 2) + ",50" for at in range(100)}
    found = sorted_values(values, REVENUE, lambda number: f"{number:.1f}")
    assert (found.kind, len(found.order), found.values) == ("numbers", 5, 50)
    assert len({found.segments["C0"], found.segments["C1"]}) == 1
    assert found.order[0].startswith("≤ ")


def test_many_values_keep_the_largest_and_codes_are_no_numbers():
    values = {f"C{at}": f"0{at // 4:03d}" for at in range(400)}
    found = sorted_values(values, REVENUE, str)
    assert (found.kind, len(found.order), found.order[-1]) == ("many", 20, OTHERS)
    own = sorted_values({f"C{at}": f"note {at}" for at in range(400)}, REVENUE, str)
    assert own.kind == "own"


def test_disagreement_names_the_bad_of_the_best_and_the_good_of_the_least():
    found = cross(
        judged(("C1", 100, 50), ("C2", 900, -90), ("C3", 10, 5), ("C4", 20, 12), ("C5", 30, 10)),
        sorted_values({"C1": "Gold", "C2": "Gold", "C3": "Tin", "C4": "Tin"}, REVENUE, str),
    )
    assert (found.best, found.least, found.guessed) == ("Gold", "Tin", True)
    assert [row.account for row in found.bad_in_best] == ["C2"]
    assert [row.account for row in found.good_in_least] == ["C4", "C3"]
    assert [row.name for row in found.rows] == ["Gold", "Tin", ""]


def test_one_segment_has_nobody_to_be_compared_with():
    found = cross(judged(("C1", 100, 50)), sorted_values({"C1": "Gold"}, REVENUE, str))
    assert (found.best, found.least, found.bad_in_best) == (None, None, ())
    assert np.isnan(found.association.v)
    assert cross(judged(), sorted_values({}, REVENUE, str)).rows == ()


texts = st.one_of(st.integers(-50, 50).map(str), st.sampled_from(["", "A", "B", "é", "1e5", "inf", "nan", OTHERS]))


@given(st.lists(st.tuples(texts, st.integers(-100, 100), st.integers(-100, 100)), max_size=60))
def test_every_account_is_in_one_cell(rows):
    accounts = [(f"C{at}", revenue, left) for at, (_, revenue, left) in enumerate(rows)]
    values = {f"C{at}": value for at, (value, _, _) in enumerate(rows) if value}
    found = cross(judged(*accounts), sorted_values(values, REVENUE, str))
    assert sum(row.total.accounts for row in found.rows) == len(rows)
    assert sum(row.total.revenue for row in found.rows) == sum(revenue for _, revenue, _ in rows)
    for row in found.rows:
        assert sum(cell.accounts for cell in row.cells.values()) == row.total.accounts
