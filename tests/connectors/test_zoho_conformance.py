"""Zoho's published description of its interface, version 8: what the contract asks and what the face answers fit it.

Where the description is known to be wrong it is mended here, with the reason; what it leaves out is not looked at.
"""

import json

import httpx
import pytest
import zoho_face
from contract import ConnectorContract
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from world import World
from zoho_settings import wrong

from trousseau.connectors.protocol import Change, Entity

HOST = "https://www.zohoapis.eu"
FILES = {"users": "users", "org/currencies": "currencies", "settings/fields": "fields"}
UNDESCRIBED = {"org"}
"""The organisation has no description among those published here."""
SENT = {
    "api_name",
    "field_label",
    "data_type",
    "json_type",
    "operation_type",
    "read_only",
    "field_read_only",
    "custom_field",
    "lookup",
    "length",
    "pick_list_values",
    "id",
}


def mended(name, told):
    """A description without what makes no sense in it."""
    if isinstance(told, list):
        return [mended(name, one) for one in told]
    if not isinstance(told, dict):
        return told
    if str(told.get("$ref", "")).startswith("."):
        return {}  # leads to a file that is not published with this one
    made = {key: mended(name, one) for key, one in told.items()}
    if name != "record" and isinstance(made.get("pattern"), str):
        del made["pattern"]  # of invented examples: an address of nine letters at five, a rate of the base over 10
    if name == "record" and made.get("maxItems") == 100 and "records retrieved" in made.get("description", ""):
        made["maxItems"] = 200  # the documentation of the same call: 200 a page, as the deleted ones have it here too
    if name == "fields" and "common.picklist" in made.get("properties", ()):
        made["required"] = sorted(SENT)  # it asks for a hundred keys of each field, which the documented answers lack
    return made


@pytest.fixture(scope="module")
def described(shared):
    """The descriptions by name, at the address of the connection."""
    found = {}
    for name in ("record", *FILES.values()):
        told = json.loads((shared / "conformance" / "zoho" / f"{name}.json").read_text("utf-8"))
        base = f"{HOST}/crm/v8" if name == "record" else HOST
        found[name] = OpenAPI.from_dict({**mended(name, told), "servers": [{"url": base}]})
    return found


class Conforming(zoho_face.ZohoFace):
    """A face whose every request and answer is held against the descriptions."""

    def __init__(self, described, world, faults=(), after=(), **options):
        super().__init__(world, faults, after, **options)
        self.descriptions, self.looked = described, 0

    def answer(self, request):
        made = super().answer(request)
        path = request.url.path.removeprefix("/crm/v8/")
        if path in UNDESCRIBED:
            return made
        description = self._described_by(path)
        asked = MockRequest(
            HOST, request.method, request.url.path, args=dict(request.url.params), headers=dict(request.headers),
            data=request.content or None,
        )  # fmt: skip
        description.validate_request(asked)
        for status, body in self._parts(made):
            description.validate_response(asked, MockResponse(body, status, content_type="application/json"))
            self.looked += 1
        return made

    def _described_by(self, path):
        return self.descriptions[FILES.get(path, "record")]

    @staticmethod
    def _parts(made):
        """The answer; one whose records fared differently in parts: the description knows all well, or all wrong.

        Nothing is said of 304, which the documentation gives for `If-Modified-Since` where nothing changed.
        """
        if made.status_code == 304:
            return []
        if made.status_code != 207:
            return [(made.status_code, made.content)]
        results = json.loads(made.content)["data"]
        return [
            (status, json.dumps({"data": [one for one in results if one["status"] == word]}).encode())
            for status, word in ((200, "success"), (400, "error"))
        ]


class TestZohoConforms(ConnectorContract):
    """The whole contract once more, each request and answer looked at."""

    crm = "zoho"
    written = ("account", {"KAM_Tier": "A"})
    name = staticmethod(zoho_face.name)

    @pytest.fixture(autouse=True)
    def _described(self, described):
        self.described = described

    def face(self, world, **faults):
        return Conforming(self.described, world, **faults)

    def connect(self, face):
        return zoho_face.connect(face)

    def refuse_sign_in(self):
        return wrong(401, "INVALID_TOKEN", "invalid oauth token", wrapped=False)

    def throttle(self):
        return wrong(429, "TOO_MANY_REQUESTS", "Too many requests", wrapped=False)


def test_what_is_rare_conforms_too(described):
    names = [f"Field_{number}_{'x' * 30}" for number in range(70)]
    world = World(zoho_face.name)
    owner = world.add("owner", name="Thomas Wegener", email="thomas@garonne.example", active=True)
    for number in range(410):
        world.add("account", name=f"Account {number}", owner=owner)
    face = Conforming(described, world, currencies=("EUR", "CHF"), more=names)
    connector = zoho_face.connect(face)
    assert connector.check().missing == ()
    cursor, token = None, ""
    for page in connector.read(Entity.ACCOUNT, names, None):
        if not page.last:
            cursor, token = page.cursor, page.cursor["token"]
    face.expired.add(token)
    assert list(connector.read(Entity.ACCOUNT, names, cursor))
    world.refuses = {one.id: ("", "Region is required") for one in world.present("account")}
    assert list(
        connector.write(Entity.ACCOUNT, [Change(one.id, {"KAM_Tier": "A"}) for one in world.present("account")])
    )
    assert face.looked > 30


def test_a_request_that_does_not_conform_is_noticed(described):
    face = Conforming(described, World(zoho_face.name))
    with httpx.Client(transport=face) as client, pytest.raises(Exception, match=r"(?i)valid"):
        client.put(
            f"{HOST}/crm/v8/Accounts",
            json={"data": [{"id": "1"}] * 101, "trigger": []},
            headers={"Authorization": "Zoho-oauthtoken 1000.token"},
        )
