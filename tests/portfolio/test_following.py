"""Pages come at once; what takes long over many lines follows, and is the page it always was."""

from __future__ import annotations

import html
import re

import pytest

from trousseau.ledger.facts import derived
from trousseau.portfolio import following

PAGES = (
    "/check-up/",
    "/check-up/contributions/",
    "/check-up/classes/",
    "/check-up/segments/",
    "/exposure/",
    "/exposure/losses/",
    "/exposure/growth/",
    "/exposure/tariff/",
)


@pytest.fixture
def many(monkeypatch):
    """Any ledger counts as one of many lines."""
    monkeypatch.setattr(following, "FEW", 0)


def period(month: int) -> str:
    """A period that nobody asked for yet: each test has its own."""
    return f"start=2025-{month:02}-01&end=2025-{month:02}-28"


def whole_address(page: str) -> str | None:
    """The address a page takes the rest of itself from."""
    found = re.search(r'hx-get="([^"]*whole=1[^"]*)"', page)
    return html.unescape(found[1]) if found else None


@pytest.mark.parametrize(("month", "address"), list(enumerate(PAGES, 1)))
def test_a_page_comes_at_once_and_then_whole(month, address, director, client, many):
    client.force_login(director)
    address = f"{address}?{period(month)}"
    first = client.get(address).content.decode()
    later = whole_address(first)
    assert later is not None, "the first look at a period waits for nothing"
    assert f'href="{html.escape(later)}"' in first, "without JavaScript the link leads to the whole page"

    whole = client.get(later).content.decode()
    assert whole_address(whole) is None
    assert "whole=1" not in whole, "addresses on the whole page are those of any page"

    again = client.get(address).content.decode()
    assert whole_address(again) is None, "what was worked out is kept"
    assert again.count("<section") == whole.count("<section")


def test_the_first_check_up_shows_what_the_lines_say(director, client, many):
    client.force_login(director)
    first = client.get(f"/check-up/?{period(11)}").context["page"]
    assert first.following
    assert first.checkup.ranked
    assert first.missing == (), "nothing is called unknown that is only not there yet"
    whole = client.get(f"/check-up/?{period(11)}&whole=1").context["page"]
    assert not whole.following
    assert whole.checkup.ranked == first.checkup.ranked
    assert whole.finding == first.finding


def test_few_lines_are_waited_for(director, client):
    client.force_login(director)
    assert whole_address(client.get(f"/check-up/?{period(12)}").content.decode()) is None


def test_nothing_long_is_made_at_once(sales):
    made = []
    with derived.at_once(), pytest.raises(derived.NotYetError):
        derived.of_version(sales, "long-table", made.append, long=True)
    assert made == []
    derived.of_version(sales, "long-table", lambda draft: draft.write_bytes(b""), long=True)
    with derived.at_once():
        assert derived.of_version(sales, "long-table", made.append, long=True).exists()
