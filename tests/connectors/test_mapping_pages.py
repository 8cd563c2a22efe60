"""The mapping editor on a simulated CRM: fields of the company's own, a sample, what is refused, what is kept."""

import httpx
import pytest
from running import a_face, a_world, connection, door
from world import START

from trousseau.access.models import AuditEvent
from trousseau.connectors import opening
from trousseau.connectors.actions.mapping import _problem
from trousseau.connectors.fields import inbound, outbound
from trousseau.connectors.mapping import preset
from trousseau.connectors.models import Connection, Crm, MapRow
from trousseau.connectors.protocol import Entity

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(organisation, time_machine):
    time_machine.move_to(START)
    return connection(way="key")


@pytest.fixture
def face(monkeypatch):
    world = a_world()
    world.add("account", name="Alstrom SA", raw={"erp_code": "C-001", "zip": "7" * 500})
    found = a_face(world)
    monkeypatch.setattr(opening, "opened", door(found))
    return found


def text(response, status=200) -> str:
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def sent(made, entity=Entity.ACCOUNT, **more):
    """The form as it is kept, with changes."""
    data = {"revision": Connection.objects.get(pk=made.pk).revision, "do": "keep"}
    for row in inbound(made).get(entity, ()):
        data |= {f"place-{row.target}": list(row.places), f"as-{row.target}": row.converter}
        data |= {f"several-{row.target}": row.several}
    return data | {name.replace("__", "-"): value for name, value in more.items()}


@pytest.mark.parametrize("crm", Crm.values)
def test_every_preset_is_one_that_could_be_kept(crm, made):
    for entity in Entity:
        assert [said for row in preset(crm, entity) if (said := _problem(row, entity, set()))] == []


@pytest.mark.usefixtures("face")
def test_rows_are_tried_on_records_and_kept(made, cast, signed_in, django_assert_max_num_queries):
    client, page = signed_in(cast["administrator"]), f"/data/connectors/{made.public_id}/mapping/account/"
    with django_assert_max_num_queries(25):
        shown = text(client.get(page))
    assert '<option value="erp_code">' in shown
    assert "<code>key</code> Key" in shown
    assert page in text(client.get(f"/data/connectors/{made.public_id}/"))
    before = list(MapRow.objects.values_list("target", "places"))
    tried = text(client.post(page, sent(made, do="try", place__registration="erp_code", as__registration="code")))
    assert "<dt>Registration number</dt><dd>C001</dd>" in tried
    assert "is too long; make it shorter in HubSpot" in tried
    assert list(MapRow.objects.values_list("target", "places")) == before
    answer = client.post(
        page,
        sent(
            made, place__registration="erp_code", as__registration="code", place__back__tier="kam_tier",
            as__back__tier="choice", choices__back__tier="key = A\n* = C",
        ),
    )  # fmt: skip
    assert answer.status_code == 302
    assert {row.target: row.places for row in inbound(made)[Entity.ACCOUNT]}["registration"] == ("erp_code",)
    assert outbound(made)["tier"].choices == {"key": "A", "*": "C"}
    told = AuditEvent.objects.get(verb="connection.mapped")
    assert "registration" not in told.before
    assert told.after["registration"]["places"] == ["erp_code"]
    client.post(page, {"do": "preset", "revision": Connection.objects.get().revision})
    assert inbound(made)[Entity.ACCOUNT] == preset("hubspot", Entity.ACCOUNT)
    assert "tier" in outbound(made)


@pytest.mark.usefixtures("face")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"place__city": "no_such"}, "The CRM has no field “no_such”"),
        ({"place__name": ""}, "Choose a field: without it no record can be kept."),
        ({"as__city": "number"}, "This does not lead to a thing of ours"),
        ({"place__back__tier": "no_such", "as__back__tier": "choice"}, "“no_such” is no field that may be written"),
        (
            {"place__back__tier": "kam_tier", "as__back__tier": "choice", "choices__back__tier": "key = Z"},
            "“Z” is none of the choices of that field: A, B, C.",
        ),
        ({"choices__city": "Paris"}, "The line “Paris” of the choices is not VALUE = ours."),
        ({"revision": 9}, "Somebody changed this connection meanwhile"),
    ],
)
def test_what_cannot_be_is_said_beside_its_row_and_nothing_is_kept(change, said, made, cast, signed_in):
    before = list(MapRow.objects.order_by("pk").values_list("pk", "places"))
    client = signed_in(cast["administrator"])
    answer = client.post(f"/data/connectors/{made.public_id}/mapping/account/", sent(made, **change))
    assert said in text(answer, 422)
    assert list(MapRow.objects.order_by("pk").values_list("pk", "places")) == before


def test_a_crm_that_does_not_answer_leaves_the_rows_in_reach(made, face, cast, signed_in):
    def silent(request):
        raise httpx.ConnectError("no way", request=request)

    face.answer = silent
    client, page = signed_in(cast["administrator"]), f"/data/connectors/{made.public_id}/mapping/account/"
    assert "HubSpot does not answer" in text(client.get(page))
    assert client.post(page, sent(made, place__city="town")).status_code == 302
    assert {row.target: row.places for row in inbound(made)[Entity.ACCOUNT]}["city"] == ("town",)
    assert client.get(f"/data/connectors/{made.public_id}/mapping/nothing/").status_code == 404


def test_ten_thousand_fields_are_searched_and_the_page_stays_small(made, cast, signed_in, monkeypatch):
    names = [f"field_{number}" for number in range(10_000)]
    monkeypatch.setattr(opening, "opened", door(a_face(a_world(), more=names)))
    client, page = signed_in(cast["administrator"]), f"/data/connectors/{made.public_id}/mapping/account/"
    answer = client.get(page)
    assert "more by searching" in text(answer)
    assert '<option value="field_9999">' not in text(answer)
    assert len(answer.content) < 500_000
    assert '<option value="field_9999">' in text(client.get(page, {"find": "field_9999"}))
    assert client.post(page, sent(made, place__registration="field_9999", as__registration="code")).status_code == 302
    assert {row.target: row.places for row in inbound(made)[Entity.ACCOUNT]}["registration"] == ("field_9999",)
