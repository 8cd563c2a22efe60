"""The review queue: nothing is linked by itself; what a person says is followed, and taken back."""

import pytest
from django.urls import reverse
from running import a_face, a_world, connection, ours, run
from world import START

from trousseau.access.models import AuditEvent
from trousseau.connectors.models import Candidate, Deal, Remote
from trousseau.connectors.models.remote import Linked
from trousseau.knowledge.actions.people import change_contact
from trousseau.knowledge.models import Contact

pytestmark = pytest.mark.django_db
PAGE = "/data/connectors/matching/"


@pytest.fixture
def world():
    made = a_world()
    account = made.add("account", name="Alstrom SA", raw={"zip": "31000"})
    for name in ("Paul Renaudin", "Anne Faure"):
        made.add("contact", name=name, email=f"{name.split()[0].lower()}@alstrom.example", account=account)
    made.add("deal", name="Frame 2027", account=account, amount="120000", state="open")
    return made


@pytest.fixture
def made(organisation, time_machine, world):
    time_machine.move_to(START)
    found = connection(way="key")
    ours("C-001", "C-002", **{"C-001": "Alstrom", "C-002": "Kessler"})
    run(found, a_face(world))
    return found


def text(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def record() -> Remote:
    return Remote.objects.get(entity="account")


def test_what_is_the_same_is_linked_followed_and_taken_back(
    made, world, cast, signed_in, django_assert_max_num_queries
):
    client = signed_in(cast["controller"])
    with django_assert_max_num_queries(25):
        shown = text(client.get(PAGE))
    assert "Is it Alstrom?" in shown
    assert "the names are alike" in shown
    assert PAGE in text(client.get("/data/connectors/"))
    assert not Contact.objects.exists()
    client.post(PAGE, {"do": f"link-{Candidate.objects.get().pk}"})
    assert (record().account.name, record().linked, record().linked_by) == ("Alstrom", "hand", cast["controller"])
    assert Deal.objects.get().account.name == "Alstrom"
    assert AuditEvent.objects.get(verb="record.linked").after == {"account": "Alstrom"}
    assert "No record waits" in text(client.get(PAGE))

    anne = Contact.objects.get(name="Anne Faure")
    change_contact(cast["director"], anne, {"title": "Head of purchasing"})
    tools = reverse("connectors:tools", args=[record().account.public_id])
    panel = reverse("accounts:panel", args=[record().account.public_id, "deals"])
    assert tools in text(signed_in(cast["director"]).get(panel))
    with django_assert_max_num_queries(25):
        assert "31000" in text(client.get(tools))
    unlink = reverse("connectors:unlink", args=[record().pk])
    client = signed_in(cast["director"])
    with django_assert_max_num_queries(30):
        assert "Paul Renaudin." in text(client.get(unlink))
    assert client.post(unlink).status_code == 302
    assert [one.name for one in Contact.objects.all()] == ["Anne Faure"]
    assert (record().account, record().linked) == (None, Linked.NOT)
    assert Deal.objects.get().account is None
    assert AuditEvent.objects.get(verb="record.unlinked").after == {"people": 1}
    run(made, a_face(world))
    assert (record().account, Candidate.objects.get().state) == (None, "refused")


def test_what_is_not_the_same_is_not_proposed_again(made, world, cast, signed_in):
    client = signed_in(cast["director"])
    candidate = Candidate.objects.get()
    client.post(PAGE, {"do": f"refuse-{candidate.pk}"})
    client.post(PAGE, {"do": f"link-{candidate.pk}"})
    run(made, a_face(world))
    assert (record().account, Candidate.objects.get().state) == (None, "refused")
    client.post(PAGE, {"do": f"apart-{record().pk}"})
    assert record().linked == "apart"
    assert "Said to be none of ours" in text(client.get(PAGE))
    client.post(PAGE, {"do": f"again-{record().pk}"})
    assert (record().linked, Candidate.objects.get().state) == ("", "open")
    assert "Is it Alstrom?" in text(client.get(PAGE))


def test_a_link_by_code_that_was_taken_back_can_be_made_again(made, world, cast, signed_in):
    client = signed_in(cast["director"])
    account = record().external_id
    world.change("account", account, raw={"erp_code": "C-001"})
    run(made, a_face(world))
    client.post(reverse("connectors:unlink", args=[record().pk]))
    assert (record().linked, Contact.objects.exists()) == ("apart", False)
    client.post(PAGE, {"do": f"again-{record().pk}"})
    assert (record().linked, record().account.name) == ("code", "Alstrom")
    assert Contact.objects.count() == 2


def test_somebody_known_is_the_same_person_or_another(made, cast, signed_in, person):
    client = signed_in(cast["director"])
    account = Candidate.objects.get().account
    for name in ("Paul Renaudin", "Anne Faure"):
        Contact.objects.create(account=account, name=name, said_on=START.date(), title="Buyer")
    client.post(PAGE, {"do": f"link-{Candidate.objects.get().pk}"})
    tools = reverse("connectors:tools", args=[account.public_id])
    assert "People who may be the same" in text(client.get(tools))
    paul = Candidate.objects.get(contact__name="Paul Renaudin")
    anne = Candidate.objects.get(contact__name="Anne Faure")
    stranger = signed_in(person("expert"))
    assert stranger.post(tools, {"do": f"link-{paul.pk}"}).status_code in {403, 404}
    client = signed_in(cast["director"])
    client.post(tools, {"do": f"link-{paul.pk}"})
    client.post(tools, {"do": f"refuse-{anne.pk}"})
    known = Contact.objects.get(name="Paul Renaudin")
    assert (known.email, known.title) == ("paul@alstrom.example", "Buyer")
    assert sorted(Contact.objects.filter(name="Anne Faure").values_list("title", flat=True)) == ["", "Buyer"]


@pytest.mark.parametrize("role", ["administrator", "manager", "executive"])
def test_who_may_not_match_cannot(role, made, cast, signed_in):
    client = signed_in(cast[role])
    assert client.post(PAGE, {"do": f"link-{Candidate.objects.get().pk}"}).status_code == 403
    assert client.get(reverse("connectors:unlink", args=[record().pk])).status_code == 403
    assert record().account is None
