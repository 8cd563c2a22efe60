"""Possible losses and retention on their pages, and the judgement a manager gives in place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from exposure.conftest import kept_ledger
from trousseau.access.models import AuditEvent
from trousseau.accounts.access import every_account
from trousseau.exposure.actions.outlooks import judge
from trousseau.exposure.models import Outlook
from trousseau.exposure.queries.outlooks import judgements


def order(code: str, day: dt.date, amount: int) -> dict[str, object]:
    return {
        "account": code, "customer": f"Client {code}", "code": code,
        "document": f"F{code}{day}", "date": day, "amount": Decimal(amount), "cost": Decimal(amount) / 2,
        "zone": "Nord", "division": "Usinage",
    }  # fmt: skip


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """Sixty-five customers who order at random over three years and leave now and then; the first is the largest."""
    rng, rows = np.random.default_rng(5), []
    for n in range(65):
        day, left = dt.date(2023, 1, 2) + dt.timedelta(days=n), rng.exponential(8 * 365) + 9000 * (n == 0)
        until = min(dt.date(2023, 1, 2) + dt.timedelta(days=int(min(left, 4000))), dt.date(2025, 12, 31))
        while day <= until:
            rows.append(order(f"C{n:02d}", day, 20_000 if n == 0 else 900))
            day += dt.timedelta(days=1 + int(rng.exponential(30 + 10 * (n % 4))))
    return kept_ledger(tmp_path_factory.mktemp("losses"), rows)


@pytest.fixture
def director(signed_in_director):
    return signed_in_director


@pytest.fixture
def largest(sales):
    return every_account().get(key="C00")


def test_the_sentence_of_a_director(director):
    page = director.get(reverse("exposure:losses")).content.decode()
    assert "One year in twenty we lose more than" in page
    assert "Client C00" in page
    assert director.get(reverse("exposure:retention")).status_code == 200


def test_the_overview_sums_up_every_page_with_few_queries(director, django_assert_max_num_queries):
    director.get(reverse("exposure:overview"))
    with django_assert_max_num_queries(25):
        page = director.get(reverse("exposure:overview")).content.decode()
    assert "One year in twenty we lose more than" in page
    assert page.index('id="losses-small"') < page.index('id="carriers-small"') < page.index('id="growth-small"')


def test_losses_say_where_their_probabilities_come_from(director):
    page = director.get(reverse("exposure:losses")).content.decode()
    assert "Where the probabilities come from: " in page
    assert "from the account’s own orders" in page


@pytest.mark.parametrize("query", ["sector=none", "sector=moon", "link=1&months=24", "link=9", "by=account"])
def test_every_wish_is_answered(director, query):
    assert director.get(f"{reverse('exposure:losses')}?{query}").status_code == 200


@pytest.mark.parametrize("name", ["losses", "distribution", "retention"])
def test_tables_go_out(director, name):
    for form in ("csv", "xlsx"):
        answer = director.get(reverse("exposure:losses_table", args=[name, form]))
        assert answer.status_code == 200
        assert answer.content
    assert director.get(reverse("exposure:losses_table", args=["moon", "csv"])).status_code == 404


def test_a_judgement_counts_at_once_and_is_recorded(director, largest):
    address = reverse("exposure:judge", args=[largest.public_id])
    said = {"probability": "80 %", "reason": "They told us", "back": reverse("exposure:losses")}
    assert director.post(address, said).url == reverse("exposure:losses")
    page = director.get(reverse("exposure:losses")).content.decode()
    assert "80.0%" in page
    assert "They told us" in page
    assert AuditEvent.objects.filter(verb="outlook.judged").count() == 1
    account = director.get(reverse("accounts:account", args=[largest.public_id])).content.decode()
    assert "They told us" in account
    for elsewhere in ("NaN", "https://elsewhere.example/", "//elsewhere.example"):
        assert director.post(address, {**said, "back": elsewhere}).url == reverse(
            "accounts:account", args=[largest.public_id]
        )
    director.post(address, {"probability": "", "reason": "They came back"})
    assert judgements(dt.date(2026, 1, 20))["C00"].probability is None


@pytest.mark.parametrize("said", [{"probability": "120"}, {"probability": "-1"}, {"probability": "much"}])
def test_a_probability_that_is_none_is_told_in_words(director, largest, said):
    answer = director.post(reverse("exposure:judge", args=[largest.public_id]), {**said, "reason": "x"}, follow=True)
    assert "A probability lies between 0 and 100 %" in answer.content.decode()
    answer = director.post(reverse("exposure:judge", args=[largest.public_id]), {"probability": "5"}, follow=True)
    assert "a judgement needs its reason" in answer.content.decode()
    assert not Outlook.objects.exists()


def test_only_its_managers_judge_an_account(largest, person, client):
    with pytest.raises(PermissionDenied):
        judge(person("executive"), largest, 0.5, "Because")
    with pytest.raises(ValueError, match="between 0 and 1"):
        judge(person("director"), largest, 1.5, "Because")
    client.force_login(person("executive"))
    assert client.post(reverse("exposure:judge", args=[largest.public_id]), {"reason": "x"}).status_code == 403


def test_a_judgement_lapses_after_a_year(largest, person):
    made = judge(person("director"), largest, 0.5, "Because")
    assert judgements(made.made_on + dt.timedelta(days=365))
    assert not judgements(made.made_on + dt.timedelta(days=367))


def test_few_queries(director, django_assert_max_num_queries):
    director.get(reverse("exposure:losses"))
    with django_assert_max_num_queries(20):
        director.get(reverse("exposure:losses"))


def test_before_the_first_line(person, client, organisation, settings, tmp_path):
    settings.TROUSSEAU_HOME = tmp_path
    client.force_login(person("director"))
    assert client.get(reverse("exposure:losses")).status_code == 200
    assert client.get(reverse("exposure:retention")).status_code == 200
