"""How long what is told of a client stays fresh: one place for pages, questions and coverage.

Past its limit a fact is shown faded and counts limit / age in the coverage (`method.coverage`).
"""

from __future__ import annotations

import datetime as dt

LIMITS: dict[str, int] = {
    "stake": 365,
    "competitor": 365,
    "economics": 540,
    "entity": 730,
    "control": 730,
    "site": 730,
    "note": 730,
    "contract": 1095,
    "contact": 365,
    "influence": 365,
}
"""Days, by kind: what moves with every budget a year, yearly figures eighteen months, walls two years."""


def faded(kind: str, said_on: dt.date, today: dt.date) -> bool:
    """Whether a fact is past its limit."""
    return (today - said_on).days > LIMITS[kind]
