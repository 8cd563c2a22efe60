"""Where the drawing of people puts them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trousseau.figures.relations import ACROSS, WIDTH, Card, Line, Tie, drawing, layered

PAIRS = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.booleans()), max_size=20)


@given(st.integers(1, 14), PAIRS)
def test_everyone_has_a_place_of_their_own_whatever_the_lines(count, pairs):
    cards = [Card(str(one), name=f"P{one}") for one in range(count)]
    at = layered(cards, [Line(str(a), str(b), dotted) for a, b, dotted in pairs if a != b])
    assert set(at) == {card.id for card in cards}
    for (y, x), (below, right) in pairwise(sorted((y, x) for x, y in at.values())):
        assert below > y or right - x >= WIDTH


def test_a_boss_stands_above_the_middle_of_their_reports():
    cards = [Card(name, name=name) for name in "abcd"]
    at = layered(cards, [Line("b", "a"), Line("c", "a"), Line("d", "a")])
    assert at["a"][0] == at["c"][0] == ACROSS
    assert at["a"][1] < at["b"][1] == at["d"][1]


def test_long_chains_and_loops_are_drawn():
    cards = [Card(str(one), name=str(one)) for one in range(400)]
    chain = [Line(str(one + 1), str(one)) for one in range(399)]
    assert len(layered(cards, chain)) == 400
    loop = [*chain, Line("0", "399")]
    assert drawing(cards, loop, [Tie("0", "399", 3)], label="loop").startswith("<svg")
