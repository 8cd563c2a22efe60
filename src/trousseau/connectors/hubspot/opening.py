"""How HubSpot is called for a connection: at one address for all companies."""

from __future__ import annotations

from trousseau.connectors.calling import Caller, Line
from trousseau.connectors.hubspot.connector import HubSpot
from trousseau.connectors.hubspot.judge import judge, pace, quota
from trousseau.connectors.hubspot.objects import BASE, HOSTS


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
