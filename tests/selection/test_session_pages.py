"""The pages of sessions, minutes and the log: what each shows, what they refuse, what is kept of what was typed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import translation

from selection.test_sessions import DAY, THREE, grid
from trousseau.accounts.models import Account
from trousseau.portfolio.queries.source import asked
from trousseau.selection import actions, sessions_due
from trousseau.selection.models import DecisionSession, GridVersion, Proposal, Remark, Ruling, TierDecision


@pytest.fixture
def ruled(director):
    GridVersion.objects.create(number=1, reason="first", grid=grid().as_json(), moves={})
    actions.publish_tiers(director, THREE, "first", based_on=0, asked=asked(director, {}))
    return director


@pytest.fixture
def opened(ruled):
    return actions.open_session(ruled, "Winter", DAY, ["Claire", "Paul"], asked(ruled, {}))


def address(name, session, *more):
    return reverse(f"selection:{name}", args=[session.public_id, *more])


def decide(browser, session, **fields):
    form = {"client": "C3", "tier": "key", "reason": "They grow", "seen": "0", "next": ""}
    return browser.post(address("decide_tier", session), form | fields)


def test_a_session_is_opened_with_people_and_free_names(browser, ruled, person):
    paul = person("manager", name="Paul")
    form = {"title": "Winter", "date": "2026-01-20", "attendee": [paul.name], "others": "A guest; another"}
    answer = browser.post(reverse("selection:open_session"), form)
    session = DecisionSession.objects.get()
    assert answer.url == address("session", session)
    assert session.attendees == ["Paul", "A guest", "another"]


@pytest.mark.parametrize(
    ("changes", "words"), [({"title": " "}, "title"), ({"date": "tomorrow"}, "tomorrow"), ({"date": ""}, "no day")]
)
def test_what_a_session_needs_is_said_and_what_was_typed_stays(browser, ruled, changes, words):
    form = {"title": "Winter", "date": "2026-01-20", "others": "A guest"} | changes
    answer = browser.post(reverse("selection:open_session"), form)
    assert answer.status_code == 422
    assert words in answer.context["page"].problem
    assert "A guest" in answer.content.decode()
    assert not DecisionSession.objects.exists()


def test_the_session_opens_with_what_remains(browser, opened):
    page = browser.get(address("session", opened)).context["page"]
    assert page.rows[0].name == "Alstrom"
    assert page.card.client == "Alstrom"
    assert page.card.number == 1
    assert page.finding.startswith(f"{len(page.rows)} of {len(page.rows)} decisions remain: Alstrom")
    assert page.card.revenue == "€42,000"


def test_deciding_opens_the_next_client(browser, opened):
    answer = decide(browser, opened, client="Alstrom", next="C3")
    assert answer.url.endswith("?client=C3#client")
    row = browser.get(address("session", opened)).context["page"].rows[0]
    assert (row.ruled, row.exception) == ("Key", False)


def test_without_a_reason_nothing_is_decided_and_the_choice_stays(browser, opened):
    answer = decide(browser, opened, tier="develop", reason=" ")
    assert answer.status_code == 422
    page = answer.context["page"]
    assert page.problem.startswith("Say why")
    assert [choice.key for choice in page.card.choices if choice.chosen] == ["develop"]
    assert not Ruling.objects.exists()


def test_the_second_who_decides_is_told_what_the_first_decided(browser, opened, person):
    actions.decide_tier(person("director", name="Fast"), opened, "C3", "exit", "They do not pay", seen=0)
    answer = decide(browser, opened, reason="My own reason")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Fast has decided this client meanwhile: Exit" in text
    assert "They do not pay" in text
    assert "My own reason" in text
    assert Ruling.objects.get().tier == "exit"


def test_several_are_decided_at_once(browser, opened):
    answer = browser.post(
        address("decide_as_proposed", opened), {"chosen": ["Alstrom", "C3"], "reason": "As the grid says"}
    )
    assert answer.status_code == 302
    assert Ruling.objects.count() == 2
    again = browser.post(address("decide_as_proposed", opened), {"reason": "x"})
    assert again.status_code == 422
    assert "Tick" in again.context["page"].problem


def test_proposals_and_remarks_stand_in_the_thread(browser, opened):
    browser.post(address("propose_tier", opened), {"client": "C3", "tier": "develop", "reason": "Too small"})
    browser.post(address("discuss", opened), {"client": "C3", "text": "They asked <b>twice</b>"})
    page = browser.get(address("session", opened), {"client": "C3"})
    assert [voice.tier for voice in page.context["page"].card.voices] == ["Develop", ""]
    assert "They asked &lt;b&gt;twice" in page.content.decode()
    assert (Proposal.objects.count(), Remark.objects.count()) == (1, 1)


def test_a_manager_sees_their_own_clients_without_scores(client, opened, person):
    manager = person("manager")
    client.force_login(manager)
    page = client.get(address("session", opened)).context["page"]
    assert page.rows == ()
    Account.objects.filter(key="C3").update(manager=manager)
    answer = client.get(address("session", opened), {"client": "C3"})
    page = answer.context["page"]
    assert [row.name for row in page.rows] == ["Vernay"]
    assert (page.rows[0].rank, page.rows[0].chance, page.card.points, page.load) == (None, "", "", ())
    assert "Alstrom" not in answer.content.decode()
    other = client.get(address("session", opened), {"client": "Alstrom"})
    assert other.context["page"].card.client == "C3"
    sent = client.post(address("propose_tier", opened), {"client": "C3", "tier": "key", "reason": "They grow"})
    assert sent.status_code == 302
    assert (
        client.post(address("propose_tier", opened), {"client": "C1", "tier": "key", "reason": "x"}).status_code == 403
    )


@pytest.fixture
def closed(opened, ruled):
    actions.propose_tier(ruled, opened, "C3", "develop", "Sales slow down")
    actions.discuss(ruled, opened, "C3", "Read again in May")
    actions.decide_tier(ruled, opened, "Alstrom", "key", "First by far", seen=0)
    actions.decide_tier(ruled, opened, "C3", "develop", "They & theirs <leave>", seen=0)
    actions.close_session(ruled, opened)
    return opened


def minutes_text(browser, session, language):
    answer = browser.get(address("minutes_file", session, language))
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        root = ET.fromstring(packed.read("word/document.xml"))
    return " | ".join(text.text or "" for text in root.iter() if text.tag.endswith("}t"))


def test_minutes_say_who_what_why_and_on_what_ground(browser, closed):
    page = browser.get(address("minutes", closed)).content.decode()
    english = minutes_text(browser, closed, "en")
    french = minutes_text(browser, closed, "fr")
    for said in ("Claire", "Paul", "First by far", "They & theirs <leave>", "Read again in May", "Sales slow down"):
        assert said in english
        assert said in french
    assert "exception: the rules proposed Key" in english
    assert "par exception" in french
    assert "version 1 of 20 Jan 2026" in english
    assert "1 Jan 2025 – 31 Dec 2025" in english
    assert "Left undecided" in english
    assert "Kessler" in english
    assert "They &amp; theirs &lt;leave&gt;" in page


def test_minutes_say_the_same_a_year_later(browser, closed, ruled):
    before = minutes_text(browser, closed, "en")
    GridVersion.objects.create(number=2, reason="other", grid=grid(capacity=1).as_json(), moves={})
    assert minutes_text(browser, closed, "en") == before


def test_minutes_are_of_closed_sessions_for_who_sees_everything(browser, client, opened, person):
    assert browser.get(address("minutes", opened)).status_code == 404
    assert browser.get(address("minutes_file", opened, "de")).status_code == 404


def test_a_limited_director_reads_no_minutes(client, closed, person):
    client.force_login(person("director", name="Zonal", zones=["France"]))
    assert client.get(address("minutes", closed)).status_code == 404


def test_the_log_is_filtered_and_exported(browser, closed):
    page = browser.get(reverse("selection:decisions")).context["page"]
    assert [row.decision.client for row in page.rows] == ["Alstrom", "C3"]
    filtered = browser.get(reverse("selection:decisions"), {"exceptions": "1", "kind": "entry"}).context["page"]
    assert [row.decision.client for row in filtered.rows] == ["C3"]
    assert browser.get(reverse("selection:decisions"), {"q": "vern"}).context["page"].total == 1
    assert browser.get(reverse("selection:decisions"), {"since": "2027-01-01"}).context["page"].total == 0
    assert browser.get(reverse("selection:decisions"), {"kind": "x", "since": "y", "tier": "\x00"}).status_code == 200
    table = browser.get(reverse("selection:decisions_table", args=["csv"])).content.decode()
    assert "They & theirs <leave>" in table
    assert browser.get(address("session_table", closed, "xlsx")).status_code == 200


def test_a_closed_session_shows_no_form(browser, closed):
    answer = browser.get(address("session", closed))
    assert answer.context["page"].finding == "2 decisions: 2 entries; 1 exception to the rules."
    assert 'name="reason"' not in answer.content.decode()
    assert decide(browser, closed).status_code == 422
    assert TierDecision.objects.count() == 2


def test_ten_more_moves_cost_no_more_queries(browser, opened, ruled, django_assert_max_num_queries):
    browser.get(address("session", opened))
    with django_assert_max_num_queries(25):
        browser.get(address("session", opened))
    actions.decide_as_proposed(ruled, opened, ["Alstrom", "C3"], "x")
    with django_assert_max_num_queries(25):
        browser.get(address("session", opened))
    with django_assert_max_num_queries(15):
        browser.get(reverse("selection:sessions"))
    with django_assert_max_num_queries(15):
        browser.get(reverse("selection:decisions"))


def test_what_remains_is_due_to_who_can_do_something(opened, ruled, person):
    (mine,) = sessions_due.items(ruled)
    assert mine.title.endswith("decisions remain in “Winter”.")
    manager = person("manager")
    assert not list(sessions_due.items(manager))
    Account.objects.filter(key="C3").update(manager=manager)
    (theirs,) = sessions_due.items(manager)
    assert theirs.title == "1 of your clients is to be decided in “Winter”."
    actions.propose_tier(manager, opened, "C3", "key", "They grow")
    assert not list(sessions_due.items(manager))
    assert not list(sessions_due.items(person("controller")))
    actions.close_session(ruled, opened)
    assert not list(sessions_due.items(ruled))


def test_the_pages_speak_french(browser, closed):
    with translation.override("fr"):
        answer = browser.get(address("minutes", closed), headers={"accept-language": "fr"})
    assert "Procès-verbal" in answer.content.decode()
    assert dt.date(2026, 1, 20) == closed.date
