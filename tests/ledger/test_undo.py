"""Taking imports back, in any order."""

from decimal import Decimal

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from ledger.sample import batches, content, line
from trousseau.ledger.store import Ledger, StoreError


def day(amount: str, document: str = "D", no: int = 1, **more: object) -> dict[str, object]:
    """A line with a key."""
    return line(amount=amount, document=document, no=no, **more)


def test_undo_removes_new_lines_and_brings_replaced_ones_back(ledger: Ledger) -> None:
    ledger.append(batches([day("1"), day("2", no=2)]), source="erp", import_id="1")
    before = content(ledger)
    ledger.append(batches([day("9"), day("3", no=3, day="2026-05-01")]), source="erp", import_id="2")
    written = ledger.undo("2")
    assert (written.new, written.changed, written.removed, written.lines_total) == (0, 1, 1, 2)
    assert written.months_touched == ("2026-01", "2026-05")
    assert content(ledger) == before


def test_undoing_twice_changes_nothing(ledger: Ledger) -> None:
    ledger.append(batches([day("1")]), source="erp", import_id="1")
    first = ledger.undo("1")
    assert ledger.undo("1") == first
    assert (first.lines_total, content(ledger)) == (0, [])


def test_an_import_undone_may_be_done_again(ledger: Ledger) -> None:
    ledger.append(batches([day("1")]), source="erp", import_id="1")
    ledger.undo("1")
    assert ledger.append(batches([day("1")]), source="erp", import_id="1").new == 1
    assert ledger.undo("1").removed == 1


def test_lines_a_later_import_wrote_stay(ledger: Ledger) -> None:
    ledger.append(batches([day("1"), day("2", no=2)]), source="erp", import_id="1")
    ledger.append(batches([day("5"), day("6", no=2)]), source="erp", import_id="2")
    ledger.append(batches([day("7")]), source="erp", import_id="3")
    assert ledger.undo("2").changed == 1
    assert sorted((r["amount"], r["import_id"]) for r in content(ledger)) == [(2, "1"), (7, "3")]


def test_what_an_undone_import_wrote_does_not_come_back(ledger: Ledger) -> None:
    for amount, number in (("1", "1"), ("2", "2"), ("3", "3")):
        ledger.append(batches([day(amount)]), source="erp", import_id=number)
    ledger.undo("2")
    assert [(r["amount"], r["import_id"]) for r in content(ledger)] == [(3, "3")]
    ledger.undo("3")
    assert [(r["amount"], r["import_id"]) for r in content(ledger)] == [(1, "1")]
    ledger.undo("1")
    assert content(ledger) == []


def test_lines_removed_as_missing_come_back(ledger: Ledger) -> None:
    ledger.append(batches([line(amount="1"), line(amount="2")]), source="erp", import_id="1")
    before = content(ledger)
    ledger.append(batches([line(amount="1"), line(amount="3")]), source="erp", import_id="2", replace="replace")
    written = ledger.undo("2")
    assert (written.new, written.removed) == (1, 1)
    assert content(ledger) == before


def test_an_import_that_changed_nothing_has_nothing_to_undo(ledger: Ledger) -> None:
    ledger.append(batches([day("1")]), source="erp", import_id="1")
    ledger.append(batches([day("1")]), source="erp", import_id="2")
    with pytest.raises(StoreError) as refused:
        ledger.undo("2")
    assert refused.value.code == "no_such_import"


STEP = st.one_of(
    st.lists(st.tuples(st.integers(1, 4), st.integers(1, 9), st.integers(1, 3)), min_size=1, max_size=4),
    st.integers(0, 3),
)


@settings(max_examples=10, deadline=None)
@given(steps=st.lists(STEP, min_size=2, max_size=7))
def test_any_imports_and_undos_leave_each_key_to_its_last_standing_writer(
    tmp_path_factory: pytest.TempPathFactory, steps: list[object]
) -> None:
    """The model: per key the stack of (import, amount, month); an undo takes its import out of every stack.

    An import that says what a key already says does not write it, as in the store.
    """
    ledger = Ledger(tmp_path_factory.mktemp("ledger"))
    stacks: dict[int, list[tuple[str, int, int]]] = {}
    done: list[str] = []
    for number, step in enumerate(steps):
        if isinstance(step, int):
            if step < len(done):
                name = done[step]
                for stack in stacks.values():
                    stack[:] = [entry for entry in stack if entry[0] != name]
                ledger.undo(name)
            continue
        lines = {no: (amount, month) for no, amount, month in step}
        wrote = False
        for no, (amount, month) in lines.items():
            stack = stacks.setdefault(no, [])
            if not stack or stack[-1][1:] != (amount, month):
                stack.append((str(number), amount, month))
                wrote = True
        given_lines = [day(str(a), no=no, day=f"2026-0{m}-01") for no, (a, m) in lines.items()]
        ledger.append(batches(given_lines), source="erp", import_id=str(number))
        if wrote:
            done.append(str(number))
    expected = sorted((no, *stack[-1]) for no, stack in stacks.items() if stack)
    held = sorted((int(r["line"]), r["import_id"], int(r["amount"]), r["date"].month) for r in content(ledger))
    assert held == expected
    assert all(r["amount"] == Decimal(int(r["amount"])) for r in content(ledger))
