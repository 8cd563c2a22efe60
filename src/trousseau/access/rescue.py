"""What an administrator does for somebody who lost their telephone, or whose company sign-on is another's now."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.db import transaction

from trousseau.access import visits
from trousseau.access.audit import record
from trousseau.access.models import User
from trousseau.access.rules import may


def remove_factors(actor: User, person: User) -> int:
    """Remove somebody's passkeys, authenticator app and recovery codes, and end their sessions; gives how many."""
    return _remove(actor, person, Authenticator, "person.factors_cleared")


def forget_sign_on(actor: User, person: User) -> int:
    """Forget by which company sign-on somebody comes in, and end their sessions; gives how many there were."""
    return _remove(actor, person, SocialAccount, "person.unlinked")


def _remove(actor: User, person: User, kind: type[Authenticator | SocialAccount], verb: str) -> int:
    if not may(actor, "manage_people"):
        raise PermissionDenied
    with transaction.atomic():
        gone, _kinds = kind.objects.filter(user=person).delete()
        if gone:
            visits.end_others(person, but=None)
            record(actor, verb, person, before={"removed": gone})
    return int(gone)
