"""What is open in the company's CRM is said beside a forecast, in its own currency, and changes no rank."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trousseau.accounts.models import Account, Group
from trousseau.connectors.models import Connection, Deal, Remote
from trousseau.selection.queries.pipeline import open_deals

LIST = "/selection/potential/"


def deal(connection, number, amount, *, currency="EUR", probability=40, account="C6", state="open"):
    record = Remote.objects.create(connection=connection, entity="deal", external_id=str(number))
    return Deal.objects.create(
        record=record, account=Account.objects.get(key=account), name=f"Deal {number}", currency=currency, state=state,
        amount=None if amount is None else Decimal(amount), probability=probability,
    )  # fmt: skip


@pytest.fixture
def hubspot(browser):
    return Connection.objects.create(crm="hubspot", name="HubSpot", state="ready")


def reasons(browser, client="C6", language="en"):
    page = browser.get(LIST, headers={"accept-language": language}).context["page"]
    return [row.client for row in page.rows], next(row for row in page.rows if row.client == client).reasons


def test_each_currency_stands_for_itself_and_no_rank_moves(browser, hubspot):
    before, _none = reasons(browser)
    deal(hubspot, 1, "12000")
    deal(hubspot, 2, "8000.50", probability=50)
    deal(hubspot, 3, "5000", currency="USD")
    deal(hubspot, 4, "900000", state="won")
    order, said = reasons(browser)
    assert order == before
    assert "2 open deals in HubSpot: €20k, €8.8k by their chances" in said
    assert "1 open deal in HubSpot: $5.0k, $2.0k by their chances" in said


def test_what_the_crm_does_not_say_is_not_guessed(browser, hubspot):
    deal(hubspot, 1, None)
    assert "1 open deal in HubSpot" in reasons(browser)[1]
    deal(hubspot, 2, "4000", probability=None)
    assert "2 open deals in HubSpot: €4.0k" in reasons(browser)[1]
    assert any("2 affaires ouvertes dans HubSpot" in one for one in reasons(browser, language="fr")[1])


def test_a_group_has_the_deals_of_its_accounts(browser, hubspot):
    account, other = Account.objects.order_by("key")[:2]
    group = Group.objects.create(name="Two of them")
    Account.objects.filter(pk__in=(account.pk, other.pk)).update(group=group)
    deal(hubspot, 1, "1000", account=account.key)
    deal(hubspot, 2, "500", account=other.key)
    found = open_deals([account.key, group.name])
    assert [(one.deals, one.amount, one.expected) for one in found[account.key]] == [(1, 1000, 400)]
    assert [(one.deals, one.amount, one.expected) for one in found[group.name]] == [(2, 1500, 600)]
