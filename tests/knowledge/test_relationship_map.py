"""The map of people: what its page says, who may move whom, and what the second of two is told."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.accounts import access
from trousseau.knowledge.actions import relations as actions
from trousseau.knowledge.models import Contact, Influence, ReportingLine
from trousseau.knowledge.pages import relations as words
from trousseau.knowledge.queries.relations import relations


@pytest.fixture
def account(organisation, person):
    manager = person("manager", name="Sophie Lacaze")
    return access.every_account().create(key="C1", code="C1", name="Alstrom SA", manager=manager)


@pytest.fixture
def known(account):
    """Tell of someone at the client."""

    def tell(name, role="", stance="", *, held=True, days=5, **more):
        today = timezone.localdate()
        owner = account.manager if held else None
        touch = None if days is None else today - timedelta(days=days)
        return Contact.objects.create(
            account=account, name=name, buying_role=role, stance=stance, owner=owner, last_touch=touch, said_on=today,
            **more,
        )  # fmt: skip

    return tell


@pytest.fixture
def alstrom(known):
    """A boss who decides, a purchasing director nobody covers, someone well disposed who weighs on the boss."""
    boss = known("Marc Thévenot", "decides", "neutral", days=41)
    buyer = known("Ingrid Solheim", "decides", held=False, days=None)
    plant = known("Paul Renaudin", "arbitrates", "favourable")
    julie = known("Julie Castan", "negotiates", "reserved")
    for one in (buyer, plant):
        ReportingLine.objects.create(person=one, boss=boss)
    ReportingLine.objects.create(person=julie, boss=buyer)
    Influence.objects.create(by=plant, on=boss, strength=3, said_on=timezone.localdate())
    Influence.objects.create(by=julie, on=buyer, strength=1, supposed=True, said_on=timezone.localdate())
    return boss, buyer, plant, julie


def test_the_page_says_what_weighs_most_and_answers_without_script(signed_in, account, alstrom):
    browser = signed_in(account.manager)
    text = browser.get(reverse("knowledge:map", args=[account.public_id])).content.decode()
    assert "Nobody of us looks after Ingrid Solheim, who decides." in text
    assert "3 people of 4 covered, 1 decider of 2" in text
    asked = browser.get(reverse("knowledge:map", args=[account.public_id]), {"ask": "blocks"}).content.decode()
    assert "Against us or reserved: Julie Castan (reserved). Julie Castan weighs on Ingrid Solheim." in asked
    way = browser.get(reverse("knowledge:map", args=[account.public_id]), {"to": alstrom[0].public_id})
    assert (
        "To reach Marc Thévenot: Sophie Lacaze speaks to Paul Renaudin, who weighs decisively on Marc Thévenot."
        in way.content.decode()
    )


def test_filters_leave_the_others_out_of_the_list(signed_in, account, alstrom):
    page = signed_in(account.manager).get(reverse("knowledge:map", args=[account.public_id]), {"stance": "none"})
    assert [one.row.person.name for one in page.context["told"]] == ["Ingrid Solheim"]


def test_all_hangs_from_one_of_ours(account, known, person):
    known("A", "decides", "favourable")
    known("B")
    found = relations(account.manager, account)
    assert words.single(found) == "Sophie Lacaze alone holds all 2 contacts: if they leave, so does all we have."
    Contact.objects.filter(name="B").update(owner=person("expert"))
    assert words.single(relations(account.manager, account)) == ""


def test_who_left_is_not_on_the_map(account, alstrom):
    Contact.objects.filter(pk=alstrom[2].pk).update(left_on=timezone.localdate())
    found = relations(account.manager, account)
    assert alstrom[2] not in found.people
    assert all(alstrom[2].pk not in {one.by, one.on} for one in found.influences)


def test_the_second_of_two_is_told_and_the_first_place_stands(account, alstrom, person):
    boss, director = alstrom[0], person("director", name="Claire Dumas")
    actions.place(director, boss, 10, 20, seen=None)
    with pytest.raises(actions.MovedError) as told:
        actions.place(account.manager, boss, 50, 60, seen=None)
    assert told.value.by == "Claire Dumas"
    assert actions.where(told.value.contact) == (10.0, 20.0)
    assert actions.where(actions.place(account.manager, boss, 50, 60, seen=(10.0, 20.0))) == (50.0, 60.0)
    assert AuditEvent.objects.filter(verb="contact.placed").count() == 2


def test_a_place_is_a_place(account, alstrom, person):
    for x in (float("nan"), float("inf"), 1e9):
        with pytest.raises(ValidationError):
            actions.place(account.manager, alstrom[0], x, 0, seen=None)
    with pytest.raises(PermissionDenied):
        actions.place(person("executive"), alstrom[0], 1, 1, seen=None)


def test_moving_in_the_page(signed_in, account, alstrom):
    browser, address = signed_in(account.manager), reverse("knowledge:map_place", args=[account.public_id])
    given = {"person": alstrom[0].public_id, "x": "12.34", "y": "-5"}
    assert browser.post(address, given).json() == {"place": [12.3, -5.0]}
    late = browser.post(address, {**given, "x": "99"})
    assert late.status_code == 409
    assert late.json()["place"] == [12.3, -5.0]
    assert "You, in another window, moved Marc Thévenot" in late.json()["text"]
    assert browser.post(address, {**given, "x": "99", "seen_x": "12.3", "seen_y": "-5"}).status_code == 200
    assert browser.post(address, {**given, "x": "here"}).status_code == 422
    assert browser.post(address, {"person": "nobody", "x": "1", "y": "1"}).status_code == 404
    browser.post(reverse("knowledge:map_tidy", args=[account.public_id]))
    assert not Contact.objects.exclude(x=None).exists()


def test_the_picture_is_well_formed_whatever_people_are_called(signed_in, account, known):
    known('<script>alert(1)</script> & "Co" \x0b\u202e', "decides", "promoter")
    given = signed_in(account.manager).get(reverse("knowledge:map_svg", args=[account.public_id]))
    assert given["Content-Type"].startswith("image/svg+xml")
    root = ET.fromstring(given.content)
    assert not root.findall(".//{http://www.w3.org/2000/svg}script")
    assert b"var(--" not in given.content


def test_the_account_page_shows_it_with_its_table(signed_in, account, alstrom):
    page = signed_in(account.manager).get(reverse("accounts:panel", args=[account.public_id, "relations"]))
    text = page.content.decode()
    assert 'class="relations"' in text
    assert "Paul Renaudin" in text
    assert "Marc Thévenot (decisively)" in text


def test_more_people_cost_no_more_statements(signed_in, account, known, alstrom):
    browser, address = signed_in(account.manager), reverse("knowledge:map", args=[account.public_id])
    browser.get(address)
    with CaptureQueriesContext(connection) as before:
        browser.get(address)
    for number in range(10):
        Influence.objects.create(by=known(f"N{number}"), on=alstrom[0], said_on=timezone.localdate())
    with CaptureQueriesContext(connection) as after:
        browser.get(address)
    assert len(after) == len(before) <= 25
