"""How HubSpot is called for a connection: at one address for all companies."""

from __future__ import annotations

from trousseau.connectors.calling import Caller
from trousseau.connectors.hubspot.connector import HubSpot
from trousseau.connectors.hubspot.judge import judge, pace, quota
from trousseau.connectors.hubspot.objects import BASE, HOSTS
from trousseau.connectors.line import Line


def connector(line: Line) -> HubSpot:
    """Its connector."""
    caller = Caller(
        line.client,
        BASE,
        crm="HubSpot",
        hosts=HOSTS,
        judge=judge,
        quota=quota,
        pace=pace,
        auth=line.auth,
        budget=line.budget,
    )
    return HubSpot(caller)
