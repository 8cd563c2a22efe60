"""What every answer forbids, how much is taken in, and where a form may send one on to."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.forms import ModelForm
from django.urls import get_resolver, resolve
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from trousseau.access.hardening import BodyLimit

SOURCE = Path(__file__).resolve().parents[2] / "src" / "trousseau"
ASKED = """
import json, django
django.setup()
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import Client, RequestFactory
from django.contrib.sessions.middleware import SessionMiddleware
from django.conf import settings
settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}  # no database here

def page(request):
    get_token(request)
    request.session["x"] = "y"
    return HttpResponse()

def dark():
    from django.contrib.auth.models import AnonymousUser
    from trousseau.web.views import theme
    request = RequestFactory().post("/theme/", {"theme": "dark"}, headers={"host": HOST})
    request.user = AnonymousUser()
    return theme(request)

def said():
    from django.contrib.messages import info
    from django.contrib.messages.storage import default_storage
    request, answer = RequestFactory().get("/"), HttpResponse()
    request.session = {}
    request._messages = default_storage(request)
    info(request, "x")
    request._messages.update(answer)
    return answer

def told(answer):
    return {"status": answer.status_code, "headers": dict(answer.headers),
            "cookies": {name: dict(one) for name, one in answer.cookies.items()}}

browser, at = Client(), {"secure": SECURE, "headers": {"host": HOST}}
print(json.dumps({
    "page": told(browser.get("/healthz", **at)),
    "language": told(browser.post("/language/", {"language": "fr"}, **at)),
    "theme": told(dark()),
    "said": told(said()),
    "plain": told(Client().get("/language/", headers={"host": HOST})),
    "kept": told(SessionMiddleware(CsrfViewMiddleware(page))(RequestFactory().get("/"))),
}))
"""


def _asked(home, address):
    """What a fresh installation with this address answers."""
    host = address.rpartition("/")[2] or "localhost"
    secure = address.startswith("https")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TROUSSEAU_")}
    made = subprocess.run(
        [sys.executable, "-c", f"SECURE, HOST = {secure}, {host!r}\n{ASKED}"],
        env=clean
        | {"TROUSSEAU_HOME": str(home), "TROUSSEAU_ADDRESS": address, "DJANGO_SETTINGS_MODULE": "trousseau.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout.splitlines()[-1])


def test_https_means_hsts_and_cookies_of_this_host_alone(tmp_path):
    told = _asked(tmp_path, "https://kam.example.com")
    assert told["page"]["status"] == 200
    assert told["page"]["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    for name in ("__Host-csrftoken", "__Host-sessionid"):
        kept = told["kept"]["cookies"][name]
        assert [kept[flag] for flag in ("secure", "httponly", "path", "domain", "samesite")] == [
            True, True, "/", "", "Lax",
        ]  # fmt: skip
    given = {name: one for answer in told.values() for name, one in answer["cookies"].items()}
    assert set(given) == {f"__Host-{name}" for name in ("csrftoken", "sessionid", "language", "theme", "messages")}
    assert {(one["secure"], one["path"], one["domain"]) for one in given.values()} == {(True, "/", "")}
    assert told["plain"]["status"] == 301
    assert told["plain"]["headers"]["Location"] == "https://kam.example.com/language/"


def test_without_https_nothing_is_promised_that_does_not_hold(tmp_path):
    told = _asked(tmp_path, "")
    assert told["page"]["status"] == 200
    assert told["plain"]["status"] == 405
    assert "Strict-Transport-Security" not in told["page"]["headers"]
    assert told["kept"]["cookies"]["csrftoken"]["secure"] == ""
    assert told["kept"]["cookies"]["sessionid"]["httponly"] is True


def test_every_answer_says_what_the_browser_must_refuse(cast, signed_in):
    browser = signed_in(cast["director"])
    for place in ("/", "/settings/profile/", "/nowhere/", "/healthz", "/settings/people/"):
        headers = browser.get(place).headers
        policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"} <= policy, place
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert "no-store" in headers["Cache-Control"], place


def test_a_form_without_its_token_changes_nothing(cast):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast["director"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post("/theme/", {"theme": "dark"}).status_code == 403
    cast["director"].refresh_from_db()
    assert cast["director"].theme == "auto"


def test_a_body_beyond_its_limit_is_refused_by_its_length_before_it_is_read(cast, client, signed_in):
    def sent(browser, place, declared):
        return browser.post(place, {"x": "y"}, CONTENT_LENGTH=declared)

    for place in ("/sign-in/", "/language/", "/data/new/"):
        assert sent(client, place, "2000000").status_code == 413, place
    assert sent(client, "/language/", "many").status_code == 413
    director = signed_in(cast["director"])
    assert director.post("/language/", {"x": "y" * 2_000_000}).status_code == 302
    refused = sent(director, "/language/", str(200 << 20))
    assert refused.status_code == 413
    assert "too" in refused.content.decode()


def test_only_the_page_for_sales_lines_takes_as_much_as_a_file_may_have(cast, rf, settings):
    def passes(user, declared):
        request = rf.post("/data/new/", CONTENT_LENGTH=declared)
        request.user = user
        try:
            BodyLimit(lambda _request: None).process_view(request, resolve("/data/new/").func, (), {})
        except RequestDataTooBig:
            return False
        return True

    assert passes(cast["controller"], str(3 << 30))
    assert not passes(AnonymousUser(), str(3 << 30))
    settings.UPLOAD_LIMIT = 1 << 30
    assert not passes(cast["controller"], str(3 << 30))


HOSTILE = (
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
    "https://evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example",
    "/%09/evil.example", "//evil.example\\@testserver/", "http://testserver@evil.example/", "\x00//evil.example",
    "http://testserver/", "//testserver/", "/ok\r\nSet-Cookie: a=b", "", "evil.example", "?next=//evil.example",
)  # fmt: skip


def _where_a_browser_goes(place):
    """The host as the URL standard of browsers finds it: they drop tabs and returns, and read \\ as /."""
    read = "".join(sign for sign in place.strip("".join(map(chr, range(33)))) if sign not in "\t\n\r")
    read = read.replace("\\", "/")
    return "here" if read.startswith("/") and not read.startswith("//") else "elsewhere"


def test_no_form_sends_anybody_elsewhere(cast, signed_in):
    browser = signed_in(cast["director"])

    @tried(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(place=st.one_of(st.text(max_size=30), st.text("/\\:.@?#%\t\n\r x0", max_size=12).map("/".__add__)))
    def anything(place):
        check(place)

    def check(place):
        for path in ("/language/", "/theme/"):
            answer = browser.post(path, {"next": place, "language": "en", "theme": "auto"})
            assert answer.status_code == 302, place
            assert _where_a_browser_goes(answer["Location"]) == "here", place
            assert "Set-Cookie: a" not in answer["Location"]
        answer = browser.get("/sign-in/", {"next": place})
        assert answer.status_code == 302, place
        assert _where_a_browser_goes(answer["Location"]) == "here", (place, answer["Location"])

    for place in HOSTILE:
        check(place)
    anything()
    answer = browser.post("/theme/", {"next": "/settings/profile/?a=1&b=%C3%A9", "theme": "auto"})
    assert answer["Location"] == "/settings/profile/?a=1&b=%C3%A9"


def test_scripts_keep_nothing_in_the_browser():
    scripts = [path for path in SOURCE.rglob("*.js") if "built" not in path.parts]
    assert scripts
    for path in scripts:
        assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie", path.read_text("utf-8")), path


def test_a_form_of_rows_names_what_it_takes():
    def below(kind):
        return {kind}.union(*(below(one) for one in kind.__subclasses__()))

    get_resolver().url_patterns  # noqa: B018 - every room is imported
    ours = [form for form in below(ModelForm) if form.__module__.startswith("trousseau.")]
    assert ours
    for form in ours:
        assert isinstance(form._meta.fields, tuple | list), form
        assert not form._meta.exclude, form
