"""What is due about people at clients, who is told when one of them leaves, and lines drawn on the map."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from trousseau.accounts import sections
from trousseau.accounts.models import Account
from trousseau.knowledge import forgetting, leaving, map_due
from trousseau.knowledge.actions.people import contact_left
from trousseau.knowledge.models import Contact, Influence, ReportingLine
from trousseau.notices.models import Notice


def tell(account, name, role="decides", *, owner=None, days=3, left=None, **more):
    today = timezone.localdate()
    return Contact.objects.create(
        account=account, name=name, buying_role=role, owner=owner, said_on=today,
        last_touch=None if days is None else today - timedelta(days=days),
        left_on=None if left is None else today - timedelta(days=left), **more,
    )  # fmt: skip


@pytest.fixture
def led(alstrom: Account, cast):
    """The account, its manager reporting to the head."""
    cast["manager"].reports_to = cast["head"]
    cast["manager"].save()
    return alstrom


def titles(user):
    return [str(item.title) for item in map_due.items(user)]


def test_each_alert_is_said_with_its_action(led, cast):
    tell(led, "Ingrid Solheim")
    tell(led, "Karim Benali", "arbitrates", owner=cast["manager"], days=58)
    tell(led, "Marc Thévenot", owner=cast["director"], days=12)
    tell(led, "Ana Ruiz", left=4)
    tell(led, "Somebody", "uses", left=4)
    found = {str(item.title): item for item in map_due.items(cast["manager"])}
    assert set(found) == {
        "Nobody of us looks after Ingrid Solheim, who decides.",
        "Karim Benali has not been met for 58 days.",
        "Ana Ruiz has left the client.",
    }
    alone = found["Karim Benali has not been met for 58 days."]
    assert "30 days" in str(alone.why)
    assert alone.url.startswith("/knowledge/people/")


def test_who_is_told(led, cast):
    tell(led, "Ingrid Solheim")
    expected = ["Nobody of us looks after Ingrid Solheim, who decides."]
    for who in ("manager", "head", "director"):
        assert titles(cast[who]) == expected, who
    for who in ("executive", "controller", "expert", "administrator", "client"):
        assert titles(cast[who]) == [], who


def test_a_head_hears_of_somebody_left_alone_at_twice_the_days(led, cast):
    one = tell(led, "Karim Benali", owner=cast["manager"], days=45)
    assert len(titles(cast["manager"])) == 1
    assert titles(cast["head"]) == []
    Contact.objects.filter(pk=one.pk).update(last_touch=timezone.localdate() - timedelta(days=61))
    assert titles(cast["head"]) == ["Karim Benali has not been met for 61 days."]


def test_all_held_by_one_of_ours(led, cast):
    tell(led, "A", owner=cast["manager"])
    tell(led, "B", "uses", owner=cast["manager"])
    assert titles(cast["manager"]) == ["At one client, one of us alone holds every contact: Alstrom SA."]
    tell(led, "C", "uses", owner=cast["expert"])
    assert titles(cast["manager"]) == []


def test_more_people_cost_no_more_statements(led, cast, django_assert_max_num_queries):
    for number in range(30):
        tell(led, f"P{number}", owner=cast["manager"] if number % 2 else None, days=90)
    with django_assert_max_num_queries(5):
        list(map_due.items(cast["manager"]))


def test_a_key_contact_leaving_is_told_once_and_forgotten_with_them(led, cast):
    one = tell(led, "Marc Thévenot", owner=cast["expert"])
    contact_left(cast["manager"], one)
    contact_left(cast["manager"], one)
    told = Notice.objects.filter(kind=leaving.KIND)
    assert {notice.user for notice in told} == {cast["head"], cast["director"], cast["expert"]}
    assert leaving.text(told[0].params) == "Marc Thévenot, who matters at Alstrom SA, has left: say who takes over."
    assert len([row for row in forgetting.written([one]) if row["where"] == "notice"]) == 3
    with transaction.atomic():
        forgetting.forget([one], "Contact AB12")
    assert "Marc" not in str([notice.params for notice in told.all()])
    contact_left(cast["manager"], tell(led, "Nobody much", "uses"))
    assert told.count() == 3


def test_lines_are_drawn_and_taken_away_in_the_page(led, cast, signed_in):
    boss, report = tell(led, "Boss"), tell(led, "Report", "uses")
    browser, draw = signed_in(cast["manager"]), reverse("knowledge:map_draw", args=[led.public_id])
    given = {"from": report.public_id, "to": boss.public_id}
    assert browser.post(draw, {**given, "kind": "reports"}).status_code == 302
    assert browser.post(draw, {**given, "kind": "influences", "strength": "3", "supposed": "1"}).status_code == 302
    assert ReportingLine.objects.get().boss == boss
    assert (Influence.objects.get().strength, Influence.objects.get().supposed) == (3, True)
    loop = browser.post(draw, {"from": boss.public_id, "to": report.public_id, "kind": "reports"})
    assert loop.status_code == 422
    assert loop.context["problem"]
    for wrong in ({"strength": "9", "kind": "influences"}, {"kind": "marries"}):
        assert browser.post(draw, {**given, **wrong}).status_code == 422
    for kind in ("reports", "influences"):
        browser.post(draw, {"erase": f"{kind}:{report.public_id}:{boss.public_id}"})
    assert not ReportingLine.objects.exists()
    assert not Influence.objects.exists()
    assert browser.post(draw, {"erase": "nonsense"}).status_code == 404


def test_the_papers_carry_the_people(led, cast):
    tell(led, "Ingrid Solheim")
    said = {section.name: one for section, one in sections.told(cast["manager"], led, "brief")}["people"]
    assert said.sentence.startswith("Nobody of us looks after Ingrid Solheim, who decides.")
    assert said.rows[0][0] == "Ingrid Solheim"
