"""The commands that keep a house: demo, import, undo, facts, rates, doctor, people, server."""

import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request

import pytest

import kept

pytestmark = pytest.mark.xdist_group("house")

LINES = "customer_code,customer,document,line,date,amount,currency\n"


def command(*arguments, home, timeout=300, **env):
    done = subprocess.run(
        [sys.executable, "-m", "trousseau.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, "LANG": "en_GB.UTF-8", "TROUSSEAU_HOME": str(home), **env},
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def answered(*arguments, home, **env):
    done = command(*arguments, "--json", home=home, **env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The demo company, installed as a person would."""
    folder = tmp_path_factory.mktemp("home")
    kept.demo_company(folder)
    return folder


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A house without anything in it."""
    folder = tmp_path_factory.mktemp("migrated") / "house"
    assert kept.house(folder)
    assert answered("migrate", home=folder)["applied"] == []
    return folder


@pytest.fixture
def fresh(migrated, tmp_path):
    """A migrated, empty house of this test's own."""
    return shutil.copytree(migrated, tmp_path / "house")


def test_the_demo_brings_the_database_up_and_leaves_another_organisation_alone(fresh):
    with sqlite3.connect(fresh / "trousseau.sqlite3") as database:
        database.execute("drop table django_session")
        database.execute("delete from django_migrations where app = 'sessions'")
        database.create_function("regexp", 2, lambda pattern, text: bool(re.search(pattern, text)))
        database.execute(
            """insert into access_organisation (id, name, base_currency, fiscal_year_start, manager_reads,
               checkup_months, left_out, elevation_minutes, second_factor_roles, created_at)
               values (1, 'Nous', 'EUR', 1, 'own', 3, '[]', 15, '[]', '2026-01-01')"""
        )
    done = command("demo", "--no-serve", home=fresh)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Nous" in done.stderr
    with sqlite3.connect(fresh / "trousseau.sqlite3") as database:
        assert database.execute("select count(*) from django_session").fetchone() == (0,)


def test_import_again_correct_and_undo(fresh, tmp_path):
    file = tmp_path / "erp.csv"
    file.write_text(LINES + "007,Bond,F1,1,2025-01-15,10.50,EUR\n007,Bond,F1,2,2025-01-15,20.00,EUR\n")
    first = answered("import", file, "--source", "ERP", home=fresh)
    assert first["lines"] == {"read": 2, "accepted": 2, "quarantined": 0, "totals": 0}
    assert first["ledger"]["new"] == 2
    again = answered("import", file, "--source", "ERP", home=fresh)
    assert (again["ledger"]["new"], again["ledger"]["changed"], again["ledger"]["unchanged"]) == (0, 0, 2)
    assert again["ledger"]["version"] == first["ledger"]["version"]
    file.write_text(file.read_text().replace("20.00", "25.00"))
    corrected = answered("import", file, "--source", "ERP", home=fresh)
    assert (corrected["ledger"]["new"], corrected["ledger"]["changed"]) == (0, 1)
    assert answered("checkup", "--period", "all", home=fresh)["revenue"] == "35.50"
    assert answered("undo", corrected["import"], home=fresh)["state"] == "undone"
    found = answered("checkup", "--period", "all", home=fresh)
    assert (found["revenue"], found["accounts_top"][0]["code"]) == ("30.50", "007")


def test_keyless_lines_ask_whether_to_replace_or_add(fresh, tmp_path):
    file = tmp_path / "keyless.csv"
    file.write_text("customer,date,amount\nA,2025-01-15,10.00\nB,2025-01-16,20.00\n")
    answered("import", file, "--source", "S", home=fresh)
    file.write_text("customer,date,amount\nA,2025-01-15,11.00\nB,2025-01-16,20.00\n")
    asked = command("import", file, "--source", "S", "--json", home=fresh)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert json.loads(asked.stderr)["error"]["flag"] == "--replace"
    replaced = answered("import", file, "--source", "S", "--replace", home=fresh)
    assert (replaced["ledger"]["new"], replaced["ledger"]["removed"]) == (1, 1)


@pytest.mark.parametrize("arguments", [["import", "no.csv"], ["undo", "nothing"], ["rates", "no.csv"], ["checkup"]])
def test_what_cannot_be_done_is_one_sentence(fresh, arguments):
    done = command(*arguments, home=fresh)
    assert done.returncode in {1, 2}
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr


def test_own_rates_are_loaded(fresh, tmp_path):
    rates = tmp_path / "rates.csv"
    rates.write_text("date,currency,eur_per_unit\n2025-01-06,USD,0.5\n")
    found = answered("rates", rates, home=fresh)
    assert (found["first"], found["last"]) == ("2025-01-06", "2025-01-06")
    file = tmp_path / "x.csv"
    file.write_text("customer,date,amount,currency\nA,2025-01-06,100,USD\n")
    answered("import", file, home=fresh)
    assert answered("checkup", "--period", "all", home=fresh)["revenue"] == "50.00"


def test_people_are_created(fresh):
    strong = {"TROUSSEAU_PASSWORD": "correct horse battery"}
    made = answered(
        "createuser",
        "--email",
        "Zoe@Example.org",
        "--name",
        "Zoé",
        "--role",
        "controller",
        home=fresh,
        **strong,
    )
    assert made == {"email": "zoe@example.org", "name": "Zoé", "roles": ["controller"]}
    cases = [
        (["--email", "zoe@example.org", "--name", "Z"], strong, 1),
        (["--email", "nobody", "--name", "N"], strong, 2),
        (["--email", "n@example.org", "--name", "N", "--role", "king"], strong, 2),
        (["--email", "n@example.org", "--name", "N"], {"TROUSSEAU_PASSWORD": "password"}, 1),
        (["--email", "n@example.org", "--name", "N"], {}, 1),
    ]
    for arguments, env, code in cases:
        done = command("createuser", *arguments, home=fresh, **env)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert done.stderr.count("\n") == 1


def test_a_database_that_is_not_there_yet_is_named(tmp_path):
    done = command("facts", home=tmp_path / "new")
    assert done.returncode == 1
    assert "trousseau migrate" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_locked_database_is_one_sentence_and_changes_nothing(fresh, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("customer,date,amount\nA,2025-01-06,100\n")
    database = sqlite3.connect(fresh / "trousseau.sqlite3", isolation_level=None)
    database.execute("begin exclusive")
    try:
        done = command("import", file, home=fresh)
    finally:
        database.execute("rollback")
        database.close()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert not list((fresh / "ledger").glob("**/*.parquet")) if (fresh / "ledger").exists() else True


def test_a_folder_without_permission(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("needs root to become another user")
    for parent in [tmp_path, *tmp_path.parents]:
        if parent.name.startswith("pytest"):
            parent.chmod(0o755)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    done = subprocess.run(
        ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", sys.executable, "-m",
         "trousseau.cli", "migrate"],
        capture_output=True, text=True, check=False,
        env={**os.environ, "TROUSSEAU_HOME": str(closed / "home")},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert "TROUSSEAU_HOME" in done.stderr


def test_doctor_says_what_to_mend(fresh, tmp_path):
    done = command("doctor", "--json", home=fresh)
    found = {finding["name"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert set(found) == {
        "python",
        "configuration",
        "folder",
        "space",
        "database",
        "secrets",
        "assets",
        "ledger",
        "rates",
        "mail",
    }
    assert found["database"]["state"] == "ok"
    sick = command("doctor", home=tmp_path / "unmigrated")
    assert sick.returncode == 1
    assert "trousseau migrate" in sick.stdout
    wrong = command("doctor", home=fresh, TROUSSEAU_ADDRESS="nonsense")
    assert wrong.returncode == 1
    assert "TROUSSEAU_ADDRESS" in wrong.stdout


def test_doctor_tells_of_letters_that_would_leave_in_the_clear(settings):
    from trousseau.cli.doctor import _mail
    from trousseau.cli.failures import Words
    from trousseau.environment import email

    settings.EMAIL_CONFIGURED = True
    for url, state in (
        ("smtp://mail.corp.example:25", "watch"), ("smtp://mail.corp.example", "ok"),
        ("smtps://mail.corp.example", "ok"), ("smtp://localhost:25", "ok"),
    ):  # fmt: skip
        for name, value in email({"TROUSSEAU_EMAIL_URL": url}).items():
            setattr(settings, name, value)
        found = _mail(Words("en"))
        assert found.state == state, url
        assert "TLS" in found.said or state == "ok"


def test_doctor_reads_the_audit_trail_and_finds_what_was_tampered_with(fresh):
    command(
        "createuser", "--email", "a@b.example", "--name", "A B", home=fresh, TROUSSEAU_PASSWORD="long enough, 2 of it"
    )
    whole = command("doctor", "--audit", home=fresh)
    assert whole.returncode == 0, whole.stdout
    head = re.search(r"\d+:[0-9a-f]{64}", whole.stdout)[0]
    assert command("doctor", "--head", head, home=fresh).returncode == 0
    assert command("doctor", "--head", "12", home=fresh).returncode == 2

    with sqlite3.connect(fresh / "trousseau.sqlite3") as database:
        database.execute("DROP TRIGGER audit_no_UPDATE")
        database.execute("UPDATE access_auditevent SET actor_label = 'Somebody else'")
    database.close()
    broken = command("doctor", "--audit", home=fresh)
    assert broken.returncode == 1
    assert "was changed (link 1)" in broken.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_serve_runs_both_and_ends_both(fresh):
    port = free_port()
    child = subprocess.Popen(
        [sys.executable, "-m", "trousseau.cli", "serve", "--port", str(port), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TROUSSEAU_HOME": str(fresh)},
    )  # fmt: skip
    try:
        said = ""
        while not said.endswith("\n}\n"):
            line = child.stdout.readline()
            assert line, child.stderr.read()
            said += line
        found = json.loads(said)
        with urllib.request.urlopen(f"{found['address']}healthz", timeout=5) as answer:
            assert answer.status == 200
        taken = command("serve", "--port", port, home=fresh)
        assert taken.returncode == 1
        assert str(port) in taken.stderr
    finally:
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=40)
    assert child.returncode == 0
    for pid in found["processes"].values():
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_when_the_worker_dies_the_server_ends_too(fresh):
    child = subprocess.Popen(
        [sys.executable, "-m", "trousseau.cli", "serve", "--port", str(free_port()), "--json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "TROUSSEAU_HOME": str(fresh)},
    )  # fmt: skip
    said = ""
    while not said.endswith("\n}\n"):
        line = child.stdout.readline()
        assert line, child.stderr.read()
        said += line
    processes = json.loads(said)["processes"]
    os.kill(processes["worker"], signal.SIGKILL)
    _, err = child.communicate(timeout=40)
    assert child.returncode == 1
    assert '"child_died"' in err
    with pytest.raises(ProcessLookupError):
        os.kill(processes["server"], 0)


def test_a_second_demo_changes_nothing(home):
    found = answered("demo", "--no-serve", home=home)
    assert found["imported"] is False
    assert found["lines"] > 150_000
    assert {login["role"] for login in found["logins"]} == {
        "director", "executive", "controller", "head", "manager", "expert", "administrator", "client",
    }  # fmt: skip


def test_the_stories_of_concentration_are_found_by_the_check_up(home):
    found = answered("checkup", home=home)
    assert found["accounts_top"][0]["name"] == "Alstrom SA"
    assert found["concentration"]["top_1"] == pytest.approx(0.12, abs=0.012)
    assert 0.12 <= found["pareto"]["accounts_for_80"] / found["accounts"] <= 0.20
    assert {row["name"] for row in found["concentration"]["over_10_percent"]} == {"Alstrom", "Vernay"}
    division = found["concentration"]["within"]["division"]["Usinage"]
    assert division["first"] == "Alstrom SA"
    assert division["first_share"] == pytest.approx(0.41, abs=0.05)
    assert set(found["concentration"]["by"]["currency"]["shares"]) == {"EUR", "GBP", "SEK", "USD", "CNY"}
    assert not [row for row in found["accounts_top"] if row["name"].startswith("Garonne")]
    grouped = answered("checkup", "--by", "group", home=home)
    assert grouped["accounts_top"][1]["name"] == "Vernay"
    assert grouped["accounts_top"][1]["share"] == pytest.approx(0.112, abs=0.01)


def test_the_check_up_of_the_file_finds_them_too(home, tmp_path):
    answered("demo", "--out", tmp_path, "--as-of", "2026-11-22", home=home)
    arguments = ["checkup", tmp_path / "ventes_garonne.parquet", "--rates", tmp_path / "taux_garonne.csv"]
    found = answered(*arguments, "--from", "2025-11-01", "--to", "2026-10-31", home=home)
    assert found["accounts_top"][0]["name"] == "Alstrom SA"
    assert {row["name"] for row in found["concentration"]["over_10_percent"]} == {"Alstrom", "Vernay"}
    assert found["lines"]["unconverted"] == 0


def test_the_stored_check_up_prints_and_reports(home, tmp_path):
    done = command("checkup", "--lang", "fr", "--html", tmp_path / "r.html", home=home)
    assert done.returncode == 0, done.stderr
    assert "Alstrom" in done.stdout
    assert "Alstrom" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert command("checkup", "--period", "lundi", home=home).returncode == 2


def test_facts_are_refreshed(home):
    assert answered("facts", home=home)["ledger"] >= 0
