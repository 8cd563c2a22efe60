"""`trousseau match` on tables: answers, what is refused, in words and exit codes."""

from __future__ import annotations

import json

import pytest

from trousseau.cli import door


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command over files; gives exit code, output, errors."""

    def start(*arguments, **files):
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        said = [str(tmp_path / f"{one}.csv") if one in files else one for one in arguments]
        with pytest.raises(SystemExit) as ended:
            door.run(["match", *said, "--lang", "en"])
        output = capsys.readouterr()
        return ended.value.code, output.out, output.err

    return start


FIT = "account,Ana,Ben,days\nA,0.9,0.1,2\nB,0.8,0.7,2\nC,0.2,0.7,1\ncapacity,3,5,\n"


def test_a_matrix_is_assigned(run):
    code, out, _ = run("fit", "--json", "--backup", fit=FIT)
    found = json.loads(out)
    assert not code
    assert {one["account"]: one["manager"] for one in found["accounts"]} == {"A": "Ana", "B": "Ben", "C": "Ben"}
    assert (found["gap"], found["method"], found["accounts"][0]["backup"]) == (0, "exact", "Ben")


def test_tables_are_matched_by_zone_and_language(run):
    code, out, _ = run(
        "--accounts", "a", "--managers", "m", "--json",
        a="account,days,zone,languages,today,never\nA,2,DACH,de,Ana,\nB,1,France,fr,Ben,Ben\n",
        m="manager,days,zones,languages\nAna,3,France,fr C1\nBen,3,DACH,de C2;fr B1\n",
    )  # fmt: skip
    assert not code
    assert {one["account"]: one["manager"] for one in json.loads(out)["accounts"]} == {"A": "Ben", "B": "Ana"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (FIT.replace("3,5", "1,1"), "Nobody can take A"),
        (FIT.replace("3,5", "2,2"), "The accounts ask 5 days, of 4 available."),
        (FIT.replace("0.9", "nine"), "nine"),
        (FIT.replace("0.1,2", "0.1,"), "row 2: the number of days is missing"),
        (FIT.replace("0.1,2", "0.1,-2"), "less than nothing"),
        (FIT.replace("B,0.8", "A,0.8"), "A"),
        ("account,days\nA,1\n", "names no manager (columns: account, days)"),
    ],
)
def test_what_cannot_be_is_told_in_words(run, text, words):
    code, out, err = run("fit", fit=text)
    assert (code, out) == (1, "")
    assert words in err


def test_files_come_together(run):
    code, _, err = run("--accounts", "a", a="account,days\nA,1\n")
    assert code == 2
    assert "together" in err
