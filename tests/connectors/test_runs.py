"""What a run leaves behind, through its real connector on a simulated CRM."""

import datetime as dt
import gc
from decimal import Decimal

import httpx
import pytest
from hubspot_face import too_many
from running import a_face, a_world, back, connection, ours, run
from world import START

from trousseau.connectors.budget import spending
from trousseau.connectors.models import Calls, Candidate, Connection, Deal, DealRole, Noted, Outbound, Remote, Run
from trousseau.connectors.runs.begin import begin
from trousseau.connectors.runs.one import BusyError
from trousseau.knowledge.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(organisation, time_machine):
    time_machine.move_to(START)
    return connection()


def small(world):
    """An owner, an account with the code of ours, a person there, a deal, their part in it."""
    owner = world.add("owner", name="Sophie Lacaze", email="sophie@garonne.example", active=True)
    account = world.add("account", name="Alstrom SA", owner=owner, raw={"erp_code": "C-001"})
    person = world.add("contact", name="Paul Renaudin", email="paul@alstrom.example", account=account)
    deal = world.add(
        "deal", name="Frame 2027", account=account, owner=owner, amount="120000.10", state="open", contact=person
    )
    return owner, account, person, deal


def test_what_the_crm_says_becomes_ours(made, person):
    sophie = person("manager", name="Sophie Lacaze", email="sophie@garonne.example")
    (alstrom,) = ours("C-001")
    world = a_world()
    small(world)
    done = run(made, a_face(world))
    assert (done.state, done.errors) == ("done", [])
    paul = Contact.objects.get()
    assert (paul.account, paul.name, paul.email, paul.source) == (
        alstrom, "Paul Renaudin", "paul@alstrom.example", "HubSpot",
    )  # fmt: skip
    deal = Deal.objects.get()
    assert (deal.account, deal.owner, deal.amount, deal.currency, deal.state) == (
        alstrom, sophie, Decimal("120000.10"), "EUR", "open",
    )  # fmt: skip
    assert deal.probability == 40
    assert DealRole.objects.get().contact == paul
    assert done.counts["account"] == {"read": 1, "new": 1, "linked": 1}


def test_a_run_leaves_the_process_as_it_was_however_it_ends(made):
    before = gc.get_threshold(), gc.get_freeze_count() > 0
    world = a_world()
    small(world)
    run(made, a_face(world))

    def stopped():
        assert gc.get_threshold() != before[0]
        raise KeyboardInterrupt

    world.add("account", name="Borel SA")
    with pytest.raises(KeyboardInterrupt):
        run(made, a_face(world), stopped)
    assert (gc.get_threshold(), gc.get_freeze_count() > 0) == before


def test_a_second_run_changes_nothing(made):
    ours("C-001")
    world = a_world()
    small(world)
    run(made, a_face(world))
    before = list(Remote.objects.values())
    again = run(made, a_face(world))
    assert list(Remote.objects.values()) == before
    assert Contact.objects.get().revision == 1
    assert not any("changed" in counts or "new" in counts for counts in again.counts.values())


def test_what_a_hand_wrote_stays_and_what_the_crm_changes_comes(made):
    ours("C-001")
    world = a_world()
    _owner, _account, person, _deal = small(world)
    run(made, a_face(world))
    Contact.objects.update(email="paul.renaudin@alstrom.example")
    world.change("contact", person, email="p@alstrom.example", name="Paul-Henri Renaudin")
    run(made, a_face(world))
    paul = Contact.objects.get()
    assert (paul.name, paul.email) == ("Paul-Henri Renaudin", "paul.renaudin@alstrom.example")
    assert paul.changes.get().values == {"name": ["Paul Renaudin", "Paul-Henri Renaudin"]}


def test_a_person_whom_we_may_know_waits_for_somebody_to_say_so(made):
    (alstrom,) = ours("C-001")
    known = Contact.objects.create(account=alstrom, name="Paul Renaudin", said_on=dt.date(2026, 1, 1))
    world = a_world()
    small(world)
    run(made, a_face(world))
    assert Contact.objects.count() == 1
    assert Candidate.objects.get().contact == known


def test_who_was_erased_does_not_come_back(made, person):
    from trousseau.knowledge.actions.erasing import erase_contact

    ours("C-001")
    world = a_world()
    _owner, _account, paul, _deal = small(world)
    run(made, a_face(world))
    held = Contact.objects.get()
    erase_contact(person("administrator"), held, "Asked on 3 November", confirmed=held.pseudonym)
    world.change("contact", paul, email="new@alstrom.example")
    twin = world.add("contact", name="Paul Renaudin", email="paul@alstrom.example", account="2")
    run(made, a_face(world))
    kept = Remote.objects.filter(entity="contact")
    assert {row.external_id for row in kept} == {paul, twin}
    assert not any("Paul" in str(row.values) or "alstrom.example" in str(row.values) for row in kept)
    assert Contact.objects.get().email == ""


def test_an_account_that_the_ledger_learns_later_gets_its_people_and_deals(made):
    world = a_world()
    small(world)
    run(made, a_face(world))
    assert not Contact.objects.exists()
    assert Deal.objects.get().account is None
    (alstrom,) = ours("C-001")
    run(made, a_face(world))
    assert Contact.objects.get().account == alstrom
    assert Deal.objects.get().account == alstrom


def test_deleted_merged_and_restored(made):
    (alstrom,) = ours("C-001")
    world = a_world()
    owner, account, _person, deal = small(world)
    other = world.add("account", name="Alstrom", owner=owner)
    run(made, a_face(world))
    world.tick(hours=1)
    world.delete("deal", deal)
    world.merge("account", other, account)
    run(made, a_face(world))
    assert not Deal.objects.exists()
    assert Remote.objects.get(entity="account", external_id=other).account == alstrom
    world.tick(hours=1)
    world.restore("deal", deal)
    run(made, a_face(world))
    assert Deal.objects.get().state == "open"
    assert set(Noted.objects.values_list("what", flat=True)) >= {"gone", "merged", "back", "linked"}


def test_two_of_ours_merged_there_are_put_before_a_person(made):
    one, other = ours("C-001", "C-002")
    world = a_world()
    kept = world.add("account", name="Alstrom", raw={"erp_code": "C-001"})
    gone = world.add("account", name="Alstrom Sud", raw={"erp_code": "C-002"})
    run(made, a_face(world))
    world.tick(hours=1)
    world.merge("account", kept, gone)
    run(made, a_face(world))
    assert Remote.objects.get(external_id=kept).account == one
    assert Candidate.objects.get(record__external_id=kept).account == other


def test_what_the_crm_forgets_to_say_is_found_by_comparing(made, time_machine):
    ours("C-001")
    world = a_world()
    _owner, _account, _person, deal = small(world)
    run(made, a_face(world))
    del world.things["deal"][deal]  # purged: no list of deleted records names it
    run(made, a_face(world))
    assert Deal.objects.exists()
    time_machine.shift(dt.timedelta(days=1))
    world.tick(days=1)
    run(made, a_face(world))
    assert not Deal.objects.exists()


def test_a_third_of_all_records_does_not_vanish_at_once(made, time_machine):
    world = a_world()
    for number in range(60):
        world.add("account", name=f"Account {number}")
    run(made, a_face(world))
    for identity in list(world.things["account"])[:30]:
        del world.things["account"][identity]
    time_machine.shift(dt.timedelta(days=1))
    done = run(made, a_face(world))
    assert Remote.objects.filter(gone_at=None).count() == 60
    assert [one["code"] for one in done.errors] == ["many_gone"]


def test_a_value_that_is_wrong_is_told_and_the_rest_goes_on(made):
    ours("C-001")
    world = a_world()
    _owner, account, _person, _deal = small(world)
    world.add("deal", name="Odd", account=account, amount="a lot", state="open")
    world.add("deal", name="Mauve", account=account, amount="5", currency="MVE", state="open")
    world.add("account", name=None, domain=None)
    done = run(made, a_face(world))
    assert done.state == "done"
    assert {one["code"] for one in done.errors} == {"value_not_number", "currency_unknown", "value_missing"}
    assert next(one for one in done.errors if one["code"] == "value_not_number")["told"]["value"] == "a lot"
    assert Deal.objects.get(name="Odd").amount is None
    assert Remote.objects.filter(troubled=True).count() == 2
    again = run(made, a_face(world))
    assert again.errors == []  # nothing new is wrong


def test_an_object_that_may_not_be_read_leaves_the_others(made):
    ours("C-001")
    world = a_world()
    small(world)
    done = run(made, a_face(world, lacks=["contacts"]))
    assert done.state == "failed"
    assert [(one["part"], one["code"]) for one in done.errors] == [("contact", "not_allowed")]
    assert Deal.objects.exists()


def test_parents_become_groups_and_a_circle_is_told(made):
    one, other, third = ours("C-001", "C-002", "C-003")
    Connection.objects.update(groups=True)
    world = a_world()
    top = world.add("account", name="Alstrom Holding")
    for code in ("C-001", "C-002"):
        world.add("account", name=f"Alstrom {code}", parent=top, raw={"erp_code": code})
    left = world.add("account", name="Left", raw={"erp_code": "C-003"})
    right = world.add("account", name="Right", parent=left)
    world.change("account", left, parent=right)
    done = run(made, a_face(world))
    for account in (one, other, third):
        account.refresh_from_db()
    assert one.group == other.group
    assert one.group.name == "Alstrom Holding"
    assert third.group is None
    assert [error["code"] for error in done.errors] == ["parent_circle"]


def test_our_share_of_the_day_is_never_passed_and_the_run_goes_on_the_next_day(made, time_machine):
    world = a_world()
    for number in range(900):
        world.add("account", name=f"Account {number}")
    Connection.objects.update(daily_limit=50, share=20)
    done = run(made, a_face(world))
    assert done.state == "waiting"
    assert done.errors[0]["code"] == "quota_spent"
    assert sum(Calls.objects.values_list("calls", flat=True)) == spending(Connection.objects.get()).used == 10
    for _hour in range(30):
        time_machine.shift(dt.timedelta(hours=7))
        run(made, a_face(world))
        assert spending(Connection.objects.get()).used <= 10
    assert Remote.objects.filter(entity="account").count() == 900


def test_one_run_at_a_time_and_a_silent_one_makes_room(made, time_machine):
    first = begin(made)
    with pytest.raises(BusyError):
        begin(made)
    time_machine.shift(dt.timedelta(minutes=16))
    assert begin(made) != first
    first.refresh_from_db()
    assert first.state == Run.State.STOPPED


def test_another_mapping_reads_all_anew(made):
    (alstrom,) = ours("X-9")
    world = a_world()
    world.add("account", name="Alstrom", raw={"erp_code": "C-001", "other_code": "X-9"})
    run(made, a_face(world))
    assert not Remote.objects.filter(account=alstrom).exists()
    made.rows.filter(target="code").update(places=["other_code"])
    world.tick(days=3)
    run(made, a_face(world, more=["other_code"]))
    assert Remote.objects.get().account == alstrom


class TestBack:
    """What goes back."""

    @pytest.fixture
    def held(self, made, monkeypatch):
        """The tier and score of Alstrom, said by a dictionary that a test changes."""
        from trousseau.connectors.runs import wishes

        ours("C-001")
        says = {"tier": ("key", "Key"), "score": "81.5", "scored_on": "2026-10-31", "manager": None, "plan": None}
        monkeypatch.setattr(wishes, "ours", lambda ids, _wanted: dict.fromkeys(ids, says))
        back(made, tier=("kam_tier", "text", {"key": "A", "*": "C"}), score=("kam_score",))
        Connection.objects.update(writes=True)
        return says

    def written(self, world):
        return {thing.id: thing.written for thing in world.present("account") if thing.written}

    def test_only_what_differs_is_written_and_once(self, made, held):
        world = a_world()
        _owner, account, *_ = small(world)
        world.change("account", account, raw={"erp_code": "C-001", "kam_score": "81.50"})
        done = run(made, a_face(world))
        assert self.written(world) == {account: {"kam_tier": "A"}}
        assert done.counts["write"] == {"written": 1}
        world.tick(hours=1)
        face = a_face(world)
        again = run(made, face)
        assert not [one for one in face.requests if one.url.path.endswith("/batch/update")]
        assert "changed" not in again.counts.get("account", {}), "the echo of our own writing is no change"
        held["score"] = "70.0"
        run(made, a_face(world))
        assert self.written(world)[account]["kam_score"] in {"70", "70.0"}

    def test_a_rule_of_the_crm_is_told_in_its_words_and_never_tried_again(self, made, held):
        world = a_world()
        _owner, account, *_ = small(world)
        world.refuses[account] = ("VALIDATION_ERROR", "Region is required")
        done = run(made, a_face(world))
        assert "Region is required" in done.errors[0]["told"]["message"]
        face = a_face(world)
        run(made, face)
        assert not [one for one in face.requests if one.url.path.endswith("/batch/update")]
        world.refuses.clear()
        held["tier"] = ("b", "B")  # another value may pass
        run(made, a_face(world))
        assert self.written(world)[account]["kam_tier"] == "C"

    @pytest.mark.usefixtures("held")
    def test_what_is_changed_back_again_and_again_is_left_and_told(self, made):
        world = a_world()
        _owner, account, *_ = small(world)
        for _time in range(5):
            run(made, a_face(world))
            world.tick(hours=1)
            world.things["account"][account].written["kam_tier"] = "B"
            world.change("account", account)
        told = [one["code"] for row in Run.objects.all() for one in row.errors]
        assert told == ["contested"]
        assert Outbound.objects.get(target="tier").state == "contested"

    @pytest.mark.usefixtures("held")
    def test_nothing_is_written_while_the_switch_is_off(self, made):
        Connection.objects.update(writes=False)
        world = a_world()
        small(world)
        run(made, a_face(world))
        assert self.written(world) == {}
        assert Outbound.objects.filter(state="waiting").count() == 2

    def test_what_was_never_said_is_not_emptied(self, made, held):
        held["tier"] = None
        world = a_world()
        _owner, account, *_ = small(world)
        world.change("account", account, raw={"erp_code": "C-001", "kam_tier": "Theirs"})
        run(made, a_face(world))
        assert "kam_tier" not in self.written(world).get(account, {})


def test_throttled_and_silent_it_goes_on_later(made):
    world = a_world()
    small(world)
    busy = iter([too_many()] * 40)
    assert run(made, a_face(world, faults=busy)).state == "waiting"
    assert run(made, a_face(world, faults=iter([httpx.ReadTimeout("late")] * 3))).state == "waiting"
    assert run(made, a_face(world)).state == "done"
    assert Remote.objects.count() == 5
