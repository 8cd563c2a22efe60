"""What is settled after discussion: a consensus on a client and a criterion of a closed round, or its undoing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.selection.actions.rounds import AssessmentError, rank_after_commit
from trousseau.selection.models import Consensus, Round, RoundClient
from trousseau.selection.models.assessments import HALVES


def settle(
    user: User, client: RoundClient, criterion: str, level: float | None, reason: str, *, seen: int
) -> Consensus:
    """Record what was agreed, 1 to 5 by halves; `level` None opens what was settled before again.

    `seen`: the newest consensus on the page (0: none); where there is a newer one nothing is kept.

    Raises:
        PermissionDenied: rounds are the director's.
        AssessmentError: see its codes.
    """
    if not may(user, "run_assessments"):
        raise PermissionDenied
    reason = reason.strip()
    with transaction.atomic():
        found: Round = Round.objects.select_for_update().get(pk=client.round_id)
        if not found.closed:
            raise AssessmentError("open")
        if criterion not in {one["key"] for one in found.criteria}:
            raise AssessmentError("criterion_unknown", value=criterion)
        if level is not None and level not in HALVES:
            raise AssessmentError("consensus_level", value=level)
        if not reason:
            raise AssessmentError("consensus_reason")
        before = Consensus.objects.filter(client=client, criterion=criterion).order_by("-id").first()
        if (before.pk if before else 0) != seen:
            raise AssessmentError("consensus_seen")
        if level is None and (before is None or before.level is None):
            raise AssessmentError("nothing_settled")
        made: Consensus = Consensus.objects.create(
            client=client, criterion=criterion, level=None if level is None else str(level), reason=reason, by=user
        )
        audit.record(
            user,
            "assessments.settled" if level is not None else "assessments.unsettled",
            found,
            before={"level": before.level} if before else None,
            after={"client": client.name, "criterion": criterion, "level": level, "reason": reason},
        )
        rank_after_commit()
    return made
