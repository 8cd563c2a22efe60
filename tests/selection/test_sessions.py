"""Decision sessions: who may do what, of two the second is told, what is closed never changes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from trousseau.access.models import AuditEvent
from trousseau.accounts.models import Account
from trousseau.method.criteria import Grid
from trousseau.method.tiers import Service, Tier, Tiers
from trousseau.portfolio.queries.source import asked
from trousseau.selection import actions
from trousseau.selection.actions.ranks import write_ranks
from trousseau.selection.models import (
    AccountRank,
    DecisionSession,
    GridVersion,
    Proposal,
    Ruling,
    TierDecision,
    TierHeld,
)
from trousseau.selection.queries import sessions, tiers
from trousseau.selection.queries.frozen import Frozen

DAY = dt.date(2026, 1, 20)
THREE = Tiers(
    (
        Tier("key", (), 2, Service(12, 2.0, sponsor=True)),
        Tier("develop", (), 3, Service(4, 0.5)),
        Tier("exit", (), None, Service(0, 0.0)),
    )
)


def grid(**changes):
    """By sales above all: Alstrom and Vernay lead."""
    said = {
        "criteria": [
            {"key": "revenue", "axis": "attractiveness", "weight": 80, "anchors": [[0, 0], [42000, 100]]},
            {"key": "growth", "axis": "attractiveness", "weight": 10, "anchors": [[-0.5, 0], [2, 100]]},
            {"key": "tenure", "axis": "strength", "weight": 10, "anchors": [[0, 0], [3, 100]]},
        ],
        "capacity": 2,
        "points": 5,
    }
    return Grid.read(said | changes, ["revenue", "growth", "tenure"])


@pytest.fixture
def ruled(director):
    """A director with a grid and three tiers in force."""
    GridVersion.objects.create(number=1, reason="first", grid=grid().as_json(), moves={})
    actions.publish_tiers(director, THREE, "first", based_on=0, asked=asked(director, {}))
    return director


@pytest.fixture
def opened(ruled):
    return actions.open_session(ruled, "Winter", DAY, ["Claire", "Claire", " ", "Paul"], asked(ruled, {}))


def fresh(session):
    return sessions.read(DecisionSession.objects.get(pk=session.pk))


def test_a_session_keeps_all_it_decides_on(opened):
    frozen = Frozen(opened.frozen)
    assert opened.attendees == ["Claire", "Paul"]
    assert [place.client for place in frozen.moves][:2] == ["Alstrom", "C3"]
    first = frozen.places["Alstrom"]
    assert (first.rank, first.proposed, first.revenue) == (1, "key", 42000.0)
    assert frozen.said["grid_number"] == 1
    assert frozen.said["tiers_number"] == 1
    assert frozen.turning("Alstrom")["listed"] is True
    assert frozen.period == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def test_it_says_the_same_after_grid_tiers_and_facts_have_changed(opened, ruled, settings, tmp_path):
    before = fresh(opened)
    said = [(place.client, place.rank, place.score, place.proposed) for place in before.frozen.places.values()]
    other = grid(capacity=1)
    GridVersion.objects.create(number=2, reason="other", grid=other.as_json(), moves={})
    two = Tiers((Tier("top", (), 1), Tier("rest")))
    actions.publish_tiers(ruled, two, "fewer", based_on=1, asked=asked(ruled, {}))
    settings.TROUSSEAU_HOME = tmp_path / "empty"
    settings.TROUSSEAU_HOME.mkdir()
    after = fresh(opened)
    assert [(one.client, one.rank, one.score, one.proposed) for one in after.frozen.places.values()] == said
    weights = after.frozen.grid.weights
    for client, place in after.frozen.places.items():
        points = after.frozen.points(client)
        if None not in points:
            assert sum(w * p for w, p in zip(weights, points, strict=True)) == pytest.approx(place.score)
    assert after.frozen.tier_name("key") == "Key"


def test_deciding_takes_effect_when_the_session_closes(opened, ruled):
    actions.decide_tier(ruled, opened, "Alstrom", "key", "First by far", seen=0)
    actions.decide_tier(ruled, opened, "C3", "develop", "They leave us", seen=0)
    assert not TierHeld.objects.exists()
    actions.close_session(ruled, opened)
    assert {row.client: row.tier for row in TierHeld.objects.all()} == {"Alstrom": "key", "C3": "develop"}
    logged = {row.client: row for row in TierDecision.objects.all()}
    assert logged["Alstrom"].kind == "entry"
    assert not logged["Alstrom"].exception
    assert logged["C3"].exception
    assert (logged["C3"].rules_proposed, logged["C3"].rank, logged["C3"].grid_version) == ("key", 2, 1)
    assert AccountRank.objects.get(account__key="C2").tier == "key"
    closing = fresh(opened).closing
    assert [client for client, _name, _tier in closing.undecided] == [
        place.client for place in Frozen(opened.frozen).moves if place.client not in {"Alstrom", "C3"}
    ]
    assert AuditEvent.objects.filter(verb="session.closed").count() == 1


def test_each_account_of_a_client_whose_tier_changes_has_it_in_its_own_history(opened, ruled):
    def told():
        found = AuditEvent.objects.filter(verb="account.tier_changed").order_by("pk")
        keys = dict(Account.objects.values_list("pk", "key"))
        return {keys[int(one.target_id)]: (one.before["tier"], one.after["tier"]) for one in found}

    alstrom = set(Account.objects.filter(group__name="Alstrom").values_list("key", flat=True))
    assert len(alstrom) > 1
    actions.decide_tier(ruled, opened, "Alstrom", "key", "First by far", seen=0)
    actions.decide_tier(ruled, opened, "C3", "develop", "They leave us", seen=0)
    assert told() == {}
    actions.close_session(ruled, opened)
    assert told() == dict.fromkeys(alstrom, (None, "key")) | {"C3": (None, "develop")}
    later = actions.open_session(ruled, "Later", DAY + dt.timedelta(days=90), [], asked(ruled, {}))
    actions.decide_tier(ruled, later, "Alstrom", "key", "As before", seen=0)
    actions.decide_tier(ruled, later, "C3", "key", "They came back", seen=0)
    actions.close_session(ruled, later)
    assert AuditEvent.objects.filter(verb="account.tier_changed").count() == len(alstrom) + 2
    assert told()["C3"] == ("develop", "key")


def test_a_closed_session_takes_nothing_more(opened, ruled):
    actions.close_session(ruled, opened)
    for attempt in (
        lambda: actions.decide_tier(ruled, opened, "C3", "key", "late", seen=0),
        lambda: actions.propose_tier(ruled, opened, "C3", "key", "late"),
        lambda: actions.discuss(ruled, opened, "C3", "late"),
        lambda: actions.decide_as_proposed(ruled, opened, ["C3"], "late"),
        lambda: actions.take_back(ruled, opened, "C3", seen=0),
        lambda: actions.close_session(ruled, opened),
    ):
        with pytest.raises(actions.SessionError, match="session_closed"):
            attempt()
    for row in (DecisionSession.objects.get(), fresh(opened).closing):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
    with pytest.raises(TypeError):
        DecisionSession.objects.update(title="another")


def test_of_two_who_decide_one_client_the_second_is_told(opened, ruled, person):
    other = person("director", name="Other Director")
    actions.decide_tier(other, opened, "C3", "key", "mine", seen=0)
    with pytest.raises(actions.SessionError) as caught:
        actions.decide_tier(ruled, opened, "C3", "develop", "and mine", seen=0)
    assert caught.value.code == "session_taken"
    assert caught.value.params == {"who": "Other Director", "tier": "key", "reason": "mine"}
    assert Ruling.objects.get().reason == "mine"
    seen = Ruling.objects.get().pk
    actions.decide_tier(ruled, opened, "C3", "develop", "talked over", seen=seen)
    assert Ruling.objects.get().tier == "develop"
    with pytest.raises(actions.SessionError, match="session_taken"):
        actions.take_back(other, opened, "C3", seen=seen)


def test_what_was_taken_back_is_not_decided_by_who_did_not_see_it(opened, ruled):
    made = actions.decide_tier(ruled, opened, "C3", "key", "yes", seen=0)
    actions.take_back(ruled, opened, "C3", seen=made.pk)
    with pytest.raises(actions.SessionError, match="session_changed"):
        actions.decide_tier(ruled, opened, "C3", "develop", "no", seen=made.pk)


def test_several_are_decided_as_proposed_and_those_decided_stay(opened, ruled):
    actions.decide_tier(ruled, opened, "C3", "develop", "own reason", seen=0)
    made = actions.decide_as_proposed(ruled, opened, ["Alstrom", "C3", "Alstrom"], "as the grid says")
    assert [one.client for one in made] == ["Alstrom"]
    assert {one.client: one.reason for one in Ruling.objects.all()} == {
        "C3": "own reason",
        "Alstrom": "as the grid says",
    }


def test_one_session_is_open_at_a_time(opened, ruled):
    with pytest.raises(actions.SessionError, match="session_open"):
        actions.open_session(ruled, "Another", DAY, [], asked(ruled, {}))
    actions.close_session(ruled, opened)
    actions.open_session(ruled, "Another", DAY, [], asked(ruled, {}))


def test_a_later_session_moves_from_what_is_held(opened, ruled):
    actions.decide_as_proposed(ruled, opened, ["Alstrom", "C3"], "as the grid says")
    actions.close_session(ruled, opened)
    later = actions.open_session(ruled, "Spring", dt.date(2026, 5, 4), [], asked(ruled, {}))
    frozen = Frozen(later.frozen)
    assert frozen.before("C3") == "key"
    assert "Alstrom" not in {place.client for place in frozen.moves if not place.fragile}
    actions.decide_tier(ruled, later, "C3", "exit", "they do not pay", seen=0)
    actions.decide_tier(ruled, later, "Alstrom", "key", "still", seen=0)
    actions.close_session(ruled, later)
    kinds = {one.client: one.kind for one in TierDecision.objects.filter(session=later)}
    assert kinds == {"C3": "exit", "Alstrom": "kept"}
    held = tiers.held()
    assert held["Alstrom"].since == DAY
    assert held["C3"].since == dt.date(2026, 5, 4)
    assert [one.kind for one in sessions.of_client("C3")] == ["exit", "entry"]


@pytest.mark.parametrize(
    ("attempt", "code"),
    [
        (lambda who, session: actions.decide_tier(who, session, "C3", "key", "  ", seen=0), "session_reason"),
        (lambda who, session: actions.decide_tier(who, session, "C3", "gold", "x", seen=0), "session_tier"),
        (lambda who, session: actions.decide_tier(who, session, "nobody", "key", "x", seen=0), "session_client"),
        (lambda who, session: actions.propose_tier(who, session, "C3", "key", ""), "session_reason"),
        (lambda who, session: actions.discuss(who, session, "C3", " "), "session_text"),
        (lambda who, session: actions.decide_as_proposed(who, session, ["nobody"], "x"), "session_client"),
        (lambda who, session: actions.decide_as_proposed(who, session, ["C3"], ""), "session_reason"),
    ],
)
def test_what_means_nothing_is_refused(opened, ruled, attempt, code):
    with pytest.raises(actions.SessionError, match=code):
        attempt(ruled, opened)
    assert not Ruling.objects.exists()
    assert not Proposal.objects.exists()


def test_a_manager_proposes_for_their_own_accounts_and_decides_nothing(opened, person):
    manager = person("manager")
    with pytest.raises(PermissionDenied):
        actions.propose_tier(manager, opened, "C3", "key", "mine")
    account = Account.objects.get(key="C3")
    account.manager = manager
    account.save()
    actions.propose_tier(manager, opened, "C3", "key", "mine")
    actions.discuss(manager, opened, "C3", "they asked for us")
    for attempt in (
        lambda: actions.decide_tier(manager, opened, "C3", "key", "x", seen=0),
        lambda: actions.decide_as_proposed(manager, opened, ["C3"], "x"),
        lambda: actions.close_session(manager, opened),
        lambda: actions.open_session(manager, "x", DAY, [], asked(manager, {})),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_director_of_some_zones_decides_nothing_of_the_whole_company(opened, person):
    limited = person("director", name="Zonal", zones=["France"])
    with pytest.raises(PermissionDenied):
        actions.decide_tier(limited, opened, "C3", "key", "x", seen=0)
    with pytest.raises(PermissionDenied):
        actions.close_session(limited, opened)


def test_the_one_who_proposed_is_logged_with_the_decision(opened, ruled, person):
    head = person("director", name="Proposer")
    actions.propose_tier(head, opened, "C3", "develop", "watch them")
    actions.propose_tier(head, opened, "C3", "key", "rather keep them")
    actions.decide_tier(ruled, opened, "C3", "develop", "agreed", seen=0)
    actions.close_session(ruled, opened)
    one = TierDecision.objects.get()
    assert (one.proposed_by, one.proposed_why) == (head, "watch them")


def test_the_load_of_managers_before_and_after(opened, ruled, person):
    manager, idle = person("manager", name="Busy"), person("manager", name="Idle")
    Account.objects.filter(key__in=["C1", "C3"]).update(manager=manager)
    actions.set_manager_days(ruled, {manager: 3, idle: 10})
    actions.decide_as_proposed(ruled, opened, ["Alstrom", "C3"], "x")
    actions.decide_tier(ruled, opened, "C4", "develop", "x", seen=0)
    load = fresh(opened).load()
    rows = {row.name: (row.before, row.after, row.available, row.over) for row in load.rows}
    assert rows == {"Busy": (0, 4.0, 3.0, True), "Idle": (0, 0, 10.0, False), "": (0, 0.5, None, False)}
    assert (load.after, load.available, load.unled, load.silent) == (4.0, 13.0, 0.5, 0)
    actions.close_session(ruled, opened)
    actions.set_manager_days(ruled, {manager: None})
    assert fresh(opened).load().available == 13.0


def test_lists_know_what_is_held_and_proposed(opened, ruled, sales):
    actions.decide_tier(ruled, opened, "Alstrom", "develop", "x", seen=0)
    actions.close_session(ruled, opened)
    write_ranks(sales)
    row = AccountRank.objects.get(account__key="C1")
    assert (row.client, row.tier, row.proposed, row.rank) == ("Alstrom", "develop", "key", 1)
    assert AccountRank.objects.get(account__key="C4").tier == ""
