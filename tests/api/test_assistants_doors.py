"""The two doors of assistants, really: over HTTP on loopback, and over the pipes of `trousseau mcp`."""

import json
import os
import sqlite3
import sys
from contextlib import closing

import anyio
import httpx2
import pytest
from django.db import connection
from django.test import Client as Browser
from mcp import Client, StdioServerParameters, types
from mcp.client.streamable_http import streamable_http_client

import kept
from trousseau.access.models import ApiToken, Organisation, RoleAssignment, User
from trousseau.access.tokens import make_token
from trousseau.accounts.models import Account
from trousseau.api import allowance
from trousseau.plans.models import Meeting

TOUCH = {"account": "Alstrom SA", "title": "Visite", "on": "2026-01-15", "kind": "visit"}


def director():
    """A director with a token, and an account."""
    somebody = User.objects.create_user("claire@garonne.example", None, name="Claire Dumas", language="fr")
    RoleAssignment.objects.create(user=somebody, role="director")
    Account.objects.create(key="A1", code="A1", name="Alstrom SA", search_text="alstrom sa a1")
    return make_token(somebody, name="Assistant", scopes=("read", "write"), days=30)


async def yes(_context, _params):
    return types.ElicitResult(action="accept", content={"confirm": True})


async def walk(transport, mode):
    """Everything a client does first, a read, and a write to which the person says yes where they can be asked."""
    async with Client(transport, mode=mode, elicitation_callback=yes) as client:
        tools = {one.name for one in (await client.list_tools()).tools}
        prompts = {one.name for one in (await client.list_prompts()).prompts}
        [told] = (await client.read_resource("trousseau://accounts/A1")).contents
        found = await client.call_tool("find_accounts", {"query": "alstrom"})
        done = (await client.call_tool("log_touchpoint", TOUCH)).structured_content
        if done["confirmation"]:
            done = (
                await client.call_tool("log_touchpoint", {**TOUCH, "confirmation": done["confirmation"]})
            ).structured_content
        return tools, prompts, told.text, found.structured_content, done


def held(seen):
    tools, prompts, text, found, done = seen
    assert {"read_plan", "log_touchpoint"} <= tools
    assert "meeting_brief" in prompts
    assert "# Alstrom SA" in text
    assert [one["name"] for one in found["accounts"]] == ["Alstrom SA"]
    assert (done["status"], done["summary"].splitlines()[0][:5]) == ("written", "Noter")


@pytest.mark.django_db(transaction=True)
def test_both_doors_open_to_old_and_new_clients(live_server, home, monkeypatch):
    """One house: served over HTTP, then copied for the command, which reads it as any process would."""
    Organisation.objects.create(pk=1, name="Garonne", base_currency="EUR", second_factor_roles=[], elevation_minutes=0)
    _row, token = director()

    async def over_http(mode):
        async with httpx2.AsyncClient(
            headers={"Authorization": f"Bearer {token}"}, timeout=30, trust_env=False
        ) as http:
            return await walk(streamable_http_client(f"{live_server.url}/mcp", http_client=http), mode)

    for at, mode in enumerate(("auto", "legacy"), start=1):
        held(anyio.run(over_http, mode))
        assert Meeting.objects.filter(title="Visite", state="held").count() == at
    if connection.vendor != "sqlite":
        return
    kept.house(home)
    with closing(sqlite3.connect(home / "trousseau.sqlite3")) as copy:
        connection.connection.backup(copy)
    environment = {**os.environ, "TROUSSEAU_HOME": str(home), "TROUSSEAU_TOKEN": token}
    command = StdioServerParameters(command=sys.executable, args=["-m", "trousseau.cli", "mcp"], env=environment)
    held(anyio.run(walk, command, "auto"))
    with closing(sqlite3.connect(home / "trousseau.sqlite3")) as copy:
        assert copy.execute("select count(*) from plans_meeting").fetchone() == (3,)


def test_the_command_wants_a_token_that_stands(monkeypatch, db, capsys):
    from trousseau.cli import main

    for token, word in (("", "TROUSSEAU_TOKEN"), ("trs_x_y", "unknown, over or revoked")):
        monkeypatch.setenv("TROUSSEAU_TOKEN", token)
        with pytest.raises(SystemExit) as left:
            main(["mcp", "--lang", "en"])
        assert left.value.code == 1
        assert word in capsys.readouterr().err


PING = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "ping"})


def test_http_lets_nobody_in_without_a_token_nor_a_page_of_another_site(organisation, monkeypatch):
    row, token = director()
    browser = Browser()

    def post(content=PING, **headers):
        sent = {"Authorization": f"Bearer {token}", "Accept": "application/json, text/event-stream"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return browser.post("/mcp", content, content_type="application/json", headers=sent)

    assert (post().status_code, post().json()["result"]) == (200, {})
    assert post(Origin="http://testserver").status_code == 200
    assert post(Origin="https://evil.example").status_code == 403
    assert post(Host="evil.example").status_code == 400
    nobody = post(Authorization="Bearer trs_x_y")
    assert (nobody.status_code, nobody["WWW-Authenticate"]) == (401, "Bearer")
    assert browser.get("/mcp").status_code == 401
    opened = browser.get("/mcp", headers={"Authorization": f"Bearer {token}"})
    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert post(Mcp_Session_Id="0123").status_code == 404
    assert post("{").status_code == 400
    monkeypatch.setattr(allowance, "A_MINUTE", 3)
    over = post()
    assert (over.status_code, "Retry-After" in over.headers) == (429, True)
    ApiToken.objects.filter(pk=row.pk).update(revoked_at=row.created_at)
    assert post().status_code == 401
