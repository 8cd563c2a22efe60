"""How Zoho CRM is called for a connection: in the data centre that its token's answer named."""

from __future__ import annotations

from trousseau.connectors.calling import Caller, Line
from trousseau.connectors.zoho.centres import API_HOSTS
from trousseau.connectors.zoho.connector import Zoho
from trousseau.connectors.zoho.judge import judge


def connector(line: Line) -> Zoho:
    """Its connector."""
    caller = Caller(
        line.client, line.base, crm="Zoho CRM", hosts=API_HOSTS, judge=judge, auth=line.auth, budget=line.budget
    )
    return Zoho(caller)
