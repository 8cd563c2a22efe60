"""What goes back, as a person sees it: nothing is written before a dry run was seen, and what is refused is mended."""

import pytest
from running import a_face, a_world, back, connection, ours, run
from world import START

from trousseau.access.models import AuditEvent
from trousseau.connectors.models import Connection, Outbound, Remote
from trousseau.connectors.runs import wishes

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(organisation, time_machine, person):
    time_machine.move_to(START)
    found = connection(way="key")
    back(found, manager=("kam_name",))
    (alstrom,) = ours("C-001", **{"C-001": "Alstrom"})
    alstrom.manager = person("manager", name="Sophie Lacaze")
    alstrom.save()
    world = a_world()
    world.add("account", name="Alstrom SA", raw={"erp_code": "C-001"})
    run(found, a_face(world, more=["kam_name"]))
    return found


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_writing_begins_once_the_dry_run_was_seen(made, cast, signed_in, django_assert_max_num_queries):
    client, page = signed_in(cast["administrator"]), f"/data/connectors/{made.public_id}/back/"
    with django_assert_max_num_queries(25):
        shown = text(client.get(page))
    assert "<td>Key account manager</td><td>–</td><td>Sophie Lacaze</td>" in shown
    assert client.post(page, {"do": "on", "seen": "guessed", "revision": 1}).status_code == 302
    assert not Connection.objects.get().writes
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    client.post(page, {"do": "on", "seen": seen, "revision": 1})
    assert Connection.objects.get().writes
    assert AuditEvent.objects.get(verb="connection.changed").after == {"writes": True, "waiting": 1}
    client.post(page, {"do": "off"})
    assert not Connection.objects.get().writes


def test_what_moved_since_it_was_seen_is_shown_again_before_it_is_written(made, cast, signed_in, person):
    client, page = signed_in(cast["administrator"]), f"/data/connectors/{made.public_id}/back/"
    seen = text(client.get(page)).split('name="seen" value="')[1].split('"')[0]
    account = Remote.objects.get(entity="account").account
    account.manager = person("manager", name="Julien Arnaud")
    account.save()
    answer = client.post(page, {"do": "on", "seen": seen, "revision": 1}, follow=True)
    assert not Connection.objects.get().writes
    assert "Julien Arnaud" in text(answer)


def test_what_is_refused_is_told_and_tried_again_once_mended(made, cast, signed_in, django_assert_max_num_queries):
    one = Outbound.objects.get()
    one.state, one.message = Outbound.State.REFUSED, "kam_name is read only"
    one.save()
    record = Remote.objects.get(entity="account")
    record.troubled = True
    record.problems = [{"target": "postcode", "place": "zip", "code": "too_long", "value": "9" * 30}]
    record.save()
    page = f"/data/connectors/{made.public_id}/mend/"
    client = signed_in(cast["director"])
    with django_assert_max_num_queries(25):
        shown = text(client.get(page))
    assert "kam_name is read only" in shown
    assert "is too long; make it shorter in HubSpot" in shown
    assert page in text(client.get(f"/data/connectors/{made.public_id}/"))
    assert client.post(f"{page}again/", {"one": one.pk}).status_code == 403
    client = signed_in(cast["administrator"])
    client.post(f"{page}again/", {"one": one.pk + 1})
    assert Outbound.objects.get().state == "refused"
    client.post(f"{page}again/", {"one": one.pk})
    assert Outbound.objects.get().state == "waiting"
    wishes.wish(made)
    assert Outbound.objects.get().state == "waiting"
