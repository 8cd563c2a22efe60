"""The development plan: what is done to grow in a competency, by when, and who sees to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.notices.telling import tell
from trousseau.staffing import access
from trousseau.staffing.actions.errors import CompetencyError
from trousseau.staffing.actions.subjects import stored
from trousseau.staffing.models import DevelopmentAction, Subject
from trousseau.staffing.queries import frameworks


def plan_development(
    user: User, subject: Subject, *, competency: str, text: str, due: date, owner: User
) -> DevelopmentAction:
    """Add an action to someone's plan; they do so themselves, or who leads them.

    Raises:
        PermissionDenied: who asks may not see the person.
        CompetencyError: `text`, `competency`, `owner`.
    """
    if not access.sees(user, subject):
        raise PermissionDenied
    _check(subject, competency, text, owner)
    with transaction.atomic():
        made = DevelopmentAction.objects.create(
            subject=stored(subject), competency=competency, text=text.strip(), due=due, owner=owner
        )
        audit.record(user, "development.planned", made, after={"due": due, "owner": str(owner)})
        _told(user, made)
    return made


def change_development(user: User, action: DevelopmentAction, revision: int, **changes: Any) -> DevelopmentAction:
    """Change `competency`, `text`, `due`, `owner` or `state` of an action, as `revision` showed it.

    Raises:
        PermissionDenied: who asks may not see the person.
        CompetencyError: `changed` (someone was faster), `text`, `competency`, `owner`, `state`.
    """
    if not access.sees(user, action.subject):
        raise PermissionDenied
    with transaction.atomic():
        found = (
            DevelopmentAction.objects.select_for_update(of=("self",)).select_related("subject__user").get(pk=action.pk)
        )
        if found.revision != revision:
            raise CompetencyError("changed")
        before = {name: getattr(found, name) for name in changes}
        for name, value in changes.items():
            setattr(found, name, value.strip() if isinstance(value, str) else value)
        if found.state not in DevelopmentAction.State.values:
            raise CompetencyError("state", value=str(found.state)[:20])
        _check(found.subject, found.competency, found.text, found.owner)
        found.revision += 1
        found.save()
        audit.record(
            user,
            "development.changed",
            found,
            before={name: str(value) for name, value in before.items() if name not in QUIET},
            after={name: str(value) for name, value in changes.items() if name not in QUIET},
        )
        _told(user, found)
    return found


QUIET = frozenset({"text", "competency"})
"""What a person has to work on stays out of the trail."""


def _check(subject: Subject, competency: str, text: str, owner: User) -> None:
    if not text.strip() or len(text.strip()) > 500:
        raise CompetencyError("text")
    kept = subject.pk is not None and subject.actions.filter(competency=competency).exists()
    if competency not in frameworks.in_force().framework.keys and not kept:
        raise CompetencyError("competency")
    if not owner.is_active or not access.sees(owner, subject):
        raise CompetencyError("owner", name=str(owner))


def _told(user: User, action: DevelopmentAction) -> None:
    """Tell who has to see to it, unless they said so themselves."""
    if action.owner_id != user.pk and action.pending:
        tell(
            action.owner,
            "competencies.action",
            key=f"{action.pk}:{action.owner_id}",
            url=reverse("staffing:person_competencies", args=[action.subject.who]) + "#plan",
            name=str(action.subject),
            due=action.due.isoformat(),
            own=action.subject.user_id == action.owner_id,
        )
