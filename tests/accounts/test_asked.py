"""Lists are asked by their address: any address is understood, and what is understood comes back as it was."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.plans.queries import all as plans
from trousseau.plans.queries import ideas, kpis, meetings, value
from trousseau.support.queries import commitments, requests, watch

ASKS = [one.Ask for one in (plans, ideas, kpis, meetings, value, commitments, requests, watch)]
NAMES = ("q", "state", "health", "person", "mine", "late", "sort", "page", "account", "when", "kind", "due", "urgency",
         "category", "stake", "view", "by", "span", "topic", "unread", "retired")  # fmt: skip
KNOWN = ("1", "me", "-late", "out", "past", "silent", "mine", "list", "person", "year", "risk", "bad", "open", "late")
WORDS = st.text(max_size=130) | st.sampled_from(KNOWN) | st.integers(-5, 10**12).map(str)
ADDRESSES = st.dictionaries(st.sampled_from(NAMES), WORDS)


@pytest.mark.parametrize("ask", ASKS)
@given(said=ADDRESSES)
def test_any_address_is_understood_and_holds_nothing_a_database_refuses(ask, said):
    understood = ask.of(said)

    assert "\x00" not in repr(understood)
    if hasattr(understood, "query"):
        again = ask.of(dict(parse_qsl(understood.query())))
        assert again.query() == understood.query()


@pytest.mark.parametrize("typed", ["²", "٣", "-1", "1e3", "9" * 40, "", "0", "x"])
def test_a_page_and_a_person_are_numbers_or_left_out(typed):
    understood = plans.Ask.of({"page": typed, "person": typed})

    assert (understood.page, understood.person) == (1, "")


def test_indicators_are_listed_of_one_account_whatever_its_address_is_made_of():
    assert kpis.Ask.of({"account": "0S49_gYOV-1ku"}).account == "0S49_gYOV-1ku"
