"""What is stored of teams, requests, commitments and watch notes."""

from trousseau.support.models.commitments import Climb, ClimbRule, Commitment, Renegotiation
from trousseau.support.models.experts import LEVELS, Absence, Availability, HeldSkill, Skill
from trousseau.support.models.papers import Handover, Paper
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
from trousseau.support.models.watch import WatchNote, WatchReading, WatchRoute

__all__ = [
    "LEVELS",
    "OPEN",
    "Absence",
    "Answer",
    "AnswerPromise",
    "Availability",
    "Climb",
    "ClimbRule",
    "Commitment",
    "Handover",
    "HeldSkill",
    "LateNotice",
    "Message",
    "Offer",
    "Paper",
    "Renegotiation",
    "Request",
    "Skill",
    "Stage",
    "State",
    "Step",
    "Urgency",
    "WantedSkill",
    "WatchNote",
    "WatchReading",
    "WatchRoute",
]
