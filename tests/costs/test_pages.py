"""Data → Costs: what is known in a sentence, edited in place, tables looked at before they count."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from costs.conftest import DRIVERS
from trousseau.accounts.models import Account
from trousseau.costs.models import ActivityRate, Budget, Driver, FinancingRate, FixedCost, Table

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(controller, signed_in):
    """The site as the controller sees it."""
    return signed_in(controller)


def send(site, text, what="drivers"):
    """Send a table; the page that looks at it."""
    file = SimpleUploadedFile("visites.csv", text.encode())
    answer = site.post(reverse("costs:receive"), {"file": file, "what": what}, follow=True)
    assert answer.status_code == 200
    return answer


def test_a_table_is_looked_at_then_loaded(site) -> None:
    page = send(site, DRIVERS + "Nobody;2025;visits;3\n")
    assert "6 entries are ready to load. Rows set aside: 1." in page.content.decode()
    assert "no such account" in page.content.decode().lower()
    table = Table.objects.get()
    rejected = site.get(reverse("costs:problems", args=[table.public_id]))
    assert b"Nobody;2025;visits;3;8" in rejected.content
    assert Driver.objects.count() == 0
    done = site.post(reverse("costs:load", args=[table.public_id]), follow=True).content.decode()
    assert "Loaded" in done
    again = send(site, DRIVERS).content.decode()
    assert "would change nothing" in again
    site.post(reverse("costs:remove", args=[table.public_id]))
    assert not Table.objects.filter(loaded_at__isnull=False).exists()


def test_a_question_is_answered_on_the_page(site) -> None:
    send(site, "account;period;visits\nC1;2025;1.234\n")
    table = Table.objects.get()
    page = site.post(reverse("costs:table", args=[table.public_id]), {"decimal": ","}, follow=True)
    assert "1 entry is ready to load." in page.content.decode()
    site.post(reverse("costs:discard", args=[table.public_id]))
    assert not Table.objects.exists()


def test_drivers_rates_financing_and_fixed_costs_are_edited_in_place(site) -> None:
    site.post(reverse("costs:set_driver"), {"label": "Visites", "kind": "volume", "unit": "visite", "cost": "320,50",
                                            "start": "2025-01-01"})  # fmt: skip
    assert ActivityRate.objects.get().cost * 2 == 641
    site.post(reverse("costs:set_driver"), {"name": "visits", "label": "Visites", "kind": "volume", "unit": "h"})
    assert Driver.objects.get().unit == "h"
    site.post(reverse("costs:set_financing"), {"rate": "4,5 %", "start": "2025-01-01"})
    assert FinancingRate.objects.get().rate * 1000 == 45
    place = {"division": "Usinage", "zone": "", "start": "2025-01-01", "end": "2025-12-31"}
    site.post(reverse("costs:set_fixed"), {**place, "amount": "9 000"})
    site.post(reverse("costs:set_fixed"), {**place, "amount": "9 500"})
    assert FixedCost.objects.get().amount == 9500
    page = site.get(reverse("costs:costs")).content.decode()
    assert "Fixed costs are not told for Fonderie." in page
    rows = {
        **place,
        "start": ["2025-01-01", "2024-01-01"],
        "end": ["2025-12-31", "2024-12-31"],
        "amount": ["", "8 000"],
    }
    site.post(reverse("costs:set_fixed"), rows)
    assert FixedCost.objects.get().amount == 8000


@pytest.mark.parametrize(
    ("name", "said", "error"),
    [
        (
            "set_driver",
            {"label": "Visites", "kind": "volume", "cost": "-1", "start": "2025-01-01"},
            "less than nothing",
        ),
        ("set_driver", {"label": "Visites", "kind": "volume", "cost": "1"}, "from which day"),
        ("set_driver", {"label": "…", "kind": "volume"}, "a name"),
        (
            "set_driver",
            {"label": "x", "kind": "volume", "cost": "1e999", "start": "2025-01-01"},
            "larger than any amount",
        ),
        ("set_financing", {"rate": "5", "start": "2025-01-01"}, "between 0 and 100"),
        ("set_fixed", {"start": "2025-02-01", "end": "2025-01-01", "amount": "1"}, "ends before"),
    ],
)
def test_what_cannot_be_is_refused_with_words_and_nothing_is_written(site, name, said, error) -> None:
    answer = site.post(reverse(f"costs:{name}"), said)
    assert answer.status_code == 422
    assert error in answer.content.decode()
    assert not Driver.objects.exists()
    assert not FinancingRate.objects.exists()
    assert not FixedCost.objects.exists()


def test_the_account_page_shows_what_the_customer_leaves_and_what_is_unknown(site) -> None:
    account = Account.objects.get(name="Sandrup").public_id
    url = reverse("accounts:panel", args=[account, "contribution"])
    assert url in site.get(reverse("accounts:account", args=[account])).content.decode()
    page = site.get(url).content.decode()
    assert "Net contribution" in page
    assert "The cost to serve is unknown" in page
    send(site, DRIVERS)
    site.post(reverse("costs:load", args=[Table.objects.get().public_id]))
    site.post(reverse("costs:set_driver"), {"name": "visits", "label": "Visites", "kind": "volume", "cost": "20",
                                            "start": "2025-01-01"})  # fmt: skip
    page = site.get(url).content.decode()
    assert "This customer costs €1.8k more than it brings." in page


def test_ten_more_drivers_cost_no_more_queries(site, django_assert_max_num_queries) -> None:
    for number in range(12):
        site.post(reverse("costs:set_driver"), {"label": f"Driver {number}", "kind": "volume", "cost": "1",
                                                "start": "2025-01-01"})  # fmt: skip
    with django_assert_max_num_queries(25):
        site.get(reverse("costs:costs"))


def test_budgets_are_told_in_place(site) -> None:
    said = {
        "account": "alstrom sa",
        "measure": "revenue",
        "start": "2025-01-01",
        "end": "2025-12-31",
        "amount": "40 000,50",
    }
    assert site.post(reverse("costs:set_budget"), said).status_code == 302
    assert (Budget.objects.get().account, Budget.objects.get().amount * 2) == ("C1", 80001)
    site.post(reverse("costs:set_budget"), {**said, "amount": "41000"})
    assert Budget.objects.get().amount == 41000
    page = site.get(reverse("costs:costs")).content.decode()
    assert "41000.00" in page
    assert '<th scope="row">Alstrom SA<small>C1</small></th>' in page


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        ({"account": "Personne"}, "Nobody is called that"),
        ({"division": "Usinage"}, "one of the two"),
        ({"end": "2024-01-01"}, "ends before it begins"),
        ({"amount": "beaucoup"}, "Not a number"),
        ({"amount": "-1"}, "never less than nothing"),
    ],
)
def test_a_budget_that_makes_no_sense_says_why(site, change, mend) -> None:
    said = {"account": "C1", "measure": "revenue", "start": "2025-01-01", "end": "2025-12-31", "amount": "1"}
    answer = site.post(reverse("costs:set_budget"), {**said, **change})
    assert (answer.status_code, Budget.objects.exists()) == (422, False)
    assert mend in answer.content.decode()
