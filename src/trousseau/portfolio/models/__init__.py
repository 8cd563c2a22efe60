"""What is kept of the portfolio."""

from trousseau.portfolio.models.frozen import (
    By,
    Frozen,
    FrozenAccount,
    FrozenCheckup,
    FrozenError,
    public_id,
)
from trousseau.portfolio.models.ranges import ReferenceRange

__all__ = ["By", "Frozen", "FrozenAccount", "FrozenCheckup", "FrozenError", "ReferenceRange", "public_id"]
