"""One call to a CRM: where it goes, how it is signed, what is tried again, what an answer is taken for."""

import json
from decimal import Decimal

import httpx
import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from trousseau.connectors.calling import Caller, Lasting, Signed, Trail, by_status
from trousseau.connectors.errors import (
    NotAllowedError,
    QuotaError,
    RefusedError,
    SignInError,
    ThrottledError,
    UnavailableError,
    UnreadableError,
)
from trousseau.connectors.protocol import Quota

HOSTS = ("api.crm.example", "*.my.crm.example")


def caller(*answers, **options):
    """A caller whose answers are given in turn, and the requests it made."""
    left, made = iter(answers), []

    def handle(request):
        made.append(httpx.Request(request.method, request.url, headers=request.headers, content=request.read()))
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    client = httpx.Client(transport=httpx.MockTransport(handle))
    options = {"crm": "HubSpot", "hosts": HOSTS, "judge": by_status, **options}
    return Caller(client, "https://api.crm.example", **options), made


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/x", "http://api.crm.example/x", "//evil.example/x", "https://my.crm.example.evil.example/",
        "https://my.crm.example/", "https://user@api.crm.example/", "https://api.crm.example@evil.example/",
        "https://169.254.169.254/latest",
    ],
)  # fmt: skip
def test_it_goes_to_the_crms_own_hosts_only(elsewhere):
    calls, made = caller()
    with pytest.raises(UnreadableError, match="not called"):
        calls.call("GET", elsewhere)
    assert made == []


def test_an_address_that_the_crm_gave_is_followed_on_its_own_hosts():
    calls, made = caller(httpx.Response(200, json=[]), httpx.Response(200, json=[]))
    calls.call("GET", "https://garonne.my.crm.example/next?page=2")
    calls.call("GET", "/things", params={"a": "é&b"})
    assert [str(one.url) for one in made] == [
        "https://garonne.my.crm.example/next?page=2",
        "https://api.crm.example/things?a=%C3%A9%26b",
    ]


def test_a_redirect_is_no_answer_and_not_followed():
    calls, made = caller(httpx.Response(302, headers={"location": "http://127.0.0.1/"}))
    with pytest.raises(RefusedError, match="HTTP 302"):
        calls.call("GET", "/things")
    assert len(made) == 1


@pytest.mark.parametrize(
    ("status", "wanted", "calls_made"),
    [
        (400, RefusedError, 1), (401, SignInError, 1), (403, NotAllowedError, 1), (404, RefusedError, 1),
        (408, UnavailableError, 3), (429, ThrottledError, 3), (500, UnavailableError, 3), (503, UnavailableError, 3),
    ],
)  # fmt: skip
def test_what_may_go_through_later_is_tried_again_and_nothing_else(status, wanted, calls_made):
    calls, made = caller(*[httpx.Response(status)] * 9)
    with pytest.raises(wanted):
        calls.call("GET", "/things")
    assert len(made) == calls_made


def test_what_would_do_harm_twice_is_tried_again_only_where_it_was_not_done():
    calls, made = caller(httpx.ReadTimeout("lost"))
    with pytest.raises(UnavailableError):
        calls.call("POST", "/things", body={}, safe=False)
    assert len(made) == 1
    calls, made = caller(httpx.Response(429), httpx.Response(201, json={}))
    assert calls.call("POST", "/things", body={}, safe=False).status == 201


@pytest.mark.parametrize(("asked", "tried"), [("0", 2), ("7", 2), ("61", 1), ("86400", 1), ("soon", 2), ("-3", 2)])
def test_a_wait_is_kept_where_it_is_short_and_left_to_a_later_run_where_it_is_not(asked, tried):
    calls, made = caller(httpx.Response(429, headers={"retry-after": asked}), httpx.Response(200, json={}))
    if tried == 1:
        with pytest.raises(ThrottledError) as raised:
            calls.call("GET", "/things")
        assert raised.value.wait == float(asked)
    else:
        calls.call("GET", "/things")
    assert len(made) == tried


def test_a_crm_that_wants_to_be_left_alone_is():
    shares = []

    class Share:
        def spend(self):
            shares.append(1)

        def told(self, quota):
            raise AssertionError(quota)

    calls, made = caller(
        *[httpx.Response(200, json={})] * 3, budget=Share(), pace=lambda _answer: 10.0 if len(made) == 1 else None
    )
    with stamina.set_testing(True, attempts=1):
        calls.call("GET", "/things")
        with pytest.raises(ThrottledError) as raised:
            calls.call("GET", "/things")
    assert 9 < raised.value.wait <= 10
    assert len(made) == len(shares) == 1
    calls.call("GET", "/things")
    assert len(made) == 2


def test_a_token_that_is_refused_is_renewed_once():
    class Shared:
        token = "old"

        def current(self):
            return self.token

        def renewed(self, spent):
            assert spent == "old"
            self.token = "new"
            return self.token

    calls, made = caller(httpx.Response(401), httpx.Response(200, json={}), auth=Signed(Shared(), "Zoho-oauthtoken"))
    calls.call("GET", "/things")
    assert [one.headers["authorization"] for one in made] == ["Zoho-oauthtoken old", "Zoho-oauthtoken new"]
    calls, made = caller(httpx.Response(401), auth=Signed(Lasting("key", "HubSpot")))
    with pytest.raises(SignInError, match="HubSpot no longer knows us"):
        calls.call("GET", "/things")


def test_each_call_is_counted_before_it_is_made_those_tried_again_too():
    class Share:
        left, heard = 2, []

        def spend(self):
            if not self.left:
                raise QuotaError("quota_spent", used=2, share=2)
            self.left -= 1

        def told(self, quota):
            self.heard.append(quota)

    share = Share()
    calls, made = caller(
        *[httpx.Response(503)] * 9, budget=share, quota=lambda answer: Quota(limit=100, used=answer.status)
    )
    with pytest.raises(QuotaError, match="2 of 2"):
        calls.call("GET", "/things")
    assert len(made) == 2
    assert share.heard == [Quota(100, 503)] * 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html><body>Down</body></html>", "page of the web"),
        (b"\n  <!doctype HTML>", "page of the web"),
        (b'<?xml version="1.0"?><e/>', "page of the web"),
        (b'{"name": "\xc9nergie"}', "UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "UTF-8"),
        (b'{"a": ', "not JSON"),
        (b'{"a": NaN}', "not JSON"),
        (b"", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b'"fine"', "without"),
    ],
)
def test_what_is_no_answer_is_said_in_words(body, said):
    calls, _made = caller(httpx.Response(200, content=body))
    with pytest.raises(UnreadableError, match=said):
        calls.call("GET", "/things").object()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=4))
def test_an_amount_comes_through_to_its_last_digit(amount):
    calls, _made = caller(httpx.Response(200, content=b'{"amount": %s}' % str(amount).encode()))
    assert Decimal(calls.call("GET", "/things").object()["amount"]) == amount


def test_numbers_and_letters_go_out_as_they_are():
    calls, made = caller(httpx.Response(200, json={}))
    calls.call(
        "PATCH", "/things", body={"score": Decimal("7.25"), "whole": Decimal(8), "name": "Énergie", "none": None}
    )
    assert json.loads(made[0].content) == {"score": 7.25, "whole": 8, "name": "Énergie", "none": None}


def test_an_answer_without_end_is_cut(monkeypatch):
    monkeypatch.setattr("trousseau.connectors.calling.MOST_BYTES", 1 << 20)

    def pieces():
        while True:
            yield b" " * 65_536

    calls, _made = caller(httpx.Response(200, content=pieces()))
    with pytest.raises(UnreadableError, match="more than is taken"):
        calls.call("GET", "/things")


def test_a_circle_is_left():
    trail = Trail("HubSpot")
    assert [trail.passed(one) for one in ("1", "2")] == ["1", "2"]
    with pytest.raises(UnreadableError, match="same page"):
        trail.passed("1")
