"""Whatever JSON Zoho and Odoo may answer with: what is read of it is plain, or one of our errors says what is wrong."""

import datetime as dt
from contextlib import suppress

import httpx
import odoo_face
import pytest
import zoho_face
from hypothesis import given, settings
from hypothesis import strategies as st
from world import said

from trousseau.connectors.errors import ConnectorError
from trousseau.connectors.protocol import Change, Entity, Field, Gone, Health, Outcome, Page, Written

NAMES = st.sampled_from(
    ["data", "users", "org", "fields", "info", "id", "code", "status", "message", "details", "error", "more_records",
     "next_page_token", "Modified_Time", "api_name", "pick_list_values", "lookup", "uid", "write_date", "type", "name"]
)  # fmt: skip
WORDS = ["", "1", "error", "success", "SUCCESS", "INVALID_DATA", "é", "Stage", "2026-11-02T08:00:00Z", "2026-13-45"]
LEAVES = st.none() | st.booleans() | st.integers(-1, 9) | st.just(0.5) | st.sampled_from(WORDS)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5), max_leaves=12
)
ROWS = st.lists(st.dictionaries(NAMES, ANYTHING, max_size=6), max_size=3)
NEARLY = st.fixed_dictionaries(
    dict.fromkeys(("data", "users", "org", "fields"), ROWS),
    optional={"info": st.fixed_dictionaries({"more_records": LEAVES}, optional={"next_page_token": ANYTHING})},
)
TOLD = ANYTHING | ROWS | NEARLY


ACTS = {
    "check": lambda connector: [connector.check()],
    "discover": lambda connector: connector.discover(Entity.DEAL),
    "owners": lambda connector: connector.read(Entity.OWNER, ["name"], None),
    "read": lambda connector: connector.read(Entity.DEAL, ["$state", "$currency"], None),
    "deleted": lambda connector: connector.deleted(Entity.ACCOUNT, dt.datetime(2026, 11, 2, tzinfo=dt.UTC)),
    "write": lambda connector: connector.write(Entity.ACCOUNT, [Change("1", {"x": None}), Change("2", {})]),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("connect", [zoho_face.connect, odoo_face.connect])
@settings(max_examples=40)
@given(told=TOLD, status=st.sampled_from([200, 200, 200, 207, 400, 403]))
def test_it_is_read_or_refused_in_words(connect, act, told, status):
    calls = []

    def answer(_request):
        calls.append(1)
        assert len(calls) < 60, "it never ends"
        return said(told, status)

    with suppress(ConnectorError):  # anything else that is raised fails
        for one in ACTS[act](connect(httpx.MockTransport(answer))):
            assert isinstance(one, Health | Field | Page | Gone | Written)
            if isinstance(one, Written) and one.outcome is Outcome.DONE:
                assert told is True or "SUCCESS" in str(told)
