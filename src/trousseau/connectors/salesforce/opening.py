"""How Salesforce is called for a connection."""

from __future__ import annotations

from trousseau.connectors.calling import Caller, Line
from trousseau.connectors.salesforce.connector import HOSTS, Salesforce
from trousseau.connectors.salesforce.judge import judge, quota


def connector(line: Line) -> Salesforce:
    """Its connector."""
    caller = Caller(
        line.client,
        line.base,
        crm="Salesforce",
        hosts=HOSTS,
        judge=judge,
        quota=quota,
        auth=line.auth,
        budget=line.budget,
    )
    return Salesforce(caller)
