"""Matching on its pages: worked out, changed, decided by one of two, handed over, undone; rules; what clashes."""

from __future__ import annotations

import pytest

from trousseau.accounts import due
from trousseau.accounts.models import Account
from trousseau.selection.models import ManagerDays
from trousseau.staffing.models import AccountDemand, Backup, HandOver, MatchingRule, Profile, Proposal, Rivalry

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(cast, person):
    """Two managers with 6 days each, one in each zone; four accounts of 2 days, one of them with the wrong manager."""
    ana, ben = cast["manager"], person("manager", name="Ben Manager")
    for one, zone in ((ana, "France"), (ben, "DACH")):
        one.reports_to = cast["head"]
        one.save()
        Profile.objects.create(user=one, zones=[zone])
        ManagerDays.objects.create(manager=one, days=6)
    for key, zone, manager in (("A", "France", ana), ("B", "DACH", ana), ("C", "DACH", ben), ("D", "France", None)):
        account = Account.objects.create(key=key, name=f"Client {key}", manager=manager)
        AccountDemand.objects.create(account=account, days=2, zone=zone, source="test")
    return ana, ben


def worked_out(browser, **form):
    answer = browser.post("/team/matching/work-out/", {"title": "Spring", "keep_bonus": "0.05", **form})
    return answer, Proposal.objects.first()


def leaders():
    return {one.name[-1]: str(one.manager) for one in Account.objects.select_related("manager")}


def test_a_proposal_is_worked_out_explained_and_changes_nothing(field, cast, signed_in):
    browser = signed_in(cast["director"])
    before = leaders()
    answer, proposal = worked_out(browser)
    assert answer.status_code == 302
    page = browser.get(answer.url).content.decode()
    assert "2 accounts change hands" in page
    assert "zone 100% instead of 0%" in page
    assert "nobody led it" in page
    assert "Proven: no assignment under these rules is worth more." in page
    assert leaders() == before
    assert set(proposal.backups.values()) == {one.pk for one in field}


def test_a_decision_names_managers_and_starts_hand_overs_and_can_be_undone(field, cast, signed_in):
    ana, ben = field
    browser, before = signed_in(cast["director"]), leaders()
    answer, _ = worked_out(browser)
    url = answer.url
    assert browser.post(f"{url}decide/", {"revision": "0", "reason": ""}).status_code == 422
    assert browser.post(f"{url}decide/", {"revision": "0", "reason": "Zones"}).status_code == 302
    assert leaders() == {"A": "Manager Test", "B": "Ben Manager", "C": "Ben Manager", "D": "Manager Test"}
    assert Backup.objects.count() == 4
    assert {(one.account.name, one.giver, one.taker) for one in HandOver.objects.all()} == {
        ("Client B", ana, ben),
        ("Client D", None, ana),
    }
    page = signed_in(ben).get("/team/hand-overs/").content.decode()
    assert "Client B" in page
    assert "My part is done" in page
    item = HandOver.objects.get(account__name="Client B")
    assert signed_in(ben).post(f"/team/hand-overs/{item.public_id}/done/").status_code == 302
    assert signed_in(cast["expert"]).post(f"/team/hand-overs/{item.public_id}/done/").status_code == 403
    browser = signed_in(cast["director"])
    assert browser.post(f"{url}undo/", {"revision": "1"}).status_code == 302
    assert leaders() == before
    assert not Backup.objects.exists()
    assert HandOver.objects.filter(cancelled=True).count() == 2


def test_the_second_of_two_who_decide_is_told(field, cast, signed_in):
    browser = signed_in(cast["director"])
    url = worked_out(browser)[0].url
    browser.post(f"{url}decide/", {"revision": "0", "reason": "Zones"})
    answer = browser.post(f"{url}decide/", {"revision": "0", "reason": "Other"})
    assert answer.status_code == 422
    assert "Director Test has decided this proposal already" in answer.content.decode()


def test_what_changed_hands_meanwhile_stops_a_decision_whole(field, cast, signed_in):
    browser = signed_in(cast["director"])
    url = worked_out(browser)[0].url
    Account.objects.filter(name="Client A").update(manager=field[1])
    answer = browser.post(f"{url}decide/", {"revision": "0", "reason": "Zones"})
    assert answer.status_code == 422
    assert "Client A changed hands since" in answer.content.decode()
    assert leaders()["B"] == "Manager Test"


def test_an_account_moved_by_hand_says_what_it_costs_and_what_it_breaks(field, cast, signed_in):
    ana, ben = field
    browser = signed_in(cast["director"])
    url = worked_out(browser)[0].url
    ManagerDays.objects.filter(manager=ben).update(days=5)
    account = Account.objects.get(name="Client A")
    answer = browser.post(f"{url}move/", {"revision": "0", "account": account.pk, "manager": ben.pk})
    assert answer.status_code == 302
    page = browser.get(url).content.decode()
    assert "1 change by hand costs 20.0 points of fit." in page
    assert "Ben Manager would carry 6.0 days a month, of 5.0." in page
    stale = browser.post(f"{url}move/", {"revision": "0", "account": account.pk, "manager": ana.pk})
    assert stale.status_code == 422
    wrong = browser.post(f"{url}move/", {"revision": "1", "account": account.pk, "manager": "999999"})
    assert wrong.status_code == 422
    same = browser.post(f"{url}move/", {"revision": "1", "account": account.pk, "manager": ben.pk, "backup": ben.pk})
    assert "cannot stand in for themselves" in same.content.decode()


def test_rules_and_rivals_are_kept(field, cast, signed_in):
    browser = signed_in(cast["director"])
    rule = {"kind": "must", "account": "Client B", "manager": field[0].pk, "reason": "Asked for"}
    assert browser.post("/team/matching/rules/add/", rule).status_code == 302
    assert browser.post("/team/matching/rules/add/", rule).status_code == 422
    assert browser.post("/team/matching/rules/add/", {**rule, "account": "Nobody"}).status_code == 422
    assert browser.post("/team/matching/rules/add/", {**rule, "account": "Client C", "reason": " "}).status_code == 422
    rivals = {"name": "Press", "accounts": "Client A; Client B"}
    assert browser.post("/team/matching/rivals/add/", rivals).status_code == 302
    assert browser.post("/team/matching/rivals/add/", {**rivals, "accounts": "Client A"}).status_code == 422
    _, proposal = worked_out(browser)
    chosen = {Account.objects.get(pk=key).name: to for key, to in proposal.assigned.items()}
    assert chosen["Client B"] == field[0].pk
    assert chosen["Client A"] == field[1].pk
    assert browser.post(f"/team/matching/rules/{MatchingRule.objects.get().pk}/drop/").status_code == 302
    assert browser.post(f"/team/matching/rivals/{Rivalry.objects.get().pk}/drop/").status_code == 302


def test_what_clashes_is_told_in_words(field, cast, signed_in):
    ManagerDays.objects.update(days=3)
    browser = signed_in(cast["director"])
    answer, proposal = worked_out(browser)
    assert proposal.state == Proposal.State.IMPOSSIBLE
    assert "The accounts ask 8 days, of 6 available." in browser.get(answer.url).content.decode()


def test_a_manager_without_days_gets_no_account(field, cast, signed_in):
    ManagerDays.objects.filter(manager=field[0]).update(days=0)
    ManagerDays.objects.filter(manager=field[1]).update(days=31)
    proposal = worked_out(signed_in(cast["director"]))[1]
    assert set(proposal.assigned.values()) == {field[1].pk}


def test_a_head_proposes_and_the_director_is_told(field, cast, signed_in):
    browser = signed_in(cast["head"])
    url = worked_out(browser)[0].url
    assert browser.post(f"{url}decide/", {"revision": "0", "reason": "x"}).status_code == 403
    assert browser.post(f"{url}propose/", {"revision": "0"}).status_code == 302
    assert cast["director"].notices.filter(kind="matching.proposed").count() == 1
    assert "Decide who leads what: Spring" in [str(one.title) for one in due.items(cast["director"])]


def test_a_head_sees_only_their_own_proposals(field, cast, signed_in):
    url = worked_out(signed_in(cast["director"]))[0].url
    assert signed_in(cast["head"]).get(url).status_code == 404


@pytest.mark.parametrize("form", [{"title": " "}, {"keep_bonus": "2"}, {"keep_bonus": "much"}])
def test_what_cannot_be_is_refused(field, cast, signed_in, form):
    answer, proposal = worked_out(signed_in(cast["director"]), **form)
    assert answer.status_code == 422
    assert proposal is None


def test_more_accounts_cost_no_more_queries(field, cast, signed_in, django_assert_max_num_queries):
    for at in range(10):
        account = Account.objects.create(key=f"X{at}", name=f"X {at}", manager=field[0])
        AccountDemand.objects.create(account=account, days=0.1, zone="France", source="test")
    browser = signed_in(cast["director"])
    url = worked_out(browser)[0].url
    for page in (url, "/team/matching/"):
        browser.get(page)
        with django_assert_max_num_queries(25):
            browser.get(page)


def test_what_an_account_asks_is_told_with_its_source_and_forgotten(field, cast, signed_in):
    account = Account.objects.get(name="Client A")
    browser, url = signed_in(cast["director"]), f"/team/demands/{account.public_id}/"
    assert 'value="2"' in browser.get(url).content.decode()
    told = {"revision": "0", "days": "3.5", "languages": "German", "industry": "Rail", "source": "Meeting"}
    assert browser.post(url, {**told, "source": " "}).status_code == 422
    assert browser.post(url, {**told, "days": "99"}).status_code == 422
    assert browser.post(url, {**told, "competencies": "negotiation 9"}).status_code == 422
    assert browser.post(url, {**told, "competencies": "negotiation 4"}).status_code == 302
    row = AccountDemand.objects.get(account=account)
    assert (float(row.days), row.languages, row.competencies) == (3.5, ["de"], {"negotiation": 4.0})
    assert "changed what this account asks meanwhile" in browser.post(url, told).content.decode()
    assert browser.post(url, {"revision": "1", "source": "Mail"}).status_code == 302
    assert not AccountDemand.objects.filter(account=account).exists()
