"""The company's own sign-on (OpenID Connect, SAML): a door for staff who are here already.

Somebody is matched once, by an address the provider has verified, and from then on by who they are there: an address
that is given to a new colleague opens nothing. Clients come by other doors. Nobody is created, but whoever holds an
open invitation may join where the environment says so (TROUSSEAU_SSO_JOINS).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trousseau.access import actions
from trousseau.access.audit import record
from trousseau.access.models import Invitation, Role, User

CLAIM = "email_verified"
logger = logging.getLogger("trousseau.access")


@dataclass(frozen=True)
class Door:
    """A button of the sign-in page."""

    name: str
    url: str


def doors(request: HttpRequest) -> list[Door]:
    """Give the sign-ons that are configured; none costs nothing."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    asked = {"next": request.GET["next"]} if "next" in request.GET else {}
    found = get_adapter(request).list_providers(request)
    return [Door(provider.name, provider.get_login_url(request, **asked)) for provider in found]


class StaffOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who may come in by the company's sign-on."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let somebody known through, know them from now on, or send them back to the door with a sentence."""
        person = sociallogin.user if sociallogin.is_existing else _known(sociallogin)
        if person is None:
            raise _refused(request, _("This address is not known here: ask your administrator for an invitation."))
        # allauth keeps the person in the session while a second factor is asked: no rows may hang on it.
        roles = set(person.assignments.values_list("role", flat=True))
        if Role.CLIENT in roles or not roles:
            raise _refused(request, _("This sign-on is for staff. Use the link you were given, or your password."))
        if not sociallogin.is_existing:
            _link(request, sociallogin, person)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's
        """Refuse: nobody signs up."""
        return False

    def on_authentication_error(self, request: HttpRequest, *_told: Any, **_more: Any) -> None:
        """Send back to the door, with a sentence."""
        raise _refused(
            request, _("The sign-on did not succeed, and nothing was changed. Try again, or use a password.")
        )


def _known(sociallogin: SocialLogin) -> User | None:
    """Who has the address that the provider vouches for: a person, or one who is invited and may join so."""
    addresses = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
    if not addresses or _says_unverified(sociallogin.account.extra_data):
        return None
    person = User.objects.filter(email__in=addresses).first()
    if person is not None or not settings.SSO_JOINS:
        return person
    invited = Invitation.objects.filter(email__in=addresses, user=None, used_at=None, expires_at__gt=timezone.now())
    invitation = next((one for one in invited if Role.CLIENT not in one.roles), None)
    if invitation is None:
        return None
    name = invitation.name or sociallogin.account.extra_data.get("name") or addresses[0]
    return actions.accept_by_sign_on(invitation, name=str(name)[:120], language=(get_language() or "")[:2])


def _says_unverified(told: dict[str, Any]) -> bool:
    """Whether the provider itself says that it has not verified the address, whatever domain it is of."""
    claims = [told.get(CLAIM), *(part.get(CLAIM) for part in told.values() if isinstance(part, dict))]
    flat = [one for claim in claims for one in (claim if isinstance(claim, list) else [claim])]
    return any(claim is not None and str(claim).lower() not in {"true", "1", "yes"} for claim in flat)


def _link(request: HttpRequest, sociallogin: SocialLogin, person: User) -> None:
    """Know the person by who they are at the provider; refused where somebody else already is them there."""
    account = sociallogin.account
    if SocialAccount.objects.filter(user=person, provider=account.provider).exists():
        raise _refused(request, _("Somebody else signs in as this person already: ask your administrator."))
    with transaction.atomic():
        sociallogin.connect(request, person)
        record(person, "person.linked", person, after={"by": account.provider})


def _refused(request: HttpRequest, why: str) -> ImmediateHttpResponse:
    logger.warning("The company's sign-on was refused: %s", why)
    messages.error(request, why)
    return ImmediateHttpResponse(redirect("account_login"))
