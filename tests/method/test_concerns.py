"""Whom a note concerns, and why: the rules as they are written, and what holds of any texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trousseau.method.concerns import Client, Note, Reason, meets, proposals, reasons, words


@pytest.mark.parametrize(
    ("topic", "stake", "met"),
    [
        ("empreinte carbone", "Empreinte carbone par pièce", True),
        ("Carbon footprints", "carbon footprint per part", True),
        ("carbone", "Empreinte carbone par pièce", True),
        ("prix de l’acier", "Coût de possession des bogies −8 %", False),
        ("bogies", "Coût de possession des bogies −8 %", True),
        ("cadence", "Doubler la cadence de Vesoul", True),
        ("chevaux", "cheval", True),
        ("la de et pour", "Doubler la cadence de Vesoul", False),
        ("", "Doubler la cadence", False),
        ("coût de transport", "Coût de possession des bogies", False),
    ],
)
def test_a_topic_meets_a_stake(topic, stake, met):
    assert meets(topic, stake) is met


def test_a_zone_narrows_and_proposes_only_alone():
    client = Client("a", stakes=("Empreinte carbone",), industries=("Usinage",), zones=("France", "Asie"))
    assert reasons(Note(topics=("carbone",)), client) == (Reason("stake", "Empreinte carbone", "carbone"),)
    assert [one.rule for one in reasons(Note(("carbone",), "usinage", "ASIE"), client)] == ["stake", "industry", "zone"]
    assert reasons(Note(topics=("carbone",), zone="Ibérie"), client) == ()
    assert reasons(Note(topics=("acier",), zone="France"), client) == ()
    assert [one.rule for one in reasons(Note(zone="France"), client)] == ["zone"]
    assert reasons(Note(), client) == ()


def test_most_reasons_first_and_nobody_without_one():
    clients = [Client("none"), Client("one", industries=("Rail",)), Client("two", ("Acier",), ("Rail",))]
    assert [one.key for one in proposals(Note(("acier",), "Rail"), clients)] == ["two", "one"]


@given(st.text(max_size=60), st.text(max_size=60))
def test_meeting_is_mutual_and_no_text_breaks_it(one, other):
    assert meets(one, other) == meets(other, one)
    assert meets(one, one) == bool(words(one))
    assert meets(one, other) == meets(one.upper().lower(), other) or not one.isascii()
