"""What is stored of what we know of clients."""

from trousseau.knowledge.models.coverage import Asked, Coverage, Reply
from trousseau.knowledge.models.documents import Document
from trousseau.knowledge.models.facts import (
    Answered,
    Competitor,
    Contract,
    EconomicFact,
    Fact,
    Note,
    Site,
    Stake,
)
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
from trousseau.knowledge.models.structure import Control, LegalEntity

__all__ = [
    "Answered",
    "Asked",
    "BuyingRole",
    "Competitor",
    "Contact",
    "ContactChange",
    "Contract",
    "Control",
    "Coverage",
    "Document",
    "EconomicFact",
    "Erasure",
    "Fact",
    "Influence",
    "LegalEntity",
    "Merge",
    "Note",
    "PeopleDraft",
    "Reply",
    "ReportingLine",
    "Site",
    "Stake",
    "Stance",
]
