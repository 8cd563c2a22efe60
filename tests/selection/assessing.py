"""Rounds of assessments in a few words, for the tests."""

from __future__ import annotations

import datetime as dt

from trousseau.selection.actions import Opening, Said, hand_in, judge, open_round
from trousseau.selection.models import GridVersion

DUE = dt.date(2999, 1, 1)
LEVELS = ["exploratory", "basic", "cooperative", "interdependent", "integrated"]
JUDGED = {
    "criteria": [
        {
            "key": "revenue",
            "measure": "revenue",
            "axis": "attractiveness",
            "weight": 50,
            "anchors": [[0, 0], [42_000, 100]],
        },
        {"key": "stake", "axis": "attractiveness", "weight": 25, "levels": ["none", "", "some", "", "vital"]},
        {"key": "relationship", "axis": "strength", "weight": 25, "levels": LEVELS},
    ],
    "capacity": 3,
    "points": 10,
}
CLIENTS = (("Alstrom", "Alstrom"), ("C3", "Vernay"), ("C4", "Kessler"))


def publish(number=1, grid=JUDGED):
    return GridVersion.objects.create(number=number, reason="test", grid=grid, moves={"entered": [], "left": []})


def opened(director, people, *, clients=CLIENTS, criteria=("stake", "relationship"), only=None, due=DUE):
    """A round that everyone judges whole, or the clients of `only` by person."""
    assessors = {person.pk: (only or {}).get(person) for person in people}
    return open_round(director, Opening(clients, assessors, due, criteria))


def said(level):
    """A level with all that its end asks for."""
    return Said(level, "as seen", "visit report") if level in {1, 5} else Said(level)


def give(person, found, levels, *, handed_in=True):
    """What someone says: {client name: {criterion: level}}; the rest of theirs cannot be judged."""
    mine = found.assessors.get(person=person)
    for row in mine.assigned.select_related("client"):
        own = levels.get(row.client.name, {})
        judge(person, found, row.client, {one["key"]: said(own.get(one["key"])) for one in found.criteria})
    if handed_in:
        hand_in(person, found)
