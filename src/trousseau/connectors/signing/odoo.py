"""Signing in to Odoo: with a key of a user, at an address that an administrator wrote."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from trousseau.access import outgoing
from trousseau.connectors.errors import RefusedError
from trousseau.connectors.signing.ways import SECRET, Asked, Way

OLDER = "older"


def place(told: Mapping[str, str]) -> str:
    """The server, where it may be called (see `access.outgoing`); a path is left out."""
    try:
        found = outgoing.checked(told.get("address", "").strip()).url
    except outgoing.RefusedError as error:
        raise RefusedError("address", crm="Odoo", message=str(error)) from error
    return f"{found.scheme}://{found.netloc.decode('ascii')}"


ADDRESS = Asked("address", _("Address of the server"), hint="https://company.odoo.com")
DATABASE = Asked("database", _("Name of the database"), hint=_("Only where the server has several."), needed=False)
WAYS = (
    Way(
        "key", _("A key of a user, from Odoo 19 on"), (ADDRESS, DATABASE, Asked(SECRET, _("API key"), "secret")), place
    ),
    Way(
        OLDER,
        _("Name and key of a user, up to Odoo 18 (XML-RPC)"),
        (
            ADDRESS,
            Asked("database", _("Name of the database")),
            Asked("login", _("Name of the user in Odoo")),
            Asked(SECRET, _("API key or password"), "secret"),
        ),
        place,
    ),
)
