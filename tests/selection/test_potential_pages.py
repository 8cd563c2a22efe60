"""Tomorrow's accounts as pages: the list, one client, what is told there, who sees what."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from trousseau.accounts.models import Account
from trousseau.portfolio.queries.source import asked
from trousseau.selection import actions
from trousseau.selection.actions import Told, ToldOf
from trousseau.selection.models import DaysTold, SpendTold

LIST = "/selection/potential/"
CLIENT = "/selection/potential/client/"


def fields(**changes):
    form = {
        "account": "C6", "unit": "Usine", "offer": "Services", "amount": "50 000", "currency": "EUR", "source": "Visit",
        "date": "2025-11-03", "confidence": "medium", "seen": "0",
    }  # fmt: skip
    return form | changes


def tell(browser, **changes):
    return browser.post(reverse("selection:tell_spend"), fields(**changes))


def row_of(page, client):
    return next(row for row in page.rows if row.client == client)


def test_the_one_that_triples_is_named_with_its_reasons(browser):
    page = browser.get(LIST).context["page"]
    row = page.rows[0]
    assert (row.client, row.name, row.now) == ("C6", "Fusée", 7200)
    assert row.low <= row.expected <= row.high
    assert any("a year" in reason for reason in row.reasons)
    assert "Fusée" not in {page.seen.paths.names[at] for at in page.seen.key.nonzero()[0]}


def test_the_list_says_the_rule_and_whether_it_was_tried(browser):
    said = browser.get(LIST).content.decode()
    assert "gain expected in 3 years times the probability" in said
    assert "too short to try the forecasts" in said


def test_told_spend_gives_the_share_of_wallet_with_its_range(browser):
    assert tell(browser).status_code == 302
    row = row_of(browser.get(LIST).context["page"], "C6")
    assert row.share == "14% (12–19%)"
    assert any("€42.8k" in reason or "€43k" in reason for reason in row.reasons)


def test_less_spend_than_sales_is_a_contradiction_not_a_full_share(browser):
    tell(browser, amount="3600", confidence="high")
    page = browser.get(CLIENT, {"account": "C6"}).context["page"]
    assert "one of the two is wrong" in page.finding
    assert page.share == "200% (182–222%)"
    assert row_of(browser.get(LIST).context["page"], "C6").contradicted


def test_a_forecast_is_held_to_the_total_spend(browser):
    tell(browser, amount="8000", confidence="high")
    row = row_of(browser.get(LIST).context["page"], "C6")
    assert row.high <= 8800 + 1e-6


def test_the_client_shows_the_share_by_offer_where_names_match(browser):
    tell(browser)
    tell(browser, unit="", offer="Peinture", amount="9")
    page = browser.get(CLIENT, {"account": "C6"}).context["page"]
    shares = {row.name: (row.sales, row.share) for row in page.offers}
    assert shares["Services"][0] == 7200
    assert shares["Peinture"] == (None, "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": "much"}, "Not a number"),
        ({"amount": "-5"}, "out of reach"),
        ({"amount": "nan"}, "Not a number"),
        ({"amount": "1,2,3"}, "Not a number"),
        ({"amount": "9" * 14}, "out of reach"),
        ({"amount": ""}, "how much"),
        ({"currency": "ZZZ"}, "no currency"),
        ({"source": " "}, "where you have it from"),
        ({"date": "2026-02-30"}, "2026-11-22"),
        ({"date": "2027-01-01"}, "not come yet"),
        ({"confidence": "sure"}, "sure"),
    ],
)
def test_what_means_nothing_is_said_and_what_was_typed_stays(browser, changes, words):
    answer = tell(browser, **changes)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert words in said
    assert 'value="Usine"' in said
    assert not SpendTold.objects.exists()


def test_of_two_who_tell_the_same_the_second_is_told(browser):
    tell(browser)
    answer = tell(browser, amount="60000", seen="0")
    assert answer.status_code == 422
    assert "while you were writing" in answer.content.decode()
    newest = answer.context["page"].newest
    assert tell(browser, amount="60000", seen=str(newest)).status_code == 302
    assert SpendTold.objects.count() == 2


def test_an_amount_is_taken_back(browser):
    tell(browser)
    newest = SpendTold.objects.get().pk
    browser.post(
        reverse("selection:take_back_spend"), {"account": "C6", "unit": "Usine", "offer": "Services", "seen": newest}
    )
    page = browser.get(CLIENT, {"account": "C6"}).context["page"]
    assert page.spending is None
    assert page.history.count() == 2


def test_days_stand_beside_those_of_todays_key_accounts(browser):
    browser.post(
        reverse("selection:tell_days"), {"account": "C6", "month": "2025-10", "days": "2,5", "source": "Diary"}
    )
    assert DaysTold.objects.get().days == Decimal("2.50")
    tomorrow, today = browser.get(LIST).context["page"].effort
    assert tomorrow.spent == 2.5
    assert today.spent is None


@pytest.mark.parametrize(
    "changes", [{"days": "x"}, {"days": "500"}, {"month": "2030-01"}, {"month": "?"}, {"source": ""}]
)
def test_days_that_mean_nothing_are_refused(browser, changes):
    form = {"account": "C6", "month": "2025-10", "days": "2", "source": "Diary"} | changes
    assert browser.post(reverse("selection:tell_days"), form).status_code == 422
    assert not DaysTold.objects.exists()


def test_a_manager_tells_of_their_client_and_sees_no_others(sales, person, client):
    manager = person("manager")
    Account.objects.filter(key="C6").update(manager=manager)
    client.force_login(manager)
    assert client.get(LIST).status_code == 403
    page = client.get(CLIENT, {"account": "C6"}).context["page"]
    assert page.row is not None
    assert page.alike == ()
    assert not any("is like" in reason or "past accounts" in reason for reason in page.row.reasons)
    assert tell(client).status_code == 302
    assert client.get(CLIENT, {"account": "C3"}).status_code == 404
    assert tell(client, account="C3").status_code == 404


def test_who_sees_a_part_of_a_group_sees_what_is_told_but_not_its_figures(sales, person, client):
    manager = person("manager")
    Account.objects.filter(key="C2").update(manager=manager)
    client.force_login(manager)
    page = client.get(CLIENT, {"account": "Alstrom"}).context["page"]
    assert page.row is None
    assert page.option is None
    assert page.may_tell


def test_ten_more_told_rows_cost_no_more_queries(browser, django_assert_max_num_queries):
    browser.get(LIST)
    told = Told("", "Services", Decimal(9_000), "EUR", "Visit", dt.date(2025, 11, 3), "high")
    actions.load_spend(None, [ToldOf(f"C{at}", "x", told) for at in range(3, 10)], "x.csv")
    with django_assert_max_num_queries(25):
        assert browser.get(LIST).status_code == 200
    with django_assert_max_num_queries(25):
        assert browser.get(CLIENT, {"account": "C6"}).status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_exported(browser, form):
    tell(browser)
    answer = browser.get(reverse("selection:potential_table", args=[form]))
    assert answer.status_code == 200
    if form == "csv":
        assert "Fusée" in answer.content.decode("utf-8-sig")


def test_before_the_first_sales_line(organisation, person, client):
    client.force_login(person("director"))
    assert client.get(LIST).status_code == 200
    assert client.get(CLIENT, {"account": "C6"}).status_code == 404


def test_the_page_of_an_account_leads_to_its_client(browser):
    tell(browser, account="Alstrom")
    account = Account.objects.get(key="C2")
    said = browser.get(reverse("accounts:panel", args=[account.public_id, "potential"])).content.decode()
    assert "/selection/potential/client/?account=Alstrom" in said
    assert "of its group" in said


def test_who_holds_the_tier_is_todays_and_is_promised_days(browser, director):
    session = actions.open_session(director, "Board", dt.date(2026, 1, 20), [], asked(director, {}))
    actions.decide_tier(director, session, "C3", "key", "Large and sound", seen=0)
    actions.close_session(director, session)
    page = browser.get(LIST).context["page"]
    assert page.seen.decided
    assert [page.seen.paths.accounts[at] for at in page.seen.key.nonzero()[0]] == ["C3"]
    assert page.effort[1].accounts == 1
    assert page.effort[1].promised is not None
    by_account = browser.get(LIST, {"by": "account"}).context["page"]
    assert [by_account.seen.paths.accounts[at] for at in by_account.seen.key.nonzero()[0]] == ["C3"]


def test_what_was_told_is_exported_and_read_back(browser):
    tell(browser)
    tell(browser, account="C3", unit="", amount="9000")
    answer = browser.get(reverse("selection:told_spend_table", args=["csv"]))
    assert answer.status_code == 200
    given = SimpleUploadedFile("spend.csv", answer.content)
    assert browser.post(reverse("selection:spend_table"), {"file": given}).status_code == 302
    assert SpendTold.objects.count() == 2


def test_spend_of_a_client_nobody_sells_to_is_said(browser):
    told = Told("", "", Decimal(9_000), "EUR", "Visit", dt.date(2025, 11, 3), "high")
    actions.load_spend(None, [ToldOf("Gone", "Gone", told)], "x.csv")
    assert "without a sale in these figures: Gone" in browser.get(LIST).content.decode()


def test_the_matrix_draws_tomorrows_accounts_or_todays_key_accounts(browser):
    page = browser.get(LIST).context["page"]
    assert "Fusée" in {arrow.name for arrow in page.arrows}
    keys = browser.get(LIST, {"draw": "key"}).context["page"]
    assert {arrow.name for arrow in keys.arrows} == {"Alstrom", "Vernay"}
    for arrow in (*page.arrows, *keys.arrows):
        assert all(0 <= number <= 100 for point in (arrow.now, arrow.then, arrow.low, arrow.high) for number in point)


def test_everyones_forecast_is_exported(browser):
    answer = browser.get(reverse("selection:forecast_table", args=["csv"]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 10
    assert len(lines[0].split(",")) >= 12
    assert browser.get(reverse("selection:forecast_table", args=["pdf"])).status_code == 404


def test_a_director_of_one_zone_is_told_of_no_account_elsewhere(sales, person, client):
    client.force_login(person("director", zones=["Ibérie"]))
    page = client.get(CLIENT, {"account": "C7"}).context["page"]
    assert page.row is not None
    assert (page.alike, page.others) == ((), False)
    names = {row.name for row in client.get(LIST).context["page"].rows}
    assert names <= {"Moyen", "Petit", "Perdu"}
    assert client.get(CLIENT, {"account": "C\x006"}).status_code == 404
