"""The store: what is new, changed, the same; what a file no longer has."""

from decimal import Decimal
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from ledger.sample import batches, content, line
from trousseau.ledger.store import AskReplaceError, Ledger, StoreError

KEYED = [
    line(document="D1", no=1),
    line("B", amount="20.5", document="D1", no=2, zone="Nord"),
    line("C", "2026-02-03", document="D2", no=1, currency="USD", cost="7"),
]


def test_an_empty_ledger_has_no_version_and_no_line(ledger: Ledger) -> None:
    assert ledger.version == -1
    assert content(ledger) == []


def test_lines_come_back_as_they_went_in(ledger: Ledger) -> None:
    written = ledger.append(batches(KEYED), source="erp", import_id="1")
    assert (written.new, written.changed, written.unchanged, written.removed) == (3, 0, 0, 0)
    assert (written.lines_total, written.months_touched) == (3, ("2026-01", "2026-02"))
    held = content(ledger)
    assert [(r["account"], r["amount"], r["zone"], r["currency"], r["cost"], r["month"]) for r in held] == [
        ("A", Decimal("100.0000"), None, None, None, "2026-01"),
        ("B", Decimal("20.5000"), "Nord", None, None, "2026-01"),
        ("C", Decimal("100.0000"), None, "USD", Decimal("7.0000"), "2026-02"),
    ]
    assert {(r["source"], r["import_id"]) for r in held} == {("erp", "1")}


def test_the_same_file_twice_changes_nothing_and_makes_no_version(ledger: Ledger) -> None:
    first = ledger.append(batches(KEYED), source="erp", import_id="1")
    again = ledger.append(batches(reversed(KEYED)), source="erp", import_id="2")
    assert (again.new, again.changed, again.unchanged, again.version) == (0, 0, 3, first.version)
    assert again.version == again.version_before == ledger.version


def test_a_corrected_file_changes_only_the_corrected_lines_and_may_move_their_month(ledger: Ledger) -> None:
    ledger.append(batches(KEYED), source="erp", import_id="1")
    corrected = [KEYED[0], KEYED[1] | {"amount": Decimal(21)}, KEYED[2] | {"date": line(day="2025-12-31")["date"]}]
    written = ledger.append(batches(corrected), source="erp", import_id="2")
    assert (written.new, written.changed, written.unchanged) == (0, 2, 1)
    assert written.months_touched == ("2025-12", "2026-01", "2026-02")
    assert [(r["account"], r["amount"], r["month"], r["import_id"]) for r in content(ledger)] == [
        ("A", Decimal(100), "2026-01", "1"),
        ("B", Decimal(21), "2026-01", "2"),
        ("C", Decimal(100), "2025-12", "2"),
    ]


def test_the_same_numbers_of_another_source_are_other_lines(ledger: Ledger) -> None:
    ledger.append(batches(KEYED), source="erp", import_id="1")
    assert ledger.append(batches(KEYED), source="shop", import_id="2").new == 3


def test_a_key_repeated_in_a_file_is_as_many_lines(ledger: Ledger) -> None:
    twice = [line(amount="1", document="D1", no=1), line(amount="2", document="D1", no=1)]
    assert ledger.append(batches(twice), source="erp", import_id="1").new == 2
    assert ledger.append(batches(twice), source="erp", import_id="2").unchanged == 2
    twice[1]["amount"] = Decimal(3)
    written = ledger.append(batches(twice), source="erp", import_id="3")
    assert (written.changed, written.unchanged) == (1, 1)


def test_lines_without_a_key_are_known_by_their_content_and_how_often_they_occur(ledger: Ledger) -> None:
    lines = [line(), line(), line("B")]
    assert ledger.append(batches(lines), source="erp", import_id="1").new == 3
    again = ledger.append(batches([*lines, line()]), source="erp", import_id="2")
    assert (again.new, again.unchanged, again.lines_total) == (1, 3, 4)


def test_empty_and_missing_are_told_apart_in_a_content_key(ledger: Ledger) -> None:
    lines = [line(zone="x", division=None), line(zone=None, division="x")]
    assert ledger.append(batches(lines), source="erp", import_id="1").new == 2


@pytest.fixture
def without_keys(ledger: Ledger) -> Ledger:
    """Three lines of January without a key."""
    lines = [line(amount="1"), line(amount="2"), line(day="2026-01-20", amount="3")]
    ledger.append(batches(lines), source="erp", import_id="1")
    return ledger


CORRECTED = [line(amount="1"), line(amount="2.5"), line(day="2026-01-20", amount="3")]


def test_a_corrected_file_without_keys_asks_before_it_replaces(without_keys: Ledger) -> None:
    before = content(without_keys)
    with pytest.raises(AskReplaceError) as asked:
        without_keys.append(batches(CORRECTED), source="erp", import_id="2")
    assert (asked.value.missing, asked.value.amount, asked.value.added) == (1, Decimal(2), 1)
    assert content(without_keys) == before
    assert without_keys.version == 1


@pytest.mark.parametrize(("answer", "removed", "amounts"), [("replace", 1, [1, 2.5, 3]), ("add", 0, [1, 2, 2.5, 3])])
def test_the_answer_decides(without_keys: Ledger, answer: str, removed: int, amounts: list[float]) -> None:
    written = without_keys.append(batches(CORRECTED), source="erp", import_id="2", replace=answer)
    assert (written.new, written.unchanged, written.removed) == (1, 2, removed)
    assert sorted(float(r["amount"]) for r in content(without_keys)) == amounts


def test_outside_the_files_period_or_source_nothing_is_missing(without_keys: Ledger) -> None:
    february = [line(day="2026-02-01")]
    assert without_keys.append(batches(february), source="erp", import_id="2").new == 1
    assert without_keys.append(batches([line(amount="9")]), source="shop", import_id="3").new == 1


def test_a_part_of_a_file_sent_again_removes_nothing_unless_told_to(without_keys: Ledger) -> None:
    part = [line(amount="1"), line(day="2026-01-20", amount="3")]
    assert without_keys.append(batches(part), source="erp", import_id="2").unchanged == 2
    assert without_keys.append(batches(part), source="erp", import_id="3", replace="replace").removed == 1


def test_the_scope_of_a_file_with_documents_is_its_documents(ledger: Ledger) -> None:
    old = [line(amount="1", document="D1"), line(amount="2", document="D1"), line(amount="3", document="D2")]
    ledger.append(batches(old), source="erp", import_id="1")
    new = [line(amount="1", document="D1"), line(amount="2.5", document="D1")]
    with pytest.raises(AskReplaceError) as asked:
        ledger.append(batches(new), source="erp", import_id="2")
    assert (asked.value.missing, asked.value.amount) == (1, Decimal(2))


def test_an_import_committed_is_not_done_again(ledger: Ledger) -> None:
    first = ledger.append(batches(KEYED), source="erp", import_id="1")
    assert ledger.append(batches([line("Z", document="Z", no=1)]), source="erp", import_id="1") == first
    assert ledger.holds("1")
    assert not ledger.holds("2")
    ledger.undo("1")
    assert not ledger.holds("1")


def test_what_the_reading_or_a_cancel_raises_leaves_everything_as_it_was(ledger: Ledger) -> None:
    ledger.append(batches(KEYED), source="erp", import_id="1")

    class CancelledError(Exception):
        pass

    def broken():
        yield from batches([line("X", document="X", no=1)] * 5)
        raise CancelledError

    before = sorted(str(f) for f in ledger.folder.rglob("*"))
    with pytest.raises(CancelledError):
        ledger.append(broken(), source="erp", import_id="2")

    def cancel(done: int, total: int | None, step: str) -> None:
        if step == "writing":
            raise CancelledError

    with pytest.raises(CancelledError):
        ledger.append(batches([line("X", document="X", no=1)]), source="erp", import_id="2", on_progress=cancel)
    assert sorted(str(f) for f in ledger.folder.rglob("*")) == before
    assert not list(ledger.scratch.glob("*"))


def test_progress_tells_lines_and_steps(ledger: Ledger) -> None:
    told = []
    ledger.append(batches(KEYED), source="e", import_id="1", on_progress=lambda *a: told.append(a))
    assert told[0] == (3, None, "reading")
    assert [step for _, _, step in told] == ["reading", "comparing", "writing"]


def test_older_versions_can_be_read(ledger: Ledger) -> None:
    ledger.append(batches(KEYED[:1]), source="erp", import_id="1")
    ledger.append(batches(KEYED[1:]), source="erp", import_id="2")
    assert (len(content(ledger, 1)), len(content(ledger, 2)), content(ledger, 0)) == (1, 3, [])
    with pytest.raises(StoreError) as refused:
        ledger.lines(7)
    assert refused.value.code == "no_such_version"


def test_a_month_in_many_files_becomes_one(ledger: Ledger) -> None:
    for n in range(10):
        ledger.append(batches([line(document=f"D{n}", no=1)]), source="erp", import_id=str(n))
    assert len(ledger.files()) < 5
    assert len(content(ledger)) == 10


def test_vacuum_keeps_what_is_named_and_what_undo_needs(ledger: Ledger) -> None:
    for n in range(4):
        ledger.append(batches([line(amount=str(n), document="D", no=1)]), source="erp", import_id=str(n))
    frozen = content(ledger, 2)
    assert ledger.vacuum([2], undoable=1) == 1
    assert content(ledger, 2) == frozen
    assert ledger.undo("3").changed == 1
    assert content(ledger) == content(ledger, 3)
    with pytest.raises(StoreError) as refused:
        ledger.undo("1")
    assert refused.value.code == "undo_too_old"


def test_names_of_all_kinds_survive(ledger: Ledger) -> None:
    names = ["=cmd|' /C calc'!A0", 'O\'Neil "x"; DROP', "شركة", "a\nb\tc", "100 % {x} $y", "é" * 300]
    lines = [line(name, document=name, no=1, zone=name) for name in names]
    assert ledger.append(batches(lines), source='l\'ERP "x" {y} $z', import_id="i'd").new == len(names)
    assert ledger.append(batches(lines), source='l\'ERP "x" {y} $z', import_id="2").unchanged == len(names)
    assert {r["account"] for r in content(ledger)} == set(names)


LINE = st.builds(
    lambda a, d, m, doc, n: line(a, f"2026-0{d}-01", f"{m}.25", **({"document": doc, "no": n} if doc else {})),
    st.sampled_from("AB"),
    st.integers(1, 3),
    st.integers(-3, 3),
    st.sampled_from([None, "D1", "D2"]),
    st.integers(1, 2),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=st.lists(st.lists(LINE, max_size=6), min_size=1, max_size=4))
def test_any_files_give_what_a_plain_dictionary_gives(tmp_path_factory: pytest.TempPathFactory, files) -> None:
    """Added (never replaced), files give the union of their lines, the last word on each key."""
    ledger = Ledger(tmp_path_factory.mktemp("ledger"))
    expected: dict[tuple, tuple] = {}
    for number, lines in enumerate(files):
        met: dict[tuple, int] = {}
        for row in lines:
            said = (row["account"], row["date"], row["amount"], row.get("document"), row.get("line"))
            key = ("k", *said[3:]) if row.get("document") else ("c", *said)
            met[key] = met.get(key, 0) + 1
            expected[(*key, met[key])] = said
        ledger.append(batches(lines), source="s", import_id=str(number), replace="add")
    held = content(ledger)
    fields = ("account", "date", "amount", "document", "line")
    assert sorted(map(str, ([*v[:2], float(v[2]), *v[3:]] for v in expected.values()))) == sorted(
        str([float(r[f]) if f == "amount" else r[f] for f in fields]) for r in held
    )


def test_a_folder_is_not_made_by_looking(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "none").version == -1
    assert not (tmp_path / "none").exists()
