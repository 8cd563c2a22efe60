"""Who is assessed: candidates without a login named and erased, the role someone is held against."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.notices.models import Notice
from trousseau.staffing import access
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.delivered import ROLES
from trousseau.staffing.models import Subject


def name_candidate(user: User, name: str, about: str = "", *, profile: str = "manager") -> Subject:
    """Add someone who has no login, to be assessed; they are led by who names them.

    Raises:
        PermissionDenied: only heads and directors do.
        CompetencyError: `name`, `long`, `profile`.
    """
    if not may(user, "lead_competencies"):
        raise PermissionDenied
    name, about = " ".join(name.split()), " ".join(about.split())
    _check_profile(profile)
    if not name:
        raise CompetencyError("name")
    if len(name) > 120 or len(about) > 200:
        raise CompetencyError("long")
    with transaction.atomic():
        made = Subject.objects.create(name=name, about=about, reports_to=user, profile=profile)
        audit.record(user, "candidate.named", made, after={"profile": profile})
    return made


def erase_candidate(user: User, subject: Subject) -> None:
    """Erase someone who has no login with all that was said of them; the trail keeps that it was done, without a name.

    Raises:
        PermissionDenied: who asks does not lead them, or they have a login.
    """
    if subject.user_id is not None or not access.leads(user, subject):
        raise PermissionDenied
    with transaction.atomic():
        audit.record(user, "candidate.erased", subject)
        rounds = [*subject.assessments.values_list("public_id", flat=True)]
        Notice.objects.filter(Q(key__in=rounds) | Q(url__contains=f"/{subject.who}/")).delete()  # they name them
        Subject.objects.filter(pk=subject.pk).delete()


def hold_against(user: User, subject: Subject, profile: str) -> Subject:
    """Say the role whose levels are asked of someone: what they are, or what they are a candidate for.

    Raises:
        PermissionDenied: who asks does not lead them.
        CompetencyError: `profile`.
    """
    if not access.leads(user, subject):
        raise PermissionDenied
    _check_profile(profile)
    with transaction.atomic():
        kept = stored(subject)
        if kept.profile != profile:
            before, kept.profile = kept.profile, profile
            kept.save(update_fields=["profile"])
            audit.record(user, "competencies.profile_set", kept, before={"profile": before}, after={"profile": profile})
    return kept


def stored(subject: Subject) -> Subject:
    """The row of a person, made where there is none yet; in the caller's transaction."""
    if subject.pk is not None:
        return subject
    kept, _new = Subject.objects.get_or_create(user=subject.user, defaults={"profile": subject.profile})
    return kept


def _check_profile(profile: str) -> None:
    if profile not in ROLES:
        raise CompetencyError("profile", value=profile[:40])
