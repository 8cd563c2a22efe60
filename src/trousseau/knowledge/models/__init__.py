"""What is stored of what we know of clients."""

from trousseau.knowledge.models.documents import Document
from trousseau.knowledge.models.people import BuyingRole, Contact, Influence, ReportingLine, Stance

__all__ = ["BuyingRole", "Contact", "Document", "Influence", "ReportingLine", "Stance"]
