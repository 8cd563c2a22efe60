"""Rounds of assessments: opened by a head, answered blind, handed in for good, closed by themselves or by a head.

The trail says that someone assessed someone, never how: no level stands in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.notices.telling import tell
from trousseau.staffing import access
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.actions.subjects import stored
from trousseau.staffing.combining import combined
from trousseau.staffing.framework import Framework
from trousseau.staffing.models import Answer, Assessment, LevelFound, Subject, Voice
from trousseau.staffing.models.assessments import ENDS, EVALUATORS, LEVELS
from trousseau.staffing.queries import frameworks

LONGEST = 1000


@dataclass(frozen=True)
class Said:
    """What someone says of one competency; without a level they cannot judge."""

    level: int | None
    evidence: str = ""
    on: date | None = None
    """When it was seen; None: today."""


def open_assessment(
    user: User,
    subject: Subject,
    due: date,
    evaluators: Sequence[User] = (),
    *,
    note: str = "",
    head: User | None = None,
) -> Assessment:
    """Open a round: the person (who has a login), their head, and up to three evaluators are asked.

    `head`: who speaks as such; else the nearest above, else who opens it.

    Raises:
        PermissionDenied: who asks does not lead the person.
        CompetencyError: `due`, `open`, `evaluators`, `evaluator`, `nobody`, `long`.
    """
    if not access.leads(user, subject):
        raise PermissionDenied
    if due < timezone.localdate():
        raise CompetencyError("due")
    if len(note) > 500:
        raise CompetencyError("long")
    speaks = head or next(iter(access.above(subject)), user)
    parts = _parts(subject, speaks, evaluators)
    now = frameworks.in_force()
    try:
        with transaction.atomic():
            kept = stored(subject)
            made = Assessment.objects.create(
                subject=kept,
                opened_by=user,
                due=due,
                note=note.strip(),
                number=now.number,
                framework=now.framework.as_json(),
            )
            for person, part in parts:
                _ask(made, person, part)
            audit.record(
                user,
                "competencies.opened",
                made,
                after={"due": due, "asked": [str(person) for person, _part in parts]},
            )
    except IntegrityError as error:
        raise CompetencyError("open") from error
    return made


def add_evaluator(user: User, assessment: Assessment, person: User) -> Voice:
    """Ask one more evaluator in an open round.

    Raises:
        PermissionDenied: who asks does not lead the person.
        CompetencyError: `closed`, `evaluators`, `evaluator`.
    """
    with transaction.atomic():
        found = _led(user, assessment)
        voices = list(found.voices.select_related("person"))
        if sum(1 for one in voices if one.part == Voice.Part.EVALUATOR and one.left_at is None) >= EVALUATORS:
            raise CompetencyError("evaluators", most=EVALUATORS)
        _check_evaluator(person, {one.person_id for one in voices if one.left_at is None} | {found.subject.user_id})
        again = next((one for one in voices if one.person_id == person.pk), None)
        if again is not None:
            again.left_at = None
            again.save(update_fields=["left_at"])
        voice = again or _ask(found, person, Voice.Part.EVALUATOR)
        audit.record(user, "competencies.evaluator_added", found, after={"evaluator": str(person)})
    return voice


def remove_evaluator(user: User, assessment: Assessment, person: User) -> None:
    """Take an evaluator who has not handed in out of an open round.

    Raises:
        PermissionDenied: who asks does not lead the person.
        CompetencyError: `closed`, `handed_in`, `left`.
    """
    with transaction.atomic():
        found = _led(user, assessment)
        voice = found.voices.filter(person=person, part=Voice.Part.EVALUATOR, left_at=None).first()
        if voice is None:
            raise CompetencyError("left")
        if voice.handed_in_at is not None:
            raise CompetencyError("handed_in")
        voice.left_at = timezone.now()
        voice.save(update_fields=["left_at"])
        audit.record(user, "competencies.evaluator_removed", found, after={"evaluator": str(person)})
        _close_where_all(found)


def answer(user: User, assessment: Assessment, said: Mapping[str, Said]) -> int:
    """Keep what someone says; a competency not said of stays as it was. Gives how many are kept.

    Raises:
        CompetencyError: see its codes; nothing is kept then.
    """
    framework = Framework.read(assessment.framework)
    for competency, one in said.items():
        _check(competency, one, framework.keys)
    with transaction.atomic():
        voice = _mine(user, assessment)
        Answer.objects.bulk_create(
            [
                Answer(
                    voice=voice,
                    competency=competency,
                    level=one.level,
                    evidence=one.evidence.strip(),
                    on=one.on or timezone.localdate(),
                )
                for competency, one in said.items()
            ],
            update_conflicts=True,
            unique_fields=["voice", "competency"],
            update_fields=["level", "evidence", "on", "at"],
        )
    return len(said)


def hand_in(user: User, assessment: Assessment) -> Voice:
    """Hand in for good, once every competency has an answer; “I cannot judge” is one.

    From then on who may see the person reads the others' as well, so nothing is taken back: a later round corrects. The
    last to hand in closes the round.

    Raises:
        CompetencyError: see its codes.
    """
    with transaction.atomic():
        voice = _mine(user, assessment)
        keys = Framework.read(assessment.framework).keys
        left = len(keys) - voice.answers.filter(competency__in=keys).count()
        if left:
            raise CompetencyError("unfinished", left=left)
        voice.handed_in_at = timezone.now()
        voice.save(update_fields=["handed_in_at"])
        audit.record(user, "competencies.handed_in", assessment, after={"by": str(user)})
        _close_where_all(voice.assessment)
    return voice


def close_assessment(user: User, assessment: Assessment) -> Assessment:
    """Close a round without waiting for the others: what was handed in counts, the rest does not.

    Raises:
        PermissionDenied: who asks does not lead the person.
        CompetencyError: `closed`.
    """
    with transaction.atomic():
        found = _led(user, assessment)
        _close(found, user)
    return found


def _parts(subject: Subject, speaks: User, evaluators: Sequence[User]) -> list[tuple[User, Voice.Part]]:
    """Who is asked, each in one part."""
    if len(evaluators) > EVALUATORS:
        raise CompetencyError("evaluators", most=EVALUATORS)
    parts: list[tuple[User, Voice.Part]] = []
    if subject.user is not None and subject.user.is_active:
        parts.append((subject.user, Voice.Part.SELF))
    if speaks.pk != subject.user_id:
        parts.append((speaks, Voice.Part.HEAD))
    for person in evaluators:
        _check_evaluator(person, {one.pk for one, _part in parts} | {subject.user_id})
        parts.append((person, Voice.Part.EVALUATOR))
    if not parts:
        raise CompetencyError("nobody")
    return parts


def _check_evaluator(person: User, taken: Collection[int | None]) -> None:
    if person.pk in taken or not access.colleagues().filter(pk=person.pk).exists():
        raise CompetencyError("evaluator", name=str(person))


def _ask(assessment: Assessment, person: User, part: Voice.Part) -> Voice:
    """Give someone a part and tell them; the notice names the person and the day, nothing else."""
    voice = Voice.objects.create(assessment=assessment, person=person, part=part)
    tell(
        person,
        "competencies.asked",
        key=assessment.public_id,
        url=reverse("staffing:assess", args=[assessment.public_id]),
        name=str(assessment.subject),
        part=str(part),
        due=assessment.due.isoformat(),
    )
    return voice


def _check(competency: str, said: Said, keys: Collection[str]) -> None:
    if competency not in keys:
        raise CompetencyError("unknown", competency=competency)
    if said.level is not None and said.level not in LEVELS:
        raise CompetencyError("level", competency=competency)
    if said.level in ENDS and not said.evidence.strip():
        raise CompetencyError("ends", competency=competency, level=said.level)
    if len(said.evidence.strip()) > LONGEST:
        raise CompetencyError("long_evidence", competency=competency, most=LONGEST)
    if said.on is not None and said.on > timezone.localdate():
        raise CompetencyError("future", competency=competency)


def _open(assessment: Assessment) -> Assessment:
    """The round, held until the transaction ends."""
    found = Assessment.objects.select_for_update(of=("self",)).select_related("subject").get(pk=assessment.pk)
    if found.closed:
        raise CompetencyError("closed")
    return found


def _led(user: User, assessment: Assessment) -> Assessment:
    if not access.leads(user, assessment.subject):
        raise PermissionDenied
    return _open(assessment)


def _mine(user: User, assessment: Assessment) -> Voice:
    """The part of someone in an open round, held until the transaction ends."""
    found = _open(assessment)
    voice = Voice.objects.select_for_update().filter(assessment=found, person=user, left_at=None).first()
    if voice is None or not user.is_active:
        raise CompetencyError("left")
    if voice.handed_in_at is not None:
        raise CompetencyError("handed_in")
    voice.assessment = found
    return voice


def _close_where_all(found: Assessment) -> None:
    """Close a round in which nobody is waited for any more and somebody has spoken."""
    voices = found.voices.filter(left_at=None)
    if voices.exists() and not voices.filter(handed_in_at=None).exists():
        _close(found, None)


def _close(found: Assessment, user: User | None) -> None:
    """Put the voices together and tell the person and those who spoke as their head."""
    found.closed_at, found.closed_by = timezone.now(), user
    found.save(update_fields=["closed_at", "closed_by"])
    rows = Answer.objects.filter(voice__assessment=found, voice__handed_in_at__isnull=False)
    own: dict[str, int] = {}
    others: dict[str, list[int]] = {}
    for competency, level, part in rows.values_list("competency", "level", "voice__part"):
        if level is None:
            continue
        if part == Voice.Part.SELF:
            own[competency] = level
        else:
            others.setdefault(competency, []).append(level)
    levels = {
        competency: combined(own.get(competency), others.get(competency, []))
        for competency in Framework.read(found.framework).keys
    }
    LevelFound.objects.bulk_create(
        LevelFound(
            assessment=found,
            competency=competency,
            level=one.level,
            low=one.low,
            high=one.high,
            voices=one.voices,
            own_only=one.own_only,
        )
        for competency, one in levels.items()
        if one is not None
    )
    audit.record(user, "competencies.closed", found)
    for voice in found.voices.select_related("person").filter(part__in=(Voice.Part.SELF, Voice.Part.HEAD)):
        if access.sees(voice.person, found.subject):
            tell(
                voice.person,
                "competencies.closed",
                key=found.public_id,
                url=reverse("staffing:person_competencies", args=[found.subject.who]),
                name=str(found.subject),
                own=voice.person_id == found.subject.user_id,
            )
