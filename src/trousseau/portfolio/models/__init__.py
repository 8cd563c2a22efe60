"""What is kept of the portfolio."""

from trousseau.portfolio.models.frozen import (
    By,
    Frozen,
    FrozenAccount,
    FrozenCheckup,
    FrozenError,
    public_id,
)

__all__ = ["By", "Frozen", "FrozenAccount", "FrozenCheckup", "FrozenError", "public_id"]
