"""Files that hardly are any, through every command that measures: an answer or one sentence, no traceback, no NaN."""

import json

import pytest

from cli.conftest import HEADER

MONTHS = ("01", "02", "03")
FILES = {
    "empty": "",
    "header_only": HEADER,
    "one_line": HEADER + "A,A,D1,1,2025-03-10,P,N,Z,1,100,50,EUR\n",
    "credit_notes_only": HEADER
    + "".join(f"{c},{c},D{c}{m},1,2025-{m}-10,P,N,Z,1,-100,-50,EUR\n" for c in "ABC" for m in MONTHS),
    "one_month_at_a_loss_without_quantities": HEADER
    + "".join(f"{c},{c},D{c},1,2025-03-10,P,N,Z,,100,150,EUR\n" for c in "ABC"),
}
COMMANDS = (
    "whatif", "growth", "prices", "tariff --index 3%", "losses", "retention", "contribution", "classes", "segments",
    "erosion", "concentration", "rank",
)  # fmt: skip


def refused(constant):
    raise AssertionError(f"{constant} in JSON")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("command", COMMANDS)
def test_an_answer_or_one_sentence(run, tmp_path, command, name):
    path = tmp_path / "sales.csv"
    path.write_text(FILES[name], encoding="utf-8")
    word, *flags = command.split()
    answer = run(word, path, *flags, "--json", "--lang", "fr")
    assert "Traceback" not in answer.err
    if answer.code:
        assert answer.error["code"] not in {"surprise", "system"}
        assert answer.error["message"]
    else:
        assert json.loads(answer.out, parse_constant=refused) is not None
    assert bool(answer.code) == (name in {"empty", "header_only"} or command == "growth")


def year(who, *, name=None, zone="France", amount="100", cost="150", currency="EUR", group=""):
    """Two years of monthly lines of one customer."""
    return "".join(
        f"{who},{name or who},D{who}{y}{m:02d},1,{y}-{m:02d}-10,P,N,{zone},1,{amount},{cost},{currency},{group}\n"
        for y in (2024, 2025)
        for m in range(1, 13)
    )


HOSTILE = (
    HEADER.replace("currency\n", "currency,group\n")
    + year("A", name="Dupont", group="Old")
    + year("B", name="Dupont")
    + "A,Dupont,DA,1,2025-12-20,P,N,France,1,100,150,EUR,New\n"
    + "B,Dupont,DB,1,2025-05-10,P,N,Asie,1,-100,-150,EUR,\n"
    + year("C", currency="XAU")
    + year("D", amount="1e15")
    + "E,E,DE,1,2999-05-10,P,N,France,1,100,150,EUR,\n"
    + "F,F,DF,1,2025-05-10,P,N,France,1,n/c,150,EUR,\n"
)


@pytest.mark.parametrize("command", ["checkup", *COMMANDS])
def test_everything_hostile_at_once_leaves_what_is_sound(run, tmp_path, command):
    """No rate, 1e15, the year 2999, text for an amount, namesakes, a zone of credit notes, margins below nothing."""
    path = tmp_path / "sales.csv"
    path.write_text(HOSTILE, encoding="utf-8")
    word, *flags = command.split()
    answer = run(word, path, *flags, "--json")
    assert (answer.code, "Traceback" in answer.err) == (0, False)
    assert json.loads(answer.out, parse_constant=refused) is not None


@pytest.mark.parametrize("command", ["contribution", "concentration", "whatif", "prices", "rank"])
def test_an_answer_says_what_it_leaves_out(run, tmp_path, command):
    """A line that cannot be read and one without a rate are in no figure: the answer must not look whole."""
    path = tmp_path / "sales.csv"
    rows = [
        "A,A,D1,1,2025-01-10,P,N,Z,1,100,50,EUR",
        "A,A,D2,1,2025-02-10,P,N,Z,1,1e15,50,EUR",
        "B,B,D3,1,2025-02-10,P,N,Z,1,100,50,XAU",
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    note = json.loads(run(command, path, "--json").err)["note"]
    assert note["code"] == "left_out"
    assert "1e15" in note["message"]
    assert "trousseau: " in run(command, path).err
    path.write_text(HEADER + rows[0] + "\n", encoding="utf-8")
    assert not run(command, path, "--json").err
