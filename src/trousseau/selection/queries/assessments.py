"""Rounds of assessments as pages show them: who has how much left, what an assessor said, what all said once closed.

Before a round is closed, only `own` reads judgements, and only those of the person who asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from trousseau.access.models import User
from trousseau.selection.models import Assessor, Assigned, Consensus, Judgement, Round, RoundClient
from trousseau.selection.models.assessments import COUNTING


@dataclass(frozen=True)
class Work:
    """What one assessor has been asked for, and how much of it is done; never what they said."""

    assessor: Assessor
    round: Round
    clients: int
    given: int
    """Answers, one a client and criterion."""

    @property
    def asked(self) -> int:
        """How many answers are asked for."""
        return self.clients * len(self.round.criteria)

    @property
    def left(self) -> int:
        """How many are missing."""
        return self.asked - self.given

    @property
    def done(self) -> float:
        """The share that is done."""
        return self.given / self.asked if self.asked else 1.0


@dataclass(frozen=True)
class Progress:
    """One round and the work of its assessors."""

    round: Round
    work: tuple[Work, ...]
    clients: int

    @property
    def asked(self) -> int:
        """Answers asked for in all, of those who are still there."""
        return sum(one.asked for one in self.present)

    @property
    def given(self) -> int:
        """Answers given in all, by those who are still there."""
        return sum(one.given for one in self.present)

    @property
    def done(self) -> float:
        """The share that is done."""
        return self.given / self.asked if self.asked else 1.0

    @property
    def present(self) -> tuple[Work, ...]:
        """The work of those who have not left, or had handed in."""
        return tuple(one for one in self.work if not one.assessor.gone or one.assessor.released_at)

    @property
    def unfinished(self) -> tuple[Work, ...]:
        """The work of those who did not hand in and of whom nothing was decided."""
        return tuple(one for one in self.work if not one.assessor.counts and one.assessor.left_at is None)

    @property
    def handed_in(self) -> int:
        """How many handed in."""
        return sum(one.assessor.released_at is not None for one in self.work)


def progress(rounds: Iterable[Round]) -> list[Progress]:
    """How far some rounds are; two queries."""
    rounds = list(rounds)
    by_round: dict[int, list[Work]] = defaultdict(list)
    for work in _work(Assessor.objects.filter(round__in=rounds), {one.pk: one for one in rounds}):
        by_round[work.round.pk].append(work)
    rows = RoundClient.objects.filter(round__in=rounds).values_list("round")
    clients = dict(rows.annotate(count=Count("pk")).order_by())
    return [Progress(one, tuple(by_round[one.pk]), clients.get(one.pk, 0)) for one in rounds]


def under_way() -> list[Progress]:
    """How far the open rounds are that somebody is asked in, the latest first; one query."""
    clients = RoundClient.objects.filter(round=OuterRef("round")).order_by().values("round").annotate(n=Count("pk"))
    seats = Assessor.objects.filter(round__closed_at=None).annotate(of_round=Subquery(clients.values("n")[:1]))
    by_round: dict[int, list[Work]] = defaultdict(list)
    for work in _work(seats, {}):
        by_round[work.round.pk].append(work)
    return [
        Progress(work[0].round, tuple(work), getattr(work[0].assessor, "of_round", 0) or 0)
        for _round, work in sorted(by_round.items(), reverse=True)
    ]


def waiting_for(user: User) -> list[Work]:
    """What someone still has to judge or to hand in, soonest first; one query."""
    seats = Assessor.objects.filter(person=user, left_at=None, round__closed_at=None)
    return _soonest(_work(seats, {}))


def waiting_in(rounds: Iterable[Progress], user: User) -> list[Work]:
    """The same of rounds that are read already."""
    work = (one for found in rounds for one in found.work)
    return _soonest(one for one in work if one.assessor.person_id == user.pk and one.assessor.left_at is None)


def _soonest(work: Iterable[Work]) -> list[Work]:
    return sorted(work, key=lambda one: (one.assessor.released_at is not None, one.round.due, one.round.pk))


def unfinished() -> list[Work]:
    """The work of everyone who has to judge and has not handed in, in open rounds; one query."""
    seats = Assessor.objects.filter(left_at=None, released_at=None, round__closed_at=None, person__is_active=True)
    return _work(seats.select_related("round"), {})


def seat_of(user: User, public_id: str) -> Assessor | None:
    """Someone's place in a round that they have not left; None for everyone else. One query."""
    return (
        Assessor.objects.filter(person=user, round__public_id=public_id, left_at=None)
        .select_related("round", "person")
        .first()
    )


def own(seat: Assessor) -> tuple[list[RoundClient], dict[int, dict[str, Judgement]]]:
    """The clients an assessor judges, and what they said of each by criterion; two queries."""
    clients = list(RoundClient.objects.filter(assigned__assessor=seat).order_by("place"))
    said: dict[int, dict[str, Judgement]] = defaultdict(dict)
    for one in seat.judgements.all():
        said[one.client_id][one.criterion] = one
    return clients, said


@dataclass(frozen=True)
class Answers:
    """What all said of a client on one criterion, in a closed round."""

    client: RoundClient
    criterion: str
    judgements: tuple[Judgement, ...]
    """Those that count, also of who could not judge."""
    asked: int
    """How many were to judge the client."""
    latest: Consensus | None
    """The newest consensus, which may open again what was settled."""

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels given, lowest first."""
        return tuple(sorted(one.level for one in self.judgements if one.level is not None))

    @property
    def spread(self) -> int:
        """From the lowest to the highest."""
        return self.levels[-1] - self.levels[0] if self.levels else 0

    @property
    def consensus(self) -> Consensus | None:
        """What was settled and stands."""
        return self.latest if self.latest and self.latest.level is not None else None

    @property
    def settled(self) -> float | None:
        """The level that was settled on and stands."""
        return None if self.latest is None or self.latest.level is None else float(self.latest.level)

    @property
    def open(self) -> bool:
        """Whether assessors disagree and nothing was settled."""
        return self.spread > 0 and self.consensus is None


def answers(found: Round) -> list[Answers]:
    """All that was said in a closed round, by client, then criterion; four queries.

    Raises:
        ValueError: the round is open: nobody reads what others said.
    """
    if not found.closed:
        raise ValueError("nobody reads the judgements of an open round")
    said: dict[tuple[int, str], list[Judgement]] = defaultdict(list)
    rows = Judgement.objects.filter(COUNTING, assessor__round=found).select_related("assessor__person")
    for row in rows.order_by("assessor__person__name", "assessor_id"):
        said[row.client_id, row.criterion].append(row)
    latest: dict[tuple[int, str], Consensus] = {}
    for one in Consensus.objects.filter(client__round=found).select_related("by").order_by("id"):
        latest[one.client_id, one.criterion] = one
    asked = dict(Assigned.objects.filter(client__round=found).values_list("client").annotate(n=Count("pk")).order_by())
    return [
        Answers(
            client,
            criterion["key"],
            tuple(said[client.pk, criterion["key"]]),
            asked.get(client.pk, 0),
            latest.get((client.pk, criterion["key"])),
        )
        for client in found.clients.all()
        for criterion in found.criteria
    ]


def _work(seats: QuerySet[Assessor], rounds: dict[int, Round]) -> list[Work]:
    clients = Assigned.objects.filter(assessor=OuterRef("pk")).order_by().values("assessor").annotate(n=Count("pk"))
    given = Judgement.objects.filter(assessor=OuterRef("pk")).order_by().values("assessor").annotate(n=Count("pk"))
    rows: QuerySet[Any] = seats.select_related("person", *(() if rounds else ("round",))).annotate(
        clients=Coalesce(Subquery(clients.values("n")[:1], output_field=IntegerField()), 0),
        given=Coalesce(Subquery(given.values("n")[:1], output_field=IntegerField()), 0),
    )
    return [Work(row, rounds.get(row.round_id) or row.round, row.clients, row.given) for row in rows]
