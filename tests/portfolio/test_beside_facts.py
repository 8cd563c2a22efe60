"""Answers kept beside the facts: found by another process, never taken for an answer to another question."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from trousseau.accounts import access
from trousseau.accounts.models import Group
from trousseau.costs.models import FixedCost
from trousseau.costs.queries import told as costs_told
from trousseau.exposure.queries import whatif
from trousseau.imports import folders
from trousseau.ledger.answers import Scope
from trousseau.ledger.costs import ActivityRate, Costs
from trousseau.ledger.facts import refresh
from trousseau.ledger.store import Ledger
from trousseau.portfolio.queries import beside_facts, measure
from trousseau.portfolio.queries.kept import Kept, anew, key
from trousseau.portfolio.queries.measure import measured
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.source import asked
from trousseau.portfolio.queries.told import told

pytestmark = pytest.mark.django_db


def never():
    """Something that must not be worked out."""
    raise AssertionError("it was kept")


@pytest.fixture
def question(stored, tmp_path, settings, director):
    """The usual question, in a data folder of the test's own."""
    shutil.copytree(stored, tmp_path / "sales")
    settings.TROUSSEAU_HOME = tmp_path / "sales"
    shutil.rmtree(folders.facts().folder / "derived", ignore_errors=True)
    return asked(director, {})


def test_what_was_worked_out_is_found_by_whoever_starts_afresh(question):
    assert Kept(4, "thing").get(key(question), lambda: {"a": Decimal("1.10")}) == {"a": Decimal("1.10")}
    assert Kept(4, "thing").get(key(question), never) == {"a": Decimal("1.10")}
    assert Kept(4, "other").get(key(question), lambda: 2) == 2
    assert Kept(4).get(key(question), lambda: 3) == 3


def test_answers_are_read_where_the_data_folder_is_today(question, monkeypatch, settings, tmp_path, director):
    measured(question)
    settings.TROUSSEAU_HOME = (tmp_path / "sales").rename(tmp_path / "restored")
    monkeypatch.setattr(measure, "_measured", Kept(4, "measured"))
    monkeypatch.setattr(measure, "check_up", never)
    again = measured(asked(director, {}))
    assert again.asked.facts.folder == folders.facts().folder


def test_a_check_up_comes_back_whole(question, monkeypatch):
    first = measured(question)
    monkeypatch.setattr(measure, "_measured", Kept(4, "measured"))
    monkeypatch.setattr(measure, "check_up", never)
    again = measured(question)
    assert again is not first
    assert (again.checkup.revenue, again.rows, again.accounts) == (first.checkup.revenue, first.rows, first.accounts)
    assert list(again.checkup.ranked) == list(first.checkup.ranked)


def test_computing_anew_looks_at_no_file(question):
    Kept(4, "thing").get(key(question), lambda: 1)
    with anew():
        assert Kept(4, "thing").get(key(question), lambda: 2) == 2
    assert Kept(4, "thing").get(key(question), never) == 1


@pytest.mark.parametrize(
    "other",
    [
        lambda asked: replace(asked, by="account"),
        lambda asked: asked.over(replace(asked.window, start=dt.date(2025, 2, 1))),
        lambda asked: replace(asked, scope=Scope(zones=("France",))),
        lambda asked: replace(asked, scope=Scope(divisions=("France",))),
        lambda asked: replace(asked, scope=Scope(excluded=("C1",))),
        lambda asked: replace(asked, scope=Scope(accounts=("C1",))),
        lambda asked: replace(asked, scope=Scope(groups={"C1": "Alstrom"})),
        lambda asked: replace(asked, facts=replace(asked.facts, version="another")),
    ],
)
def test_another_question_has_another_answer(question, other):
    Kept(4, "thing").get(key(question), lambda: "this")
    assert Kept(4, "thing").get(key(other(question)), lambda: "that") == "that"


def test_other_costs_have_another_answer(question):
    rate = ActivityRate("visits", dt.date(2025, 1, 1), Decimal(10))
    for costs in (Costs(), Costs(rates=(rate,)), Costs(rates=(replace(rate, cost=Decimal(11)),))):
        kept = Kept(4, "thing")
        assert kept.get(key(question, costs), lambda costs=costs: costs.rates) == costs.rates
        assert Kept(4, "thing").get(key(question, costs), never) == costs.rates


def test_what_is_told_or_decided_changes_what_a_fresh_process_shows(question, director, monkeypatch):
    def afresh():
        monkeypatch.setattr(measure, "_measured", Kept(4, "measured"))
        monkeypatch.setattr(whatif, "_breakings", Kept(4, "breakings"))
        now = asked(director, {})
        costs = costs_told()
        return measured(now).checkup.revenue, len(measured(now).checkup.ranked), whatif.breakings(now, costs)

    revenue, ranked, broken = afresh()
    assert broken == ()
    fixed = {"start": dt.date(2025, 1, 1), "end": dt.date(2025, 12, 31), "division": "Usinage"}
    FixedCost.objects.create(**fixed, amount=1000)
    assert len(afresh()[2]) > 0
    together = Group.objects.create(name="Together")
    access.every_account().filter(key__in=("C4", "C5")).update(group=together, group_origin="hand")
    assert afresh()[1] == ranked - 1
    access.every_account().filter(key="C3").update(excluded=True)
    assert afresh()[0] == revenue - 12 * 2000


def test_ranges_judge_what_is_kept(question):
    strict = {name: replace(found, low=1e9, watch_low=2e9) for name, found in told().ranges.items()}
    before = panel_of(question, told()).rows
    after = panel_of(question, replace(told(), ranges=strict)).rows
    assert [row.value for row in before] == [row.value for row in after]
    assert [row.range for row in before] != [row.range for row in after]


def files(question) -> list[Path]:
    """The files of answers."""
    return sorted((question.facts.folder / "derived" / question.facts.version / "answers").iterdir())


def test_a_file_nobody_here_wrote_is_not_opened(question, settings):
    Kept(4, "thing").get(key(question), lambda: 1)
    (file,) = files(question)
    sealed = file.read_bytes()
    for broken in (b"", sealed[:10], sealed[:-1], sealed[:-3] + b"\0" + sealed[-2:]):
        file.write_bytes(broken)
        assert Kept(4, "thing").get(key(question), lambda: 2) == 2
    file.write_bytes(sealed)
    settings.SECRET_KEY = "another house" * 5
    assert Kept(4, "thing").get(key(question), lambda: 3) == 3


def test_the_oldest_answers_make_room(question, monkeypatch):
    monkeypatch.setattr(beside_facts, "MOST", 3)
    for number in range(5):
        Kept(9, "thing").get(key(question, number), lambda number=number: number)
    assert len(files(question)) == 3
    assert Kept(9, "thing").get(key(question, 4), never) == 4


def test_answers_of_an_older_version_go_with_the_next(question):
    Kept(4, "thing").get(key(question), lambda: 1)
    old, folder = files(question)[0], question.facts.folder
    question.facts.keep()
    ledger = Ledger(folder.parent / "ledger", scratch=folder.parent)
    refresh(ledger, folder, rates=None, base="EUR", today=dt.date(2026, 1, 21))
    assert not old.exists()
    assert (folder / f"{question.facts.version}.json").exists()


def test_an_answer_of_other_code_is_another_answer(question, monkeypatch):
    Kept(4, "thing").get(key(question), lambda: 1)
    monkeypatch.setattr(beside_facts, "code", lambda: "newer")
    assert Kept(4, "thing").get(key(question), lambda: 2) == 2


def test_a_key_without_a_name_or_a_folder_that_cannot_be_written_costs_nothing(question, monkeypatch):
    assert Kept(4, "thing").get(key(question, object()), lambda: 1) == 1
    assert Kept(4, "thing").get("plain", lambda: 2) == 2
    assert not (question.facts.folder / "derived" / question.facts.version / "answers").exists()
    monkeypatch.setattr(beside_facts.derived, "made", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    assert Kept(4, "thing").get(key(question), lambda: 3) == 3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, "1"),
        (1, True),
        (1, 1.0),
        (1, Decimal(1)),
        (None, "None"),
        (("ab",), ("a", "b")),
        (("a", ("b",)), (("a", "b"),)),
        ((), ("",)),
        (frozenset({("a", "b")}), frozenset({("b", "a")})),
        ("2025-01-01", dt.date(2025, 1, 1)),
        (Decimal("1.0"), Decimal("1.00")),
        (("a;str:1:b",), ("a", "b")),
    ],
)
def test_different_values_have_different_names(one, other):
    assert beside_facts.digest(one) != beside_facts.digest(other)


def test_names_are_the_same_in_every_process():
    said = "beside_facts.digest((frozenset({('a', 'b'), ('c', 'd')}), {'x': 1, 'y': None}))"
    program = f"from trousseau.portfolio.queries import beside_facts; print({said})"
    names = {
        subprocess.run(
            [sys.executable, "-c", f"import django; from django.conf import settings; settings.configure(); {program}"],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(names) == 1
