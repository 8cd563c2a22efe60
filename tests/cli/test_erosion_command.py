"""`trousseau erosion`: of a file, in JSON and in words, on real sales and on bad input."""

import csv

import numpy as np
import pytest


@pytest.fixture(scope="module")
def drifting(tmp_path_factory):
    """Three years of ten accounts; the prices of one fall by 12 % over the last ten months, its sales hold."""
    file = tmp_path_factory.mktemp("erosion") / "ventes.csv"
    rng = np.random.default_rng(9)
    with file.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(
            ["customer_code", "customer", "document", "line", "date", "product", "quantity", "amount", "cost"]
        )
        for at in range(10):
            for month in range(36):
                drift = 0.012 * max(0, month - 25) if at == 0 else 0.0
                for order in range(5):
                    price, quantity = 50 * (1 - drift) * (1 + 0.004 * rng.standard_normal()), round(20 / (1 - drift))
                    day = f"{2023 + month // 12}-{month % 12 + 1:02d}-{4 + order:02d}"
                    rows.writerow([f"A{at}", f"Client {at}", f"{at}-{month}-{order}", 1, day, "P", quantity,
                                   f"{price * quantity:.2f}", f"{35 * quantity:.2f}"])  # fmt: skip
    return file


def test_of_a_file_in_json(run, drifting):
    answer = run("erosion", drifting, "--json")
    assert answer.code == 0, answer.err
    found = answer.json
    assert [one["name"] for one in found["eroding"]] == ["Client 0"]
    one = found["eroding"][0]
    assert one["signals"]["price"]["change"] == pytest.approx(-0.12, abs=0.02)
    assert one["signals"]["price"]["low"] <= one["signals"]["price"]["slope_a_year"] <= one["signals"]["price"]["high"]
    assert one["signals"]["payment"] is None
    assert one["signals"]["breadth"] is None
    assert len(one["months"]) == len(one["signals"]["price"]["values"]) == 24
    assert float(one["lost_low"]) <= float(one["lost_a_year"]) <= float(one["lost_high"])
    assert found["unknown"]["payment"] == found["judged"] == 10
    assert found["revenue"] == one["revenue"]


def test_payment_days_of_a_table_beside_the_file(run, drifting, tmp_path):
    table = tmp_path / "delais.csv"
    quarters = [(f"{2023 + at // 4}-Q{at % 4 + 1}", 15 * max(0, at - 8)) for at in range(12)]
    rows = [f"A{n},{quarter},{40 + n + (late if n == 0 else 0)}" for n in range(10) for quarter, late in quarters]
    table.write_text("\n".join(["account,period,payment days", *rows]), encoding="utf-8")
    answer = run("erosion", drifting, "--costs", table, "--json")
    assert answer.code == 0, answer.err
    found = answer.json
    assert found["unknown"]["payment"] == 0
    payment = found["eroding"][0]["signals"]["payment"]
    assert payment["change"] > 30
    assert sum(value is not None for value in payment["values"]) == 8
    assert "Payment days" in run("erosion", drifting, "--costs", table).out
    table.write_text("account,period,payment days\nnobody,2024,3\n", encoding="utf-8")
    refused = run("erosion", drifting, "--costs", table)
    assert refused.code == 1
    assert "--skip-rows" in refused.err


def test_in_words_and_in_both_languages(run, drifting):
    assert "erodes in silence: prices and margin slip" in run("erosion", drifting).out
    french = run("erosion", drifting, "--lang", "fr").out
    assert "s’érode en silence" in french
    assert "Client 0" in french


def test_before_the_drift_nobody_is_named(run, drifting):
    found = run("erosion", drifting, "--to", "2025-02-28", "--json").json
    assert (found["end"], found["eroding"]) == ("2025-02-28", [])
    assert "None of the 10 customers judged" in run("erosion", drifting, "--to", "2025-02-28").out


def test_too_short_a_history_is_said(run, drifting):
    found = run("erosion", drifting, "--to", "2023-08-31", "--json").json
    assert (found["judged"], found["not_judged"]) == (0, {"short": 10})
    assert "No customer can be judged" in run("erosion", drifting, "--to", "2023-08-31").out


def test_adventureworks_resellers_order_too_seldom_for_most(run, shared):
    """635 resellers that order once a quarter: two in five can be judged at all, next to none is accused."""
    found = run("erosion", shared / "data/sales/adventureworks.parquet", "--json").json
    assert found["end"] == "2013-11-30"
    assert found["judged"] > 100
    assert len(found["eroding"]) <= 0.05 * found["judged"]
    assert sum(found["not_judged"].values()) + found["judged"] == found["accounts"]


def test_wrong_flags(run, drifting):
    answer = run("erosion", drifting, "--period", "nonsense", "--json")
    assert (answer.code, answer.error["flag"]) == (2, "--period")
    answer = run("erosion", "missing.csv", "--json")
    assert answer.code == 1
