"""What is told of a client: told, changed by two at once, removed; what cannot stand; the tab that shows it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from trousseau.knowledge.actions import facts
from trousseau.knowledge.kinds import KINDS
from trousseau.knowledge.models import Competitor, Contact, Contract, Control, Coverage, LegalEntity, Note, Stake

TODAY = timezone.localdate()


def told(user, account, kind, **values):
    return facts.tell(user, account, KINDS[kind], {"said_on": TODAY, "source": "Visite", **values})


@pytest.fixture
def manager(cast):
    return cast["manager"]


@pytest.fixture
def stake(alstrom, manager):
    return told(manager, alstrom, "stake", title="Coût de possession", quote="Sur la vie du train", importance=5)


class TestTellingAndChanging:
    def test_a_fact_keeps_who_told_it_and_when(self, manager, stake):
        assert (stake.author, stake.revision, stake.said_on) == (manager, 1, TODAY)
        assert [event.verb for event in facts.history(stake)] == ["fact.told"]

    def test_who_does_not_lead_the_account_may_not(self, alstrom, cast, person, stake):
        for other in (cast["expert"], cast["executive"], person("manager", name="Other")):
            with pytest.raises(PermissionDenied):
                told(other, alstrom, "stake", title="x", importance=1)
            with pytest.raises(PermissionDenied):
                facts.change(other, stake, {"title": "x"}, seen=1)

    def test_two_people_who_change_different_fields_are_merged(self, stake, manager, cast):
        facts.change(cast["director"], stake, {"title": "Coût −8 %"}, seen=1)
        changed = facts.change(manager, stake, {"title": "Coût de possession", "importance": 4}, seen=1)
        stake.refresh_from_db()
        assert (stake.title, stake.importance, stake.revision) == ("Coût −8 %", 4, 3)
        assert changed.merged == ("title",)

    def test_two_people_who_change_the_same_field_are_asked(self, stake, manager, cast):
        facts.change(cast["director"], stake, {"title": "Coût −8 %"}, seen=1)
        with pytest.raises(facts.ChangedMeanwhileError) as meanwhile:
            facts.change(manager, stake, {"title": "Coût −10 %"}, seen=1)
        assert meanwhile.value.fields == ("title",)
        stake.refresh_from_db()
        assert stake.title == "Coût −8 %"

    def test_removed_is_brought_back_as_it_was(self, manager, stake):
        facts.remove(manager, stake)
        assert Stake.objects.get().removed_at
        facts.restore(manager, stake)
        assert Stake.objects.get().removed_at is None
        assert [event.verb for event in facts.history(stake)] == ["fact.restored", "fact.removed", "fact.told"]

    def test_who_said_it_must_be_of_the_client(self, alstrom, make_account, manager):
        stranger = Contact.objects.create(account=make_account("Else", manager=manager), name="X", said_on=TODAY)
        with pytest.raises(ValidationError, match="not of this client"):
            told(manager, alstrom, "stake", title="x", importance=1, who=stranger)


class TestHoldings:
    @pytest.fixture
    def companies(self, alstrom, manager):
        return [told(manager, alstrom, "entity", name=name) for name in ("Holding", "Alpha", "Beta", "Gamma")]

    def test_a_circle_is_refused_and_its_way_named(self, alstrom, manager, companies):
        holding, alpha, beta, _gamma = companies
        told(manager, alstrom, "control", owner=holding, owned=alpha, percent=Decimal(60))
        told(manager, alstrom, "control", owner=alpha, owned=beta, percent=None)
        with pytest.raises(ValidationError, match=r"Holding → Alpha → Beta → Holding|Alpha → Beta → Holding → Alpha"):
            told(manager, alstrom, "control", owner=beta, owned=holding, percent=Decimal(1))
        assert Control.objects.count() == 2

    def test_what_once_held_may_be_held_later(self, alstrom, manager, companies):
        holding, alpha, *_others = companies
        told(manager, alstrom, "control", owner=holding, owned=alpha, percent=Decimal(60), until=dt.date(2020, 1, 1))
        told(manager, alstrom, "control", owner=alpha, owned=holding, percent=Decimal(60), since=dt.date(2020, 1, 2))

    def test_more_than_the_whole_is_refused_only_while_it_stands(self, alstrom, manager, companies):
        holding, alpha, beta, gamma = companies
        told(manager, alstrom, "control", owner=holding, owned=gamma, percent=Decimal(60), until=dt.date(2022, 12, 31))
        told(manager, alstrom, "control", owner=alpha, owned=gamma, percent=Decimal(70), since=dt.date(2023, 1, 1))
        with pytest.raises(ValidationError, match=r"110.0%.*Gamma"):
            told(manager, alstrom, "control", owner=beta, owned=gamma, percent=Decimal(40))

    def test_a_company_that_holds_stays(self, alstrom, manager, companies):
        told(manager, alstrom, "control", owner=companies[0], owned=companies[1], percent=Decimal(60))
        with pytest.raises(ValidationError, match="remove its holdings first"):
            facts.remove(manager, companies[1])


def tab(account):
    return f"/accounts/{account.public_id}/knowledge/"


class TestTheTab:
    @pytest.mark.usefixtures("stake")
    def test_it_shows_the_whole_client_and_fades_what_is_old(self, alstrom, manager, cast, signed_in):
        sister = type(alstrom).objects.get(name="Alstrom GmbH")
        told(manager, sister, "stake", title="Empreinte carbone", importance=2, said_on=TODAY - dt.timedelta(days=430))
        page = signed_in(cast["executive"]).get(tab(alstrom))
        text = page.content.decode()
        assert "Coût de possession" in text
        assert "Empreinte carbone" in text
        assert "source 14 months old" in text
        assert "?add=stake" not in text
        assert "Empreinte carbone" not in signed_in(manager).get(f"{tab(alstrom)}?of=account").content.decode()

    def test_a_fact_is_added_in_place_and_wrong_input_is_kept(self, alstrom, manager, signed_in):
        browser = signed_in(manager)
        assert 'name="title"' in browser.get(f"{tab(alstrom)}?add=stake").content.decode()
        address = f"{tab(alstrom)}tell/competitor/"
        wrong = browser.post(address, {"name": "Gussfeld", "share": "140", "said_on": TODAY.isoformat()})
        assert wrong.status_code == 422
        assert "from 0 to 100" in wrong.content.decode()
        assert 'value="Gussfeld"' in wrong.content.decode()
        assert "Say where you have it from" in wrong.content.decode()
        right = browser.post(
            address, {"name": "Gussfeld", "share": "35.5", "source": "Visite", "said_on": TODAY.isoformat()}
        )
        assert right.status_code == 302
        assert Competitor.objects.get().share == Decimal("35.5")

    def test_the_second_of_two_is_told_in_the_form(self, manager, cast, stake, signed_in):
        facts.change(cast["director"], stake, {"title": "Coût −8 %"}, seen=1)
        browser = signed_in(manager)
        sent = {"title": "Coût −10 %", "importance": "5", "source": "Visite", "said_on": TODAY.isoformat(),
                "quote": "Sur la vie du train"}  # fmt: skip
        page = browser.post(f"/knowledge/facts/stake/{stake.public_id}/", sent | {"revision": "1"})
        assert page.status_code == 409
        text = page.content.decode()
        assert "Director Test changed this meanwhile: Stake: Coût −8 %" in text
        assert 'value="Coût −10 %"' in text
        assert 'name="revision" value="2"' in text
        assert browser.post(f"/knowledge/facts/stake/{stake.public_id}/", sent | {"revision": "2"}).status_code == 302
        stake.refresh_from_db()
        assert stake.title == "Coût −10 %"

    def test_a_note_is_safe_html_and_has_a_length(self, alstrom, manager, signed_in):
        browser = signed_in(manager)
        sent = {"title": "N", "source": "x", "said_on": TODAY.isoformat(), "text": "**ok** <script>alert(1)</script>"}
        assert browser.post(f"{tab(alstrom)}tell/note/", sent).status_code == 302
        text = browser.get(tab(alstrom)).content.decode()
        assert "<strong>ok</strong>" in text
        assert "<script>alert" not in text
        long = browser.post(f"{tab(alstrom)}tell/note/", sent | {"text": "x" * 60_000})
        assert long.status_code == 422
        assert "60,000 signs, more than 50,000" in long.content.decode()
        huge = browser.post(f"{tab(alstrom)}tell/note/", sent | {"text": "x" * 20_000_000})
        assert huge.status_code == 413
        assert "too long" in huge.content.decode()
        assert Note.objects.count() == 1

    def test_who_said_it_is_for_those_who_may_read_contacts(self, alstrom, manager, cast, signed_in):
        paul = Contact.objects.create(account=alstrom, name="Paul Renaudin", said_on=TODAY)
        told(manager, alstrom, "stake", title="x", importance=1, who=paul, source="")
        assert "Paul Renaudin" in signed_in(cast["executive"]).get(tab(alstrom)).content.decode()
        controller = signed_in(cast["controller"])
        assert "Paul Renaudin" not in controller.get(tab(alstrom)).content.decode()
        csv = b"".join(controller.get(f"{tab(alstrom)}stake.csv").streaming_content).decode()
        assert "Paul Renaudin" not in csv

    def test_history_of_one_fact(self, manager, cast, stake, signed_in):
        facts.change(manager, stake, {"importance": 2}, seen=1)
        text = signed_in(cast["expert"]).get(f"/knowledge/facts/stake/{stake.public_id}/").content.decode()
        assert "<s>5</s> → 2" in text

    def test_ten_more_facts_cost_no_query_more(self, alstrom, manager, signed_in, django_assert_max_num_queries):
        browser = signed_in(manager)
        for n in range(12):
            told(manager, alstrom, "stake", title=f"s{n}", importance=3)
            told(manager, alstrom, "competitor", name=f"c{n}")
            told(manager, alstrom, "entity", name=f"e{n}")
        browser.get(tab(alstrom))
        with django_assert_max_num_queries(25):
            browser.get(tab(alstrom))


class TestContracts:
    def test_the_last_day_to_give_notice_is_counted_back_from_the_end(self):
        contract = Contract(end=dt.date(2027, 3, 31), notice_days=90)
        assert contract.notice_by == dt.date(2026, 12, 31)
        assert Contract(end=dt.date(2027, 3, 31)).notice_by is None
        assert Contract(end=dt.date(1, 1, 5), notice_days=90).notice_by == dt.date.min

    def test_it_is_due_on_home_before_its_notice(self, alstrom, manager, cast):
        from trousseau.knowledge.facts_due import contracts

        told(manager, alstrom, "contract", name="Accord Bogies", amount=Decimal(7_400_000), currency="EUR",
             end=TODAY + dt.timedelta(days=125), notice_days=90)  # fmt: skip
        (item,) = contracts(manager)
        assert "Accord Bogies of Alstrom SA: notice can be given until" in str(item.title)
        assert (item.urgency, item.amount, item.due) == ("soon", Decimal(7_400_000), TODAY + dt.timedelta(days=35))
        assert not list(contracts(cast["expert"]))


def test_coverage_is_kept_when_something_is_told(alstrom, manager, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        told(manager, alstrom, "stake", title="x", importance=3, answered="answered", answer="o")
    rows = Coverage.objects.all()
    assert len(rows) == 2
    assert rows[0].topics["stakes"] == pytest.approx((1 / 3 + 1) / 2, abs=1e-4)
    with django_capture_on_commit_callbacks(execute=True):
        facts.remove(manager, Stake.objects.get())
    assert not Coverage.objects.exists()
    assert LegalEntity.objects.count() == 0
