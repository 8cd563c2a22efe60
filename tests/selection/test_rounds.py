"""Rounds of assessments: opened, judged, handed in, left, closed, settled; and what the ranking is told of them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trousseau.access.models import AuditEvent
from trousseau.accounts.access import every_account
from trousseau.selection.actions import (
    AssessmentError,
    Opening,
    Said,
    add_assessor,
    change_due,
    close_round,
    hand_in,
    judge,
    open_round,
    remove_assessor,
    settle,
    take_back_assessments,
)
from trousseau.selection.models import Consensus, Judgement
from trousseau.selection.queries.judgements import agreed, of_client

from .assessing import CLIENTS, DUE, JUDGED, give, opened, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(organisation, person):
    publish()
    return person("director", name="Claire"), person("head", name="Julien"), person("manager", name="Sophie")


def refused(code, action, *args, **named):
    with pytest.raises(AssessmentError) as caught:
        action(*args, **named)
    assert caught.value.code == code
    return caught.value


def client_of(found, name):
    return found.clients.get(name=name)


def test_a_round_keeps_its_own_criteria(people):
    found = opened(people[0], people)
    publish(2, {**JUDGED, "criteria": [{**JUDGED["criteria"][1], "levels": ["other"] * 5}, *JUDGED["criteria"][::2]]})
    found.refresh_from_db()
    assert [one["key"] for one in found.criteria] == ["stake", "relationship"]
    assert found.criteria[0]["levels"] == ["none", "", "some", "", "vital"]
    assert (found.grid, found.clients.count(), found.assessors.count()) == (1, 3, 3)


def test_what_is_no_round_is_refused(people, person):
    director, julien, _ = people
    gone, outsider = person("manager", is_active=False), person("client")
    everyone = {julien.pk: None}
    yesterday = dt.date(2020, 1, 1)
    refused("no_clients", open_round, director, Opening((), everyone, DUE, ["stake"]))
    refused("no_assessors", open_round, director, Opening(CLIENTS, {}, DUE, ["stake"]))
    refused("no_criteria", open_round, director, Opening(CLIENTS, everyone, DUE, []))
    refused("criterion_unknown", open_round, director, Opening(CLIENTS, everyone, DUE, ["revenue"]))
    refused("due_past", open_round, director, Opening(CLIENTS, everyone, yesterday, ["stake"]))
    refused("cannot_judge", open_round, director, Opening(CLIENTS, {gone.pk: None}, DUE, ["stake"]))
    refused("cannot_judge", open_round, director, Opening(CLIENTS, {outsider.pk: None}, DUE, ["stake"]))
    refused("only_unknown", open_round, director, Opening(CLIENTS, {julien.pk: ["C99"]}, DUE, ["stake"]))


def test_rounds_are_the_directors(people):
    director, julien, _ = people
    found = opened(director, people)
    with pytest.raises(PermissionDenied):
        opened(julien, people)
    for action, args in (
        (close_round, ()),
        (change_due, (DUE,)),
        (add_assessor, (julien,)),
    ):
        with pytest.raises(PermissionDenied):
            action(julien, found, *args)
    with pytest.raises(PermissionDenied):
        remove_assessor(julien, found, found.assessors.first().pk, "why", keep=True)


def test_the_ends_of_the_scale_need_a_reason_and_evidence(people):
    director, julien, _ = people
    found = opened(director, people)
    alstrom = client_of(found, "Alstrom")
    for level in (1, 5):
        for one in (Said(level), Said(level, "why"), Said(level, " ", "proof"), Said(level, "why", "  ")):
            assert refused("ends", judge, julien, found, alstrom, {"stake": one}).params["criterion"] == "stake"
        judge(julien, found, alstrom, {"stake": Said(level, "why", "proof")})
    for level in (0, 6, 2.5):
        refused("level", judge, julien, found, alstrom, {"stake": Said(level)})
    refused("criterion_unknown", judge, julien, found, alstrom, {"revenue": Said(3)})
    seat = found.assessors.get(person=julien)
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(assessor=seat, client=alstrom, criterion="relationship", level=5, reason="why")


def test_a_bad_answer_keeps_nothing_of_its_page(people):
    director, julien, _ = people
    found = opened(director, people)
    refused("ends", judge, julien, found, client_of(found, "Alstrom"), {"relationship": Said(3), "stake": Said(1)})
    assert not Judgement.objects.exists()


def test_only_who_is_asked_judges_what_they_are_asked(people, person):
    director, julien, sophie = people
    found = opened(director, (julien, sophie), only={sophie: ["C3"]})
    refused("not_assigned", judge, sophie, found, client_of(found, "Alstrom"), {"stake": Said(3)})
    refused("left", judge, director, found, client_of(found, "Alstrom"), {"stake": Said(3)})
    give(sophie, found, {"Vernay": {"stake": 3}})
    other = opened(director, (julien,))
    refused("not_assigned", judge, julien, other, client_of(found, "Alstrom"), {"stake": Said(3)})


def test_handing_in_needs_an_answer_everywhere_and_can_be_taken_back_until_closed(people):
    director, julien, sophie = people
    found = opened(director, (julien, sophie))
    judge(julien, found, client_of(found, "Alstrom"), {"stake": Said(3), "relationship": Said(None)})
    assert refused("unfinished", hand_in, julien, found).params["left"] == 4
    give(julien, found, {})
    refused("handed_in", judge, julien, found, client_of(found, "Alstrom"), {"stake": Said(2)})
    take_back_assessments(julien, found)
    judge(julien, found, client_of(found, "Alstrom"), {"stake": Said(2)})
    hand_in(julien, found)
    close_round(director, found)
    for action in (hand_in, take_back_assessments):
        refused("closed", action, julien, found)
    refused("closed", judge, julien, found, client_of(found, "Alstrom"), {"stake": Said(4)})
    refused("closed", close_round, director, found)
    assert agreed() == {"stake": {"Alstrom": (2.0, 2.0)}}


def test_an_assessor_who_leaves_keeps_what_was_handed_in_and_the_rest_as_the_director_says(people, person):
    director, julien, sophie = people
    thomas = person("expert", name="Thomas")
    found = opened(director, (julien, sophie, thomas), criteria=["stake"])
    give(julien, found, {"Alstrom": {"stake": 2}})
    give(sophie, found, {"Alstrom": {"stake": 3}}, handed_in=False)
    give(thomas, found, {"Alstrom": {"stake": 4}}, handed_in=False)
    seats = {str(seat.person): seat.pk for seat in found.assessors.all()}
    refused("round_reason", remove_assessor, director, found, seats["Julien"], " ", keep=True)
    remove_assessor(director, found, seats["Julien"], "on leave", keep=False)
    remove_assessor(director, found, seats["Sophie"], "knows them well", keep=True)
    remove_assessor(director, found, seats["Thomas"], "hardly knows them", keep=False)
    refused("gone", remove_assessor, director, found, seats["Thomas"], "again", keep=True)
    refused("left", judge, thomas, found, client_of(found, "Alstrom"), {"stake": Said(3)})
    close_round(director, found)
    assert agreed() == {"stake": {"Alstrom": (2.0, 3.0)}}
    told = AuditEvent.objects.filter(verb="assessments.assessor_removed").order_by("pk")
    assert [event.after["counts"] for event in told] == [True, True, False]
    assert told[1].after["reason"] == "knows them well"


def test_someone_deactivated_judges_no_more_and_what_they_handed_in_stays(people):
    director, julien, sophie = people
    found = opened(director, (julien, sophie), criteria=["stake"])
    give(julien, found, {"Alstrom": {"stake": 2}})
    give(sophie, found, {"Alstrom": {"stake": 4}}, handed_in=False)
    for gone in (julien, sophie):
        gone.is_active = False
        gone.save()
    refused("left", hand_in, sophie, found)
    close_round(director, found)
    assert agreed() == {"stake": {"Alstrom": (2.0, 2.0)}}
    told = AuditEvent.objects.get(verb="assessments.closed").after
    assert (told["handed in"], told["missing"]) == (["Julien"], ["Sophie"])


def test_someone_who_comes_back_goes_on_where_they_were(people):
    director, julien, sophie = people
    found = opened(director, (julien, sophie), criteria=["stake"])
    give(sophie, found, {"Alstrom": {"stake": 4}}, handed_in=False)
    remove_assessor(director, found, found.assessors.get(person=sophie).pk, "mistake", keep=True)
    add_assessor(director, found, sophie)
    hand_in(sophie, found)
    assert found.assessors.get(person=sophie).counts


def test_closing_counts_what_was_not_handed_in_only_with_a_reason(people):
    director, julien, sophie = people
    found = opened(director, (julien, sophie), criteria=["stake"])
    give(julien, found, {"Alstrom": {"stake": 2}}, handed_in=False)
    give(sophie, found, {"Alstrom": {"stake": 4}}, handed_in=False)
    seat = found.assessors.get(person=julien).pk
    refused("round_reason", close_round, director, found, {seat: "  "})
    close_round(director, found, {seat: "enough for today"})
    assert agreed() == {"stake": {"Alstrom": (2.0, 2.0)}}


def test_a_disagreement_stays_open_until_it_is_settled_and_can_be_opened_again(people):
    director, julien, _ = people
    found = opened(director, people)
    ferroval = client_of(found, "Kessler")
    refused("open", settle, director, ferroval, "relationship", 2.0, "why", seen=0)
    for one, level in zip(people, (1, 2, 4), strict=True):
        give(one, found, {"Kessler": {"relationship": level}})
    close_round(director, found)
    assert agreed() == {"relationship": {"C4": (1.0, 4.0)}}
    refused("consensus_level", settle, director, ferroval, "relationship", 2.3, "why", seen=0)
    refused("consensus_level", settle, director, ferroval, "relationship", 5.5, "why", seen=0)
    refused("consensus_reason", settle, director, ferroval, "relationship", 2.5, " ", seen=0)
    refused("criterion_unknown", settle, director, ferroval, "revenue", 2.5, "why", seen=0)
    refused("nothing_settled", settle, director, ferroval, "relationship", None, "why", seen=0)
    with pytest.raises(PermissionDenied):
        settle(julien, ferroval, "relationship", 2.5, "why", seen=0)
    first = settle(director, ferroval, "relationship", 2.5, "talked it over", seen=0)
    refused("consensus_seen", settle, director, ferroval, "relationship", 3.0, "another", seen=0)
    assert agreed() == {"relationship": {"C4": (2.5, 2.5)}}
    settle(director, ferroval, "relationship", None, "new facts", seen=first.pk)
    assert agreed() == {"relationship": {"C4": (1.0, 4.0)}}
    assert Consensus.objects.count() == 2
    stake, opinion = of_client("C4")
    assert (stake.range, [one.level for one in stake.given]) == (None, [None] * 3)
    assert opinion.open
    assert opinion.levels == (1, 2, 4)


def test_a_judgement_of_a_group_holds_for_its_accounts(people, sales):
    found = opened(people[0], people)
    give(people[0], found, {"Alstrom": {"stake": 4}})
    close_round(people[0], found)
    keys = set(every_account().filter(group__name="Alstrom").values_list("key", flat=True))
    assert len(keys) == 2
    assert agreed()["stake"] == dict.fromkeys({"Alstrom", *keys}, (4.0, 4.0))


def test_many_clients_cost_no_more_queries(people, django_assert_num_queries):
    for many in (3, 40):
        clients = tuple((f"X{at}", f"X{at}") for at in range(many))
        found = opened(people[0], people, clients=clients)
        give(people[0], found, {name: {"stake": 3} for _, name in clients})
        close_round(people[0], found)
        with django_assert_num_queries(3):
            assert len(agreed()["stake"]) == many
        with django_assert_num_queries(2):
            of_client("X1")


LEVEL = st.sampled_from([None, 1, 2, 3, 4, 5])
ROUND = st.fixed_dictionaries(
    {
        "levels": st.lists(st.lists(LEVEL, min_size=3, max_size=3), min_size=2, max_size=2),
        "handed_in": st.lists(st.booleans(), min_size=2, max_size=2),
        "closed": st.booleans(),
        "settled": st.lists(st.tuples(st.integers(0, 2), st.sampled_from([None, 1.0, 2.5, 4.0])), max_size=3),
    }
)


@given(st.lists(ROUND, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_agreed_is_its_specification(people, rounds):
    with transaction.atomic():
        expected = {}
        for one in rounds:
            found = opened(people[0], people[1:], criteria=["stake"])
            rows = list(found.clients.all())
            for person, levels, done in zip(people[1:], one["levels"], one["handed_in"], strict=True):
                by_name = {row.name: {"stake": level} for row, level in zip(rows, levels, strict=True)}
                give(person, found, by_name, handed_in=done)
            if not one["closed"]:
                continue
            close_round(people[0], found)
            now = {}
            for at, row in enumerate(rows):
                given_ = [
                    own[at] for own, done in zip(one["levels"], one["handed_in"], strict=True) if done and own[at]
                ]
                if given_:
                    now[row.client] = (min(given_), max(given_))
            for at, level in one["settled"]:
                before = Consensus.objects.filter(client=rows[at]).order_by("-id").first()
                if level is None and (before is None or before.level is None):
                    continue
                settle(people[0], rows[at], "stake", level, "why", seen=before.pk if before else 0)
            for at, row in enumerate(rows):
                last = [level for place, level in one["settled"] if place == at]
                if last and last[-1] is not None:
                    now[row.client] = (last[-1], last[-1])
            expected |= now
        assert agreed().get("stake", {}) == expected
        transaction.set_rollback(True)
