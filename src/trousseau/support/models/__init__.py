"""What is stored of teams, requests, commitments and watch notes."""

from trousseau.support.models.experts import LEVELS, Absence, Availability, HeldSkill, Skill
from trousseau.support.models.requests import (
    OPEN,
    Answer,
    AnswerPromise,
    LateNotice,
    Message,
    Offer,
    Request,
    Stage,
    State,
    Step,
    Urgency,
    WantedSkill,
)

__all__ = [
    "LEVELS",
    "OPEN",
    "Absence",
    "Answer",
    "AnswerPromise",
    "Availability",
    "HeldSkill",
    "LateNotice",
    "Message",
    "Offer",
    "Request",
    "Skill",
    "Stage",
    "State",
    "Step",
    "Urgency",
    "WantedSkill",
]
