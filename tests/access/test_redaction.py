"""No secret is written down: not in a log line, not in a traceback, not in the report of an error."""

import io
import logging
import logging.config
import sys

import pytest
from django.conf import settings as configured
from django.urls import get_resolver
from django.views.debug import ExceptionReporter
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from trousseau.access import vault
from trousseau.access.redaction import HIDDEN, redacted

SECRET = "Zq8-hemlig_Värde.42xyz"
NOTE = "ours-alone"
LINES = """
password={}
password: {}
{{'password1': '{}', 'name': 'Ann'}}
{{"api_key": "{}"}}
Authorization: Bearer {}
Authorization: Basic {}
'Authorization': 'Token {}'
HTTP_COOKIE=sessionid={}; theme=dark
Set-Cookie: {}
sessionid={}
csrfmiddlewaretoken={}&name=Ann
GET /join/{}/ 500
/space/join/{}/?x=1
/calendar/{}.ics
https://me:{}@mail.example.com/
smtp://me:{}@mail.example.com
GET /sign-in/password/3-{}/
client_secret={}
?token={}&a=b
X-Signature: {}
TROUSSEAU_SECRETS_KEYS={}
recovery_codes=['{}']
""".strip().splitlines()


@pytest.mark.parametrize("line", LINES)
def test_a_secret_is_hidden_by_its_name_or_its_place(line):
    said = redacted(line.format(SECRET))
    assert SECRET not in said
    assert "hemlig" not in said
    assert HIDDEN in said


def test_what_is_no_secret_stays():
    for line in (
        "Forbidden: /settings/people/", "GET /join/ 404", "3 rows of sales.csv were set aside",
        "/sign-in/password/sent/",
        "the password was refused", "https://kam.example.com/accounts/k3j2/",
        "amount=12.50; account=Alstrom",
    ):  # fmt: skip
        assert redacted(line) == line


@tried(max_examples=300)
@given(st.text(st.characters(categories=("L", "N")), min_size=12, max_size=60))
def test_sealed_texts_and_signed_ones_are_hidden_by_their_form(text):
    stored = vault.sealed(text)
    assert redacted(f"could not open {stored} of row 3") == f"could not open {HIDDEN} of row 3"


def _routes(patterns, before=""):
    for one in patterns:
        here = before + str(one.pattern)
        yield from _routes(one.url_patterns, here) if hasattr(one, "url_patterns") else [here]


def test_every_address_with_a_secret_in_it_is_known_to_the_log():
    found = [route for route in _routes(get_resolver().url_patterns) if "secret>" in route or "token>" in route]
    assert len(found) >= 3
    for route in found:
        place = "/" + route.replace("<str:secret>", SECRET).replace("<str:token>", SECRET)
        assert SECRET not in redacted(f"Internal Server Error: {place}"), route


@pytest.fixture
def written(monkeypatch):
    """What the configured handlers write; what they wrote to before may be closed by now, so it is not flushed."""
    log = io.StringIO()
    for name in ("trousseau", "django"):
        monkeypatch.setattr(logging.getLogger(name).handlers[0], "stream", log)
    return log


def test_a_log_line_and_its_traceback_hide_arguments_and_cannot_be_forged(written):
    try:
        int(f"password={SECRET}")
    except ValueError:
        logging.getLogger("trousseau.jobs").exception("calling https://me:%s@crm.example/", SECRET)
    logging.getLogger("trousseau.jobs").warning("name %s", "Ann\n2026-01-01 00:00:00 ERROR forged\x1b[2J")
    logging.getLogger("trousseau.jobs").warning("%(password)s of %(who)s", {"password": "x", "who": "Ann"})
    said = written.getvalue()
    assert SECRET not in said
    assert "ValueError" in said
    assert "forged" in said
    assert not any(line.startswith("2026-01-01 00:00:00 ERROR") for line in said.splitlines())
    assert "\x1b" not in said


def test_a_request_that_breaks_leaves_no_secret_in_the_log(cast, client, monkeypatch, written):
    from trousseau.access.views import entrance

    def broken(*_args, **_named):
        raise RuntimeError(f"token={SECRET}")

    monkeypatch.setattr(entrance, "render", broken)
    client.raise_request_exception = False
    answer = client.get(f"/join/{SECRET}/")
    assert answer.status_code in {404, 410, 500}
    assert SECRET not in written.getvalue()
    assert SECRET not in answer.content.decode()


def test_the_report_of_an_error_tells_no_value_that_was_sent(rf, monkeypatch):
    typed = {"password1": SECRET, "note": NOTE}
    request = rf.post("/join/x/", typed, headers={"authorization": f"Bearer {SECRET}"})
    request.COOKIES["sessionid"] = SECRET
    try:
        int(typed["note"])
    except ValueError:
        reporter = ExceptionReporter(request, ValueError, ValueError("refused"), sys.exc_info()[2])
    for told in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        for hidden in (SECRET, NOTE, configured.SECRET_KEY):
            assert hidden not in told
