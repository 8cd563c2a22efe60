"""Consent: given and withdrawn by the person alone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.trust.models import Consent, Purpose


def give(person: User, purpose: Purpose, text_version: str) -> Consent:
    """Agree, under the text that was shown; the same again changes nothing, another version replaces the former."""
    with transaction.atomic():
        standing = Consent.objects.select_for_update().filter(person=person, purpose=purpose, withdrawn_at=None).first()
        if standing is not None and standing.text_version == text_version:
            return standing
        if standing is not None:
            standing.withdrawn_at = timezone.now()
            standing.save(update_fields=["withdrawn_at"])
        made = Consent.objects.create(person=person, purpose=purpose, text_version=text_version)
        record(person, "consent.given", person, after={"purpose": purpose, "text_version": text_version})
    return made


def withdraw(person: User, purpose: Purpose) -> None:
    """Agree no longer; where nothing was agreed to, nothing changes."""
    with transaction.atomic():
        gone = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        )
        if gone:
            record(person, "consent.withdrawn", person, before={"purpose": purpose})
