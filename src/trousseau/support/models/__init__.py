"""What is stored of teams, requests, commitments and watch notes."""

from trousseau.support.models.commitments import (
    Channel,
    Climb,
    ClimbRule,
    Commitment,
    Direction,
    Level,
    Renegotiation,
    State,
)
from trousseau.support.models.watch import WatchNote, WatchReading, WatchRoute

__all__ = [
    "Channel",
    "Climb",
    "ClimbRule",
    "Commitment",
    "Direction",
    "Level",
    "Renegotiation",
    "State",
    "WatchNote",
    "WatchReading",
    "WatchRoute",
]
