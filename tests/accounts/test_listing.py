"""The list: filters, order, totals; ten more rows cost no more statements."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from trousseau.accounts import access, listing
from trousseau.accounts.listing import Ask
from trousseau.accounts.models import AccountFigures, Reckoning


def keys(user, **asked):
    return [account.key for account in listing.ordered(listing.matching(user, Ask(**asked)), asked.get("sort", "rank"))]


def test_search_forgets_accents_and_case_and_finds_codes_and_groups(portfolio, cast):
    portfolio(15)

    assert keys(cast["director"], search="SOCIETE 3") == ["C00003", "C00013"]
    assert keys(cast["director"], search="c00007") == ["C00007"]
    assert keys(cast["director"], search="alstrom") == ["C00000", "C00007", "C00014"]


def test_filters_combine(portfolio, cast):
    made = portfolio(30)
    user = cast["director"]

    assert keys(user, class_="A", zone="Asie") == ["C00001", "C00003", "C00005", "C00007", "C00009"]
    assert keys(user, movement="new", class_="A") == ["C00000", "C00003", "C00006", "C00009"]
    assert keys(user, movement="class_up") == [f"C{n:05}" for n in range(10)]
    assert keys(user, movement="class_down") == [f"C{n:05}" for n in range(20, 30)]
    assert keys(user, group=made[0].group.public_id) == ["C00000", "C00007", "C00014", "C00021", "C00028"]
    assert len(keys(user, group="none")) == 25
    assert len(keys(user, manager="none")) == 30


def test_excluded_accounts_are_hidden_unless_asked_for(portfolio, cast):
    portfolio(3)
    access.every_account().filter(key="C00000").update(excluded=True)

    assert keys(cast["director"]) == ["C00001", "C00002"]
    assert keys(cast["director"], excluded="only") == ["C00000"]
    assert keys(cast["director"], excluded="all") == ["C00000", "C00001", "C00002"]


@pytest.mark.parametrize("column", [column.name for column in listing.COLUMNS])
def test_every_column_sorts_both_ways_with_missing_values_last(portfolio, cast, column):
    portfolio(6)
    AccountFigures.objects.filter(account__key="C00002").update(change=None, share=None, rank=None, cumulative=None)

    up, down = keys(cast["director"], sort=column), keys(cast["director"], sort=f"-{column}")

    assert sorted(up) == sorted(down) == [f"C{n:05}" for n in range(6)]
    field = listing.BY_NAME[column].order.removeprefix("figures__")
    missing = set(AccountFigures.objects.filter(change=None).values_list("account__key", flat=True))
    if field == "change":
        assert set(up[-3:]) == set(down[-3:]) == missing
    elif field in {"share", "rank", "cumulative"}:
        assert up[-1] == down[-1] == "C00002"


def test_the_totals_are_the_sum_of_the_rows_to_the_last_decimal(portfolio, cast):
    portfolio(25)
    AccountFigures.objects.filter(account__key="C00003").update(revenue=Decimal("-0.1234"))
    found = listing.matching(cast["director"], Ask(zone="Asie"))

    sums = listing.sums(found, Reckoning.objects.get())

    assert sums.accounts == found.count()
    assert sums.revenue == sum((account.figures.revenue for account in found.select_related("figures")), Decimal(0))


def test_the_page_shows_fifty_and_the_totals_of_all(portfolio, cast, signed_in):
    portfolio(120)
    page = signed_in(cast["director"]).get("/accounts/?sort=-revenue&page=2").content.decode()

    assert page.count('<th scope="row">') == 50
    assert "120 accounts" in page
    assert "51 to 100 of 120" in page


def test_ten_more_accounts_cost_no_more_statements(portfolio, cast, signed_in):
    client = signed_in(cast["director"])
    portfolio(10)
    client.get("/accounts/")
    with CaptureQueriesContext(connection) as ten:
        client.get("/accounts/")
    portfolio(10)
    with CaptureQueriesContext(connection) as twenty:
        client.get("/accounts/")

    assert len(twenty) == len(ten), [query["sql"][:120] for query in twenty.captured_queries]


def test_the_list_keeps_its_budget_of_statements(portfolio, cast, signed_in, budget):
    portfolio(60)
    client = signed_in(cast["director"])
    with CaptureQueriesContext(connection) as asked:
        client.get("/accounts/")

    assert len(asked) <= budget["accounts:list"], [query["sql"][:140] for query in asked.captured_queries]


def test_a_manager_s_list_and_export_hold_their_accounts_only(portfolio, person, signed_in):
    alice = person("manager", name="Alice")
    portfolio(10)
    access.every_account().filter(key="C00004").update(manager=alice)
    client = signed_in(alice)

    page = client.get("/accounts/").content.decode()
    file = b"".join(client.get("/accounts/export.csv").streaming_content).decode("utf-8-sig")

    assert "Société n° 4" in page
    assert "Société n° 5" not in page
    assert [row[1] for row in csv.reader(io.StringIO(file))][1:] == ["Société n° 4"]


def test_exports_follow_the_filters_and_defuse_formulas(portfolio, cast, signed_in):
    portfolio(3)
    access.every_account().filter(key="C00001").update(name="=cmd|' /C calc'!A0")
    client = signed_in(cast["director"])

    text = b"".join(client.get("/accounts/export.csv?zone=Asie").streaming_content).decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/accounts/export.xlsx?zone=Asie").streaming_content)))

    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows[1:]] == ["'=cmd|' /C calc'!A0"]
    cell = book.active.cell(row=2, column=2)
    assert cell.data_type == "s"
    assert cell.value.startswith("'=")
    assert isinstance(book.active.cell(row=2, column=6).value, float)


def test_a_saved_view_opens_the_same_list_for_who_it_is_shared_with(portfolio, cast, signed_in):
    portfolio(12)
    client = signed_in(cast["director"])
    client.post("/accounts/views/", {"name": "Asie", "query": "zone=Asie&sort=-change&page=7", "shared": "on"})
    client.post("/accounts/views/", {"name": "Mine", "query": "class=A"})

    page = signed_in(cast["controller"]).get("/accounts/").content.decode()

    assert "?zone=Asie&amp;sort=-change" in page
    assert "page=7" not in page
    assert "class=A" not in page


ASKED = st.sampled_from(["q", "class", "zone", "group", "movement", "manager", "excluded", "sort", "cols", "page"])


@given(st.dictionaries(ASKED, st.text(max_size=30)))
@example({"group": "000000000000000\r0"})  # cut in the middle of a blank
@pytest.mark.django_db
def test_any_address_can_be_read_and_read_again(query):
    ask = Ask.of(query)
    from django.http import QueryDict

    assert Ask.of(QueryDict(ask.query(page=ask.page)).dict()) == ask
