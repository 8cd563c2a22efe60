"""HubSpot's published description of version 2026-09: what the contract asks and what the face answers fit it.

The descriptions of associations, pipelines and the account are not among those kept here: those calls are not looked
at. Nor is what HubSpot answers to too many calls (`too_many`): it lacks the `category` that the description asks of
every error.
"""

import json

import httpx
import hubspot_face
import pytest
from contract import ConnectorContract
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse
from world import World

from trousseau.connectors import mapping
from trousseau.connectors.protocol import Change, Entity

HOST = "https://api.hubapi.com"
UNDESCRIBED = ("/account-info/", "/crm/associations/", "/crm/pipelines/")
FILES = {
    "/crm/objects/2026-09/companies": "companies",
    "/crm/objects/2026-09/contacts": "contacts",
    "/crm/objects/2026-09/deals": "deals",
    "/crm/objects/2026-09/": "objects",
    "/crm/properties/": "properties",
    "/crm/owners/": "owners",
}


@pytest.fixture(scope="module")
def described(shared):
    """The descriptions by name."""
    folder = shared / "conformance" / "hubspot"
    return {
        name: OpenAPI.from_dict(json.loads((folder / f"hs_{name}_2026-09.json").read_text("utf-8")))
        for name in FILES.values()
    }


class Conforming(hubspot_face.HubSpotFace):
    """A face whose every request and answer is held against the descriptions."""

    def __init__(self, described, world, faults=(), after=(), **options):
        super().__init__(world, faults, after, **options)
        self._described, self.looked = described, 0

    def handle_request(self, request):
        request.read()
        if (description := self._of(request)) is not None:
            description.validate_request(self._asked(request))
        return super().handle_request(request)

    def answer(self, request):
        made = super().answer(request)
        if (description := self._of(request)) is not None:
            # The description knows 200 alone of what goes well: 207 has its form too, with the errors in it.
            status = 200 if made.status_code == 207 else made.status_code
            answer = MockResponse(made.content, status, content_type=made.headers["content-type"])
            description.validate_response(self._asked(request), answer)
            self.looked += 1
        return made

    def _of(self, request):
        path = request.url.path
        if path.startswith(UNDESCRIBED):
            return None
        return self._described[next(name for start, name in FILES.items() if path.startswith(start))]

    @staticmethod
    def _asked(request):
        return MockRequest(
            HOST, request.method, request.url.path, args=dict(request.url.params),
            headers={name.title(): value for name, value in request.headers.items()}, data=request.content or None,
        )  # fmt: skip


class TestHubSpotConforms(ConnectorContract):
    """The whole contract once more, each request and answer looked at."""

    crm = "hubspot"
    written = ("account", {"kam_tier": "A"})

    @pytest.fixture(autouse=True)
    def _described(self, described):
        self.described = described

    def face(self, world, **faults):
        return Conforming(self.described, world, **faults)

    def connect(self, face):
        return hubspot_face.connect(face)

    def refuse_sign_in(self):
        return hubspot_face.wrong(401, "EXPIRED_AUTHENTICATION", "The token used in this request has expired")

    def throttle(self):
        return hubspot_face.too_many()


def test_what_is_rare_conforms_too(described):
    names = [f"field_{number}_{'x' * 30}" for number in range(400)]
    world = World()
    owner = world.add("owner", name="Thomas Wegener", email="thomas@garonne.example")
    world.add("owner", name="Left Long-Ago", email="left@garonne.example", active=False)
    accounts = [world.add("account", name=f"Account {number}", owner=owner) for number in range(230)]
    contact = world.add("contact", name="Paul Renaudin", account=accounts[0])
    deal = world.add("deal", name="Deal", state="open", amount="10", account=accounts[0], contact=contact)
    world.add("line", deal=deal, product="Valve", quantity="3", amount="29.70")
    since = world.now
    world.delete("account", accounts[-1])
    world.merge("account", accounts[0], accounts[1])
    face = Conforming(described, world, more=names)
    connector = hubspot_face.connect(face)
    for entity in Entity:
        assert connector.discover(entity)
        fields, cursor = mapping.asked(mapping.preset("hubspot", entity)), None
        for _run in range(2):
            *_others, last = connector.read(entity, fields, cursor)
            cursor = last.cursor
    for cursor in (None, {"since": since.isoformat()}):
        assert list(connector.read(Entity.ACCOUNT, names, cursor))
    assert len(list(connector.deleted(Entity.ACCOUNT, since))) == 2
    world.refuses = dict.fromkeys(accounts[:3], ("", "Region is required"))
    for values in ({"kam_tier": "A", "kam_score": None}, {"unknown": "x"}):
        assert list(connector.write(Entity.ACCOUNT, [Change(one, values) for one in accounts]))
    face.lacks = {"owners", "deals", "line_items"}
    assert len(connector.check().missing) == 3
    assert face.looked > 40


def test_a_request_that_does_not_conform_is_noticed(described):
    face = Conforming(described, World())
    with httpx.Client(transport=face) as client, pytest.raises(Exception, match=r"(?i)valid"):
        client.post(
            f"{HOST}/crm/objects/2026-09/companies/batch/update",
            json={"inputs": [{"id": 7, "properties": {"kam_tier": None}}]},
            headers={"Authorization": f"Bearer {hubspot_face.KEY}"},
        )
