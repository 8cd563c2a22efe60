"""Who consents to what now: asked before anything is sent that needs it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from trousseau.access.models import User
from trousseau.trust.models import Consent, Purpose


def standing(person: User, purpose: Purpose) -> Consent | None:
    """The consent that holds now, with the version of the text it was given under; None: do not send."""
    return Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None, person__is_active=True).first()


def of_person(person: User) -> QuerySet[Consent]:
    """All that somebody agreed to, the withdrawn too, latest first."""
    return Consent.objects.filter(person=person)


def agreed_to(purpose: Purpose) -> QuerySet[Consent, int]:
    """The people whose consent stands, whether or not they still sign in: what they said may be read."""
    return Consent.objects.filter(purpose=purpose, withdrawn_at=None).values_list("person", flat=True)


def consenting(people: Iterable[int], purpose: Purpose) -> frozenset[int]:
    """Of these people, by primary key, those who consent now and may still sign in."""
    rows = Consent.objects.filter(person__in=people, purpose=purpose, withdrawn_at=None, person__is_active=True)
    return frozenset(rows.values_list("person", flat=True))
