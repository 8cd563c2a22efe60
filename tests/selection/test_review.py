"""The review of the criteria: what it shows, what falls due, what is told and decided, and read again a year later."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from trousseau.access.models import AuditEvent
from trousseau.accounts import due as due_items
from trousseau.accounts.reckoning import reckon
from trousseau.imports import folders
from trousseau.ledger.facts import refresh
from trousseau.ledger.facts.derived import takes_long
from trousseau.ledger.lines import LINES
from trousseau.ledger.store import Ledger
from trousseau.portfolio.queries.source import usual
from trousseau.selection import execution
from trousseau.selection.actions.reviews import (
    ReviewError,
    decide_review,
    draft_proposed_weights,
    set_review_rhythm,
    tell_execution,
)
from trousseau.selection.models import CriteriaReview, ExecutionTold, GridDraft
from trousseau.selection.queries import review
from trousseau.selection.queries.clients import client_of

URL = "/selection/review/"
TODAY = dt.date(2026, 1, 20)
ACCOUNTS = 60


def lines() -> pa.RecordBatch:
    """Sixty accounts, one line a month over 2022 to 2025; the ten largest fall by a tenth in 2025, the others grow."""
    random = np.random.default_rng(7)
    rows = []
    for at in range(ACCOUNTS):
        size, rate = 1000.0 + 100 * (ACCOUNTS - at) ** 1.5, float(random.normal(0.02, 0.05))
        for place, year in enumerate((2022, 2023, 2024, 2025)):
            level = size * (1 + rate) ** place * (0.88 if at < 10 and year == 2025 else 1.0)
            rows += [
                {
                    "account": f"K{at:02}", "customer": f"Client {at:02}", "code": f"K{at:02}", "group": None,
                    "document": f"F{at}-{year}-{month}", "line": "1", "date": dt.date(year, month, 15),
                    "amount": Decimal(f"{level * (1 + float(random.normal(0, 0.03))):.2f}"), "currency": "EUR",
                    "product": "P", "family": "F", "division": ("Usinage", "Vannes")[at % 2],
                    "zone": ("France", "DACH", "Ibérie")[at % 3], "quantity": None, "cost": None, "discount": None,
                    "extra": None, "row": 1,
                }
                for month in range(1, 13)
            ]  # fmt: skip
    return pa.RecordBatch.from_pylist(rows, LINES)


@pytest.fixture(scope="session")
def long_ledger(tmp_path_factory):
    """Four years of sales, made once."""
    home = tmp_path_factory.mktemp("years")
    ledger = Ledger(home / "ledger", scratch=home)
    ledger.append([lines()], source="test", import_id="1")
    refresh(ledger, home / "facts", rates=None, base="EUR", today=TODAY)
    return home


@pytest.fixture
def years(ahead, long_ledger, organisation, settings):
    """An organisation with that ledger, on 20 January 2026."""
    settings.TROUSSEAU_HOME = long_ledger
    with time_machine.travel(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC), tick=False):
        reckon(folders.facts())
        yield folders.facts()


@pytest.fixture
def chief(years, person):
    return person("director")


@pytest.fixture
def page(chief, client):
    """The browser of the director."""
    client.force_login(chief)
    return client


def told(chief, name, percent, source="review of the plan"):
    """Tell how much of a plan was done."""
    client = client_of(chief, name)
    return tell_execution(chief, client, Decimal(percent), source, until=dt.date(2025, 12, 31), latest=TODAY)


def test_the_page_asks_four_questions_and_shows_every_grid_on_the_past(page):
    shown = page.get(URL).content.decode()
    for said in ("Are the data sound?", "Was the plan carried out?", "Is the zone or the industry down?"):
        assert said in shown
    assert "31 Dec 2024" in shown
    assert "31 Dec 2022" in shown
    assert "key accounts did not grow in real terms" in shown


def test_plans_that_were_not_carried_out_are_the_culprit(chief):
    asked = usual(chief)
    fallen = [row for row in review.evidence(asked)["accounts"] if row["growth"] < 0]
    assert len(fallen) >= 6
    for row in fallen:
        told(chief, row["client"], "20")
    found = review.evidence(asked)
    assert found["diagnosis"]["culprit"] == "execution"
    assert found["diagnosis"]["sure"] > 0.9
    assert {row["culprit"] for row in found["accounts"] if row["growth"] < 0} == {"execution"}


def test_an_account_without_growth_in_spite_of_a_plan_carried_out_calls_for_the_review(chief):
    asked = usual(chief)
    fallen = next(row["client"] for row in review.evidence(asked)["accounts"] if row["growth"] < 0)
    assert not review.due(asked).now
    told(chief, fallen, "95")
    due = review.due(asked)
    assert due.now
    assert [row["client"] for row in due.accounts] == [fallen]
    items = [item for item in due_items.items(chief) if item.url == reverse("selection:review")]
    assert len(items) == 1
    assert "has not grown for 4 quarters" in str(items[0].why)
    decide_review(chief, asked, "keep", "seen", seen=0)
    assert not review.due(asked).now


def test_the_rhythm_runs_from_the_last_review(chief):
    asked = usual(chief)
    decide_review(chief, asked, "keep", "the criteria hold", seen=0)
    due = review.due(asked, dt.date(2026, 12, 31))
    assert due.on == dt.date(2027, 1, 20)
    assert not due.rhythm
    set_review_rhythm(chief, 6, 4)
    assert review.due(asked, dt.date(2026, 7, 20)).rhythm


def test_what_later_rooms_know_stands_for_what_people_told(chief, monkeypatch):
    monkeypatch.setattr(execution, "_executed", {})
    execution.register("plans", executed=lambda clients, _start, _end: {one: 0.1 for one in clients if one == "K00"})
    told(chief, "K00", "90")
    rows = {row["client"]: row for row in review.evidence(usual(chief))["accounts"]}
    assert rows["K00"]["executed"] == 0.1


def test_a_decision_keeps_what_it_was_decided_on(page, chief):
    before = page.get(URL).context["page"].finding
    answer = page.post(f"{URL}decide/", {"outcome": "adjust", "reason": "Growth tells more", "seen": "0"})
    kept = CriteriaReview.objects.get()
    assert answer.url == f"{URL}1/"
    assert AuditEvent.objects.filter(verb="review.decided").count() == 1
    for row in kept.evidence["accounts"]:
        told(chief, row["client"], "10")
    shown = page.get(f"{URL}1/")
    assert shown.context["page"].finding == before
    assert "Growth tells more" in shown.content.decode()
    assert "Growth tells more" in page.get(URL).content.decode()


def test_of_two_who_decide_the_second_is_told_and_keeps_what_was_typed(page, chief):
    decide_review(chief, usual(chief), "keep", "first", seen=0)
    answer = page.post(f"{URL}decide/", {"outcome": "replace", "reason": "mine, typed", "seen": "0"})
    assert answer.status_code == 422
    assert "Someone decided a review" in answer.content.decode()
    assert "mine, typed" in answer.content.decode()
    assert CriteriaReview.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "sent", "said"),
    [
        ("execution/", {"client": "K00", "percent": "120", "until": "2025-12-31", "source": "x"}, "between 0 and 100"),
        ("execution/", {"client": "K00", "percent": "abc", "until": "2025-12-31", "source": "x"}, "between 0 and 100"),
        ("execution/", {"client": "K00", "percent": "nan", "until": "2025-12-31", "source": "x"}, "between 0 and 100"),
        ("execution/", {"client": "K00", "percent": "50", "until": "2027-01-01", "source": "x"}, "in the future"),
        ("execution/", {"client": "K00", "percent": "50", "until": "soon", "source": "x"}, "not a day"),
        ("execution/", {"client": "K00", "percent": "50", "until": "2025-12-31", "source": " "}, "where the share"),
        ("execution/", {"client": "nobody", "percent": "50", "until": "2025-12-31", "source": "x"}, "Choose one"),
        ("rhythm/", {"months": "0", "quarters": "4"}, "between 1 and 60"),
        ("rhythm/", {"months": "12", "quarters": "99"}, "between 2 and 12"),
        ("rhythm/", {"months": "x", "quarters": "4"}, "not a number"),
        ("decide/", {"outcome": "burn", "reason": "x", "seen": "0"}, "keep, adjust or replace"),
        ("decide/", {"outcome": "keep", "reason": " ", "seen": "0"}, "needs its reason"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(page, address, sent, said):
    answer = page.post(f"{URL}{address}", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ExecutionTold.objects.exists()
    assert not CriteriaReview.objects.exists()


def test_proposed_weights_become_a_draft_that_drops_nobodys(page, chief):
    asked = usual(chief)
    draft = draft_proposed_weights(chief, asked)
    assert sum(one["weight"] for one in draft.grid["criteria"]) == pytest.approx(100.0, abs=0.5)
    answer = page.post(f"{URL}weights/")
    assert answer.status_code == 422
    assert "You have a draft" in answer.content.decode()
    assert GridDraft.objects.count() == 1


def test_only_a_director_decides(years, person):
    controller = person("controller")
    with pytest.raises(PermissionDenied):
        set_review_rhythm(controller, 6, 4)
    with pytest.raises(PermissionDenied):
        decide_review(controller, usual(controller), "keep", "x", seen=0)
    assert not [item for item in due_items.items(controller) if item.url == reverse("selection:review")]


def test_tables_are_given_whole(page):
    accounts = page.get("/selection/tables/review-accounts.csv")
    assert accounts.status_code == 200
    assert accounts.content.decode("utf-8-sig").count("\n") >= 20
    assert page.get("/selection/tables/review-grids.xlsx").status_code == 200
    assert page.get("/selection/tables/review-nothing.csv").status_code == 404


def test_more_accounts_and_reviews_cost_no_more_queries(page, chief, django_assert_max_num_queries):
    page.get(URL)
    with django_assert_max_num_queries(25):
        page.get(URL)
    for n in range(5):
        decide_review(chief, usual(chief), "keep", "again", seen=n)
    for n in range(10):
        told(chief, f"K{n:02}", "50")
    page.get(URL)
    with django_assert_max_num_queries(25):
        page.get(URL)


def test_a_short_ledger_says_that_its_history_is_short(ahead, browser):
    shown = browser.get(URL).content.decode()
    assert "Not enough history" in shown or "not enough history" in shown


def test_errors_name_a_code():
    assert ReviewError("review_day").code == "review_day"


def test_what_is_not_worked_out_yet_is_waited_for_on_a_page_that_says_so(page, monkeypatch):
    def late(*_asked):
        takes_long()
        raise AssertionError("nothing is worked out at once")

    monkeypatch.setattr(review, "_tested", late)
    answer = page.get(URL)
    assert answer.status_code == 200
    assert "being tried on the past" in answer.content.decode()
    assert answer["Refresh"] == f"0; url={URL}?now=1"
