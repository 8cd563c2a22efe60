"""The pages of webhooks: made with its secret shown once, tried, stopped, started, changed, sent again, removed."""

import re
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from standardwebhooks import Webhook

from trousseau.accounts.actions import leave_out, take_back
from trousseau.webhooks.models import Endpoint


@pytest.fixture
def made(house, receiver, signed_in):
    """A webhook that a director made on the page, and its secret as the answer shows it."""
    told = {"name": "ERP", "url": receiver.url, "kinds": ["account.scope.changed", "plan.approved"]}
    shown = signed_in(house["director"]).post(reverse("webhooks:new"), told).content.decode()
    return Endpoint.objects.get(), unescape(re.search(r'value="(whsec_[^"]+)"', shown)[1])


@contextmanager
def few():
    """At most as many statements as a page may ask."""
    with CaptureQueriesContext(connection) as asked:
        yield
    assert len(asked) <= 25


def at(name, endpoint, *more):
    return reverse(f"webhooks:{name}", args=[endpoint.public_id, *more])


def test_from_its_secret_to_its_end_on_the_pages(made, house, receiver, client, tell):
    endpoint, secret = made
    for name in ("list", "one", "change", "rotate", "remove"):
        address = reverse("webhooks:list") if name == "list" else at(name, endpoint)
        with few():
            page = client.get(address, headers={"accept-language": "fr"}).content.decode()
        assert "ERP" in page
        assert secret not in page
    client.post(at("do", endpoint), {"do": "try"})
    leave_out(house["director"], house["account"])
    receiver.answers[:] = [204, *[(500, {}, b"<b>later</b>")]]
    tell()
    Webhook(secret).verify(receiver.got[0][1], receiver.got[0][0])
    with few():
        page = client.get(at("one", endpoint)).content.decode()
    assert "Alstrom SA" in page
    assert "&lt;b&gt;later&lt;/b&gt;" in page
    assert "does not take it" in page
    client.post(at("do", endpoint), {"do": "stop"})
    assert "is stopped" in client.get(at("one", endpoint)).content.decode()
    client.post(at("do", endpoint), {"do": "start"})
    assert endpoint.deliveries.filter(state="failed").count() == 1, "left out, as “meanwhile” was not ticked"
    answer = client.post(at("again", endpoint), {"since": "2020-01-01T00:00"}, follow=True)
    assert "1 delivery is sent again" in answer.content.decode()
    tell()
    key = endpoint.deliveries.first().public_id
    client.post(at("replay", endpoint, key))
    tell()
    assert len(receiver.got) == 4
    assert len(set(receiver.ids())) == 2
    assert "no moment" in client.post(at("again", endpoint), {"since": "soon"}, follow=True).content.decode()
    client.post(at("remove", endpoint))
    assert not Endpoint.objects.exists()


def test_its_secret_is_changed_for_a_time_and_the_former_ended_on_the_page(made, house, receiver, signed_in, tell):
    endpoint, first = made
    client = signed_in(house["director"])
    shown = client.post(at("rotate", endpoint), {"hours": "72"}).content.decode()
    second = unescape(re.search(r'value="(whsec_[^"]+)"', shown)[1])
    assert second != first
    assert client.post(at("rotate", endpoint), {"hours": "5"}).status_code == 422
    client.post(at("do", endpoint), {"do": "try"})
    tell()
    headers, body = receiver.got[0]
    assert Webhook(first).verify(body, headers) == Webhook(second).verify(body, headers)
    client.post(at("do", endpoint), {"do": "end_former"})
    client.post(at("do", endpoint), {"do": "try"})
    tell()
    assert len(receiver.got[1][0]["webhook-signature"].split()) == 1


def test_what_cannot_be_is_said_beside_its_field_and_keeps_what_was_ticked(made, house, receiver, signed_in):
    endpoint, _secret = made
    client = signed_in(house["director"])
    told = {"name": "x", "url": "https://10.0.0.7/in", "kinds": ["plan.approved"], "revision": endpoint.revision}
    answer = client.post(at("change", endpoint), told)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "inside the network" in page
    assert page.count(" checked") == 1
    answer = client.post(at("change", endpoint), told | {"url": receiver.url, "kinds": ["everything"]})
    assert answer.status_code == 422
    client.post(at("change", endpoint), told | {"url": receiver.url})
    answer = client.post(at("change", endpoint), told | {"url": receiver.url, "name": "y"})
    assert "You changed this webhook meanwhile" in answer.content.decode()
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.kinds) == ("x", ["plan.approved"])


def test_others_see_nothing_of_it_and_administrators_look_after_it_without_leading_it_elsewhere(
    made, house, receiver, signed_in, tell
):
    endpoint, _secret = made
    client = signed_in(house["manager"])
    assert "ERP" not in client.get(reverse("webhooks:list")).content.decode()
    for name in ("one", "change", "rotate", "remove"):
        assert client.get(at(name, endpoint)).status_code == 404
    assert client.post(at("do", endpoint), {"do": "stop"}).status_code == 404
    client = signed_in(house["administrator"])
    assert "ERP" in client.get(reverse("webhooks:list")).content.decode()
    assert [client.get(at(name, endpoint)).status_code for name in ("one", "change", "rotate")] == [200, 403, 403]
    told = {"name": "ERP", "url": receiver.url, "kinds": ["plan.approved"], "revision": endpoint.revision}
    assert client.post(at("change", endpoint), told).status_code == 403
    assert client.post(at("do", endpoint), {"do": "end_former"}).status_code == 403
    client.post(at("do", endpoint), {"do": "stop"})
    leave_out(house["director"], house["account"])
    client.post(at("do", endpoint), {"do": "start", "meanwhile": "1"})
    take_back(house["director"], house["account"])
    tell()
    assert [told["data"]["action"] for told in receiver.told()] == ["account.left_out", "account.taken_back"]
