"""Who may do what, and how far."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from trousseau.access.models import Organisation, Role
from trousseau.access.rules import RULES, Limit, access, limits, may

pytestmark = pytest.mark.django_db


def test_every_rule_names_known_roles_only():
    assert all(roles <= set(Role.values) for roles in RULES.values())


def test_somebody_without_a_role_may_only_what_everybody_signed_in_may(person):
    nobody = person()
    assert [rule for rule in RULES if may(nobody, rule)] == ["public", "signed_in"]
    assert [rule for rule in RULES if may(AnonymousUser(), rule)] == ["public"]


def test_a_client_reads_nothing_of_the_house(person):
    assert [rule for rule in RULES if may(person("client"), rule)] == ["public", "signed_in", "client_space"]


def test_administering_gives_no_business_data(person):
    held = {rule for rule in RULES if may(person("administrator"), rule)}
    assert held == {
        "public", "signed_in", "manage_people", "manage_organisation", "read_audit", "erase_contacts",
        "read_competencies", "read_privacy", "manage_privacy", "make_tokens",  # their own, nobody else’s
        "read_connections", "manage_connections",  # how they work, and what is to be mended in them
        "make_webhooks", "manage_webhooks",  # their own tell what they may see; others’ they stop, and see no more of
    }  # fmt: skip


def test_a_deactivated_person_may_nothing(person):
    gone = person("director", is_active=False)
    assert not may(gone, "signed_in")
    assert limits(gone, "read_accounts") == ()


def test_the_portfolio_opens_to_managers_where_the_organisation_says_open(organisation, person):
    manager = person("manager")
    assert not may(manager, "read_portfolio")
    Organisation.objects.update(manager_reads="open")
    assert may(manager, "read_portfolio")


def test_limits_come_from_the_roles_that_hold_the_rule_only(person):
    director = person("director", zones=["France", "Ibérie"], divisions=["Vannes"])
    assert limits(director, "read_accounts") == (
        Limit(zones=frozenset({"France", "Ibérie"}), divisions=frozenset({"Vannes"})),
    )
    assert limits(director, "manage_people") == ()
    (whole,) = limits(person("executive"), "read_accounts")
    assert whole.everything


def test_an_unknown_rule_is_refused_when_the_code_is_read():
    with pytest.raises(KeyError, match="no rule"):
        access("no_such_rule")


@access("import_sales")
def guarded(request):
    return HttpResponse("in")


def ask(user, **headers):
    request = RequestFactory(headers=headers).get("/data/?page=2")
    request.user = user
    return guarded(request)


def test_the_gate(person):
    assert guarded.access_rule == "import_sales"
    assert ask(person("controller")).content == b"in"
    with pytest.raises(PermissionDenied):
        ask(person("manager"))
    away = ask(AnonymousUser())
    assert (away.status_code, away.url) == (302, "/sign-in/?next=/data/%3Fpage%3D2")


def test_a_fragment_asked_for_by_htmx_sends_the_whole_page_to_the_door(db):
    away = ask(AnonymousUser(), hx_request="true")
    assert (away.status_code, away.headers["HX-Redirect"]) == (204, "/sign-in/")
