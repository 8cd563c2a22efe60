"""The pages of the portfolio, through their addresses."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import translation

from trousseau.access.audit import record
from trousseau.access.models import AuditEvent
from trousseau.accounts import access
from trousseau.exposure.models import Scenario
from trousseau.portfolio import due
from trousseau.portfolio.models import FrozenCheckup

pytestmark = pytest.mark.django_db
TOTAL = 12 * (3100 + 400 + 2000 + 1000 + 400 + 600 + 310 + 100 + 20)


def text(response) -> str:
    """What a page says, without its tags."""
    body = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", body)


def test_checkup_finds_the_whale_and_the_division_that_hangs_on_it(director, signed_in):
    page = text(signed_in(director).get("/check-up/"))
    assert "3 of 8 customers make 80% of sales" in page
    assert "if Alstrom leaves, division Usinage loses 97% of its sales" in page
    assert "€95,160" in page
    assert "Provisional" in page
    assert "Compared with the period before" in page
    assert "6 of 9" not in page


def test_checkup_by_account_ranks_legal_entities(director, signed_in):
    client = signed_in(director)
    assert "Alstrom DE" in text(client.get("/check-up/?by=account"))
    assert "Alstrom DE" not in text(client.get("/check-up/?by=group"))


def test_total_equals_what_it_drills_down_to(director, signed_in):
    client = signed_in(director)
    rows = list(csv.reader(io.StringIO(client.get("/check-up/tables/accounts.csv").content.decode("utf-8-sig"))))
    assert sum(Decimal(row[4]) for row in rows[1:]) == TOTAL
    for name in ("zone", "division", "currency", "family"):
        parts = csv.reader(io.StringIO(client.get(f"/check-up/tables/{name}.csv").content.decode("utf-8-sig")))
        assert sum(Decimal(row[1]) for row in list(parts)[1:]) == TOTAL
    page = text(client.get("/check-up/lines/?account=Alstrom"))
    assert "24 lines make the €42,000.00 of Alstrom." in page


def test_formulas_are_neutralised_and_numbers_stay_numbers(director, signed_in):
    rows = list(
        csv.reader(io.StringIO(signed_in(director).get("/check-up/tables/accounts.csv").content.decode("utf-8-sig")))
    )
    assert "'=Formule" in [row[2] for row in rows]
    assert signed_in(director).get("/check-up/tables/accounts.xlsx").content[:2] == b"PK"


@pytest.mark.parametrize(
    "address", ["tables/nothing.csv", "tables/accounts.pdf", "lines/?account=nobody", "past/nothing/"]
)
def test_what_is_not_there_is_not_found(director, signed_in, address):
    assert signed_in(director).get(f"/check-up/{address}").status_code == 404


def test_every_export_and_the_report_answer(director, signed_in):
    client = signed_in(director)
    for table in ("accounts", "panel", "pareto", "zone", "division", "currency", "family", "moves"):
        for form in ("csv", "xlsx"):
            assert client.get(f"/check-up/tables/{table}.{form}").status_code == 200
    assert client.get("/exposure/tables/what-if.csv?lose=Alstrom").status_code == 200
    assert b"<!doctype html" in client.get("/check-up/report/").content[:40].lower()


@pytest.mark.parametrize(
    "period", ["r12", "fy", "ytd", "all", "2025-03-01..2025-05-31", "nonsense", "2025-05-01..2025-01-01"]
)
def test_any_period_opens(director, signed_in, period):
    response = signed_in(director).get("/check-up/", {"period": period})
    assert response.status_code == 200
    assert ("cannot be shown" in text(response)) == (period in {"ytd", "nonsense", "2025-05-01..2025-01-01"})


def test_two_dates_from_the_form_make_a_period(director, signed_in):
    assert "1 Mar 2025 – 31 May 2025" in text(signed_in(director).get("/check-up/?start=2025-03-01&end=2025-05-31"))


def test_a_period_without_a_line_says_so(director, signed_in):
    page = text(signed_in(director).get("/check-up/?start=2020-01-01&end=2020-12-31"))
    assert "No sales to measure" in page
    assert signed_in(director).get("/exposure/?start=2020-01-01&end=2020-12-31").status_code == 200


def test_cut_has_a_step_for_every_customer_and_a_keyboard_way(director, signed_in):
    content = signed_in(director).get("/check-up/").content.decode()
    steps = json.loads(re.search(r'id="pareto-steps"[^>]*>(.*?)</script>', content).group(1))
    assert [k for k, _, _ in steps] == list(range(1, 9))
    assert steps[-1][1:] == [100.0, "8 customers → 100.0% · €95k"]
    assert re.search(r'<input type="range" min="1" max="8" value="3"', content)


def test_freezing_keeps_everything_and_is_told(director, signed_in):
    client = signed_in(director)
    answer = client.post("/check-up/freeze/?by=account", {"note": "Year end"})
    frozen = FrozenCheckup.objects.get()
    assert answer.url == f"/check-up/past/{frozen.public_id}/"
    assert (frozen.revenue, frozen.accounts, frozen.by, frozen.note) == (TOTAL, 9, "account", "Year end")
    assert [(r.name, r.class_now) for r in frozen.rows.all()[:3]] == [
        ("Alstrom SA", "A"),
        ("Vernay", "A"),
        ("Kessler", "A"),
    ]
    event = AuditEvent.objects.get(verb="checkup.frozen")
    assert event.after["revenue"] == str(frozen.revenue)
    page = text(client.get(answer.url))
    assert "Frozen" in page
    assert "€95,160" in page
    assert "bought nothing any more" in page
    for table in ("accounts", "panel", "pareto", "zone"):
        assert client.get(f"{answer.url}tables/{table}.csv").status_code == 200
    assert client.get(f"{answer.url}report/").status_code == 200
    assert "the same figures" in client.post(f"{answer.url}again/").content.decode()


def test_comparison_with_an_earlier_checkup(director, signed_in):
    client = signed_in(director)
    client.post("/check-up/freeze/?by=account&period=2024-01-01..2024-12-31")
    page = text(client.get("/check-up/?by=account"))
    assert "Compared with the check-up to 31 Dec 2024" in page
    moved = text(client.get("/check-up/moves/?by=account&kind=left"))
    assert "Perdu" in moved
    assert "Fusée" not in moved
    assert "Vernay" not in text(client.get("/check-up/moves/?by=account"))
    assert "next one was due on 31 Mar 2025" in text(client.get("/check-up/past/"))


def test_losing_accounts(director, signed_in):
    client = signed_in(director)
    page = text(client.get("/exposure/"))
    assert "Losing Alstrom would take 44.1% of sales and 97.2% of division Usinage." in page
    assert "Alstrom (44.1%)" in page
    assert "€95k → €53k" in page
    page = text(client.get("/exposure/?lose=Alstrom&lose=C3"))
    assert "Losing Alstrom and Vernay would take 69.4% of sales" in page
    assert "Choose one account or several" in text(client.get("/exposure/?lose="))
    assert "Nothing changes" in text(client.get("/exposure/?lose="))
    assert "Fusée" in text(client.get("/exposure/candidates/?q=fusee&lose=Alstrom"))
    assert "No account is called that" in text(client.get("/exposure/candidates/?q=zzz"))


def test_scenarios_are_kept_compared_and_dropped(director, signed_in, person):
    client = signed_in(director)
    client.post("/exposure/scenarios/?lose=Alstrom", {"name": "Alstrom alone"})
    client.post("/exposure/scenarios/?lose=Alstrom&lose=C3", {"name": "Both"})
    client.post("/exposure/scenarios/?lose=", {"name": "Nothing"})
    assert list(Scenario.objects.values_list("name", flat=True)) == ["Alstrom alone", "Both"]
    page = text(client.get("/exposure/"))
    assert "−€66k" in page
    client.post(f"/exposure/scenarios/{Scenario.objects.get(name='Both').public_id}/drop/")
    assert list(
        AuditEvent.objects.filter(verb__startswith="scenario").values_list("verb", flat=True).order_by("pk")
    ) == [
        "scenario.kept",
        "scenario.kept",
        "scenario.dropped",
    ]


def test_home_orders_what_is_due(director, signed_in):
    page = text(signed_in(director).get("/"))
    assert "One account carries a division Alstrom" in page
    assert "Chute buys 50.0% less than a year ago." in page
    assert "Fusée buys 200.0% more than a year ago." in page
    assert "No check-up is frozen yet." in page


def test_home_of_a_manager_is_about_their_accounts(sales, person, signed_in):
    from trousseau.accounts.access import every_account

    manager = person("manager")
    every_account().filter(key="C5").update(manager=manager)
    page = text(signed_in(manager).get("/"))
    assert "Chute buys 50.0% less" in page
    assert "Alstrom" not in page
    assert "Check-up" not in page
    assert list(due.portfolio_items(manager)) == []


def test_home_and_pages_before_any_line(organisation, person, signed_in):
    for role, offered in (("controller", True), ("director", False)):
        client = signed_in(person(role))
        page = client.get("/").content.decode()
        assert ("/data/" in page.split("<main")[1]) == offered
        assert client.get("/check-up/").status_code == 200
        assert client.get("/exposure/").status_code == 200


def test_open_organisation_lets_managers_read_the_portfolio(sales, person, signed_in, organisation):
    manager = person("manager")
    assert signed_in(manager).get("/check-up/").status_code == 403
    organisation.manager_reads = "open"
    organisation.save()
    assert signed_in(manager).get("/check-up/").status_code == 200
    assert signed_in(manager).post("/check-up/freeze/").status_code == 403


def test_a_role_limited_to_a_zone_sees_its_lines_only(sales, person, signed_in):
    client = signed_in(person("director", zones=["DACH"]))
    page = text(client.get("/check-up/"))
    assert "€21,600" in page
    assert "Vernay" not in page
    client.post("/check-up/freeze/")
    assert FrozenCheckup.objects.get().revenue == 12 * (400 + 1000 + 400)
    everyone = signed_in(person("executive"))
    assert everyone.get(f"/check-up/past/{FrozenCheckup.objects.get().public_id}/").status_code == 404
    assert "No check-up is frozen yet" in text(everyone.get("/check-up/past/"))


def test_french_pages_are_french(director, signed_in):
    director.language = "fr"
    director.save()
    with translation.override("fr"):
        page = text(signed_in(director).get("/check-up/"))
    assert "3 clients sur 8 font 80 % du chiffre d’affaires" in page
    assert "Taille A, B ou C : qui a changé" in page
    assert "Customer" not in page


@pytest.mark.parametrize(
    "address", ["/", "/today/beside/", "/check-up/", "/exposure/", "/check-up/past/", "/check-up/moves/"]
)
def test_pages_ask_few_queries(director, signed_in, address, django_assert_max_num_queries):
    client = signed_in(director)
    client.post("/check-up/freeze/?period=2024-01-01..2024-12-31")
    with django_assert_max_num_queries(25):
        assert client.get(address).status_code == 200


def test_home_of_an_administrator_tells_nothing_of_accounts(director, person, signed_in):
    with transaction.atomic():
        record(director, "account.regrouped", access.every_account().first())
        record(director, "person.changed", director)
    name = access.every_account().first().name

    assert name in text(signed_in(director).get("/today/beside/"))
    page = text(signed_in(person("administrator")).get("/today/beside/"))
    assert name not in page
    assert director.name in page


@pytest.mark.parametrize("address", [
    "/check-up/?start=0001-01-01&end=9999-12-31", "/check-up/lines/?account=nobody&page=0000001" + "1" * 5000,
])  # fmt: skip
def test_addresses_nobody_would_write_are_no_errors_of_ours(director, signed_in, address):
    assert signed_in(director).get(address).status_code in {200, 404}
