"""What a client follows: their first page and the pages behind it, through the pages themselves."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

import pytest
from django.core.files.base import File
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trousseau.access.models import AuditEvent
from trousseau.knowledge.actions import documents
from trousseau.knowledge.models import Contact
from trousseau.plans.actions import value
from trousseau.plans.actions.plan import Doing, Wanted, add_action, add_objective
from trousseau.plans.actions.value import Bringing
from trousseau.plans.models import Action, Decision, Kpi, Meeting, Reading
from trousseau.plans.models.value import Delivered
from trousseau.portal.actions.sharing import share
from trousseau.portal.actions.spaces import admit, open_space
from trousseau.trust.models import Look

TODAY = timezone.localdate()
NBSP = "\N{NO-BREAK SPACE}"
SECRET = "Raise their prices"
LISTS = ("home", "actions", "meetings", "documents", "indicators", "value")


def days(n):
    return TODAY + dt.timedelta(days=n)


@pytest.fixture
def told(house, plan, space, settings, tmp_path):
    """The account of the house with one shared and one internal thing of each kind; gives the shared ones."""
    settings.TROUSSEAU_HOME = tmp_path
    manager, account = house["manager"], house["account"]
    theirs = Contact.objects.create(account=account, name="Hélène Marchetti", said_on=TODAY)
    goal = add_objective(manager, plan, Wanted(title="Sign the frame order", due=days(90)))
    add_objective(manager, plan, Wanted(title=SECRET, due=days(90)))
    add_action(
        manager, plan, Doing(what=f"{SECRET} in spring", starts=days(-9), due=days(0), owner=manager, objective=goal)
    )
    late = add_action(
        manager, plan, Doing(what="Certificates in 48 h", starts=days(-30), due=days(-3), owner=manager, objective=goal)
    )
    kanban = add_action(manager, plan, Doing(what="Choose 40 parts", starts=days(-9), due=days(-1), contact=theirs))
    Action.objects.filter(pk=late.pk).update(done=62)
    meeting = Meeting.objects.create(
        account=account, title="Steering committee", on=days(-2), state="held", minutes="Dock 3 opens early.",
        organiser=manager, shared=True,
    )  # fmt: skip
    meeting.contacts.add(theirs)
    Decision.objects.create(meeting=meeting, text="Open dock 3 at five", contact=theirs, due=days(9))
    hidden = Meeting.objects.create(account=account, title=SECRET, on=days(5), minutes=SECRET)
    kpi, margin = (
        Kpi.objects.create(
            plan=plan, name=name, source="entered", unit="percent", baseline=90, target=96,
            baseline_on=days(-90), target_on=days(300),
        )
        for name in ("Full and on time", SECRET)
    )  # fmt: skip
    for n, read in ((-70, "91.2"), (-40, "92.0"), (-10, "91.4")):
        Reading.objects.create(kpi=kpi, on=days(n), value=read)
        Reading.objects.create(kpi=margin, on=days(n), value="17.7")
    file, inside = (
        documents.keep(manager, account, File(BytesIO(b"week;lots\n48;14\n"), name=name))
        for name in ("Delivery plan.csv", f"{SECRET}.csv")
    )
    brought, ours = (
        value.add(manager, account, Bringing(category="cost", what=what, since=days(-60)))
        for what in ("Stops avoided", SECRET)
    )
    shared = {"objective": goal, "action": late, "kpi": kpi, "document": file, "value": brought}
    for kind, one in (*shared.items(), ("action", kanban)):
        share(manager, account, kind, one.public_id, confirmed=kind == "kpi")
    return {**shared, "meeting": meeting, "hidden": {"meeting": hidden, "document": inside, "answer_value": ours}}


def browser_of(somebody):
    """A browser of their own: two people look at once."""
    browser = Client()
    browser.force_login(somebody, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def at(name, space, *more):
    return reverse(f"portal:{name}", args=[space.public_id, *more])


def test_the_first_page_says_where_we_stand_and_names_nothing_internal(
    house, space, told, signed_in, django_assert_max_num_queries
):
    browser = signed_in(house["client"])
    with django_assert_max_num_queries(25):
        page = browser.get(at("home", space)).content.decode()
    # Of its two actions one is 62 % done and one not begun; both should be done: shared and internal alike.
    assert "Our shared objective: Sign the frame order, behind." in page
    assert "31% done, 100 expected" in page
    assert "3 days late, on our side" in page
    assert "1 day late, on your side" in page
    assert "91.4% in" in page
    assert "Steering committee" in page
    assert "Delivery plan.csv" in page
    for name in LISTS:
        assert SECRET not in browser.get(at(name, space)).content.decode(), name


def test_an_empty_space_says_so_on_every_page(house, space, signed_in):
    browser = signed_in(house["client"])
    for name in LISTS:
        answer = browser.get(at(name, space))
        assert answer.status_code == 200
        assert re.search(r"yet|will stand here", answer.content.decode()), name


def test_a_meeting_and_a_file_open_where_they_are_shared_and_are_written_down(house, space, told):
    manager, browser = browser_of(house["manager"]), browser_of(house["client"])
    assert manager.get(at("meeting", space, told["meeting"].public_id)).status_code == 200
    assert not Look.objects.exists()
    page = browser.get(at("meeting", space, told["meeting"].public_id)).content.decode()
    for said in ("Dock 3 opens early.", "Open dock 3 at five", "Hélène Marchetti", "Sophie Lacaze"):
        assert said in page
    answer = browser.get(at("document", space, told["document"].public_id))
    assert b"".join(answer.streaming_content) == b"week;lots\n48;14\n"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert set(Look.objects.values_list("kind", "user__name")) == {
        ("meeting", "Hélène Marchetti"), ("document", "Hélène Marchetti")
    }  # fmt: skip


def test_what_is_not_shared_or_of_another_space_is_not_there_in_the_quiet_shell(house, space, told):
    browser = browser_of(house["client"])
    beside = open_space(house["other"], house["beside"])
    admit(house["other"], beside, house["stranger"])
    stranger = browser_of(house["stranger"])
    for name in ("meeting", "document"):
        lost = browser.get(at(name, space, told["hidden"][name].public_id))
        assert lost.status_code == 404
        assert "client-head" in lost.content.decode()
        assert "sidebar" not in lost.content.decode()
        assert SECRET not in lost.content.decode()
        for here in (space, beside):
            assert stranger.get(at(name, here, told[name].public_id)).status_code == 404
    for name in LISTS:
        assert stranger.get(at(name, space)).status_code == 404
        assert browser.get(at(name, beside)).status_code == 404


def test_an_indicator_has_its_own_page_where_it_is_shared(house, space, told, signed_in, django_assert_max_num_queries):
    browser = browser_of(house["client"])
    Kpi.objects.filter(pk=told["kpi"].pk).update(objective=told["objective"])
    hidden = Kpi.objects.get(name=SECRET)
    assert at("indicator", space, told["kpi"].public_id) in browser.get(at("indicators", space)).content.decode()
    with django_assert_max_num_queries(25):
        page = browser.get(at("indicator", space, told["kpi"].public_id)).content.decode()
    for said in ("Every month", "more is better", "Less good than the reading before", "4.6 pt".replace(" ", NBSP)):
        assert said in page
    assert "“Sign the frame order”" in page
    assert page.count('<th scope="row">') == 3
    assert "<svg" in page
    assert Look.objects.get(kind="kpi", item=told["kpi"].public_id).user == house["client"]
    assert browser.get(at("indicator", space, hidden.public_id)).status_code == 404
    assert browser_of(house["stranger"]).get(at("indicator", space, told["kpi"].public_id)).status_code == 404
    Kpi.objects.filter(pk=told["kpi"].pk).update(source="ledger", formula={"measure": "margin", "by": "account"})
    assert browser.get(at("indicator", space, told["kpi"].public_id)).status_code == 404


def test_the_word_of_the_manager_stands_under_the_sentence_until_it_is_taken_away(house, space):
    manager, theirs = browser_of(house["manager"]), browser_of(house["client"])
    place = reverse("portal:word", args=[house["account"].public_id])
    text = "The certificate has not left. <b>The delay is ours.</b>"
    looked = manager.post(place, {"word": text, "verb": "look", "revision": 1}).content.decode()
    assert "“The certificate has not left. &lt;b&gt;The delay is ours.&lt;/b&gt;”" in looked
    assert "client-word" not in theirs.get(at("home", space)).content.decode()
    assert manager.post(place, {"word": " ", "verb": "write", "revision": 1}).status_code == 422
    assert manager.post(place, {"word": "x" * 401, "verb": "write", "revision": 1}).status_code == 422
    assert manager.post(place, {"word": text, "verb": "write", "revision": 1}).status_code == 302
    stale = manager.post(place, {"word": "Typed with care", "verb": "write", "revision": 1})
    assert stale.status_code == 422
    assert "Typed with care" in stale.content.decode()
    page = theirs.get(at("home", space)).content.decode()
    assert "&lt;b&gt;The delay is ours.&lt;/b&gt;”" in page
    assert "Sophie Lacaze, " in page
    assert (
        browser_of(house["director"]).post(place, {"word": "Mine", "verb": "write", "revision": 2}).status_code == 403
    )
    assert theirs.post(place, {"word": "Mine", "verb": "write", "revision": 2}).status_code == 404
    assert manager.post(place, {"verb": "remove", "revision": 2}).status_code == 302
    assert "client-word" not in theirs.get(at("home", space)).content.decode()
    verbs = AuditEvent.objects.filter(verb__startswith="space.word").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["space.word_written", "space.word_removed"]


def test_pages_beside_the_space_name_the_company_of_who_is_lost(house, space):
    lost = browser_of(house["client"]).get("/nowhere/").content.decode()
    assert "<b>Alstrom SA</b>" in lost
    assert "<b>Alstrom SA</b>" in browser_of(house["client"]).get(reverse("access:profile")).content.decode()


def test_a_client_confirms_what_was_brought_and_contests_with_a_reason_only(house, space, told):
    browser, one = browser_of(house["client"]), told["value"]

    def answer(opinion, said="", who=browser, revision=None, of=one):
        now = Delivered.objects.get(pk=of.pk)
        typed = {"opinion": opinion, "said": said, "revision": revision or now.revision}
        return who.post(at("answer_value", space, of.public_id), typed)

    assert answer("confirmed", who=browser_of(house["manager"])).status_code == 403
    refused = answer("contested")
    assert refused.status_code == 422
    assert "Say why you contest it" in refused.content.decode()
    stale = answer("confirmed", "Typed with care", revision=99)
    assert stale.status_code == 422
    assert "Typed with care" in stale.content.decode()
    assert answer("confirmed", of=told["hidden"]["answer_value"]).status_code == 404
    assert not Delivered.objects.exclude(opinion="unsaid").exists()
    assert answer("confirmed", "Four stops in June").status_code == 302
    kept = Delivered.objects.get(pk=one.pk)
    assert (kept.opinion, kept.said_by, kept.said_on, kept.said) == (
        "confirmed", "Hélène Marchetti", TODAY, "Four stops in June"
    )  # fmt: skip
    assert AuditEvent.objects.filter(verb="value.confirmed", actor=house["client"]).count() == 1
    assert "Four stops in June" in browser.get(at("value", space)).content.decode()
