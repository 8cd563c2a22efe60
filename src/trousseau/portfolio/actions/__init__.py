"""What people decide about the portfolio, a module a subject; and what the clock does for them."""

from trousseau.portfolio.actions.cleaning import clean_up
from trousseau.portfolio.actions.freezing import freeze_checkup
from trousseau.portfolio.actions.ranges import reset_range, set_range
from trousseau.portfolio.actions.reminding import remind
from trousseau.portfolio.actions.rules import PublishingError, mark_eroding, publish_rules, write_standings
from trousseau.portfolio.actions.segments import drop_segments, import_segments

__all__ = [
    "PublishingError",
    "clean_up",
    "drop_segments",
    "freeze_checkup",
    "import_segments",
    "mark_eroding",
    "publish_rules",
    "remind",
    "reset_range",
    "set_range",
    "write_standings",
]
