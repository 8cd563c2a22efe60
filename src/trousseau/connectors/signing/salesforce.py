"""Signing in to Salesforce: always at the company's own My Domain, never at login.salesforce.com."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping

import jwt
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trousseau.connectors.errors import RefusedError
from trousseau.connectors.granting import Granted, ask, own
from trousseau.connectors.models import Connection
from trousseau.connectors.salesforce.connector import HOSTS
from trousseau.connectors.signing.proof import address, challenge
from trousseau.connectors.signing.ways import SECRET, Asked, Back, Trip, Way

CRM = "Salesforce"
SCOPES = ("api", "refresh_token")
LASTS = dt.timedelta(minutes=3)
"""Of an assertion: the longest that Salesforce takes."""


def place(told: Mapping[str, str]) -> str:
    """The company's My Domain."""
    written = told.get("domain", "").strip().rstrip("/")
    return own(written if "://" in written else f"https://{written}", HOSTS, CRM)


def leave(connection: Connection, trip: Trip) -> str:
    """Where a person of the company says yes."""
    return address(
        f"{place(connection.told)}/services/oauth2/authorize",
        response_type="code",
        client_id=connection.told["client_id"],
        redirect_uri=trip.callback,
        scope=" ".join(SCOPES),
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
    return _granted(connection, form | _client(connection))


def renew(connection: Connection) -> Granted:
    """Tokens for the refresh token; Salesforce may give another one with each use."""
    form = {"grant_type": "refresh_token", "refresh_token": connection.refresh or ""}
    return _granted(connection, form | _client(connection))


def assert_(connection: Connection) -> Granted:
    """A token for an assertion that is signed with the company's key: there is no refresh token."""
    claims = {
        "iss": connection.told["client_id"],
        "sub": connection.told["login"],
        "aud": place(connection.told),
        "exp": timezone.now() + LASTS,
        "jti": secrets.token_urlsafe(16),
    }
    try:
        signed = jwt.encode(claims, connection.secret or "", algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError) as error:
        raise RefusedError("no_key", crm=CRM) from error
    return _granted(connection, {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": signed})


def as_client(connection: Connection) -> Granted:
    """A token for the app itself, which acts as the user that the company chose for it."""
    return _granted(connection, {"grant_type": "client_credentials"} | _client(connection))


def _client(connection: Connection) -> dict[str, str]:
    named = {"client_id": connection.told["client_id"]}
    return named | {"client_secret": connection.secret} if connection.secret else named


def _granted(connection: Connection, form: Mapping[str, str]) -> Granted:
    granted = ask(f"{place(connection.told)}/services/oauth2/token", form, crm=CRM)
    return granted.at(own(granted.named("instance_url"), HOSTS, CRM))


DOMAIN = Asked(
    "domain",
    _("My Domain"),
    hint=_("As it stands in the browser: https://company.my.salesforce.com"),
)
CLIENT = Asked("client_id", _("Consumer key"))
WAYS = (
    Way(
        "code",
        _("A person of yours says yes in Salesforce"),
        (DOMAIN, CLIENT, Asked(SECRET, _("Consumer secret"), "secret")),
        place,
        renew=renew,
        exchange=exchange,
        leave=leave,
        scopes=SCOPES,
    ),
    Way(
        "jwt",
        _("A certificate, without a person (JWT bearer)"),
        (
            DOMAIN,
            CLIENT,
            Asked("login", _("User name in Salesforce")),
            Asked(SECRET, _("Private key (PEM)"), "key"),
        ),
        place,
        renew=assert_,
        scopes=SCOPES,
    ),
    Way(
        "client",
        _("The app itself, without a person (client credentials)"),
        (DOMAIN, CLIENT, Asked(SECRET, _("Consumer secret"), "secret")),
        place,
        renew=as_client,
        scopes=SCOPES[:1],
    ),
)
