"""Contacts: what is told of them, by two people at once, who may, what the trail keeps, what the tab shows."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.accounts import access as accounts
from trousseau.accounts.models import Account, Group
from trousseau.knowledge.actions import lines
from trousseau.knowledge.actions import people as actions
from trousseau.knowledge.models import Contact
from trousseau.knowledge.people_shell import find

TODAY = timezone.localdate()


@pytest.fixture
def manager(cast):
    return cast["manager"]


@pytest.fixture
def account(organisation, manager):
    group = Group.objects.create(name="Alstrom")
    return accounts.every_account().create(key="A1", name="Alstrom SA", group=group, manager=manager)


@pytest.fixture
def told(manager, account):
    def tell(name, **values):
        return actions.add_contact(manager, account, name=name, **values)

    return tell


def test_what_is_told_of_a_person_is_kept_with_who_told_it(told, manager):
    made = told("Ingrid  Solheim", buying_role="decides", email="i.solheim@alstrom.example")
    made.refresh_from_db()
    assert (made.name, made.author, made.said_on, made.revision) == ("Ingrid Solheim", manager, TODAY, 1)


def test_two_people_at_once_fields_that_one_changed_are_merged(told, manager, cast):
    made = told("Paul Renaudin", stance="neutral")
    actions.change_contact(manager, made, {"stance": "favourable"}, seen=1)
    outcome = actions.change_contact(
        cast["director"], made, {"stance": "neutral", "title": "Directeur industriel"}, seen=1
    )
    assert (outcome.contact.stance, outcome.contact.title) == ("favourable", "Directeur industriel")
    assert outcome.merged == ("stance",)
    assert not outcome.conflicts
    assert outcome.by == str(manager)


def test_what_both_changed_is_shown_and_nothing_overwritten(told, manager, cast):
    made = told("Paul Renaudin", stance="neutral")
    actions.change_contact(manager, made, {"stance": "favourable"}, seen=1)
    outcome = actions.change_contact(cast["director"], made, {"stance": "opposed", "unit": "Industrie"}, seen=1)
    made.refresh_from_db()
    assert (made.stance, made.unit) == ("favourable", "Industrie")
    assert [(one.field, one.mine, one.theirs) for one in outcome.conflicts] == [("stance", "opposed", "favourable")]
    again = actions.change_contact(cast["director"], made, {"stance": "opposed"}, seen=outcome.contact.revision)
    assert again.contact.stance == "opposed"


@pytest.mark.parametrize("values", [
    {"name": " "}, {"importance": 6}, {"email": "no address"}, {"last_touch": TODAY + timedelta(1)},
    {"stance": "angry"}, {"name": "x" * 201},
])  # fmt: skip
def test_bad_values_change_nothing(told, manager, values):
    made = told("Paul Renaudin")
    with pytest.raises(ValidationError):
        actions.change_contact(manager, made, values)
    made.refresh_from_db()
    assert (made.name, made.revision) == ("Paul Renaudin", 1)


def test_a_loop_of_bosses_is_named(told, manager):
    marc, paul, ana = told("Marc"), told("Paul"), told("Ana")
    lines.report_to(manager, ana, paul)
    lines.report_to(manager, paul, marc)
    with pytest.raises(ValidationError, match="Ana → Paul → Marc → Ana"):
        lines.report_to(manager, marc, ana)
    with pytest.raises(ValidationError, match="themselves"):
        lines.report_to(manager, marc, marc)


def test_several_bosses_are_usual(told, manager):
    marc, paul, ana = told("Marc"), told("Paul"), told("Ana")
    lines.report_to(manager, ana, paul)
    lines.report_to(manager, ana, marc, dotted=True)
    assert [(line.boss.name, line.dotted) for line in ana.bosses.order_by("dotted")] == [
        ("Paul", False), ("Marc", True),
    ]  # fmt: skip


def test_an_influence_told_again_is_the_same_one(told, manager):
    paul, ana = told("Paul"), told("Ana")
    lines.influences(manager, ana, paul, strength=1, supposed=True)
    lines.influences(manager, ana, paul, strength=3, source="Audit")
    line = ana.influences.get()
    assert (line.strength, line.supposed, line.source, line.revision) == (3, False, "Audit", 2)
    with pytest.raises(ValidationError):
        lines.influences(manager, ana, paul, strength=4)


def test_people_of_two_clients_do_not_report_to_each_other(told, manager):
    other = accounts.every_account().create(key="B1", name="Brévent", manager=manager)
    stranger = actions.add_contact(manager, other, name="Nils")
    with pytest.raises(ValidationError, match="two different clients"):
        lines.report_to(manager, stranger, told("Marc"))


def test_who_may_not_tell_of_the_account_is_refused(told, cast, person, account):
    made = told("Marc")
    for user in (person("manager"), cast["executive"], cast["expert"]):
        with pytest.raises(PermissionDenied):
            actions.change_contact(user, made, {"stance": "opposed"})
        with pytest.raises(PermissionDenied):
            actions.add_contact(user, account, name="Nobody")


def test_the_trail_never_learns_a_name(told, manager):
    made = told("Ingrid Solheim", email="ingrid@alstrom.example", title="Directrice", source="Mme Solheim")
    actions.change_contact(manager, made, {"name": "Ingrid S. Berg", "stance": "neutral"})
    lines.report_to(manager, told("Julie Castan"), made)
    actions.contact_left(manager, made)
    trail = " ".join(
        f"{event.target_label} {event.before} {event.after}"
        for event in AuditEvent.objects.filter(target_type="knowledge.contact")
    )
    assert "contact.left" in AuditEvent.objects.values_list("verb", flat=True)
    assert made.pseudonym in trail
    for word in ("Ingrid", "Solheim", "Castan", "alstrom", "Directrice"):
        assert word not in trail


def test_a_touch_moves_forward_only(told, manager):
    made = told("Marc", last_touch=TODAY - timedelta(3))
    actions.touched(manager, made, TODAY - timedelta(9))
    made.refresh_from_db()
    assert made.last_touch == TODAY - timedelta(3)
    actions.touched(manager, made)
    made.refresh_from_db()
    assert made.last_touch == TODAY


def test_who_looks_after_someone_may_say_they_met(told, cast, manager):
    made = told("Tom", owner=cast["executive"])
    assert actions.touched(cast["executive"], made).last_touch == TODAY


def test_the_tab_opens_with_who_is_covered(told, manager, account, signed_in):
    told("Marc", buying_role="decides", owner=manager)
    told("Ingrid Solheim", buying_role="decides")
    gone = told("Old Hand", buying_role="decides")
    actions.contact_left(manager, gone)
    page = signed_in(manager).get(reverse("knowledge:people", args=[account.public_id])).content.decode()
    assert "1 of 2 people covered, 1 of 2 who decide; nobody looks after Ingrid Solheim." in page
    assert "1 person who left" in page
    assert "<small>2</small>" in page


def test_a_form_saved_late_keeps_what_was_typed_and_says_what_the_other_wrote(told, manager, cast, account, signed_in):
    made = told("Paul", stance="neutral")
    actions.change_contact(cast["director"], made, {"stance": "reserved"})
    form = {"name": "Paul", "account": account.pk, "stance": "promoter", "seen": 1, "from": "list"}
    answer = signed_in(manager).post(reverse("knowledge:change_contact", args=[made.public_id]), form)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Director Test wrote “Reserved” meanwhile" in page
    assert '<option value="promoter" selected>' in page
    assert 'name="seen" value="2"' in page


def test_a_bad_form_is_told_beside_its_field(told, manager, account, signed_in):
    answer = signed_in(manager).post(
        reverse("knowledge:add_contact", args=[account.public_id]), {"name": "Zoé <b>", "email": "x", "account": "1"}
    )
    assert answer.status_code == 422
    assert "Zoé &lt;b&gt;" in answer.content.decode()
    assert not Contact.objects.filter(name__startswith="Zoé").exists()


def test_the_page_of_one_person_refuses_a_loop_in_words(told, manager, signed_in):
    marc, ana = told("Marc"), told("Ana")
    lines.report_to(manager, ana, marc)
    answer = signed_in(manager).post(
        reverse("knowledge:contact_reporting", args=[marc.public_id]), {"side": "above", "other": ana.public_id}
    )
    assert answer.status_code == 422
    assert "This closes a loop" in answer.content.decode()


def test_people_are_found_by_who_may_read_them(told, manager, cast):
    told("Hélène Lemoine", title="Acheteuse")
    assert [hit.title for hit in find(manager, "helene lem", 5)] == ["Hélène Lemoine"]
    assert not list(find(cast["controller"], "helene", 5))
    assert not list(find(cast["administrator"], "helene", 5))


def test_ten_more_people_cost_no_more_queries(told, manager, account, signed_in, django_assert_max_num_queries):
    for n in range(3):
        lines.report_to(manager, told(f"Person {n}", owner=manager), told(f"Boss {n}"))
    browser, place = signed_in(manager), reverse("knowledge:people", args=[account.public_id])
    browser.get(place)
    with django_assert_max_num_queries(25) as before:
        browser.get(place)
    for n in range(3, 13):
        lines.report_to(manager, told(f"Person {n}", owner=manager), told(f"Boss {n}"))
    with django_assert_max_num_queries(len(before)):
        browser.get(place)


def test_the_whole_group_is_one_list(told, manager, account, signed_in):
    sister = Account(key="A2", name="Alstrom Deutschland", group=account.group, manager=manager)
    sister.save()
    actions.add_contact(manager, sister, name="Dieter Kolb", unit="Belmont")
    told("Marc", unit="Siège")
    browser, place = signed_in(manager), reverse("knowledge:people", args=[account.public_id])
    assert "Dieter Kolb" in browser.get(place).content.decode()
    assert "Marc</a>" not in browser.get(place, {"unit": "Belmont"}).content.decode()
