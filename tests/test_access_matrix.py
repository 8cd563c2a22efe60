"""Every URL × every role, compared with `access_matrix.csv`.

The walk goes over the resolver: a URL without a row fails, so does a row without a URL, and a view that
declares no rule. Each URL is asked for with GET by each role; placeholders name nothing that exists, so
where the rule lets someone through to one object the answer is 404, and to a form that is only posted 405:
both say “yes, and there is nothing here to do”.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from trousseau.access.models import Organisation, RoleAssignment, User
from trousseau.access.rules import RULES

MATRIX = Path(__file__).parent / "access_matrix.csv"
WHO = (
    "anonymous",
    "director",
    "executive",
    "controller",
    "manager",
    "head",
    "expert",
    "administrator",
    "client",
)
PLACEHOLDERS = {
    "uuid": "00000000-0000-0000-0000-000000000000",
    "int": "999999",
    "slug": "nothing",
    "str": "nothing",
}


def walk(patterns, space="") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from walk(pattern.url_patterns, inner)
        else:
            yield f"{space}{pattern.name}", pattern


URLS = dict(walk(get_resolver().url_patterns))
ROWS = {row["url"]: row for row in csv.DictReader(MATRIX.open(encoding="utf-8"))}


def address(name: str) -> str:
    pattern = URLS[name].pattern
    converters = getattr(pattern, "converters", {})
    arguments = {
        key: PLACEHOLDERS.get(
            type(converter).__name__.removesuffix("Converter").lower().replace("string", "str"), "nothing"
        )
        for key, converter in converters.items()
    }
    if name == "account_reset_password_from_key":
        arguments = {"uidb36": "1", "key": "x-y"}
    return reverse(name, kwargs=arguments)


def test_every_url_has_a_row_and_every_row_a_url():
    assert sorted(URLS) == sorted(ROWS)


@pytest.mark.parametrize("name", sorted(URLS))
def test_every_view_declares_its_rule(name):
    rule = getattr(URLS[name].callback, "access_rule", None)
    assert rule in RULES, f"{name}: decorate the view with @access"
    assert ROWS[name]["rule"] == rule


@pytest.fixture(scope="module")
def sessions(django_db_setup, django_db_blocker):
    """The session of each role, signed in once for all addresses; what a test does on top is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        Organisation.objects.create(
            pk=1, name="Groupe Garonne", base_currency="EUR", second_factor_roles=[], elevation_minutes=0
        )
        yield {who: session(who) for who in WHO if who != "anonymous"}
        transaction.set_rollback(True)


def session(role: str) -> str:
    somebody = User.objects.create_user(f"{role}@garonne.example", None, name=f"{role.title()} Test")
    RoleAssignment.objects.create(user=somebody, role=role)
    signing_in = Client()
    signing_in.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    return signing_in.cookies["sessionid"].value


@pytest.fixture(scope="module")
def browser():
    """One for everybody: starting the server's side of it costs more than a page."""
    return Client()


@pytest.mark.parametrize("name", sorted(ROWS))
def test_who_is_let_through(name, sessions, browser, db, home):
    expected = {who: ROWS[name][who] for who in WHO}
    place = address(name)
    got = {}
    for who in WHO:
        browser.cookies.clear()
        if who in sessions:
            browser.cookies["sessionid"] = sessions[who]
        got[who] = str(browser.get(place).status_code)
    assert got == expected, place
