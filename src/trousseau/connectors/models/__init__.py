"""What is stored of the company's other tools: connections, what was read, runs, what goes back, who is who."""

from trousseau.connectors.models.connection import Calls, Connection, Crm, MapRow, WonDeals
from trousseau.connectors.models.deals import Deal, DealLine, DealRole
from trousseau.connectors.models.matching import Candidate
from trousseau.connectors.models.outbox import Outbound
from trousseau.connectors.models.remote import Reading, Remote
from trousseau.connectors.models.runs import Noted, Run

__all__ = [
    "Calls",
    "Candidate",
    "Connection",
    "Crm",
    "Deal",
    "DealLine",
    "DealRole",
    "MapRow",
    "Noted",
    "Outbound",
    "Reading",
    "Remote",
    "Run",
    "WonDeals",
]
