"""What people decide about the portfolio, a module a subject."""

from trousseau.portfolio.actions.freezing import freeze_checkup
from trousseau.portfolio.actions.ranges import reset_range, set_range

__all__ = ["freeze_checkup", "reset_range", "set_range"]
