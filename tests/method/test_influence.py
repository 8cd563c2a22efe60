"""Paths of influence against every path there is, tried one by one."""

import math
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.influence import Influence, Line, Network, Person, carried

STANCES = ("promoter", "favourable", "neutral", "reserved", "opposed", "")


@st.composite
def networks(draw):
    ids = range(draw(st.integers(1, 5)))
    people = [
        Person(
            one,
            decides=draw(st.booleans()),
            stance=draw(st.sampled_from(STANCES)),
            holder=draw(st.sampled_from((None, "SL", "HV"))),
        )
        for one in ids
    ]
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    lines = [Line(*two, dotted=draw(st.booleans())) for two in draw(st.lists(pair, max_size=6, unique=True))]
    told = [
        Influence(*two, strength=draw(st.integers(1, 3)), supposed=draw(st.booleans()))
        for two in draw(st.lists(pair, max_size=10, unique=True))
    ]
    return Network(people, lines, told)


def every_path(network, decider, without=()):
    """What each simple path from someone well disposed carries."""
    others = [one for one in network.people if one != decider and one not in without]
    for length in range(len(others) + 1):
        for way in permutations(others, length):
            people = (*way, decider)
            part = network.people[people[0]].goodwill
            for by, on in pairwise(people):
                part *= network.toward.get(on, {}).get(by, 0.0)
            if part:
                yield people, part


@given(networks())
def test_the_best_path_is_the_best_of_all_there_are(network):
    for decider in network.people:
        best = max((part for _people, part in every_path(network, decider)), default=None)
        found = network.best(decider)
        assert (found is None) == (best is None)
        if found:
            assert found.carried == pytest.approx(best)
            assert found.people[-1] == decider
            assert len(set(found.people)) == len(found.people)
            assert dict(every_path(network, decider))[found.people] == pytest.approx(found.carried)


@given(networks())
def test_one_path_from_each_who_is_well_disposed(network):
    for decider in network.people:
        expected = {}
        for people, part in every_path(network, decider):
            expected[people[0]] = max(part, expected.get(people[0], 0.0))
        found = {path.people[0]: path.carried for path in network.paths(decider)}
        assert found == pytest.approx(expected)
        assert list(found.values()) == sorted(found.values(), reverse=True)


@given(networks())
def test_who_all_paths_lead_through(network):
    for decider in network.people:
        ways = [set(people) for people, _part in every_path(network, decider)]
        everywhere = set.intersection(*ways) - {decider} if ways else set()
        assert set(network.through(decider)) == everywhere


@given(networks())
def test_what_a_word_weighs_falls_along_the_way(network):
    weight = network.weight()
    assert all(weight[one] == 1.0 for one in network.deciders())
    for on, ties in network.toward.items():
        for by, part in ties.items():
            if on in weight:
                assert weight[by] >= weight[on] * part * (1 - 1e-9)


@given(networks())
def test_reach_and_holding_add_up(network):
    assert set(network.reach()) == set(network.deciders())
    assert all(0.0 <= part <= 1.0 for part in network.reach().values())
    held = network.holding()
    assert sum(count for _holder, count in held.holders) == held.covered
    assert held.covered + len(network.uncovered()) == len(network.people)
    assert held.single == (held.covered >= 2 and len({one.holder for one in network.people.values()} - {None}) == 1)


def test_a_told_influence_replaces_the_reporting_line():
    people = [Person("boss", decides=True), Person("report", stance="promoter", holder="SL")]
    line = [Line("report", "boss")]
    assert Network(people, line).best("boss").carried == pytest.approx(0.15)
    told = [Influence("report", "boss", strength=1, supposed=True)]
    assert Network(people, line, told).best("boss").carried == pytest.approx(0.15)
    assert Network(people, line, [Influence("report", "boss", strength=3)]).best("boss").carried == pytest.approx(0.9)


def test_three_strong_ties_beat_one_weak():
    people = [Person("d", decides=True), Person("a", stance="promoter", holder=1), Person("b"), Person("c")]
    ties = [Influence("a", "d", 1), Influence("a", "b", 3), Influence("b", "c", 3), Influence("c", "d", 3)]
    best = Network(people, (), ties).best("d")
    assert best.people == ("a", "b", "c", "d")
    assert math.isclose(best.carried, 0.9**3)


def test_who_blocks_the_one_who_weighs_most_first():
    people = [Person("d", decides=True), Person("far", stance="opposed"), Person("near", stance="reserved")]
    assert Network(people, (), [Influence("near", "d", 3)]).hindering() == ["near", "far"]


def test_ties_to_who_is_not_there_are_left_out_and_a_strength_beyond_three_is_refused():
    network = Network([Person("d", decides=True)], [Line("x", "d")], [Influence("y", "d")])
    assert network.paths("d") == []
    assert network.paths("nobody") == []
    with pytest.raises(ValueError, match="strength"):
        carried(4)
