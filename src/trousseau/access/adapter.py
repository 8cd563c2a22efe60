"""How django-allauth is bent to this house: nobody signs up, people are invited; locks are recorded."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from trousseau.access import vault, visits
from trousseau.access.audit import record
from trousseau.access.hardening import is_own
from trousseau.access.models import User

logger = logging.getLogger("trousseau.access")
LOCK = 300
"""Seconds, as ACCOUNT_RATE_LIMITS says."""
LOCKED = _(
    "Too many wrong passwords: nobody can try again for five minutes. If you have lost yours, ask your administrator "
    "for a link."
)


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed, and a lock is told in plain words; everything else as allauth does it."""

    error_messages = DefaultAccountAdapter.error_messages | {"too_many_login_attempts": LOCKED}

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `next` may be gone on to: a path of this site only."""
        return bool(url) and is_own(str(url), secure=context.request.is_secure())

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse: people come by an invitation."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse who has guessed too often, and record the lock of somebody we know, once."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            known = User.objects.filter(email=str(credentials.get("email", "")).lower()).first()
            if known is not None and cache.add(f"locked-out:{known.pk}", value=True, timeout=LOCK):
                with transaction.atomic():
                    record(None, "person.locked_out", known)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down that a password was wrong, for whom where we know them, and from where."""
        super().authentication_failed(request, **credentials)
        known = User.objects.filter(email=str(credentials.get("email", "")).lower()).values_list("pk", flat=True)
        logger.warning("A password was refused: person %s, from %s", known.first(), self.get_client_ip(request))


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, sealed in the database; a passkey is named after its machine until somebody names it."""

    def encrypt(self, text: str) -> str:
        """Seal the key of an authenticator app or the seed of recovery codes."""
        return vault.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it. Raises SealError where the key is missing."""
        return vault.opened(encrypted_text)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Write down that a code or a passkey was refused."""
        if code == "incorrect_code" and context.request is not None:
            where = DefaultAccountAdapter().get_client_ip(context.request)
            logger.warning("A code or a passkey was refused: person %s, from %s", context.request.user.pk, where)
        refused: ValidationError = super().validation_error(code, *args)
        return refused

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - allauth's signature
        """Give the name proposed for a new passkey."""
        name: str = visits.device(context.request) or super().generate_authenticator_name(user, type)
        return name
