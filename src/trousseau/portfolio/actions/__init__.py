"""What people decide about the portfolio, a module a subject."""

from trousseau.portfolio.actions.freezing import freeze_checkup

__all__ = ["freeze_checkup"]
