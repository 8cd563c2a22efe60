"""Watch notes: written, sent only where confirmed and with why, read, useful, used; links and text that do no harm."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trousseau.accounts import sections
from trousseau.accounts.models import Place
from trousseau.notices import kinds
from trousseau.notices.models import Notice
from trousseau.support.actions import watch as actions
from trousseau.support.models import WatchNote, WatchReading
from trousseau.support.queries import watch as queries


def noted(scene, *, by=None, **said):
    said.setdefault("title", "Acier bas carbone")
    said.setdefault("said_on", scene.today)
    return actions.write(by or scene.expert, actions.Written(**said))


def body(response):
    return response.content.decode()


@pytest.fixture
def known(scene):
    """The account buys machining in France."""
    Place.objects.get_or_create(account=scene.account, dimension="division", name="Usinage")
    return scene


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "data:text/html,x"}, "link"),
        ({"link": "ftp://host.example/x"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "https://x.example/" + "a" * 1000}, "link"),
        ({"topics": tuple(str(n) for n in range(20))}, "topics"),
        ({"said_on": dt.date(2100, 1, 1)}, "said_on"),
        ({"text": "x" * 60_000}, "text"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(scene, said, field):
    with pytest.raises(ValidationError) as refused:
        noted(scene, **said)
    assert list(refused.value.message_dict) == [field]


def test_nothing_is_sent_before_it_is_confirmed_and_why_is_kept(known):
    note = noted(known, industry="usinage", zone=known.account.places.get(dimension="zone").name)
    (found,) = queries.concerned(known.expert, note)
    assert found.account == known.account
    assert not Notice.objects.exists()
    assert actions.send(known.expert, note, [known.account]) == 1
    assert actions.send(known.expert, note, [known.account]) == 0
    assert [str(one.user) for one in Notice.objects.filter(kind="watch.routed")] == ["Sophie Lacaze"]
    assert kinds.find("watch.routed").pace == "weekly"
    route = note.routes.get()
    assert [why[0] for why in route.because] == ["industry", "zone"]
    assert queries.concerned(known.expert, note) == []
    actions.take_back(known.expert, note, known.account)
    assert not note.routes.exists()


def test_only_the_author_or_a_director_sends_and_only_where_they_see(known):
    note = noted(known)
    with pytest.raises(PermissionDenied):
        actions.send(known.stranger, note, [known.account])
    with pytest.raises(PermissionDenied):
        actions.send(known.expert, note, [known.other])
    assert actions.send(known.director, note, [known.other]) == 1
    with pytest.raises(PermissionDenied):
        actions.drop(known.manager, note)


def test_the_second_of_two_who_correct_a_note_is_told(scene):
    note = noted(scene)
    said = actions.Written(title="Other", said_on=scene.today)
    actions.change(scene.expert, note, said, revision=1)
    with pytest.raises(ValidationError, match="meanwhile"):
        actions.change(scene.director, note, said, revision=1)


def test_read_useful_used_are_each_reader_s_own(scene):
    note = noted(scene)
    actions.mark_read(scene.manager, note)
    actions.mark_useful(scene.head, note, useful=True)
    actions.mark_used(scene.manager, note, "the review of December")
    actions.mark_used(scene.manager, note, "the offer")
    (found,) = queries.matching(scene.director, queries.Ask())
    assert (found.readers, found.useful, found.used, found.mine) == (2, 2, 1, False)
    assert WatchReading.objects.get(user=scene.manager).used_for == "the offer"


def test_a_note_is_written_sent_and_marked_by_its_pages(known, signed_in):
    browser = signed_in(known.expert)
    assert browser.get(reverse("support:write_watch")).status_code == 200
    typed = {"title": "Acier", "said_on": "soon", "topics": "Carbone; acier,carbone ",
             "text": "<script>x</script> **b**",
             "link": "https://news.example/a?b=1"}  # fmt: skip
    refused = browser.post(reverse("support:write_watch"), typed)
    assert refused.status_code == 422
    assert "Carbone; acier" in body(refused)
    kept = browser.post(reverse("support:write_watch"), typed | {"said_on": str(known.today)})
    assert kept.status_code == 302
    page = body(browser.get(kept.url))
    assert "<script>x" not in page
    assert "<strong>b</strong>" in page
    assert "news.example" in page
    note = WatchNote.objects.get()
    assert note.topics == ["Carbone", "acier", "carbone"]
    send = reverse("support:send_watch", args=[note.public_id])
    assert browser.post(send).status_code == 422
    assert browser.post(send, {"other": "nobody"}).status_code == 422
    assert browser.post(send, {"other": "alstrom sa"}).status_code == 302
    for verb, more in (("read", {}), ("useful", {}), ("not-useful", {}), ("used", {"used_for": "offer"})):
        assert browser.post(reverse("support:mark_watch", args=[note.public_id, verb]), more).status_code == 302
    assert browser.post(reverse("support:mark_watch", args=[note.public_id, "eat"])).status_code == 404
    edit = typed | {"said_on": str(known.today), "revision": "1", "title": "Steel"}
    assert browser.post(reverse("support:change_watch", args=[note.public_id]), edit).status_code == 302
    assert browser.post(reverse("support:change_watch", args=[note.public_id]), edit).status_code == 422
    assert signed_in(known.stranger).get(reverse("support:change_watch", args=[note.public_id])).status_code == 403
    other = body(signed_in(known.stranger).get(reverse("support:watch_note", args=[note.public_id])))
    assert "Alstrom" not in other


def test_filters_panel_papers_and_search(known, signed_in):
    note = noted(known, topics=("Carbone",), zone="France")
    noted(known, title="Salaires", by=known.director)
    actions.send(known.expert, note, [known.account])
    browser = signed_in(known.manager)
    for query, titles in (
        ("", {"Acier bas carbone", "Salaires"}), ("q=CARBONÉ", {"Acier bas carbone"}), ("topic=carbone",
        {"Acier bas carbone"}), ("zone=France", {"Acier bas carbone"}), (f"account={known.account.public_id}",
        {"Acier bas carbone"}), ("unread=1&page=%00", {"Acier bas carbone", "Salaires"}), ("zone=%00x", set()),
    ):  # fmt: skip
        found = browser.get(f"/team/watch/?{query}").context["page"].rows
        assert {row.note.title for row in found} == titles, query
    panel = browser.get(reverse("accounts:panel", args=[known.account.public_id, "watch"]))
    assert "Acier bas carbone" in body(panel)
    told = {section.name: said for section, said in sections.told(known.manager, known.account, "handover")}
    assert told["watch"].rows[0][1] == "Acier bas carbone"
    assert "Watch note" in body(browser.get("/search/?q=acier"))


def test_ten_more_notes_cost_no_more_queries(known, signed_in):
    browser = signed_in(known.expert)

    def cost(*pages):
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(page).status_code == 200
            found.append(len(asked))
        return found

    first = noted(known, industry="Usinage")
    actions.send(known.expert, first, [known.account])
    pages = ("/team/watch/", reverse("support:watch_note", args=[first.public_id]))
    before = cost(*pages)
    for n in range(10):
        note = noted(known, title=f"Note {n}", industry="Usinage")
        actions.send(known.expert, note, [known.account])
        actions.mark_useful(known.head, note, useful=True)
    assert cost(*pages) == before
    assert max(before) <= 25
