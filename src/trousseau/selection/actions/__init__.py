"""What is decided and told in selection."""

from trousseau.selection.actions.assessment_reminders import remind_assessors
from trousseau.selection.actions.closing import close_session
from trousseau.selection.actions.days import tell_days
from trousseau.selection.actions.grids import GridPublishingError, drop_draft, publish_grid, save_draft
from trousseau.selection.actions.judgement_sheet import SheetRowsError, take_sheet
from trousseau.selection.actions.judging import Said, hand_in, judge, take_back_assessments
from trousseau.selection.actions.rounds import (
    AssessmentError,
    Opening,
    add_assessor,
    change_due,
    close_round,
    open_round,
    remove_assessor,
)
from trousseau.selection.actions.sessions import (
    SessionError,
    decide_as_proposed,
    decide_tier,
    discuss,
    open_session,
    propose_tier,
    take_back,
)
from trousseau.selection.actions.settling import settle
from trousseau.selection.actions.spend import SpendTakenError, Told, ToldOf, load_spend, may_tell, tell_spend
from trousseau.selection.actions.tiers import TiersPublishingError, publish_tiers, set_manager_days

__all__ = [
    "AssessmentError",
    "GridPublishingError",
    "Opening",
    "Said",
    "SessionError",
    "SheetRowsError",
    "SpendTakenError",
    "TiersPublishingError",
    "Told",
    "ToldOf",
    "add_assessor",
    "change_due",
    "close_round",
    "close_session",
    "decide_as_proposed",
    "decide_tier",
    "discuss",
    "drop_draft",
    "hand_in",
    "judge",
    "load_spend",
    "may_tell",
    "open_round",
    "open_session",
    "propose_tier",
    "publish_grid",
    "publish_tiers",
    "remind_assessors",
    "remove_assessor",
    "save_draft",
    "set_manager_days",
    "settle",
    "take_back",
    "take_back_assessments",
    "take_sheet",
    "tell_days",
    "tell_spend",
]
