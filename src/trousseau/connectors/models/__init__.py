"""What is stored of the company's other tools: connections, what was read, runs, what goes back, who is who."""

from trousseau.connectors.models.connection import Calls, Connection, Crm, MapRow, WonDeals
from trousseau.connectors.models.deals import Deal, DealLine, DealRole
from trousseau.connectors.models.feeds import Feed, FeedRun, Piece
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
    "Feed",
    "FeedRun",
    "MapRow",
    "Noted",
    "Outbound",
    "Piece",
    "Reading",
    "Remote",
    "Run",
    "WonDeals",
]
