"""The first run: asked for everywhere until it is done, then gone."""

import pytest
from django.db import IntegrityError

from trousseau.access import actions, setup
from trousseau.access.models import AuditEvent, Invitation, Organisation, User

GIVEN = {
    "organisation": "Groupe Garonne",
    "base_currency": "CHF",
    "fiscal_year_start": "7",
    "left_out": "Garonne Iberia\n  9001 ; 9002\n",
    "name": "Claire Dumas",
    "email": "Claire@garonne.example",
    "password": "une phrase assez longue",
    "invite-TOTAL_FORMS": "3",
    "invite-INITIAL_FORMS": "0",
    "invite-0-email": "paul@garonne.example",
    "invite-0-role": "manager",
    "invite-1-email": "",
    "invite-1-role": "manager",
    "invite-2-email": "",
    "invite-2-role": "manager",
}


@pytest.fixture(autouse=True)
def fresh(db, home, client):
    client.defaults["SERVER_NAME"] = "localhost"
    setup.forget()
    yield
    setup.forget()


def test_every_page_leads_there_while_nobody_is_known(client):
    assert client.get("/accounts/").url == "/setup/"
    assert client.get("/sign-in/").url == "/setup/"
    assert client.get("/healthz").status_code == 200


def test_it_founds_the_organisation_and_its_first_person(client):
    page = client.post("/setup/", GIVEN)
    assert page.url == "/settings/people/"
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.base_currency, organisation.fiscal_year_start) == (
        "Groupe Garonne",
        "CHF",
        7,
    )
    assert organisation.left_out == ["Garonne Iberia", "9001", "9002"]
    claire = User.objects.get()
    assert (claire.email, claire.roles) == (
        "claire@garonne.example",
        {"director", "administrator", "controller"},
    )
    assert Invitation.objects.get().roles == ["manager"]
    assert b"paul@garonne.example" in client.get("/settings/people/").content
    assert {"organisation.created", "person.created", "person.invited"} == {e.verb for e in AuditEvent.objects.all()}


def test_once_done_it_is_gone(client):
    client.post("/setup/", GIVEN)
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", GIVEN).status_code == 404
    assert Organisation.objects.count() == 1


def test_two_at_once_found_one(client):
    client.post("/setup/", GIVEN)
    with pytest.raises(IntegrityError):
        actions.found_organisation(
            name="Other",
            base_currency="EUR",
            fiscal_year_start=1,
            person_name="X",
            email="x@x.example",
            password="p",
        )
    assert User.objects.count() == 1


def test_a_mistake_is_named_and_nothing_is_kept(client):
    page = client.post("/setup/", GIVEN | {"password": "court", "email": "no"})
    assert page.status_code == 422
    assert page.content.count(b"error-line") >= 2
    assert not Organisation.objects.exists()


def test_from_another_machine_it_asks_for_the_code_of_the_data_folder(client, home):
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post("/setup/", GIVEN, **elsewhere).status_code == 422
    assert client.post("/setup/", GIVEN | {"code": "guess"}, **elsewhere).status_code == 422
    code = (home / "setup_code").read_text()
    assert (home / "setup_code").stat().st_mode & 0o077 == 0
    assert client.post("/setup/", GIVEN | {"code": code}, **elsewhere).status_code == 302


def test_so_it_does_behind_a_proxy_on_the_same_machine(client, settings):
    settings.ALLOWED_HOSTS = ["kam.example.com"]
    assert client.post("/setup/", GIVEN, headers={"host": "kam.example.com"}).status_code == 422
