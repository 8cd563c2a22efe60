"""What is stored of client spaces."""

from trousseau.portal.models.asks import Ask, Asking
from trousseau.portal.models.entering import Acceptance, EntryLink, Invite, Terms
from trousseau.portal.models.opinions import Questions, Rating, Survey, SurveyRhythm
from trousseau.portal.models.signing import Answer, Cosigning, Signature
from trousseau.portal.models.spaces import Member, Space
from trousseau.portal.models.voices import Awaited, Comment, Proposal, ProposalState, Said, Vote, Wish

__all__ = [
    "Acceptance",
    "Answer",
    "Ask",
    "Asking",
    "Awaited",
    "Comment",
    "Cosigning",
    "EntryLink",
    "Invite",
    "Member",
    "Proposal",
    "ProposalState",
    "Questions",
    "Rating",
    "Said",
    "Signature",
    "Space",
    "Survey",
    "SurveyRhythm",
    "Terms",
    "Vote",
    "Wish",
]
