"""What a director decides of the framework: work on a draft, publish it for good, drop it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from trousseau.access import audit
from trousseau.access.models import User
from trousseau.access.rules import may
from trousseau.staffing.framework import Framework
from trousseau.staffing.models import FrameworkDraft, FrameworkVersion
from trousseau.staffing.queries import frameworks


class FrameworkPublishingError(Exception):
    """A framework that was not published: `outdated` (someone was faster), `unchanged`, `reason`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def save_framework_draft(user: User, framework: Framework) -> FrameworkDraft:
    """Keep what a director works on; a draft keeps the version it began from.

    Raises:
        PermissionDenied: the framework is the director's.
    """
    _allow(user)
    with transaction.atomic():
        draft, _new = FrameworkDraft.objects.select_for_update().get_or_create(
            owner=user,
            defaults={"framework": framework.as_json(), "based_on": frameworks.in_force().number},
        )
        draft.framework = framework.as_json()
        draft.save(update_fields=["framework", "changed_at"])
    return draft


def drop_framework_draft(user: User) -> None:
    """Forget what a director works on; the framework in force stays.

    Raises:
        PermissionDenied: the framework is the director's.
    """
    _allow(user)
    FrameworkDraft.objects.filter(owner=user).delete()


def publish_framework(user: User, reason: str) -> FrameworkVersion:
    """Put a director's draft in force for rounds opened from now on; what was said before keeps its version.

    Raises:
        PermissionDenied: the framework is the director's.
        FrameworkPublishingError: see its codes.
    """
    _allow(user)
    draft, now = frameworks.draft_of(user), frameworks.in_force()
    if draft is None:
        raise FrameworkPublishingError("unchanged")
    if not reason.strip():
        raise FrameworkPublishingError("reason")
    if draft.based_on != now.number:
        raise FrameworkPublishingError("outdated")
    framework = Framework.read(draft.framework)
    if framework == now.framework:
        raise FrameworkPublishingError("unchanged")
    try:
        with transaction.atomic():
            version: FrameworkVersion = FrameworkVersion.objects.create(
                number=now.number + 1, published_by=user, reason=reason.strip(), framework=framework.as_json()
            )
            FrameworkDraft.objects.filter(owner=user).delete()
            audit.record(
                user,
                "framework.published",
                version,
                before=now.framework.as_json(),
                after={**framework.as_json(), "reason": version.reason},
            )
    except IntegrityError as error:
        raise FrameworkPublishingError("outdated") from error
    return version


def _allow(user: User) -> None:
    if not may(user, "edit_framework"):
        raise PermissionDenied
