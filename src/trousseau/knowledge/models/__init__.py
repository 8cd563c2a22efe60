"""What is stored of what we know of clients."""

from trousseau.knowledge.models.documents import Document
from trousseau.knowledge.models.people import (
    BuyingRole,
    Contact,
    ContactChange,
    Erasure,
    Influence,
    Merge,
    PeopleDraft,
    ReportingLine,
    Stance,
)

__all__ = [
    "BuyingRole",
    "Contact",
    "ContactChange",
    "Document",
    "Erasure",
    "Influence",
    "Merge",
    "PeopleDraft",
    "ReportingLine",
    "Stance",
]
