"""What an assessor does: judge a client, hand in, take back what was handed in.

The trail says that someone judged a client, never how: before a round is closed nobody reads another's judgements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.selection.actions.rounds import AssessmentError, open_for_update
from trousseau.selection.models import Assessor, Judgement, Round, RoundClient
from trousseau.selection.models.assessments import ENDS, LEVELS


@dataclass(frozen=True)
class Said:
    """What an assessor says on one criterion; without a level they cannot judge."""

    level: int | None
    reason: str = ""
    evidence: str = ""


def judge(user: User, found: Round, client: RoundClient, said: Mapping[str, Said]) -> int:
    """Keep what an assessor says of a client; a criterion not said of stays as it was. Gives how many are kept.

    Raises:
        AssessmentError: see its codes; nothing is kept then.
    """
    criteria = {one["key"]: one for one in found.criteria}
    for criterion, one in said.items():
        _check(criterion, one, criteria)
    with transaction.atomic():
        seat = _mine(user, found)
        if not seat.assigned.filter(client=client).exists():
            raise AssessmentError("not_assigned")
        for criterion, one in said.items():
            Judgement.objects.update_or_create(
                assessor=seat,
                client=client,
                criterion=criterion,
                defaults={"level": one.level, "reason": one.reason.strip(), "evidence": one.evidence.strip()},
            )
        if said:
            audit.record(user, "assessments.judged", found, after={"client": client.name})
    return len(said)


def hand_in(user: User, found: Round) -> Assessor:
    """Hand in, once every client has an answer on every criterion; “I cannot judge” is one.

    Raises:
        AssessmentError: see its codes.
    """
    with transaction.atomic():
        seat = _mine(user, found)
        asked = seat.assigned.count() * len(found.criteria)
        given = seat.judgements.filter(client__assigned__assessor=seat).count()
        if given < asked:
            raise AssessmentError("unfinished", left=asked - given)
        seat.released_at = timezone.now()
        seat.save(update_fields=["released_at"])
        audit.record(user, "assessments.handed_in", found, after={"assessor": str(user)})
    return seat


def take_back_assessments(user: User, found: Round) -> Assessor:
    """Take back what was handed in, to change it; possible until the round is closed.

    Raises:
        AssessmentError: the round is closed, or the assessor has left it.
    """
    with transaction.atomic():
        seat = _mine(user, found, handed_in=True)
        if seat.released_at is not None:
            seat.released_at = None
            seat.save(update_fields=["released_at"])
            audit.record(user, "assessments.taken_back", found, after={"assessor": str(user)})
    return seat


def _check(criterion: str, said: Said, criteria: Mapping[str, Any]) -> None:
    if criterion not in criteria:
        raise AssessmentError("criterion_unknown", value=criterion)
    if said.level is not None and said.level not in LEVELS:
        raise AssessmentError("level", value=said.level)
    if said.level in ENDS and not (said.reason.strip() and said.evidence.strip()):
        raise AssessmentError("ends", criterion=criterion, of=criteria[criterion], level=said.level)


def _mine(user: User, found: Round, *, handed_in: bool = False) -> Assessor:
    """The assessor's place in an open round, held until the transaction ends."""
    current = open_for_update(found)
    seat = Assessor.objects.select_for_update().filter(round=current, person=user).first()
    if seat is None or seat.left_at is not None or not user.is_active:
        raise AssessmentError("left")
    if seat.released_at is not None and not handed_in:
        raise AssessmentError("handed_in")
    return seat
