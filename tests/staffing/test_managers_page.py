"""Managers and their loads, and what one of them brings."""

from __future__ import annotations

import pytest

from trousseau.accounts.models import Account
from trousseau.selection.models import ManagerDays
from trousseau.staffing.models import AccountDemand, Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def led(cast):
    """A manager under a head, with two accounts that ask 3 and an unknown number of days."""
    manager = cast["manager"]
    manager.reports_to = cast["head"]
    manager.save()
    for key, days in (("A", 3), ("B", None)):
        account = Account.objects.create(key=key, name=f"Client {key}", manager=manager)
        if days is not None:
            AccountDemand.objects.create(account=account, days=days, source="test")
    return manager


def form(manager, **changed):
    return {"revision": "0", "languages": "French C2; german", "zones": "DACH", "days": "2", **changed}


def test_the_load_is_told_and_what_is_unknown_stays_unknown(led, cast, signed_in):
    page = signed_in(cast["director"]).get("/team/").content.decode()
    assert "nobody has told the days they have" in page
    ManagerDays.objects.create(manager=led, days=2)
    page = signed_in(cast["director"]).get("/team/").content.decode()
    assert "3.0 of the 2.0 days a month" in page
    assert "1 carries more than there is: Manager Test" in page
    assert "1 without known days" in page


def test_everyone_sees_the_loads_they_may(led, cast, signed_in, person):
    person("manager", name="Other Manager")
    seen = {
        role: [name for name in ("Manager Test", "Other Manager") if f">{name}</th>" in page]
        for role in ("director", "executive", "head", "manager", "expert")
        for page in (signed_in(cast[role]).get("/team/").content.decode(),)
    }
    assert seen == {
        "director": ["Manager Test", "Other Manager"],
        "executive": ["Manager Test", "Other Manager"],
        "head": ["Manager Test"],
        "manager": ["Manager Test"],
        "expert": [],
    }


def test_a_head_tells_what_a_manager_brings(led, cast, signed_in):
    browser = signed_in(cast["head"])
    answer = browser.post(f"/team/managers/{led.pk}/", form(led, most_accounts="5"))
    assert answer.status_code == 302
    profile = Profile.objects.get(user=led)
    assert (profile.languages, profile.fluency, profile.zones) == (["fr", "de"], {"fr": "C2"}, ["DACH"])
    assert (profile.most_accounts, float(ManagerDays.objects.get(manager=led).days)) == (5, 2.0)


def test_a_manager_tells_their_languages_but_not_their_days(led, signed_in):
    assert signed_in(led).post(f"/team/managers/{led.pk}/", form(led)).status_code == 302
    assert Profile.objects.get(user=led).languages == ["fr", "de"]
    assert not ManagerDays.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("days", "32"), ("days", "-1"), ("days", "many"), ("languages", "Klingonish B2"), ("most_accounts", "1.5"),
     ("most_accounts", "9" * 30)],
)  # fmt: skip
def test_what_cannot_be_is_named_and_stays_typed(led, cast, signed_in, field, value):
    answer = signed_in(cast["director"]).post(f"/team/managers/{led.pk}/", form(led, **{field: value}))
    assert answer.status_code == 422
    assert f'value="{value}"' in answer.content.decode()
    assert not Profile.objects.exists()


def test_the_second_of_two_is_told(led, cast, signed_in):
    browser = signed_in(cast["director"])
    assert browser.post(f"/team/managers/{led.pk}/", form(led)).status_code == 302
    answer = browser.post(f"/team/managers/{led.pk}/", form(led, zones="Asie"))
    assert answer.status_code == 422
    assert "Director Test changed this profile meanwhile" in answer.content.decode()
    assert Profile.objects.get(user=led).zones == ["DACH"]


def test_more_managers_and_accounts_cost_no_more_queries(led, cast, signed_in, person, django_assert_max_num_queries):
    for at in range(10):
        other = person("manager", name=f"Manager {at}")
        Account.objects.create(key=f"X{at}", name=f"X {at}", manager=other)
    browser = signed_in(cast["director"])
    browser.get("/team/")
    with django_assert_max_num_queries(22):
        browser.get("/team/")


def test_the_list_is_exported(led, cast, signed_in):
    answer = signed_in(cast["director"]).get("/team/managers.csv")
    assert answer.status_code == 200
    assert "Client A, Client B" in answer.content.decode()
