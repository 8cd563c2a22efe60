"""The assessments of the demonstration: a round three people judged and closed, and one that is half done.

They agree on most of the first clients; on how far we have come with Ferroval they do not, and have not settled it.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import timedelta

import numpy as np
from django.db import transaction
from django.utils import timezone

from trousseau.access.models import User
from trousseau.portfolio.queries.source import usual
from trousseau.selection import actions
from trousseau.selection.actions import Opening, Said
from trousseau.selection.models import Assessor, Round, RoundClient
from trousseau.selection.queries import grids
from trousseau.selection.queries.assessments import answers, own
from trousseau.selection.queries.proposed import today

JUDGED = 35
"""The first clients, and those of the stories below."""
AGAIN = 12
"""Clients of the round that is still open."""
STORIES: dict[str, dict[str, tuple[int, int, int]]] = {
    "Ferroval": {"relationship": (1, 2, 4), "stake": (5, 5, 5)},
    "Sandrup": {"relationship": (2, 2, 2), "stake": (1, 1, 2)},
    "Okanda": {"relationship": (2, 2, 2), "stake": (5, 5, 4)},
    "Voltané": {"relationship": (3, 3, 3), "stake": (5, 5, 5)},
    "Alstrom": {"relationship": (4, 4, 4), "stake": (5, 5, 5)},
    "Minato": {"relationship": (2, 2, 2), "stake": (4, 4, 4)},
}
"""Client by the start of its name → criterion → the level of each assessor."""
SAID: dict[tuple[str, str, int], tuple[str, str]] = {
    ("Ferroval", "relationship", 1): (
        "Notre interlocuteur ne répond plus depuis l’été ; tout repart d’appels d’offres.",
        "Trois relances sans réponse, appel d’offres ouvert du 12 septembre",
    ),
    ("Ferroval", "relationship", 2): ("Un seul acheteur, plus de contact avec le bureau d’études.", ""),
    ("Ferroval", "relationship", 4): (
        "Le directeur industriel nous a associés au plan de modernisation de l’atelier.",
        "Réunion du 14 octobre, compte rendu signé",
    ),
    ("Sandrup", "stake", 1): (
        "Du volume que nous payons pour garder ; rien à apprendre, pas de référence.",
        "Contribution nette négative trois ans de suite",
    ),
}
ENDS: dict[tuple[str, int], tuple[str, str]] = {
    ("relationship", 1): ("Un seul contact, consulté parmi d’autres.", "Dernière visite il y a plus d’un an"),
    ("relationship", 5): ("Équipes mixtes et prix ouverts.", "Comité de pilotage mensuel, données partagées"),
    ("stake", 1): ("Aucun objectif de la stratégie n’en dépend.", "Plan stratégique 2026, page des clients cibles"),
    ("stake", 5): ("Sans lui, le plan à trois ans ne tient pas.", "Plan stratégique 2026, deux axes sur quatre"),
}
USUAL = "Vu en revue de compte."
SETTLED = (
    "Revu ensemble : les échanges récents pèsent plus que l’historique.",
    "Retenu après lecture des comptes rendus.",
)
FIRST, FALL = 4.0, 1.4
"""The usual level of the first client, and how much lower it is for the last."""
SPLIT, NUDGED = 0.36, 0.5
"""How often an assessor is a level from the two others, and how much of that is downwards."""


def tell(director: User, others: list[User], seed: int) -> None:
    """Have the three judge, and settle some of what they disagree on, where nobody was asked to judge yet."""
    now, asked = grids.in_force(), usual(director)
    criteria = [one.key for one in now.grid.criteria if one.judged] if now.grid else []
    found = today(asked)
    if not criteria or found is None or Round.objects.exists():
        return
    names = [(found.accounts[at], found.names[at]) for at in found.order.tolist()]
    clients = [pair for at, pair in enumerate(names) if at < JUDGED or _story(pair[1])]
    with transaction.atomic():
        _rounds([director, *others], clients, criteria, seed)


def _rounds(people: list[User], clients: list[tuple[str, str]], criteria: list[str], seed: int) -> None:
    director = people[0]
    due = timezone.localdate() + timedelta(days=6)
    closed = actions.open_round(
        director, Opening(clients, {one.pk: None for one in people}, due, criteria, "Avant la séance de novembre.")
    )
    for place, person in enumerate(people):
        _judge(person, closed, place, seed)
        actions.hand_in(person, closed)
    closed = actions.close_round(director, closed)
    _settle(director, closed)
    Round.objects.filter(pk=closed.pk).update(
        opened_at=timezone.now() - timedelta(days=23),
        due=due - timedelta(days=15),
        closed_at=timezone.now() - timedelta(days=8),
    )
    note = "Les comptes autour de la ligne, avec les visites de l’automne."
    again = actions.open_round(
        director, Opening(clients[14 : 14 + AGAIN], {one.pk: None for one in people}, due, criteria, note)
    )
    for place, (person, part) in enumerate(zip(people, (0.5, 1.0, 0.25), strict=False)):
        _judge(person, again, place, seed + 1, part)
    if len(people) > 1:
        actions.hand_in(people[1], again)


def _judge(person: User, found: Round, place: int, seed: int, part: float = 1.0) -> None:
    """What one person says of the first clients of a round."""
    clients, _said = own(Assessor.objects.select_related("round").get(round=found, person=person))
    for client in clients[: round(len(clients) * part)]:
        said = {one["key"]: _level(client, one["key"], place, seed) for one in found.criteria}
        actions.judge(person, found, client, said)


def _level(client: RoundClient, criterion: str, place: int, seed: int) -> Said:
    story = _story(client.name)
    told = STORIES.get(story, {}).get(criterion)
    level = told[place % 3] if told else _drawn(client.client, criterion, client.place, place, seed)
    if level is None:
        return Said(None, "Je ne connais pas ce client.")
    reason, evidence = SAID.get((story, criterion, level)) or ENDS.get((criterion, level)) or (USUAL, "Revue de compte")
    return Said(level, reason, evidence)


def _drawn(client: str, criterion: str, standing: int, place: int, seed: int) -> int | None:
    """A level that three people mostly share: the client's own, one off now and then; now and then none."""
    rng = np.random.default_rng([seed, zlib.crc32(f"{client}/{criterion}".encode())])
    true = round(min(5.0, max(1.0, FIRST - FALL * standing / JUDGED + float(rng.normal(0.0, 0.9)))))
    chances = rng.random((3, 3))[place % 3]
    if chances[2] < 0.04:
        return None
    step = (-1 if chances[1] < NUDGED else 1) if chances[0] < SPLIT else 0
    return min(5, max(1, true + step))


def _settle(director: User, found: Round) -> None:
    """Every third disagreement is settled, at the level most gave; never Ferroval's."""
    open_ones = [one for one in answers(found) if one.open and not one.client.name.startswith("Ferroval")]
    for at, one in enumerate(open_ones[::3]):
        counts: Mapping[int, int] = {level: one.levels.count(level) for level in one.levels}
        level = max(counts, key=lambda level: (counts[level], -level))
        actions.settle(director, one.client, one.criterion, float(level), SETTLED[at % 2], seen=0)


def _story(name: str) -> str:
    return next((start for start in STORIES if name.startswith(start)), "")
