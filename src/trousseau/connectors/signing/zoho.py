"""Signing in to Zoho CRM: at the data centre that holds the company, which Zoho names with the code it gives."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from trousseau.connectors.granting import Granted, ask
from trousseau.connectors.models import Connection
from trousseau.connectors.signing.proof import address
from trousseau.connectors.signing.ways import SECRET, Asked, Back, Trip, Way
from trousseau.connectors.zoho import centres

CRM = "Zoho CRM"
SCOPES = (
    "ZohoCRM.modules.accounts.READ",
    "ZohoCRM.modules.accounts.UPDATE",
    "ZohoCRM.modules.contacts.READ",
    "ZohoCRM.modules.deals.READ",
    "ZohoCRM.settings.fields.READ",
    "ZohoCRM.settings.currencies.READ",
    "ZohoCRM.users.READ",
    "ZohoCRM.org.READ",
)


def place(told: Mapping[str, str]) -> str:
    """The interface of the centre that was chosen, until a token's answer names its own."""
    return f"https://{_centre(told).api}"


def leave(connection: Connection, trip: Trip) -> str:
    """Where a person of the company says yes. Zoho offers no PKCE here: the client's secret proves who exchanges."""
    return address(
        f"https://{_centre(connection.told).accounts}/oauth/v2/auth",
        response_type="code",
        client_id=connection.told["client_id"],
        redirect_uri=trip.callback,
        scope=",".join(SCOPES),
        state=trip.state,
        access_type="offline",
        prompt="consent",
    )


def exchange(connection: Connection, back: Back, trip: Trip) -> Granted:
    """A code for tokens, at the centre where it was given."""
    told = {"centre": _named(centres.centre(back.server))} if back.server else {}
    form = {"grant_type": "authorization_code", "code": back.code, "redirect_uri": trip.callback}
    return _granted(connection, form, told)


def paste(connection: Connection, back: Back, _trip: Trip) -> Granted:
    """A code that an administrator made in the API console for tokens."""
    return _granted(connection, {"grant_type": "authorization_code", "code": back.code})


def renew(connection: Connection) -> Granted:
    """Another token for the refresh token, which stays."""
    return _granted(connection, {"grant_type": "refresh_token", "refresh_token": connection.refresh or ""})


def _granted(connection: Connection, form: Mapping[str, str], told: Mapping[str, str] | None = None) -> Granted:
    client = {"client_id": connection.told["client_id"], "client_secret": connection.secret or ""}
    at = _centre({**connection.told, **(told or {})})
    granted = ask(f"https://{at.accounts}/oauth/v2/token", {**form, **client}, crm=CRM)
    return granted.at(centres.base(granted.named("api_domain")), told)


def _centre(told: Mapping[str, str]) -> centres.Centre:
    return centres.CENTRES.get(told.get("centre", ""), centres.CENTRES["eu"])


def _named(centre: centres.Centre) -> str:
    return next(name for name, one in centres.CENTRES.items() if one == centre)


CENTRE = Asked(
    "centre",
    _("Data centre"),
    "choice",
    hint=_("The end of the address at which you open Zoho CRM: crm.zoho.eu"),
    choices=tuple((name, one.accounts.removeprefix("accounts.")) for name, one in centres.CENTRES.items()),
)
CLIENT = (Asked("client_id", _("Client ID")), Asked(SECRET, _("Client secret"), "secret"))
WAYS = (
    Way(
        "code",
        _("A person of yours says yes in Zoho"),
        (CENTRE, *CLIENT),
        place,
        renew=renew,
        exchange=exchange,
        leave=leave,
        scopes=SCOPES,
        apart=",",
    ),
    Way(
        "self",
        _("A code that you make in the API console (Self Client)"),
        (CENTRE, *CLIENT),
        place,
        renew=renew,
        exchange=paste,
        scopes=SCOPES,
        apart=",",
    ),
)
