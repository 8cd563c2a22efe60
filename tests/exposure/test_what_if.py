"""What is left when accounts leave."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trousseau.exposure.losing import what_if

D = Decimal

CELLS = {
    "zone": [("Nord", "a", D(60)), ("Nord", "b", D(20)), ("Sud", "a", D(15)), ("", "c", D(5))],
    "division": [("", "a", D(75)), ("", "b", D(20)), ("", "c", D(5))],
}
REVENUE = {"a": D(75), "b": D(20), "c": D(5)}


def test_parts_before_and_after():
    answer = what_if(REVENUE, ["a"], CELLS)
    assert (answer.total.before, answer.total.after, answer.total.share) == (D(100), D(25), 0.75)
    assert [(p.name, p.before, p.after) for p in answer.parts["zone"]] == [
        ("Nord", D(80), D(20)),
        ("Sud", D(15), D(0)),
        ("", D(5), D(5)),
    ]
    assert answer.parts["division"] == ()
    assert answer.hardest_hit("zone").name == "Sud"
    assert answer.hardest_hit("zone", least=0.5).name == "Nord"
    assert answer.hardest_hit("division") is None
    assert answer.after.hhi == pytest.approx(0.8**2 + 0.2**2)


def test_unknown_and_repeated_accounts_change_nothing():
    assert what_if(REVENUE, ["a", "a", "nobody"], CELLS).total == what_if(REVENUE, ["a"], CELLS).total
    nothing = what_if(REVENUE, [], CELLS)
    assert nothing.total.loss == 0
    assert nothing.hardest_hit("zone") is None


def test_losing_everyone_leaves_nothing():
    answer = what_if(REVENUE, list(REVENUE), CELLS)
    assert answer.total.after == 0
    assert answer.after.labels == ()


cells = st.lists(
    st.tuples(st.sampled_from(["Nord", "Sud", ""]), st.sampled_from("abcd"), st.decimals(-50, 1000, places=2)),
    max_size=25,
)


@settings(max_examples=60)
@given(cells, st.sets(st.sampled_from("abcd")))
def test_parts_add_up_to_the_total_exactly(rows, lost):
    revenue: dict[str, D] = {}
    for _, account, amount in rows:
        revenue[account] = revenue.get(account, D(0)) + amount
    answer = what_if(revenue, lost, {"zone": rows})
    if answer.parts["zone"]:
        assert sum(p.before for p in answer.parts["zone"]) == answer.total.before
        assert sum(p.after for p in answer.parts["zone"]) == answer.total.after
    assert answer.total.loss == sum((revenue.get(a, D(0)) for a in lost), D(0))
