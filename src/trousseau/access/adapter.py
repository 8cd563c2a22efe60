"""How django-allauth is bent to this house: nobody signs up, people are invited."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.http import HttpRequest

from trousseau.access.hardening import is_own


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; everything else as allauth does it."""

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `next` may be gone on to: a path of this site only."""
        return bool(url) and is_own(str(url), secure=context.request.is_secure())

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse: people come by an invitation."""
        return False
