"""What is stored of plans: objectives, actions, indicators, and what came of them."""

from trousseau.plans.models.health import Condition, Health
from trousseau.plans.models.ideas import Idea, IdeaUse
from trousseau.plans.models.invitations import Invitation
from trousseau.plans.models.kpis import (
    Kpi,
    KpiStanding,
    KpiVersion,
    Outlook,
    Place,
    Reading,
    Rhythm,
    Source,
    Unit,
)
from trousseau.plans.models.negotiation import Concession, Negotiation, Term, TradeOff
from trousseau.plans.models.papers import Papers
from trousseau.plans.models.plan import LIVING, Horizon, Objective, Plan, Recommendation, Risk, State
from trousseau.plans.models.playbooks import Answer, Event, PlaybookStart, PlaybookVersion
from trousseau.plans.models.programme import LineKind, LineState, MaturityRating, MaturityRound, ProgrammeLine
from trousseau.plans.models.readings import ReadingsFile
from trousseau.plans.models.rhythm import AgendaPoint, Decision, Meeting
from trousseau.plans.models.templates import PlanTemplate, TemplateVersion
from trousseau.plans.models.touchpoints import CalendarFeed, Review, TouchPromise
from trousseau.plans.models.treatments import Course, Kind, Outcome, Treatment
from trousseau.plans.models.value import Category, Delivered, Opinion
from trousseau.plans.models.versions import PlanVersion
from trousseau.plans.models.whitespace import Said, WhiteCell
from trousseau.plans.models.work import Action, Initiative, Milestone, Progress, Spending

__all__ = [
    "LIVING",
    "Action",
    "AgendaPoint",
    "Answer",
    "CalendarFeed",
    "Category",
    "Concession",
    "Condition",
    "Course",
    "Decision",
    "Delivered",
    "Event",
    "Health",
    "Horizon",
    "Idea",
    "IdeaUse",
    "Initiative",
    "Invitation",
    "Kind",
    "Kpi",
    "KpiStanding",
    "KpiVersion",
    "LineKind",
    "LineState",
    "MaturityRating",
    "MaturityRound",
    "Meeting",
    "Milestone",
    "Negotiation",
    "Objective",
    "Opinion",
    "Outcome",
    "Outlook",
    "Papers",
    "Place",
    "Plan",
    "PlanTemplate",
    "PlanVersion",
    "PlaybookStart",
    "PlaybookVersion",
    "ProgrammeLine",
    "Progress",
    "Reading",
    "ReadingsFile",
    "Recommendation",
    "Review",
    "Rhythm",
    "Risk",
    "Said",
    "Source",
    "Spending",
    "State",
    "TemplateVersion",
    "Term",
    "TouchPromise",
    "TradeOff",
    "Treatment",
    "Unit",
    "WhiteCell",
]
