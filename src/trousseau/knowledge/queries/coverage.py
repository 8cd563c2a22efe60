"""What is asked of each client's knowledge, and how far it is answered; the formula is in `method.coverage`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from trousseau.accounts.models import Account
from trousseau.knowledge.fading import LIMITS
from trousseau.knowledge.models import (
    Answered,
    BuyingRole,
    Competitor,
    Contact,
    Control,
    EconomicFact,
    Fact,
    Influence,
    LegalEntity,
    Site,
    Stake,
)
from trousseau.method.coverage import Answer, Covered, covered, overall

STAKES_EXPECTED = 3
FIGURES_EXPECTED = 3
STANDING = {"removed_at": None}
TOPICS = ("structure", "deciders", "influencers", "stakes", "economics", "competition")


@dataclass
class Known:
    """Everything known of one client that coverage asks about."""

    entities: list[LegalEntity] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    influences: list[Influence] = field(default_factory=list)
    stakes: list[Stake] = field(default_factory=list)
    figures: list[EconomicFact] = field(default_factory=list)
    competitors: list[Competitor] = field(default_factory=list)

    @property
    def deciders(self) -> list[Contact]:
        """Who decides there."""
        return [one for one in self.contacts if one.buying_role == BuyingRole.DECIDES]

    @property
    def nothing(self) -> bool:
        """Whether nobody has told anything yet."""
        return not any(vars(self).values())


@dataclass(frozen=True)
class Question:
    """One question of a topic: how far it is answered."""

    name: str
    topic: str
    answer: Callable[[Known, dt.date], Answer]


@dataclass(frozen=True)
class Coverage:
    """How far a client is known."""

    score: float
    topics: Mapping[str, Covered]
    answers: Mapping[str, Answer]
    """By question."""
    nothing: bool


def coverage(known: Known, today: dt.date) -> Coverage:
    """How far a client is known on a day."""
    answers = {question.name: question.answer(known, today) for question in QUESTIONS}
    topics = {
        topic: covered([answers[question.name] for question in QUESTIONS if question.topic == topic])
        for topic in TOPICS
    }
    return Coverage(overall(topics), topics, answers, known.nothing)


def client_key(account: Account) -> tuple[str, int]:
    """What the facts of an account are gathered by: its group, or itself."""
    return ("group", account.group_id) if account.group_id is not None else ("account", account.pk)


def known_of(accounts: Iterable[Account]) -> dict[tuple[str, int], Known]:
    """What is known of the clients of some accounts, all of them in eight queries.

    Coverage is the client's, whoever looks: it counts and dates, and shows nothing of what it counts.
    """
    keys = {client_key(account) for account in accounts}
    found: dict[tuple[str, int], Known] = {key: Known() for key in keys}
    groups = [key for kind, key in keys if kind == "group"]
    alone = [key for kind, key in keys if kind == "account"]
    for name, model, live, beside in (
        ("entities", LegalEntity, STANDING, ("author", "customer")),
        ("controls", Control, STANDING, ("author", "owner", "owned")),
        ("sites", Site, STANDING, ("author",)),
        ("stakes", Stake, STANDING, ("author", "who")),
        ("figures", EconomicFact, STANDING, ("author",)),
        ("competitors", Competitor, STANDING, ("author",)),
        ("contacts", Contact, {"left_on": None, "erased_at": None}, ()),
    ):
        for row in _of(model, groups, alone, live, beside):
            getattr(found[client_key(row.account)], name).append(row)
    home = {contact.pk: key for key, known in found.items() for contact in known.contacts}
    for influence in Influence.objects.filter(on__in=list(home)) if len(home) < MOST else _influences(home):
        found[home[influence.on_id]].influences.append(influence)
    return found


MOST = 500
"""Names a statement is given at once."""


def _influences(home: Mapping[int, object]) -> Iterable[Influence]:
    """All of them, where too many people are asked about to name them."""
    return (one for one in Influence.objects.all() if one.on_id in home)


def _of(
    model: type[Fact | Contact],
    groups: Sequence[int],
    alone: Sequence[int],
    live: Mapping[str, object],
    beside: tuple[str, ...],
) -> Iterable[Any]:
    """The rows of a model in some groups and accounts; those of all, sieved, where too many are asked about."""
    rows = model.objects.filter(**live).select_related("account", *beside)
    if len(groups) + len(alone) <= MOST:
        return rows.filter(Q(account__group__in=groups) | Q(account__in=alone, account__group=None))
    wanted = {("group", key) for key in groups} | {("account", key) for key in alone}
    return (row for row in rows if client_key(row.account) in wanted)


def _ages(rows: Iterable[Any], today: dt.date) -> tuple[int, ...]:
    """How many days ago each was true."""
    return tuple(max(0, (today - row.said_on).days) for row in rows)


def _asks(
    kind: str, pick: Callable[[Known], Iterable[Any]], expect: Callable[[Known], int]
) -> Callable[[Known, dt.date], Answer]:
    """A question answered by the facts that `pick` gives, of which `expect` are wanted."""
    return lambda known, today: Answer(_ages(pick(known), today), expect(known), LIMITS[kind])


def _at_least(count: int) -> Callable[[Known], int]:
    return lambda _known: count


def _each(rows: Callable[[Known], Sequence[object]], least: int = 1) -> Callable[[Known], int]:
    """As many as there are, at least so many: with none known, the question stands open."""
    return lambda known: max(least, len(rows(known)))


def _held(known: Known) -> list[Control]:
    """One holding for each company that is held, its shares known."""
    best: dict[int, Control] = {}
    for one in known.controls:
        if one.percent is not None:
            best.setdefault(one.owned_id, one)
    return list(best.values())


def _influenced(known: Known) -> list[Influence]:
    """One influence on each decider."""
    deciders = {one.pk for one in known.deciders}
    best: dict[int, Influence] = {}
    for one in sorted(known.influences, key=lambda one: one.said_on, reverse=True):
        if one.on_id in deciders:
            best.setdefault(one.on_id, one)
    return list(best.values())


def _companies_held(known: Known) -> list[LegalEntity]:
    """Companies whose owner should be known: all but one, the head, and those from outside."""
    inside = [one for one in known.entities if not one.outside]
    return inside[1:]


def _answered(known: Known) -> list[Stake]:
    return [one for one in known.stakes if one.answered == Answered.ANSWERED]


QUESTIONS: tuple[Question, ...] = (
    Question("entities", "structure", _asks("entity", lambda known: known.entities, _at_least(1))),
    Question("owners", "structure", _asks("control", _held, _each(_companies_held))),
    Question("sites", "structure", _asks("site", lambda known: known.sites, _at_least(1))),
    Question("who_decides", "deciders", _asks("contact", lambda known: known.deciders, _at_least(1))),
    Question(
        "stances",
        "deciders",
        _asks(
            "contact", lambda known: [one for one in known.deciders if one.stance], _each(lambda known: known.deciders)
        ),
    ),
    Question(
        "covered",
        "deciders",
        _asks(
            "contact",
            lambda known: [one for one in known.deciders if one.owner_id],
            _each(lambda known: known.deciders),
        ),
    ),
    Question("who_influences", "influencers", _asks("influence", _influenced, _each(lambda known: known.deciders))),
    Question("stakes", "stakes", _asks("stake", lambda known: known.stakes, _at_least(STAKES_EXPECTED))),
    Question("answers", "stakes", _asks("stake", _answered, _each(lambda known: known.stakes))),
    Question("figures", "economics", _asks("economics", lambda known: known.figures, _at_least(FIGURES_EXPECTED))),
    Question("competitors", "competition", _asks("competitor", lambda known: known.competitors, _at_least(1))),
    Question(
        "shares",
        "competition",
        _asks(
            "competitor",
            lambda known: [one for one in known.competitors if one.share is not None or one.rank is not None],
            _each(lambda known: known.competitors),
        ),
    ),
)
"""What a manager should know of a client, by topic."""
