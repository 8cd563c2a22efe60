"""How django-allauth is bent to this house: nobody signs up, people are invited."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from trousseau.access import vault
from trousseau.access.hardening import is_own


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; everything else as allauth does it."""

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `next` may be gone on to: a path of this site only."""
        return bool(url) and is_own(str(url), secure=context.request.is_secure())

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse: people come by an invitation."""
        return False


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: what they hang on is sealed in the database."""

    def encrypt(self, text: str) -> str:
        """Seal the key of an authenticator app or the seed of recovery codes."""
        return vault.sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it. Raises SealError where the key is missing."""
        return vault.opened(encrypted_text)
