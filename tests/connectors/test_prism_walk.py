"""The connectors call HubSpot's and Zoho's published descriptions, served by Prism over HTTP on loopback.

Prism looks at each request and answers what the description gives as an example: it says whether what we ask may be
asked. Its examples always name a next page, which the connectors leave as a circle.
"""

import json
import os
import socket
import subprocess
import time
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path

import httpx
import hubspot_face
import pytest
import zoho_face
from test_zoho_conformance import mended
from world import START, World

from trousseau.connectors import mapping
from trousseau.connectors.errors import ConnectorError
from trousseau.connectors.protocol import Change, Entity

PRISM = Path(__file__).parents[1] / "prism" / "node_modules" / ".bin" / "prism"
HUBSPOT = {
    "/crm/objects/": "hs_companies_2026-09",
    "/crm/properties/": "hs_properties_2026-09",
    "/crm/owners/": "hs_owners_2026-09",
}
ZOHO = {
    "/crm/v8/settings/fields": "fields",
    "/crm/v8/org/currencies": "currencies",
    "/crm/v8/users": "users",
    "/crm/v8/": "record",
}
UNDESCRIBED = ("/account-info/", "/crm/associations/", "/crm/pipelines/", "/crm/v8/org")
"""Of which nothing is published among the descriptions kept here."""


class Described(httpx.BaseTransport):
    """Sends each call to the Prism that serves its description, what has none to a face; keeps what is found wrong."""

    def __init__(self, ports, face, cut=""):
        self._ports, self._face, self._cut, self._inner = ports, face, cut, httpx.HTTPTransport()
        self.calls, self.violations = set(), []

    def handle_request(self, request):
        path = request.url.path
        if path.startswith(UNDESCRIBED) and not path.startswith(tuple(self._ports)[:-1]):
            return self._face.handle_request(request)
        start, port = next(one for one in self._ports.items() if path.startswith(one[0]))
        inside = path.removeprefix(self._cut) if start == f"{self._cut}/" else path
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=port, path=inside)
        headers = {**request.headers, "host": f"127.0.0.1:{port}", "accept": "application/json"}
        answer = self._inner.handle_request(httpx.Request(request.method, url, headers=headers, content=request.read()))
        answer.read()
        self.calls.add(f"{request.method} {path}")
        for one in json.loads(answer.headers.get("sl-violations", "[]")):
            if one["location"][0] == "request":
                self.violations.append((request.method, str(request.url), one["message"]))
        return answer


@contextmanager
def prism(description, folder):
    """Serve a description; gives the port."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / f"prism-{port}.log").open("w+")
    served = subprocess.Popen(
        [PRISM, "mock", "-h", "127.0.0.1", "-p", str(port), description],
        stdout=log, stderr=log, env=os.environ | {"NO_COLOR": "1"},
    )  # fmt: skip
    try:
        for _try in range(600):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert served.poll() is None, (folder / f"prism-{port}.log").read_text()
            time.sleep(0.1)
        yield port
    finally:
        served.terminate()
        served.wait(20)
        log.close()


@contextmanager
def described(files, shared, folder):
    """Serve each of some descriptions."""
    with ExitStack() as stack:
        yield {start: stack.enter_context(prism(file, folder)) for start, file in files(shared, folder).items()}


def as_published(shared, _folder):
    return {start: shared / "conformance" / "hubspot" / f"{name}.json" for start, name in HUBSPOT.items()}


def as_mended(shared, folder):
    """Zoho's lead to files that are not published with them; and serve under the address of one version."""
    made = {}
    for start, name in ZOHO.items():
        told = mended(name, json.loads((shared / "conformance" / "zoho" / f"{name}.json").read_text("utf-8")))
        told["servers"] = [{"url": "https://www.zohoapis.eu"}]
        made[start] = folder / f"{name}.json"
        made[start].write_text(json.dumps(told), "utf-8")
    return made


def walk(connector, crm, written):
    """Ask everything that can be asked; gives what was answered that could not be read, question by question."""
    unread = {}

    def ask(what, question):
        try:
            question()
        except ConnectorError as error:
            unread[what] = str(error)

    ask("check", connector.check)
    for entity in Entity:
        fields = mapping.asked(mapping.preset(crm, entity))
        ask(f"discover {entity}", lambda entity=entity: connector.discover(entity))
        for cursor in (None, {"since": "2026-11-02T08:00:00+00:00"}):
            ask(
                f"read {entity} {cursor}", lambda e=entity, f=fields, c=cursor: list(islice(connector.read(e, f, c), 3))
            )
        ask(
            f"deleted {entity}",
            lambda entity=entity: list(islice(connector.deleted(entity, START), 5)),
        )
    for values in ({written: "A"}, {written: None}):
        change = [Change(str(number), values) for number in range(1, 231)]
        ask(f"write {values}", lambda change=change: list(connector.write(Entity.ACCOUNT, change)))
    return unread


@pytest.mark.skipif(not PRISM.exists(), reason="Prism is installed by `make test`")
class TestPrism:
    def test_hubspot_may_be_asked_what_is_asked(self, shared, tmp_path):
        with described(as_published, shared, tmp_path) as ports:
            transport = Described(ports, hubspot_face.HubSpotFace(World()))
            unread = walk(hubspot_face.connect(transport), "hubspot", "kam_tier")
            assert transport.violations == []
            wrong = httpx.Request("GET", f"{hubspot_face.BASE}/crm/objects/2026-09/companies?limit=many")
            transport.handle_request(wrong)
            assert transport.violations
        objects = ("companies", "contacts", "deals", "line_items")
        asked = {f"GET /crm/{kind}/2026-09/{name}" for kind in ("objects", "properties") for name in objects}
        asked |= {f"POST /crm/objects/2026-09/{name}/search" for name in objects}
        assert (
            asked | {"GET /crm/owners/2026-09", "POST /crm/objects/2026-09/companies/batch/update"} <= transport.calls
        )
        assert all("again and again" in told for told in unread.values())

    def test_zoho_may_be_asked_what_is_asked(self, shared, tmp_path):
        with described(as_mended, shared, tmp_path) as ports:
            transport = Described(ports, zoho_face.ZohoFace(World()), "/crm/v8")
            unread = walk(zoho_face.connect(transport), "zoho", "KAM_Tier")
        assert transport.violations == []
        modules = ("Accounts", "Contacts", "Deals")
        asked = {f"GET /crm/v8/{name}{rest}" for name in modules for rest in ("", "/deleted")}
        assert asked | {"GET /crm/v8/settings/fields", "GET /crm/v8/users", "PUT /crm/v8/Accounts"} <= transport.calls
        expected = ("again and again", "no “role”", "no “line”", "data[99]")
        assert all(any(one in told for one in expected) for told in unread.values()), unread
