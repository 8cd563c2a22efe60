"""The indicators for a program: of a file alone, and with `--html` the whole panel of the stored ledger."""

from __future__ import annotations

KEYS = ["key", "label", "part", "main", "unit", "value", "status", "range", "amount", "sentence"]


def test_the_panel_of_a_file_says_what_it_lacks(run, sales):
    answer = run("checkup", sales, "--panel", "--json")
    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert list(found) == ["panel", "missing"]
    assert all(list(row) == KEYS for row in found["panel"])
    first = next(row for row in found["panel"] if row["key"] == "first_share")
    assert first["main"] is True
    assert first["range"] == {
        "low": None,
        "high": 0.05,
        "watch_low": None,
        "watch_high": 0.0999999,
        "source": "IFRS 8 §34: from 10% a customer is disclosed; half of it is the time to prepare.",
    }
    assert {row["reason"] for row in found["missing"]} >= {"costs", "fixed", "inflation", "days", "previous"}


def test_the_panel_flag_leaves_the_documented_json_as_it_is(run, sales):
    assert "panel" not in run("checkup", sales, "--json").json
    french = run("checkup", sales, "--panel", "--json", "--lang", "fr").json
    assert french["panel"][0]["label"] == "Part du premier client"
