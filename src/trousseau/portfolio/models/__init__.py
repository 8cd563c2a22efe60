"""What is kept of the portfolio."""

from trousseau.portfolio.models.classes import AccountStanding, Class, ClassMove, RuleVersion
from trousseau.portfolio.models.frozen import (
    By,
    Frozen,
    FrozenAccount,
    FrozenCheckup,
    FrozenError,
    public_id,
)
from trousseau.portfolio.models.ranges import ReferenceRange
from trousseau.portfolio.models.segments import SegmentEntry, SegmentTable

__all__ = [
    "AccountStanding",
    "By",
    "Class",
    "ClassMove",
    "Frozen",
    "FrozenAccount",
    "FrozenCheckup",
    "FrozenError",
    "ReferenceRange",
    "RuleVersion",
    "SegmentEntry",
    "SegmentTable",
    "public_id",
]
