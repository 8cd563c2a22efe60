"""Who may see whose competencies: the one door to them.

The person themself, those they report to (any floor above, with the role of head), and directors. Nobody else: not
executives, administrators or other managers, whatever accounts they share; to them an address is not there (404). An
evaluator sees the form they fill in, and nothing of what others say. A director is one wherever their role is limited
to zones: people belong to no zone.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from trousseau.access.models import Role, User
from trousseau.access.once import once
from trousseau.access.queries import reports_of
from trousseau.access.rules import may
from trousseau.staffing.delivered import ROLES
from trousseau.staffing.models import Assessment, Subject, Voice

INTERNAL = tuple(role for role in Role if role is not Role.CLIENT)


def colleagues() -> QuerySet[User]:
    """Our people: active, with a role that is not the client's."""
    return User.objects.filter(is_active=True, assignments__role__in=INTERNAL).distinct()


def leads_everyone(user: User) -> bool:
    """Whether someone leads all: a director."""
    return may(user, "lead_competencies") and Role.DIRECTOR in user.roles


def led(user: User) -> frozenset[int]:
    """The keys of the people someone leads as their head, on any floor below; directors lead everyone beside."""
    return reports_of(user, active=False) if may(user, "lead_competencies") else frozenset()


def leads(user: User, subject: Subject) -> bool:
    """Whether someone leads a person: names evaluators, opens and closes rounds, sees what is said."""
    if leads_everyone(user):
        return True
    if subject.user_id is not None:
        return subject.user_id in led(user)
    return may(user, "lead_competencies") and subject.reports_to_id in {user.pk, *led(user)}


def sees(user: User, subject: Subject) -> bool:
    """Whether someone may see a person's competencies."""
    if not may(user, "read_competencies"):
        return False
    return leads(user, subject) or (subject.user_id is not None and subject.user_id == user.pk)


def visible_to(user: User) -> QuerySet[Subject]:
    """Whom someone may see of those with a row; none for a client."""
    found = Subject.objects.select_related("user__reports_to", "reports_to")
    if not may(user, "read_competencies"):
        return found.none()
    if leads_everyone(user):
        return found
    below = led(user)
    condition = Q(user=user.pk) | Q(user__in=below)
    if may(user, "lead_competencies"):
        condition |= Q(user=None, reports_to__in={user.pk, *below})
    return found.filter(condition)


def profile_of(user: User) -> str:
    """The role whose levels are asked of one of our people unless something else is said."""
    return next((role for role in ("head", *ROLES) if role in user.roles), "manager")


def subject_or_404(user: User, who: str) -> Subject:
    """The person of an address, for who may see them; one of ours that nobody assessed yet has no row (`pk` None)."""
    found: Subject | None
    if who.isdecimal() and len(who) < 12:
        found = Subject.objects.select_related("user__reports_to").filter(user=int(who)).first()
        if found is None:
            person = colleagues().select_related("reports_to").filter(pk=int(who)).first()
            found = Subject(user=person, profile=profile_of(person)) if person else None
    else:
        found = Subject.objects.select_related("reports_to").filter(user=None, public_id=who).first()
    if found is None or not sees(user, found):
        raise Http404
    return found


def led_or_403(user: User, who: str) -> Subject:
    """The person of an address, for who leads them."""
    found = subject_or_404(user, who)
    if not leads(user, found):
        raise PermissionDenied
    return found


def voice_or_404(user: User, public_id: str) -> Voice:
    """The part someone has in a round; to everyone else it is not there."""
    found = (
        Voice.objects.select_related("assessment__subject__user", "person")
        .filter(assessment__public_id=public_id, person=user.pk, left_at=None)
        .first()
    )
    if found is None or not may(user, "read_competencies"):
        raise Http404
    return found


def heard(user: User, assessment: Assessment) -> QuerySet[Voice]:
    """The voices of a round someone may read, who sees the person: all handed in; their own alone until it is.

    What is not handed in is read by who writes it.
    """
    voices = Voice.objects.filter(assessment=assessment).select_related("person")
    if not assessment.closed and waits(user, assessment):
        return voices.none()
    return voices.filter(handed_in_at__isnull=False)


def waits(user: User, assessment: Assessment) -> bool:
    """Whether someone is asked in a round and has not handed in: until they have, they read nobody."""
    return Voice.objects.filter(assessment=assessment, person=user.pk, left_at=None, handed_in_at=None).exists()


def above(subject: Subject) -> list[User]:
    """Those who lead a person, the nearest first: heads on the way up; the way ends where it turns on itself."""
    found, seen = [], {subject.user_id}
    heads = once(("heads", subject.head_id), lambda: _heads(subject.head_id)) if subject.head_id else {}
    pk = subject.head_id
    while pk is not None and pk not in seen:
        seen.add(pk)
        person = heads.get(pk)
        if person is None:
            break
        if person.is_active and may(person, "lead_competencies"):
            found.append(person)
        pk = person.reports_to_id
    return found


def _heads(first: int | None) -> dict[int, User]:
    """Everyone somebody reports to, with their roles, and the first above a person who has no login; two queries."""
    everyone = User.objects.filter(Q(reports__isnull=False) | Q(pk=first)).distinct().prefetch_related("assignments")
    return {one.pk: one for one in everyone}
