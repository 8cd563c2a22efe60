"""Who fits a request, and that what is unknown stays unknown."""

from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.routing import WEIGHTS, Person, Wanted, fit, ranked

LEVELS = st.dictionaries(st.sampled_from(["carbon", "quality", "costing"]), st.integers(1, 5), max_size=3)
PEOPLE = st.builds(
    Person,
    key=st.integers(1, 100),
    skills=LEVELS,
    languages=st.frozensets(st.sampled_from(["fr", "de"])),
    zones=st.frozensets(st.sampled_from(["France", "Allemagne"])),
    free=st.none() | st.floats(0, 30),
    load=st.integers(0, 9),
    knows=st.booleans(),
)
WANTED = st.builds(Wanted, LEVELS, st.sampled_from(["", "fr", "de"]), st.sampled_from(["", "France"]))


def test_the_weights_are_a_whole():
    assert abs(sum(WEIGHTS.values()) - 1) < 1e-12


def test_a_perfect_fit_is_one_and_nothing_is_unknown():
    perfect = Person(1, {"carbon": 5}, frozenset({"fr"}), frozenset({"France"}), 10, 0, knows=True)
    found = fit(Wanted({"carbon": 4}, "fr", "France"), perfect)
    assert abs(found.low - 1) < 1e-12
    assert found.low == found.high


def test_who_told_nothing_does_not_pass_who_showed_it():
    wanted = Wanted({"carbon": 3}, "fr")
    shown = Person(1, {"carbon": 3}, frozenset({"fr"}), free=5)
    silent = Person(2, {})
    first, second = ranked(wanted, [silent, shown])
    assert first.person is shown
    assert second.high > second.low
    assert {part.name for part in second.parts if not part.known} == {"skills", "language", "free"}


def test_who_is_away_until_then_comes_last():
    best = Person(1, {"carbon": 5}, free=0.0)
    other = Person(2, {"carbon": 1}, free=2.0)
    assert [one.person.key for one in ranked(Wanted({"carbon": 5}), [best, other])] == [2, 1]


@given(WANTED, PEOPLE)
def test_a_fit_lies_between_its_bounds(wanted, person):
    found = fit(wanted, person)
    assert -1e-9 <= found.low <= found.high + 1e-9 <= 1 + 1e-8
    assert abs(sum(part.weight for part in found.parts) - 1) < 1e-9


@given(WANTED, st.lists(PEOPLE, max_size=6))
def test_the_order_does_not_depend_on_the_list(wanted, people):
    unique = list({one.key: one for one in people}.values())
    forward = [one.person.key for one in ranked(wanted, unique)]
    assert forward == [one.person.key for one in ranked(wanted, unique[::-1])]
    assert sorted(forward) == sorted(one.key for one in unique)


@given(WANTED, PEOPLE, st.integers(0, 9))
def test_more_in_hand_never_fits_better(wanted, person, more):
    busier = Person(
        person.key, person.skills, person.languages, person.zones, person.free, person.load + more, person.knows
    )
    assert fit(wanted, busier).low <= fit(wanted, person).low + 1e-9
