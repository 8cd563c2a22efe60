"""The check-up of a file: what it prints, exactly what its JSON holds, what it writes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def test_the_printed_form_says_the_finding_the_panel_and_the_customers(run, sales):
    answer = run("checkup", sales)
    assert (answer.code, answer.err) == (0, "")
    assert "Client 1" in answer.out
    assert "Nord" in answer.out
    assert "Traceback" not in answer.out


def test_french_when_asked_or_when_the_locale_is(run, sales, monkeypatch):
    assert "clients" in run("checkup", sales, "--lang", "fr").out
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert run("checkup", sales).out == run("checkup", sales, "--lang", "fr").out


def test_the_json_holds_exactly_what_was_promised(run, sales):
    answer = run("checkup", sales, "--json")
    assert (answer.code, answer.err) == (0, "")
    found = answer.json
    assert list(found) == [
        "period", "base_currency", "lines", "accounts", "revenue", "pareto", "concentration", "accounts_top",
        "quarantine",
    ]  # fmt: skip
    assert found["period"] == {"from": "2025-01-15", "to": "2025-12-15"}
    assert found["base_currency"] == "EUR"
    assert found["lines"] == {"read": 60, "accepted": 60, "quarantined": 0, "totals": 0, "unconverted": 0}
    assert found["accounts"] == 5
    assert found["revenue"] == "133347.00"
    assert list(found["pareto"]) == ["point", "gini", "top_20_share", "accounts_for_80", "classes"]
    assert sum(found["pareto"]["classes"].values()) == 5
    assert list(found["concentration"]) == [
        "hhi", "effective_number", "top_1", "top_5", "top_10", "over_10_percent", "by", "within",
    ]  # fmt: skip
    assert found["concentration"]["over_10_percent"] == [{"name": "Client 1", "share": pytest.approx(120003 / 133347)}]
    assert set(found["concentration"]["by"]) == {"zone", "division", "currency"}
    assert found["concentration"]["by"]["currency"] == {"hhi": 1.0, "shares": {"EUR": 1.0}}
    assert sum(found["concentration"]["by"]["zone"]["shares"].values()) == pytest.approx(1)
    south = found["concentration"]["within"]["division"]["Sud"]
    assert (south["accounts"], south["revenue"], south["first"]) == (2, "12126.00", "Client 2")
    first = found["accounts_top"][0]
    assert first == {
        "code": "001", "name": "Client 1", "revenue": "120003.00", "share": pytest.approx(120003 / 133347),
        "cumulative_share": pytest.approx(120003 / 133347), "class": "A",
    }  # fmt: skip
    assert found["quarantine"] == []


def test_a_rejected_line_is_counted_and_told(run, sales):
    with sales.open("a") as file:
        file.write("001,Client 1,F1,1,2025-13-45,P,Nord,France,1,10,5,EUR\n")
    found = run("checkup", sales, "--json").json
    assert found["lines"]["read"] == 61 == found["lines"]["accepted"] + found["lines"]["quarantined"]
    [row] = found["quarantine"]
    assert set(row) == {"row", "column", "value", "reason"}
    assert (row["row"], row["column"], row["value"]) == (62, "date", "2025-13-45")
    assert row["reason"] == "This day does not exist; correct the date"
    assert "2025-13-45" in run("checkup", sales).out


def test_a_period_and_groups(run, tmp_path):
    path = tmp_path / "g.csv"
    path.write_text(
        "customer,group,date,amount\nA1,A,2025-01-01,60\nA2,A,2025-02-01,50\nB,,2025-03-01,100\nC,,2024-01-01,7\n"
    )
    whole = run("checkup", path, "--json").json
    assert whole["accounts"] == 4
    assert whole["accounts_top"][0]["name"] == "B"
    year = run("checkup", path, "--from", "2025-01-01", "--to", "2025-12-31", "--by", "group", "--json").json
    assert year["accounts"] == 2
    assert year["accounts_top"][0]["name"] == "A"
    assert year["accounts_top"][0]["revenue"] == "110.00"
    assert year["period"] == {"from": "2025-01-01", "to": "2025-12-31"}


def test_several_files_are_one_ledger(run, sales, tmp_path):
    other = tmp_path / "2024.csv"
    other.write_text(sales.read_text().replace("2025-", "2024-"))
    found = run("checkup", other, sales, "--json").json
    assert found["accounts"] == 5
    assert found["revenue"] == "266694.00"
    assert found["lines"]["read"] == 120
    assert found["period"] == {"from": "2024-01-15", "to": "2025-12-15"}


def test_a_mapping_reaches_the_reader(run, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text('"Nom, prénom";x;y\nA;01/02/2025;10,50\nB;31/03/2025;20,00\n', encoding="utf-8")
    mapping = "customer=Nom, prénom,date=x,amount=y"
    found = run("checkup", path, "--map", mapping, "--dates", "dmy", "--decimal", ",", "--json")
    assert found.json["revenue"] == "30.50"
    assert found.json["period"]["from"] == "2025-02-01"


def test_the_report_is_one_file_that_needs_nothing_else(run, sales, tmp_path):
    out = tmp_path / "report.html"
    answer = run("checkup", sales, "--html", out)
    assert answer.code == 0
    assert str(out) in answer.out
    text = out.read_text(encoding="utf-8")
    assert "Client 1" in text
    assert "<svg" in text
    for needs in ('src="http', 'href="http', "@import", "url(http"):
        assert needs not in text
    assert oct(out.stat().st_mode & 0o777) == oct(0o666 & ~_umask())
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_report_and_json_go_together(run, sales, tmp_path):
    answer = run("checkup", sales, "--json", "--html", tmp_path / "r.html")
    assert answer.json["accounts"] == 5
    assert (tmp_path / "r.html").exists()


def test_a_report_replaces_an_earlier_one_and_follows_a_link(run, sales, tmp_path):
    real, link = tmp_path / "real.html", tmp_path / "link.html"
    real.write_text("old")
    link.symlink_to(real)
    assert run("checkup", sales, "--html", link).code == 0
    assert link.is_symlink()
    assert "Client 1" in real.read_text()


@pytest.mark.parametrize("target", ["", "missing/r.html", "sales.csv"])
def test_a_report_that_cannot_be_written_is_refused_before_any_work(run, sales, tmp_path, target):
    before = sales.read_bytes()
    answer = run("checkup", sales, "--html", tmp_path / target)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert sales.read_bytes() == before


def test_without_a_rate_a_line_is_counted_apart(run, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("customer,date,amount,currency\nA,2025-01-06,100,EUR\nB,2025-01-06,100,XPF\n")
    found = run("checkup", path, "--json").json
    assert found["revenue"] == "100.00"
    assert found["lines"]["unconverted"] == 1
    assert "XPF" in run("checkup", path).out


def test_nominal_adds_amounts_as_they_stand(run, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("customer,date,amount,currency\nA,2025-01-06,100,EUR\nB,2025-01-06,100,XPF\n")
    found = run("checkup", path, "--nominal", "--json").json
    assert (found["revenue"], found["base_currency"], found["lines"]["unconverted"]) == ("200.00", None, 0)


def test_own_rates_win(run, tmp_path):
    path, rates = tmp_path / "x.csv", tmp_path / "rates.csv"
    path.write_text("customer,date,amount,currency\nA,2025-01-06,100,USD\n")
    rates.write_text("date,currency,eur_per_unit\n2025-01-06,USD,0.5\n")
    assert run("checkup", path, "--rates", rates, "--json").json["revenue"] == "50.00"
    rates.write_text("date,currency,rate\n2025-01-06,USD,0.5\n")
    answer = run("checkup", path, "--rates", rates)
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "usd_per_unit" in answer.err or "eur_per_unit" in answer.err or "per" in answer.err


def test_django_is_never_imported(sales):
    script = (
        "import sys\nfrom trousseau.cli import main\n"
        f"try: main(['checkup', {str(sales)!r}, '--json', '--html', {str(sales) + '.html'!r}])\n"
        "except SystemExit: pass\n"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'allauth', 'granian')]"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_a_reader_that_leaves_early_is_no_error(sales):
    command = f"{sys.executable} -m trousseau.cli checkup {sales} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] in {"0", "141"}
    assert done.stderr == ""


def await_reading(child, path):
    """Until a process has the file open, where the machine tells; a second elsewhere."""
    held = Path(f"/proc/{child.pid}/fd")
    if not held.exists():
        time.sleep(1)
    while held.exists() and child.poll() is None and path not in {one.resolve() for one in held.iterdir()}:
        time.sleep(0.01)


def test_ctrl_c_leaves_with_130_and_nothing_written(tmp_path):
    path = tmp_path / "big.csv"
    path.write_text("customer,date,amount\n" + "A,2025-01-06,1.00\n" * 3_000_000)
    child = subprocess.Popen(
        [sys.executable, "-m", "trousseau.cli", "checkup", str(path), "--html", str(tmp_path / "r.html")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    await_reading(child, path)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert child.returncode == 130, err
    assert (out, err.strip()) == (b"", b"")
    assert not (tmp_path / "r.html").exists()


def test_a_terminal_that_lacks_signs_is_no_reason_to_fail(shell, sales):
    answer = shell("checkup", sales, env={"PYTHONIOENCODING": "latin-1", "LC_ALL": "C"})
    assert answer.code == 0


def test_json_errors_are_json(run, tmp_path):
    answer = run("checkup", tmp_path / "no.csv", "--json")
    assert (answer.code, answer.out) == (1, "")
    assert json.loads(answer.err)["error"]["code"] == "missing_file"
