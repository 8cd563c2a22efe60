"""`trousseau classes` and `trousseau segments` of a file, and what they refuse."""

from __future__ import annotations

import json

import pytest

HEAD = "Client;Date;Montant;Coût;Statut\n"
ROWS = (
    ("Bon", 1000, 600, "Gold"),
    ("Perte", 800, 900, "Gold"),
    ("Mince", 500, 450, "Standard"),
    ("Muet", 300, "", "Standard"),
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "ventes.csv"
    lines = [
        f"{name};15/{month:02d}/2025;{amount};{cost};{segment}\n"
        for name, amount, cost, segment in ROWS
        for month in range(1, 13)
    ]
    path.write_text(HEAD + "".join(lines), encoding="utf-8")
    return str(path)


def test_each_account_has_a_class_and_the_rule_that_decided(run, file):
    said = json.loads(run("classes", file, "--json").out)
    assert {row["name"]: (row["class"], row["decided_by"]) for row in said["accounts"]} == {
        "Bon": ("good", None),
        "Perte": ("bad", "contribution_rate"),
        "Mince": ("watch", "contribution_rate"),
        "Muet": ("unknown", None),
    }
    assert said["classes"]["bad"] == {"accounts": 1, "revenue": "9600.0000", "contribution": "-1200.0000"}
    assert said["classes"]["unknown"]["contribution"] is None
    assert said["cost_to_serve_known"] is False


def test_other_rules_judge_otherwise(run, file, tmp_path):
    rules = tmp_path / "rules.json"
    rules.write_text('{"rules": {"contribution": {"bad": 5000}}}')
    said = json.loads(run("classes", file, "--rules", str(rules), "--json").out)
    assert {row["name"]: row["class"] for row in said["accounts"]}["Bon"] == "bad" or said["classes"]["good"]
    assert said["rules"]["rules"] == {"contribution": {"bad": 5000.0}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"rules": {"growth": {"watch": "low"}}}', "Growth: “low” is not a number."),
        ('{"rules": {"contribution_rate": {"watch": 2}}}', "200.0% cannot be"),
        ('{"rules": {"contribution_rate": {"watch": 0, "bad": 0.1}}}', "or bad would begin first"),
        ("no json", "These are no rules"),
        ("[]", "These are no rules"),
    ],
)
def test_bad_rules_are_refused_in_one_sentence(run, file, tmp_path, content, said):
    rules = tmp_path / "rules.json"
    rules.write_text(content)
    answer = run("classes", file, "--rules", str(rules))
    assert answer.code == 1
    assert said in answer.err


def test_segments_are_listed_then_crossed(run, file):
    listed = json.loads(run("segments", file, "--json").out)
    assert [one["name"] for one in listed["columns"]] == ["Statut"]
    said = json.loads(run("segments", file, "--column", "Statut", "--json").out)
    assert (said["best"], said["least"], said["guessed"]) == ("Gold", "Standard", True)
    assert said["bad_in_best"] == ["Perte"]
    assert said["association"]["enough"] is False
    assert "is bad and takes" in run("segments", file, "--column", "Statut").out
    turned = json.loads(run("segments", file, "--column", "Statut", "--best", "Standard", "--json").out)
    assert (turned["best"], turned["guessed"]) == ("Standard", False)


def test_a_column_there_is_not_names_those_there_are(run, file):
    answer = run("segments", file, "--column", "Couleur")
    assert answer.code == 2
    assert "There are: Statut." in answer.err
