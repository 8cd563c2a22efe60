"""The pages of promises: who sees what, filters in the address, what was typed is kept, files, queries."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import tagged
from support.pdf_words import inside, words
from support.promises import made
from trousseau.accounts.models import TeamMember
from trousseau.knowledge.models import Contact
from trousseau.support.models.commitments import Commitment

REGISTER = "/team/commitments/"


def body(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return response.content.decode()


def test_the_register_opens_with_its_finding_and_only_with_what_one_sees(scene, signed_in):
    made(scene, in_days=-6)
    made(scene, what="Chiffrer la reprise", in_days=5)
    page = body(signed_in(scene.manager).get(REGISTER))
    assert "2 promises to clients are open: 1 is late and 1 is due within a week." in page
    assert "6 days late" in page
    assert "in 5 days" in page
    assert "Plan qualité" not in body(signed_in(scene.stranger).get(REGISTER))


def test_filters_in_the_address(scene, signed_in):
    made(scene, in_days=-6)
    made(scene, what="Atelier", in_days=50, owner=scene.expert)
    browser = signed_in(scene.manager)
    for query, shown in (
        ("state=late", {"Plan qualité"}),
        ("mine=1", {"Plan qualité"}),
        (f"person={scene.expert.pk}", {"Atelier"}),
        (f"account={scene.account.public_id}", {"Plan qualité", "Atelier"}),
        ("account=nothing", set()),
        ("due=month", set()),
        ("due=quarter", {"Atelier"}),
        ("q=ATELÏER", {"Atelier"}),
        ("q=ruiz", {"Plan qualité", "Atelier"}),
        ("state=kept", set()),
        ("state=%00&due=x&person=%F0%9F%98%80&page=-1&direction=é", {"Plan qualité", "Atelier"}),
        ("person=99999999999999999999", {"Plan qualité", "Atelier"}),
    ):
        page = browser.get(f"{REGISTER}?{query}").context["page"]
        assert {row.one.what for row in page.rows} == shown, query


def test_one_line_records_a_promise_and_a_refusal_keeps_what_was_typed(scene, signed_in):
    browser = signed_in(scene.manager)
    typed = {"account": "alstrom sa", "what": "Plan <b>", "to": "ANA RUIZ", "due": "2099-01-01"}
    refused = browser.post(reverse("support:promise"), typed)
    assert refused.status_code == 422
    assert "20 years away" in body(refused)
    assert "Plan &lt;b&gt;" in body(refused)
    typed["due"] = str(scene.today + dt.timedelta(days=3))
    page = browser.post(reverse("support:promise"), typed, follow=True)
    assert page.status_code == 200
    one = Commitment.objects.get()
    assert (one.contact, one.owner) == (scene.contact, scene.manager)
    for account in ("nobody", "", "Société n° 1"):
        assert browser.post(reverse("support:promise"), typed | {"account": account}).status_code == 422
    free = browser.post(reverse("support:promise"), typed | {"to": "Someone else", "on": scene.account.public_id})
    assert free.status_code == 302
    assert browser.post(reverse("support:promise"), typed | {"on": scene.other.public_id}).status_code == 404


def test_namesakes_are_told_apart_by_their_title(scene, signed_in):
    Contact.objects.create(account=scene.account, name="Ana Ruiz", title="Achats", said_on=scene.today)
    browser = signed_in(scene.manager)
    typed = {"on": scene.account.public_id, "what": "x", "due": str(scene.today)}
    assert browser.post(reverse("support:promise"), typed | {"to": "Ana Ruiz"}).status_code == 422
    assert browser.post(reverse("support:promise"), typed | {"to": "Ana Ruiz · Achats"}).status_code == 302
    assert Commitment.objects.get().contact.title == "Achats"


def test_one_promise_through_its_life(scene, signed_in):
    one = made(scene, in_days=-1)
    browser = signed_in(scene.manager)
    address = reverse("support:commitment", args=[one.public_id])
    assert browser.get(address).status_code == 200

    def send(verb, **typed):
        return browser.post(reverse("support:settle_commitment", args=[one.public_id, verb]), typed)

    due = str(scene.today + dt.timedelta(days=4))
    refused = send("renegotiate", due=due, reason="tooling is late", agreed_by="", revision=1)
    assert refused.status_code == 422
    assert "tooling is late" in body(refused)
    assert send("renegotiate", due=due, reason="tooling is late", agreed_by="A. Ruiz", revision=1).status_code == 302
    assert send("keep", on="yesterday", evidence="x", revision=2).status_code == 422
    stale = send("keep", on=str(scene.today), evidence="the mail", revision=1)
    assert stale.status_code == 422
    assert "Another day agreed for a promise" in body(stale)
    assert send("keep", on=str(scene.today), evidence="the mail", revision=2).status_code == 302
    page = body(browser.get(address))
    assert "tooling is late" in page
    assert "the mail" in page
    assert send("vanish", revision=3).status_code == 404
    assert browser.get(reverse("support:settle_commitment", args=[one.public_id, "keep"])).status_code == 405
    edit = {"revision": 3, "what": "Corrected", "to": "Ana Ruiz", "due": due, "visible": "on"}
    assert browser.post(reverse("support:change_commitment", args=[one.public_id]), edit).status_code == 302
    one.refresh_from_db()
    assert (one.what, one.visible, one.contact) == ("Corrected", False, scene.contact)
    assert browser.post(reverse("support:change_commitment", args=[one.public_id]), edit).status_code == 422


def test_who_sees_the_account_sees_it_and_no_one_else(scene, signed_in, person):
    one = made(scene)
    address = reverse("support:commitment", args=[one.public_id])
    for somebody, status in ((scene.expert, 200), (scene.stranger, 404), (person("administrator"), 403)):
        assert signed_in(somebody).get(address).status_code == status
    controller = person("controller")
    page = body(signed_in(controller).get(address))
    assert "Ana Ruiz" not in page
    assert "Ana Ruiz" not in body(signed_in(controller).get(REGISTER + "export.csv"))
    assert signed_in(controller).post(reverse("support:settle_commitment", args=[one.public_id, "reopen"]),
                                      {"revision": 1}).status_code == 403  # fmt: skip


def test_who_corrects_a_promise_does_not_move_what_the_client_sees(scene, signed_in):
    one = made(scene, owner=scene.expert, visible=True)
    edit = {"revision": 1, "what": "Corrected", "to": "Ana Ruiz", "due": str(one.due)}
    browser = signed_in(scene.expert)
    assert browser.post(reverse("support:change_commitment", args=[one.public_id]), edit).status_code == 302
    one.refresh_from_db()
    assert (one.what, one.visible, one.owner) == ("Corrected", True, scene.expert)


@pytest.mark.parametrize(("language", "said"), [("fr", "Relevé d’engagements"), ("en", "Statement of commitments")])
def test_the_statement_is_a_tagged_paper_and_the_clients_has_only_theirs(scene, signed_in, language, said, tmp_path):
    made(scene, in_days=-1, visible=True, what="#read(x) *Plan* qualité")
    made(scene, what="Ours alone", in_days=20)
    browser = signed_in(scene.manager)
    browser.cookies["django_language"] = language
    place = reverse("support:statement_file", args=[scene.account.public_id, f"{scene.today:%Y-%m}", "pdf"])
    page = body(browser.get(reverse("support:statement", args=[scene.account.public_id, f"{scene.today:%Y-%m}"])))
    assert f'href="{place}"' in page
    whole, own = browser.get(place), browser.get(f"{place}?for=client")
    assert whole["Content-Type"] == "application/pdf"
    assert whole["Cache-Control"] == "private, no-store"
    text = words(whole.content)
    told = (said, scene.account.name, "#read(x) *Plan* qualité", "Ours alone")
    assert [word for word in told if word not in text] == []
    assert "#read(x)" in words(own.content)
    assert "Ours alone" not in words(own.content)
    assert not tagged.faults(whole.content, tmp_path)
    tags = b"\n".join(inside(whole.content))
    assert all(mark in tags for mark in (b"pdfuaid", b"/StructTreeRoot", b"/Table", b"/TH", b"/H1", b"/H2"))
    assert re.search(rb"/Lang ?\(" + language.encode(), tags)


def test_statements_and_punctuality(scene, signed_in):
    made(scene, in_days=-1, visible=True)
    made(scene, what="Ours alone", in_days=20)
    browser = signed_in(scene.manager)
    month = f"{scene.today:%Y-%m}"
    whole = body(browser.get(reverse("support:statement", args=[scene.account.public_id, month])))
    assert "Ours alone" in whole
    own = body(browser.get(reverse("support:statement", args=[scene.account.public_id, month]) + "?for=client"))
    assert "Ours alone" not in own
    assert "Plan qualité" in own
    file = browser.get(reverse("support:statement_file", args=[scene.account.public_id, month, "csv"]) + "?for=client")
    assert "Ours alone" not in body(file)
    assert browser.get(reverse("support:statements", args=[scene.account.public_id])).status_code == 200
    for month in ("2026-13", "nothing", "0000-01", "２０２６-01"):
        assert browser.get(f"/accounts/{scene.account.public_id}/commitments/{month}/").status_code == 404
    assert "too few to say" in body(browser.get(reverse("support:punctuality")))
    assert browser.get(reverse("support:punctuality_table", args=["people", "xlsx"])).status_code == 200
    assert browser.get(reverse("support:punctuality_table", args=["moon", "xlsx"])).status_code == 404


def test_a_director_sets_the_days(scene, signed_in):
    browser = signed_in(scene.director)
    wrong = browser.post(reverse("support:climb"), {"revision": 1, "manager": "five"})
    assert wrong.status_code == 422
    assert "five" in body(wrong)
    right = {"revision": 1, "manager": "2", "head": "", "director": "9"}
    assert browser.post(reverse("support:climb"), right).status_code == 302
    assert browser.post(reverse("support:climb"), right).status_code == 422
    assert signed_in(scene.manager).post(reverse("support:climb"), right).status_code == 403


def test_the_account_shows_its_open_promises_and_the_button(scene, signed_in, person):
    made(scene, in_days=-6)
    page = body(signed_in(scene.manager).get(reverse("accounts:panel", args=[scene.account.public_id, "commitments"])))
    assert "6 days late" in page
    head = body(signed_in(scene.manager).get(reverse("accounts:account", args=[scene.account.public_id])))
    assert reverse("support:promise_here", args=[scene.account.public_id]) in head
    assert "commitments/promise/" not in body(
        signed_in(person("controller")).get(reverse("accounts:account", args=[scene.account.public_id]))
    )


def test_home_search_and_papers_know_of_them(scene, signed_in):
    from trousseau.accounts import sections

    made(scene, in_days=-6)
    home = body(signed_in(scene.manager).get("/"))
    assert "You promised, 6 days late" in home
    found = body(signed_in(scene.manager).get("/search/?q=plan qual"))
    assert "Commitment" in found
    told = {section.name: said for section, said in sections.told(scene.manager, scene.account, "brief")}
    assert told["commitments"].rows[0][:3] == ("Plan qualité", "Ana Ruiz", "Sophie Lacaze")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_as_a_file(scene, signed_in, kind):
    made(scene, what="=1+1")
    response = signed_in(scene.manager).get(f"{REGISTER}export.{kind}?state=open")
    assert response.status_code == 200
    if kind == "csv":
        assert "\n'=1+1" in body(response) or ",'=1+1," in body(response) or '"=1+1' not in body(response)
    assert signed_in(scene.manager).get(f"{REGISTER}export.pdf").status_code == 404


def test_ten_more_rows_cost_no_more_queries(scene, signed_in):
    TeamMember.objects.get_or_create(account=scene.other, user=scene.manager)
    browser = signed_in(scene.manager)
    pages = (
        REGISTER, reverse("support:punctuality"), "/",
        reverse("support:statement", args=[scene.account.public_id, f"{scene.today:%Y-%m}"]),
        reverse("accounts:panel", args=[scene.account.public_id, "commitments"]),
    )  # fmt: skip

    def cost():
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as made_queries:
                assert browser.get(page).status_code == 200
            found.append(len(made_queries))
        return found

    made(scene, in_days=-1)
    before = cost()
    for n in range(10):
        person = Contact.objects.create(account=scene.account, name=f"Person {n}", said_on=scene.today)
        made(scene, in_days=-n - 1, contact=person, owner=scene.expert if n % 2 else scene.manager)
    assert cost() == before
    assert max(cost for page, cost in zip(pages, before, strict=True) if page != "/") <= 25, before
