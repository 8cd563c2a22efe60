"""Signing in to the company's other tools: the ways that each offers, and how calls are signed afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from trousseau.connectors.calling import Signed
from trousseau.connectors.models import Connection, Crm
from trousseau.connectors.signing import hubspot, odoo, salesforce, zoho
from trousseau.connectors.signing.ways import Way
from trousseau.connectors.tokens import Given, Stored
from trousseau.connectors.zoho.judge import NO_SCOPE

WAYS: Mapping[str, Mapping[str, Way]] = {
    crm: {way.name: way for way in ways}
    for crm, ways in (
        (Crm.SALESFORCE.value, salesforce.WAYS),
        (Crm.HUBSPOT.value, hubspot.WAYS),
        (Crm.ZOHO.value, zoho.WAYS),
        (Crm.ODOO.value, odoo.WAYS),
    )
}
"""By CRM and name; the first of each is proposed."""


def way_of(connection: Connection) -> Way:
    """How a connection signs in."""
    return WAYS[connection.crm][connection.way]


def auth(connection: Connection) -> Signed:
    """What signs the calls of a connection, and renews its token where there is one to renew."""
    way = way_of(connection)
    tokens = Given(connection) if way.renew is None else Stored(connection, way.renew)
    if connection.crm == Crm.ZOHO:
        return Signed(tokens, "Zoho-oauthtoken", rights=NO_SCOPE)
    return Signed(tokens)
