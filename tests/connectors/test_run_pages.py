"""Runs as a person reads them: what a run did, met and changed, in both languages."""

import pytest
from running import a_face, a_world, connection, ours, run
from world import START

from trousseau.connectors import labels, wording
from trousseau.connectors.errors import SENTENCES
from trousseau.connectors.protocol import Entity
from trousseau.connectors.targets import OUTBOUND, TARGETS
from trousseau.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(organisation, time_machine):
    time_machine.move_to(START)
    return connection(way="key")


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_every_name_has_a_label_and_every_code_a_sentence(made):
    assert {name for entity in Entity for name in TARGETS[entity]} | set(OUTBOUND) <= set(labels.TARGETS)
    assert set(Entity) <= set(labels.PARTS)
    for code in (*wording.VALUES, *wording.CODES, *SENTENCES):
        assert "no sentence" not in wording.sentence(made, code, {})


def test_a_run_says_what_it_did_met_and_changed(made, cast, signed_in, django_assert_max_num_queries):
    ours("C-001")
    world = a_world()
    account = world.add("account", name="Alstrom SA", raw={"erp_code": "C-001"})
    deal = world.add("deal", name="Frame 2027", account=account, amount="120000.10", state="open")
    face = a_face(world)
    run(made, face)
    world.change("deal", deal, amount="130000.10")
    world.change("account", account, name="Alstrom Group")
    world.add("deal", name="Wrong", account=account, amount="1,234", state="open")
    second = run(made, face)
    client = signed_in(cast["director"])
    page = f"/data/connectors/{made.public_id}/runs/{second.public_id}/"
    with django_assert_max_num_queries(25):
        shown = text(client.get(f"/data/connectors/{made.public_id}/"))
    assert page in shown
    with django_assert_max_num_queries(25):
        english = text(client.get(page, headers={"accept-language": "en"}))
    assert "120000.1 → 130000.1" in english
    assert "Alstrom SA → Alstrom Group" in english
    assert "Amount: “1,234” in “amount” is not a number" in english
    french = text(client.get(f"{page}?part=deal", headers={"accept-language": "fr"}))
    assert "n’est pas un nombre" in french
    assert "120000.1 → 130000.1" in french
    assert "Alstrom SA → Alstrom Group" not in french
    assert "Frame 2027" not in text(client.get(f"{page}?what=gone"))
    administered = text(signed_in(cast["administrator"]).get(page))
    assert "Amount" in administered
    assert not any(said in administered for said in ("130000.1", "Alstrom Group", "Alstrom SA"))


def test_somebody_has_it_read_now(made, cast, signed_in):
    page = f"/data/connectors/{made.public_id}/"
    client = signed_in(cast["administrator"])
    assert f"{page}read/" in text(client.get(page))
    client.post(f"{page}read/")
    client.post(f"{page}read/")
    job = Job.objects.get()
    assert (job.kind, job.params["connection_id"]) == ("connectors.read", made.pk)


def test_a_run_of_another_connection_is_not_shown_under_this_one(made, cast, signed_in):
    other = connection(name="Other", way="key")
    one = run(other, a_face(a_world()))
    client = signed_in(cast["administrator"])
    assert client.get(f"/data/connectors/{made.public_id}/runs/{one.public_id}/").status_code == 404
