"""The page of silent erosion, its evidence, its files, and what Home and the account say of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
import time_machine
from django.urls import reverse

from reckoned import reckon
from trousseau.accounts.access import every_account
from trousseau.accounts.due import items
from trousseau.costs import actions
from trousseau.imports import folders
from trousseau.ledger.facts import refresh
from trousseau.ledger.lines import LINES
from trousseau.ledger.store import Ledger
from trousseau.portfolio.queries.erosion import eroding, judged
from trousseau.portfolio.queries.source import usual

TODAY = dt.date(2026, 1, 20)
NAMES = ("Glisse", *(f"Stable {n}" for n in range(12)))


def row(rng, code, name, month, order):
    """One line: the price of Glisse falls by 1.5 % a month from July 2025 on, its quantities make up for it."""
    year, of_year = 2023 + month // 12, month % 12 + 1
    drift = max(0, month - 29) if name == "Glisse" else 0
    price = 100 * (1 - 0.015 * drift) * (1 + 0.003 * rng.standard_normal())
    quantity = round(10 / (1 - 0.015 * drift))
    return {
        "account": code, "customer": name, "code": code, "document": f"F{code}-{month}-{order}", "line": "1",
        "date": dt.date(year, of_year, 3 + order), "amount": Decimal(str(round(price * quantity, 2))),
        "currency": "EUR", "product": "P", "family": "F", "division": "Usinage",
        "zone": "France" if int(code[1:]) % 2 else "DACH", "quantity": Decimal(quantity),
        "cost": Decimal(70 * quantity), "row": 1,
    }  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    room = tmp_path_factory.mktemp("eroding")
    rng = np.random.default_rng(4)
    rows = [
        dict.fromkeys(LINES.names) | row(rng, f"C{at + 1}", name, month, order)
        for at, name in enumerate(NAMES)
        for month in range(36)
        for order in range(6 + int(rng.integers(0, 3)))
    ]
    ledger = Ledger(room / "ledger", scratch=room)
    ledger.append([pa.RecordBatch.from_pylist(rows, LINES)], source="test", import_id="1")
    refresh(ledger, room / "facts", rates=None, base="EUR", today=TODAY)
    return room


@pytest.fixture
def ledger_of_drift(home, organisation, settings):
    settings.TROUSSEAU_HOME = home
    with time_machine.travel(dt.datetime(2026, 1, 20, 9, tzinfo=dt.UTC), tick=False):
        reckon(folders.facts())
        yield folders.facts()


@pytest.fixture
def director(ledger_of_drift, person):
    return person("director")


@pytest.fixture
def controller(ledger_of_drift, person):
    return person("controller")


def test_the_page_names_who_erodes_and_what_could_not_be_judged(client, director):
    client.force_login(director)
    page = client.get(reverse("portfolio:erosion"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "erodes in silence" in text
    assert "Glisse" in text
    assert "Stable" not in text
    assert 'class="drift"' in text
    assert "Payment days not known" in text


def test_the_evidence_opens_with_slopes_intervals_and_months(client, director):
    client.force_login(director)
    page = client.get(reverse("portfolio:erosion_evidence"), {"account": "C1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "95% interval" in text
    assert text.count('<th scope="row">') >= 24
    for other in ("C2", "", "nobody"):
        assert client.get(reverse("portfolio:erosion_evidence"), {"account": other}).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_table_is_a_file(client, director, form):
    client.force_login(director)
    file = client.get(reverse("portfolio:erosion_table", args=[form]))
    assert file.status_code == 200
    assert f"trousseau-erosion-2025-01-01-2025-12-31.{form}" in file["Content-Disposition"]
    assert client.get(reverse("portfolio:erosion_table", args=["pdf"])).status_code == 404


def test_it_speaks_french(client, director):
    client.force_login(director)
    client.cookies["django_language"] = "fr"
    assert "s’érode en silence" in client.get(reverse("portfolio:erosion")).content.decode().replace("&#x27;", "’")


def test_the_answer_is_by_account_whatever_the_question_groups_by(director):
    question = usual(director)
    found = eroding(question)
    assert list(found) == ["C1"]
    assert found == eroding(question.ranked_by("account"))
    assert judged(question).judged == len(NAMES)
    one = found["C1"]
    assert one.trends["price"].moved == pytest.approx(-0.09, abs=0.02)
    assert one.since in (dt.date(2025, 6, 1), dt.date(2025, 7, 1), dt.date(2025, 8, 1))
    assert one.lost > 0


def test_payment_days_told_are_the_fifth_signal_everywhere(client, controller, director):
    """Told by quarters: on the page, in the evidence, in the file; taken back, they are not known again."""
    question = usual(director)
    before = judged(question)
    assert before.unknown["payment"] == before.judged
    quarters = [(f"{2023 + at // 4}-T{at % 4 + 1}", max(0, at - 9)) for at in range(12)]
    lines = [f"{code};{quarter};{45 + at % 3 + (12 * late if code == 'C1' else 0)}" for at, code in
             enumerate(f"C{n + 1}" for n in range(len(NAMES))) for quarter, late in quarters]  # fmt: skip
    text = "\n".join(["Compte;Période;Délai de paiement", *lines])
    table = actions.receive([text.encode()], "delais.csv", "drivers", controller)
    actions.load(table, controller)
    found = judged(question)
    assert found.unknown["payment"] == 0
    trend = found.eroding[0].trends["payment"]
    assert sum(value is not None for value in trend.values) == 8
    assert trend.slope > 20
    client.force_login(director)
    assert "Payment days" in client.get(reverse("portfolio:erosion")).content.decode()
    evidence = client.get(reverse("portfolio:erosion_evidence"), {"account": "C1"}).content.decode()
    assert "Payment days" in evidence
    file = client.get(reverse("portfolio:erosion_table", args=["csv"]))
    head, first = b"".join(file).decode("utf-8-sig").splitlines()[:2] if file.streaming else (
        file.content.decode("utf-8-sig").splitlines()[:2]
    )  # fmt: skip
    assert "Payment days" in head
    assert not first.endswith(("; ;", ";;;"))
    actions.remove(table, controller)
    assert judged(question).unknown["payment"] == before.judged


def test_home_and_the_account_say_it_to_those_it_concerns(client, director, person):
    account = every_account().get(key="C1")
    assert [item.title for item in items(director) if "erodes" in item.title] == ["Glisse erodes in silence."]
    manager, other = person("manager"), person("manager")
    account.manager = manager
    account.save()
    mine = next(item for item in items(manager) if "erodes" in item.title)
    assert mine.url == reverse("accounts:account", args=[account.public_id])
    assert not [item for item in items(other) if "erodes" in item.title]
    client.force_login(manager)
    assert "erosion" in client.get(mine.url).content.decode()
    stable = every_account().get(key="C2")
    client.force_login(director)
    assert 'class="drifts' not in client.get(reverse("accounts:account", args=[stable.public_id])).content.decode()


def test_someone_limited_to_a_zone_sees_the_accounts_that_buy_there(ledger_of_drift, person):
    north = usual(person("director", zones=["DACH"]))
    assert list(eroding(north)) == []
    assert judged(north).judged == len(NAMES) // 2
    assert list(eroding(usual(person("director", zones=["France"])))) == ["C1"]


def test_ten_more_rows_cost_no_more_queries(client, director, django_assert_max_num_queries):
    client.force_login(director)
    client.get(reverse("portfolio:erosion"))
    with django_assert_max_num_queries(25):
        client.get(reverse("portfolio:erosion"))
