"""What holds for every page at once: one walk over all addresses, one over the code."""

import csv
import datetime as dt
import logging
import re
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as configured
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

import trousseau
from trousseau.access.redaction import Redacting

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(trousseau.__file__).parent
PASSWORD = "une phrase assez longue"
BY_LOOKING = {"sessions.session", "access.visit", "access.auditevent", "access.auditlink", "trust.look"}
"""What a look itself leaves: the session, and that an export was made."""


def places():
    """Every address that needs no identifier."""
    with (ROOT / "tests" / "access_matrix.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            try:
                yield reverse(row["url"])
            except NoReverseMatch:
                continue


def rows():
    models = (one for one in apps.get_models() if one._meta.managed)
    return {one._meta.label_lower: one._base_manager.count() for one in models}


def shut(answer, place):
    """The headers that no answer is without."""
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"], place
    assert answer.headers["X-Content-Type-Options"] == "nosniff", place
    assert "no-store" in answer.headers["Cache-Control"], place
    assert answer.headers["X-Frame-Options"] == "DENY", place
    assert "Server" not in answer.headers, place
    assert "X-Powered-By" not in answer.headers, place


def test_each_page_is_typed_shut_left_by_a_button_and_changes_nothing_when_read(cast, signed_in):
    browser = signed_in(cast["director"])
    before, pages = rows(), 0
    for place in places():
        if place.startswith(("/sign-out", "/settings/security/app/")):
            continue
        answer = browser.get(place)
        assert answer.status_code < 500, place
        shut(answer, place)
        kind = answer.headers.get("Content-Type", "")
        if kind.startswith("text/") or "xml;" in kind:
            assert "charset=utf-8" in kind.lower(), place
        if answer.status_code == 200 and kind.startswith("text/html"):
            text, pages = answer.content.decode(), pages + 1
            for form in re.findall(r"<form\b[^>]*\bmethod=\"post\".*?</form>", text, re.DOTALL):
                assert "csrfmiddlewaretoken" in form, place
            if "<nav" in text:
                assert "/sign-out/" in text, place
            for field in re.findall(r"<input\b[^>]*\bname=\"(?:old)?password\d?\"[^>]*>", text):
                assert 'type="password"' in field, place
    assert pages > 40
    after = rows()
    assert {name for name in after if after[name] != before[name]} <= BY_LOOKING


@pytest.mark.parametrize(("language", "said"), [("fr", "Rien n’a été"), ("en", "Nothing was changed")])
def test_each_refusal_is_shut_as_well_in_the_reader_s_language_and_tells_nothing(
    cast, settings, monkeypatch, language, said
):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    browser, stranger = Client(raise_request_exception=False), Client()
    browser.force_login(cast["manager"], backend="allauth.account.auth_backends.AuthenticationBackend")

    def breaks(*_args):
        raise RuntimeError("the-detail-nobody-needs")

    monkeypatch.setattr("trousseau.web.views.home_of", breaks)
    speaks = {"accept-language": language}
    type(cast["manager"]).objects.update(language=language)
    sign_in = {"login": "x@example.com", "password": "wrong"}
    stranger.post("/sign-in/", sign_in, headers=speaks)
    answers = {
        400: stranger.get("/", headers=speaks | {"host": "evil.example"}),
        403: browser.get("/settings/people/", headers=speaks),
        404: browser.get("/nowhere/", headers=speaks),
        410: stranger.get(f"/join/{'x' * 43}/", headers=speaks),
        413: stranger.post("/language/", {"x": "y"}, headers=speaks, CONTENT_LENGTH="2000000"),
        429: stranger.post("/sign-in/", sign_in, headers=speaks),
        500: browser.get("/", headers=speaks),
    }
    for status, answer in answers.items():
        text = answer.content.decode()
        assert answer.status_code == status
        shut(answer, status)
        assert f'lang="{language}"' in text, status
        for detail in ("Traceback", "RuntimeError", "the-detail-nobody-needs", "Django", "evil.example"):
            assert detail not in text, (status, detail)
    assert said in answers[413].content.decode()


def test_nothing_of_the_workshop_is_served(client, cast):
    for place in (
        "/.git/config", "/.git/HEAD", "/.env", "/static/", "/static/built/", "/static/web/", "/static/../settings.py",
        "/static/%2e%2e/settings.py", "/admin/", "/__debug__/", "/docs/", "/metrics", "/server-status",
    ):  # fmt: skip
        assert client.get(place).status_code == 404, place
    answer = client.trace("/sign-in/")
    assert answer.status_code == 405
    assert not re.search(r"granian|django/|python/", str(answer.headers), re.IGNORECASE)


def test_a_session_is_new_at_sign_in_and_ends_when_nobody_comes(cast, client):
    cache.clear()
    somebody = cast["manager"]
    somebody.set_password(PASSWORD)
    somebody.save()
    client.get("/sign-in/")
    planted = client.session
    planted["x"] = "y"
    planted.save()
    client.cookies[configured.SESSION_COOKIE_NAME] = planted.session_key
    client.post("/sign-in/", {"login": somebody.email, "password": PASSWORD, "remember": "on"})
    key = client.session.session_key
    assert key != planted.session_key
    assert len(key) == 32
    assert client.get("/settings/profile/").status_code == 200
    assert Client(headers={"cookie": f"sessionid={planted.session_key}"}).get("/settings/profile/").status_code == 302
    with time_machine.travel(timezone.now() + dt.timedelta(days=15)):
        client.cookies[configured.SESSION_COOKIE_NAME] = key
        assert client.get("/settings/profile/").status_code == 302


def test_a_password_may_be_any_long_phrase_and_is_changed_with_the_old_one_only(cast, signed_in):
    somebody = cast["manager"]
    somebody.set_password(PASSWORD)
    somebody.save()
    browser = signed_in(somebody)
    long = "que des minuscules et des blancs " * 4
    for old, new, taken in (("wrong", long, False), (PASSWORD, "short", False), (PASSWORD, long, True)):
        browser.post("/settings/password/", {"oldpassword": old, "password1": new, "password2": new})
        somebody.refresh_from_db()
        assert somebody.check_password(new) is taken, new
    assert not somebody.check_password(long.upper())


def test_a_refused_look_is_logged_and_log_lines_are_in_utc_to_the_console_alone(cast, signed_in, caplog):
    with caplog.at_level(logging.WARNING, "django.request"):
        logging.getLogger("django").propagate = True
        try:
            signed_in(cast["manager"]).get("/settings/people/")
        finally:
            logging.getLogger("django").propagate = False
    assert any("/settings/people/" in one.getMessage() for one in caplog.records)
    line = Redacting("{asctime} {message}", style="{")
    at = logging.makeLogRecord({"msg": "x", "created": dt.datetime(2026, 7, 1, 12, tzinfo=dt.UTC).timestamp()})
    assert line.format(at) == "2026-07-01T12:00:00Z x"
    assert {one["class"] for one in configured.LOGGING["handlers"].values()} == {"logging.StreamHandler"}


NEVER = re.compile(
    r"""(?<![\w.])(?:eval|exec|compile|__import__|Template)\(|\bos\.(?:system|popen)\(|\bshell=True
    |\b(?:pickle|marshal|yaml)\.loads?\(|\bshelve\.open\(|\bhashlib\.(?:md5|sha1)\((?!.*usedforsecurity=False)
    |^\s*(?:from|import)\ random\b|^\s*from\ cryptography\.hazmat""",
    re.MULTILINE | re.VERBOSE,
)
"""Texts run as code, shells, objects built of bytes, weak digests, what can be guessed, ciphers."""


def test_no_line_of_the_code_runs_texts_shells_pickles_or_weak_digests():
    found = {}
    for path in SOURCE.rglob("*.py"):
        place = path.relative_to(SOURCE)
        if hits := NEVER.findall(path.read_text(encoding="utf-8")):
            found[place.as_posix()] = {one.strip() for one in hits}
    drawn = {place for place in found if place.startswith("demo/")}
    assert all(found[place] <= {"from random", "import random"} for place in drawn), (
        "what is invented is drawn anew alike"
    )
    assert {place: found[place] for place in found.keys() - drawn} == {"access/vault.py": {"from cryptography.hazmat"}}


def test_tools_of_the_tests_are_not_installed_with_the_product():
    locked = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    names = {one.lower() for one in re.findall(r"^([\w.-]+)==", locked, re.MULTILINE)}
    assert "django" in names
    assert not names & {"pytest", "hypothesis", "mypy", "ruff", "playwright", "django-debug-toolbar", "ipython"}


def test_the_numbers_that_the_document_promises_are_those_in_force():
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    limits = configured.ACCOUNT_RATE_LIMITS
    for number in (*limits["login_failed"].split(","), limits["login"], *limits["client_link"].split(",")):
        assert f"`{number}`" in text, number
    assert f"{configured.SESSION_COOKIE_AGE // 86400} days without" in text
    assert f"{configured.ACCOUNT_REAUTHENTICATION_TIMEOUT // 60} minutes" in text
    assert configured.SOCIALACCOUNT_STORE_TOKENS is False
