"""Signing in to HubSpot: with a service key of the account, or as an app of a project."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from trousseau.connectors.granting import Granted, ask
from trousseau.connectors.hubspot.objects import BASE, VERSION
from trousseau.connectors.models import Connection
from trousseau.connectors.signing.proof import address, challenge
from trousseau.connectors.signing.ways import SECRET, Asked, Back, Trip, Way

CRM = "HubSpot"
AUTHORIZE, TOKEN = "https://app.hubspot.com/oauth/authorize", f"{BASE}/oauth/{VERSION}/token"
READING = (
    "crm.objects.owners.read",
    "crm.objects.companies.read",
    "crm.objects.contacts.read",
    "crm.objects.deals.read",
    "crm.objects.line_items.read",
    "crm.schemas.companies.read",
    "crm.schemas.contacts.read",
    "crm.schemas.deals.read",
)
WRITING = ("crm.objects.companies.write",)
"""Only for what goes back; the account may say no to it."""


def place(_told: Mapping[str, str]) -> str:
    """One address for all."""
    return BASE


def leave(connection: Connection, trip: Trip) -> str:
    """Where a person of the company says yes."""
    return address(
        AUTHORIZE,
        client_id=connection.told["client_id"],
        redirect_uri=trip.callback,
        scope=" ".join(("oauth", *READING)),
        optional_scope=" ".join(WRITING),
        state=trip.state,
        code_challenge=challenge(trip.verifier),
        code_challenge_method="S256",
    )


def exchange(connection: Connection, back: Back, trip: Trip) -> Granted:
    """A code for tokens."""
    form = {
        "grant_type": "authorization_code",
        "code": back.code,
        "redirect_uri": trip.callback,
        "code_verifier": trip.verifier,
    }
    return _granted(connection, form)


def renew(connection: Connection) -> Granted:
    """Tokens for the refresh token."""
    return _granted(connection, {"grant_type": "refresh_token", "refresh_token": connection.refresh or ""})


def _granted(connection: Connection, form: Mapping[str, str]) -> Granted:
    client = {"client_id": connection.told["client_id"], "client_secret": connection.secret or ""}
    return ask(TOKEN, {**form, **client}, crm=CRM).at(BASE)


WAYS = (
    Way(
        "key",
        _("A service key of the account"),
        (Asked(SECRET, _("Service key"), "secret"),),
        place,
        scopes=(*READING, *WRITING),
        apart="\n",
    ),
    Way(
        "code",
        _("An app of a project of yours (OAuth)"),
        (Asked("client_id", _("Client ID")), Asked(SECRET, _("Client secret"), "secret")),
        place,
        renew=renew,
        exchange=exchange,
        leave=leave,
        scopes=("oauth", *READING, *WRITING),
        apart="\n",
    ),
)
