"""What people decide about the portfolio, a module a subject."""

from trousseau.portfolio.actions.freezing import freeze_checkup
from trousseau.portfolio.actions.ranges import reset_range, set_range
from trousseau.portfolio.actions.rules import PublishingError, publish_rules, write_standings
from trousseau.portfolio.actions.segments import drop_segments, import_segments

__all__ = [
    "PublishingError",
    "drop_segments",
    "freeze_checkup",
    "import_segments",
    "publish_rules",
    "reset_range",
    "set_range",
    "write_standings",
]
