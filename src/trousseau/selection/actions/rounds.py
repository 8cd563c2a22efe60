"""What a director decides of a round of assessments: open it, change who judges and until when, close it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.method.criteria import Criterion
from trousseau.selection.actions.ranks import rank_anew
from trousseau.selection.models import Assessor, Assigned, Round, RoundClient
from trousseau.selection.queries import grids


class AssessmentError(Exception):
    """What was not done, and why, with parameters for the sentence (`pages.assessment_words.problem`).

    Of rounds: `no_criteria`, `criterion_unknown` (value), `no_clients`, `no_assessors`, `cannot_judge` (name),
    `due_past` (due), `closed`, `round_reason`, `only_unknown` (name), `gone`; of what was typed: `names` (unknown),
    `names_several` (several), `date` (value). Of judging: `closed`, `left`, `handed_in`, `not_assigned`,
    `criterion_unknown`, `level` (value), `level_missing` and `ends` (criterion, of: the criterion itself), `unfinished`
    (left). Of settling: `open`, `consensus_level` (value), `consensus_reason`, `consensus_seen`, `nothing_settled`.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Opening:
    """What a director asks for."""

    clients: Sequence[tuple[str, str]]
    """Key and name, in the order in which they are judged."""
    assessors: Mapping[int, Collection[str] | None]
    """For each person, the clients they judge; None: all."""
    due: date
    criteria: Collection[str]
    """The keys of judged criteria of the grid in force."""
    note: str = ""


def open_round(user: User, asked: Opening) -> Round:
    """Open a round on judged criteria of the grid in force, which it keeps a copy of.

    Raises:
        PermissionDenied: rounds are the director's.
        AssessmentError: see its codes.
    """
    _allow(user)
    now = grids.in_force()
    judged = [one for one in (now.grid.criteria if now.grid else ()) if one.judged]
    chosen = _chosen(judged, asked.criteria)
    clients = dict(asked.clients)
    if not clients:
        raise AssessmentError("no_clients")
    _due(asked.due)
    people = _people(asked.assessors)
    with transaction.atomic():
        made: Round = Round.objects.create(
            opened_by=user, due=asked.due, note=asked.note.strip(), grid=now.number, criteria=chosen
        )
        rows = RoundClient.objects.bulk_create(
            RoundClient(round=made, place=place, client=key, name=name)
            for place, (key, name) in enumerate(clients.items(), 1)
        )
        for person in people:
            _seat(made, person, rows, asked.assessors[person.pk])
        audit.record(
            user,
            "assessments.opened",
            made,
            after={
                "clients": len(rows),
                "criteria": [one["key"] for one in chosen],
                "assessors": [str(person) for person in people],
                "due": asked.due,
            },
        )
    return made


def add_assessor(user: User, found: Round, person: User, clients: Collection[str] | None = None) -> Assessor:
    """Have another person judge in an open round, or someone again who had left; `clients` None: all.

    Raises:
        PermissionDenied: rounds are the director's.
        AssessmentError: see its codes.
    """
    _allow(user)
    (person,) = _people({person.pk: clients})
    with transaction.atomic():
        current = open_for_update(found)
        made = _seat(current, person, list(current.clients.all()), clients)
        audit.record(user, "assessments.assessor_added", current, after={"assessor": str(person)})
    return made


def change_due(user: User, found: Round, due: date) -> Round:
    """Give an open round another day.

    Raises:
        PermissionDenied: rounds are the director's.
        AssessmentError: the day has passed, or the round is closed.
    """
    _allow(user)
    _due(due)
    with transaction.atomic():
        current = open_for_update(found)
        before, current.due = current.due, due
        current.save(update_fields=["due"])
        audit.record(user, "assessments.due_changed", current, before={"due": before}, after={"due": due})
    return current


def remove_assessor(user: User, found: Round, assessor: int, reason: str, *, keep: bool) -> Assessor:
    """Take someone out of an open round who leaves.

    What they handed in stays; what they did not counts only where `keep` says so. Either way it is recorded why.

    Raises:
        PermissionDenied: rounds are the director's.
        AssessmentError: the round is closed, there is no such assessor, no reason.
    """
    _allow(user)
    reason = reason.strip()
    if not reason:
        raise AssessmentError("round_reason")
    with transaction.atomic():
        current = open_for_update(found)
        seat = Assessor.objects.select_for_update().filter(round=current, pk=assessor, left_at=None).first()
        if seat is None:
            raise AssessmentError("gone")
        seat.left_at = timezone.now()
        if keep and seat.released_at is None:
            seat.kept_for = reason
        seat.save(update_fields=["left_at", "kept_for"])
        audit.record(
            user,
            "assessments.assessor_removed",
            current,
            before={"assessor": str(seat.person), "handed in": seat.released_at is not None},
            after={"reason": reason, "counts": seat.counts},
        )
    return seat


def close_round(user: User, found: Round, keep: Mapping[int, str] | None = None) -> Round:
    """Close a round: nothing more is judged, and everyone's judgements may be read.

    `keep`: assessors who did not hand in whose judgements count all the same, with the reason; the others' do not.

    Raises:
        PermissionDenied: rounds are the director's.
        AssessmentError: it is closed already, or a reason is missing.
    """
    _allow(user)
    kept = {pk: reason.strip() for pk, reason in (keep or {}).items()}
    if not all(kept.values()):
        raise AssessmentError("round_reason")
    with transaction.atomic():
        current = open_for_update(found)
        seats = list(Assessor.objects.select_for_update(of=("self",)).filter(round=current).select_related("person"))
        for seat in seats:
            if seat.pk in kept and not seat.counts:
                seat.kept_for = kept[seat.pk]
                seat.save(update_fields=["kept_for"])
        current.closed_at, current.closed_by = timezone.now(), user
        current.save(update_fields=["closed_at", "closed_by"])
        audit.record(
            user,
            "assessments.closed",
            current,
            after={
                "handed in": [str(seat.person) for seat in seats if seat.released_at],
                "kept": {str(seat.person): seat.kept_for for seat in seats if seat.kept_for},
                "missing": [str(seat.person) for seat in seats if not seat.counts],
            },
        )
        rank_after_commit()
    return current


def open_for_update(found: Round) -> Round:
    """The round, held until the transaction ends.

    Raises:
        AssessmentError: it is closed.
    """
    current: Round = Round.objects.select_for_update().get(pk=found.pk)
    if current.closed:
        raise AssessmentError("closed")
    return current


def rank_after_commit() -> None:
    """Have the lists ranked anew once the transaction is done; once, however often it is asked for."""
    if all(waiting is not rank_anew for _, waiting, _ in transaction.get_connection().run_on_commit):
        transaction.on_commit(rank_anew)


def _allow(user: User) -> None:
    if not may(user, "run_assessments"):
        raise PermissionDenied


def _chosen(judged: Sequence[Criterion], keys: Collection[str]) -> list[dict[str, Any]]:
    """The criteria as the round keeps them."""
    known = {one.key for one in judged}
    for key in keys:
        if key not in known:
            raise AssessmentError("criterion_unknown", value=key)
    chosen = [one for one in judged if one.key in keys]
    if not chosen:
        raise AssessmentError("no_criteria")
    return [
        {"key": one.key, "axis": one.axis, "weight": one.weight, "name": one.name, "levels": list(one.levels)}
        for one in chosen
    ]


def _due(due: date) -> None:
    if due < timezone.localdate():
        raise AssessmentError("due_past", due=due)


def _people(asked: Mapping[int, Collection[str] | None]) -> list[User]:
    """Those who judge: active people with a role in business."""
    people = list(User.objects.filter(pk__in=asked).prefetch_related("assignments").order_by("name", "pk"))
    if not people:
        raise AssessmentError("no_assessors")
    for person in people:
        if not may(person, "assess"):
            raise AssessmentError("cannot_judge", name=str(person))
    return people


def _seat(found: Round, person: User, clients: Sequence[RoundClient], only: Collection[str] | None) -> Assessor:
    """Have someone judge some clients of a round; who had left is back, with what they said before."""
    mine = [row for row in clients if only is None or row.client in only]
    if not mine:
        raise AssessmentError("only_unknown", name=str(person))
    seat, _new = Assessor.objects.get_or_create(round=found, person=person)
    if seat.left_at is not None:
        seat.left_at, seat.kept_for = None, ""
        seat.save(update_fields=["left_at", "kept_for"])
    Assigned.objects.bulk_create((Assigned(assessor=seat, client=row) for row in mine), ignore_conflicts=True)
    return seat
