"""Reference ranges: set by the director with a reason, previewed, never edited, and what the panel is judged by."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from trousseau.access.models import AuditEvent
from trousseau.figures.indicators import RANGES, Range
from trousseau.portfolio.actions import reset_range, set_range
from trousseau.portfolio.models import FrozenError, ReferenceRange
from trousseau.portfolio.queries.ranges import ranges

from .test_pages import text

pytestmark = pytest.mark.django_db
OWN = {"low": "", "high": "50", "watch_low": "", "watch_high": "60 %", "reason": "Half of our trade is one house."}


def test_set_read_and_reset(director):
    assert ranges() == dict(RANGES)
    set_range(director, "first_share", Range(high=0.4, watch_high=0.6), " why ")
    assert ranges()["first_share"] == Range(high=0.4, watch_high=0.6, source="own", note="why")
    set_range(director, "gini", Range(high=0.6, watch_high=0.6), "no range is shipped for it")
    reset_range(director, "first_share", "as it was")
    reset_range(director, "gini", "as it was")
    assert ranges() == dict(RANGES)
    assert ReferenceRange.objects.count() == 4
    assert [event.verb for event in AuditEvent.objects.filter(verb__startswith="range").order_by("pk")] == [
        "range.set",
        "range.set",
        "range.reset",
        "range.reset",
    ]


def test_a_version_is_never_edited(director):
    version = set_range(director, "first_share", Range(high=0.4, watch_high=0.6), "why")
    version.high = 0.9
    for attempt in (version.save, version.delete, ReferenceRange.objects.all().delete):
        with pytest.raises(FrozenError):
            attempt()


def test_only_the_director_sets_ranges(person, director):
    for role in ("controller", "executive"):
        with pytest.raises(PermissionDenied):
            set_range(person(role), "first_share", Range(high=0.4), "why")
    for key, reason in (("nothing", "why"), ("first_share", "  ")):
        with pytest.raises(ValueError, match="no such indicator"):
            set_range(director, key, Range(high=0.4), reason)


def test_the_page_previews_before_it_saves(director, signed_in):
    client = signed_in(director)
    address = "/check-up/ranges/first_share/"
    preview = client.post(address, {**OWN, "preview": "1"})
    assert "Out of range → In range" in text(preview)
    assert not ReferenceRange.objects.exists()
    assert client.post(address, {**OWN, "save": "1"}).status_code == 302
    assert ranges()["first_share"] == Range(high=0.5, watch_high=0.6, source="own", note=OWN["reason"])
    assert "1 of 25 ranges is the organisation’s own." in text(client.get("/check-up/ranges/"))
    panel = text(client.get("/check-up/"))
    assert "In range: Share of the first customer" in panel
    page = text(client.get(address))
    assert "Half of our trade" in page
    assert 'value="50"' in client.get(address).content.decode()
    client.post(f"{address}reset/")
    assert ranges()["first_share"] == RANGES["first_share"]


def test_readers_read_and_do_not_set(person, sales, signed_in):
    client = signed_in(person("controller"))
    assert "See what would change" not in text(client.get("/check-up/ranges/first_share/"))
    assert client.post("/check-up/ranges/first_share/", {**OWN, "save": "1"}).status_code == 403
    assert not ReferenceRange.objects.exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"high": "a lot"}, "Not a number"),
        ({"high": "nan"}, "Not a number"),
        ({"high": "1e12"}, "beyond anything"),
        ({"high": ""}, "at least one bound"),
        ({"low": "70"}, "ends before it begins"),
        ({"watch_high": "30"}, "outside the range"),
        ({"watch_low": "1"}, "nothing beyond it to watch"),
        ({"reason": " "}, "This field is required"),
    ],
)
def test_bad_ranges_are_explained(director, signed_in, written, said):
    answer = signed_in(director).post("/check-up/ranges/first_share/", {**OWN, **written, "save": "1"})
    assert answer.status_code == 422
    assert said in text(answer)
    assert not ReferenceRange.objects.exists()


def test_a_side_without_a_bound_to_watch_is_out_of_range_at_once(director, signed_in):
    signed_in(director).post(
        "/check-up/ranges/payment_days/",
        {"low": "30,5", "high": "60", "watch_low": "", "watch_high": "", "reason": "short", "save": "1"},
    )
    found = ranges()["payment_days"]
    assert (found.low, found.watch_low, found.high, found.watch_high) == (30.5, 30.5, 60.0, 60.0)
    assert [found.status(days) for days in (30.4, 30.5, 60.0, 60.1)] == ["bad", "good", "good", "bad"]


def test_unknown_ranges_are_not_there(director, signed_in):
    client = signed_in(director)
    assert client.get("/check-up/ranges/nothing/").status_code == 404
    assert client.post("/check-up/ranges/nothing/reset/").status_code == 404
