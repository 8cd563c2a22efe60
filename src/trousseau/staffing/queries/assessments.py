"""Rounds on people, for who may see them: who was asked, who has spoken, what they said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from trousseau.access.models import User
from trousseau.staffing import access
from trousseau.staffing.delivered import ROLES
from trousseau.staffing.models import Answer, Assessment, DevelopmentAction, Subject, Voice


@dataclass(frozen=True)
class Spoken:
    """One voice that may be read, with its answers by competency."""

    voice: Voice
    answers: dict[str, Answer]


def spoken(user: User, assessment: Assessment) -> list[Spoken]:
    """What may be read of a round by who sees the person. Three queries."""
    voices = access.heard(user, assessment).prefetch_related("answers")
    order = {Voice.Part.SELF: 0, Voice.Part.HEAD: 1, Voice.Part.EVALUATOR: 2}
    return [
        Spoken(voice, {one.competency: one for one in voice.answers.all()})
        for voice in sorted(voices, key=lambda one: (order[Voice.Part(one.part)], one.pk))
    ]


def rounds_of(subject: Subject) -> list[Assessment]:
    """All rounds on a person, the newest first, with who was asked."""
    if subject.pk is None:
        return []
    voices = Voice.objects.filter(left_at=None).select_related("person")
    return list(
        Assessment.objects.filter(subject=subject).prefetch_related(
            Prefetch("voices", queryset=voices, to_attr="asked")
        )
    )


def waiting_for(user: User) -> QuerySet[Voice]:
    """What someone is asked and has not handed in, with how many answers they have given."""
    return (
        Voice.objects.filter(person=user.pk, handed_in_at=None, left_at=None, assessment__closed_at=None)
        .select_related("assessment__subject__user")
        .annotate(given=Count("answers"))
        .order_by("assessment__due", "pk")
    )


def actions_owned(user: User) -> QuerySet[DevelopmentAction]:
    """What someone has to see to in plans they may see, the most pressing first."""
    pending = (DevelopmentAction.State.OPEN, DevelopmentAction.State.DOING)
    found = DevelopmentAction.objects.filter(owner=user.pk, state__in=pending, subject__in=access.visible_to(user))
    return found.order_by("due", "pk")


def people_led(user: User) -> list[Subject]:
    """Whom a head or director looks after: their people in the roles that ask for levels, and everyone assessed.

    Someone who was never assessed has no row yet (`pk` None). Two queries, and one for the roles.
    """
    kept = access.visible_to(user).prefetch_related("user__assignments").filter(Q(user=None) | Q(user__is_active=True))
    found = {one.user_id or -one.pk: one for one in kept}
    people = access.colleagues().filter(assignments__role__in=ROLES)
    if not access.leads_everyone(user):
        people = people.filter(pk__in=access.led(user))
    for person in people.select_related("reports_to").prefetch_related("assignments"):
        if person.pk not in found:
            found[person.pk] = Subject(user=person, profile=access.profile_of(person))
    return sorted(found.values(), key=lambda one: str(one).casefold())


def open_on(subjects: Iterable[int]) -> dict[int, Assessment]:
    """The rounds that are open on some people."""
    found = Assessment.objects.filter(subject__in=list(subjects), closed_at=None).defer("framework")
    return {one.subject_id: one for one in found}
