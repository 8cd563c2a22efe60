"""What people decide about the portfolio, a module a subject."""

from trousseau.portfolio.actions.freezing import freeze_checkup
from trousseau.portfolio.actions.ranges import reset_range, set_range
from trousseau.portfolio.actions.rules import PublishingError, publish_rules, write_standings

__all__ = ["PublishingError", "freeze_checkup", "publish_rules", "reset_range", "set_range", "write_standings"]
