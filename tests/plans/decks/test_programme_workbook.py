"""The review of the programme as a workbook: its totals, reckoned anew, are those of the page."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from openpyxl import load_workbook

from plans.decks import office
from trousseau.access.models import Organisation
from trousseau.accounts.models import Account, AccountFigures
from trousseau.plans.actions.health import refresh_all
from trousseau.plans.actions.plan import open_plan
from trousseau.plans.decks import files
from trousseau.plans.models import Action, Delivered
from trousseau.plans.pages import programme as page
from trousseau.plans.queries import programme as queries
from trousseau.portfolio.words import language
from trousseau.selection.models import AccountRank

BAD = '=HYPERLINK("https://evil.example";"Alstrom")'


@pytest.fixture
def programme(house, full):
    """Two key accounts, one of them without a plan; another account with one; late actions, value in each opinion."""
    Organisation.objects.update(base_currency="EUR")
    today = timezone.localdate()
    other = Account.objects.create(key="B2", name=BAD, manager=house["other"])
    small = Account.objects.create(key="C3", name="Petit", manager=house["other"])
    for account, tier, sold, before in (
        (house["account"], "key", 1_200_000, 1_000_000), (other, "key", 800_000, 900_000),
        (small, "develop", 50_000, None),
    ):  # fmt: skip
        AccountRank.objects.create(account=account, client=account.key, tier=tier)
        AccountFigures.objects.create(account=account, revenue=sold, previous=before)
    open_plan(house["other"], small, "Grow.", today - dt.timedelta(days=10), today + dt.timedelta(days=355))
    Action.objects.filter(plan=full, what="Action 0").update(what="@SUM(1)", stake_amount=40_000)
    said = {"said_by": "Paul", "said_on": today, "category": "cost", "method": "Counted"}
    since = today - dt.timedelta(days=100)
    for opinion, amount, yearly, more in (
        ("confirmed", 40_000, False, said), ("confirmed", 120_000, True, said), ("unsaid", 7_000, False, {}),
        ("contested", 9_000, False, {**said, "said": "no"}),
    ):  # fmt: skip
        Delivered.objects.create(
            account=house["account"], what=f"+{amount}", opinion=opinion, amount=Decimal(amount), yearly=yearly,
            since=since, **{"category": "cost", "method": "Counted", **more},
        )  # fmt: skip
    refresh_all()
    return house


def written(programme):
    with override("en"):
        return files.of_programme(programme["director"], "xlsx").content


@office.needed
def test_its_totals_reckoned_anew_are_what_the_page_shows(programme, tmp_path, signed_in):
    told = dict(office.reckoned(tmp_path, written(programme)).worksheets[0].iter_rows(min_row=2, values_only=True))
    truth = queries.review(programme["director"])
    assert told["Sales of key accounts, 12 months"] == truth.sales == 2_000_000
    assert told["The year before"] == truth.before
    assert told["Change in sales"] == pytest.approx(2_000 / 1_900 - 1)
    assert (told["Key accounts"], told["Key accounts without a plan"]) == (truth.key_accounts, 1)
    assert (told["Plans"], told["Plans approved"]) == (truth.plans.plans, 0)
    named = {"good": "Plans on course", "watch": "Plans to watch", "bad": "Plans in danger",
             "unknown": "Plans of unknown health"}  # fmt: skip
    assert {state: told[label] for state, label in named.items()} == truth.plans.states
    assert told["Late actions"] == truth.plans.late == 1
    assert told["At stake in them"] == 40_000
    assert told["Value confirmed, 12 months"] == pytest.approx(float(truth.brought.year))
    assert told["Value to be confirmed, 12 months"] == 7_000
    shown = signed_in(programme["director"]).get(reverse("plans:programme"), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert all(tile.value in shown for tile in page.tiles(truth, language()))


def test_what_it_gives_with_its_formulas_is_what_they_reckon(programme, tmp_path):
    """For readers that do not reckon; the other test says that the formulas are right."""
    told = dict(load_workbook(io.BytesIO(written(programme)), data_only=True).worksheets[0].iter_rows(values_only=True))
    assert told["Sales of key accounts, 12 months"] == 2_000_000
    assert told["Value to be confirmed, 12 months"] == 7_000


@office.needed
def test_what_was_typed_stays_words(programme, tmp_path):
    content = written(programme)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = "".join(book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name)
    assert "HYPERLINK" not in sheets
    assert "hyperlink" not in sheets
    cells = [cell for sheet in office.reckoned(tmp_path, content) for row in sheet.iter_rows(values_only=True)
             for cell in row if isinstance(cell, str)]  # fmt: skip
    assert f"'{BAD}" in cells
    assert "'@SUM(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("#", "Err:"))]


def test_who_reads_the_programme_takes_it(programme, signed_in):
    url = reverse("plans:programme_deck", args=["xlsx"])
    assert signed_in(programme["manager"]).get(url).status_code == 403
    answer = signed_in(programme["director"]).get(url)
    assert answer["Content-Type"].endswith("sheet")
    assert url in signed_in(programme["director"]).get(reverse("plans:programme")).content.decode()
