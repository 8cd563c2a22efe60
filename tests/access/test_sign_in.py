"""The door: e-mail and password, closed to sign-up, slow to who guesses."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

PASSWORD = "une phrase assez longue"


@pytest.fixture
def known(organisation, person):
    cache.clear()
    somebody = person("manager", email="nina@garonne.example")
    somebody.set_password(PASSWORD)
    somebody.save()
    return somebody


def sign_in(client, password=PASSWORD, email="Nina@garonne.example"):
    return client.post("/sign-in/?next=/settings/profile/", {"login": email, "password": password})


def test_the_right_password_opens_and_leads_back(client, known):
    assert sign_in(client).url == "/settings/profile/"


def test_a_wrong_one_does_not_and_says_nothing_of_who_exists(client, known):
    wrong = sign_in(client, "wrong").content.decode()
    absent = sign_in(client, "wrong", "nobody@garonne.example").content.decode()
    error = lambda page: page.split("error-line")[1].split("<")[0]  # noqa: E731
    assert error(wrong) == error(absent)


def test_guessing_is_slowed(client, known):
    for _ in range(6):
        sign_in(client, "wrong")
    assert "/settings/profile/" not in sign_in(client).headers.get("Location", "")


def test_nobody_signs_up(client, organisation, known):
    page = client.post("/sign-in/closed/", {"email": "x@example.com", "password1": PASSWORD})
    assert page.status_code == 200
    assert type(known).objects.count() == 1


def test_the_second_factor_is_asked_for(client, known):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(known, "JBSWY3DPEHPK3PXP")
    page = sign_in(client)
    assert page.url.startswith("/sign-in/code/")
    assert client.get("/settings/profile/").status_code == 302


def test_it_can_be_turned_on(client, known):
    sign_in(client)
    door = client.get("/settings/security/app/").url
    assert door.startswith("/settings/confirm/")
    page = client.post(door, {"password": PASSWORD}, follow=True)
    assert page.status_code == 200
    assert b"data:image/svg" in page.content


def test_french_is_spoken_at_the_door(client, organisation, known):
    page = client.get("/sign-in/", headers={"accept-language": "fr"}).content.decode()
    assert '<html lang="fr"' in page
    assert "Se connecter" in page


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in/password/",
        "/sign-in/password/sent/",
        "/sign-in/password/done/",
        "/sign-in/inactive/",
        "/sign-out/",
        "/settings/security/",
        "/settings/security/codes/new/",
        "/settings/password/",
        "/settings/confirm/",
    ],
)
def test_the_pages_of_allauth_are_in_our_frame(client, known, path):
    sign_in(client)
    page = client.get(path, follow=True)
    assert page.status_code == 200
    assert b"/static/built/app" in page.content


def test_passwords_are_strong_and_kept_hashed(known):
    assert known.password.startswith("pbkdf2_sha256$1000000$") or known.password.startswith("pbkdf2_sha256$")


def test_a_password_may_be_pasted_and_never_ends_by_itself(client, known):
    page = client.get("/sign-in/").content.decode()
    field = re.search(r"<input[^>]*type=\"password\"[^>]*>", page)[0]
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page
    with time_machine.travel(timezone.now() + dt.timedelta(days=5 * 365), tick=False):
        assert sign_in(client).url == "/settings/profile/"


def test_who_writes_where_they_come_from_is_not_believed(client, known):
    client.post(
        "/sign-in/",
        {"login": "nina@garonne.example", "password": PASSWORD},
        headers={"x-forwarded-for": "203.0.113.9", "x-real-ip": "203.0.113.9", "forwarded": "for=203.0.113.9"},
    )
    page = client.get("/settings/sessions/").content.decode()
    assert "127.0.0.1" in page
    assert "203.0.113.9" not in page
