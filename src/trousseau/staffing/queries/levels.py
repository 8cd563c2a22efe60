"""The level each person holds in each competency."""

from __future__ import annotations


def held() -> dict[int, dict[str, float]]:
    """Level 1 to 5 by competency code, by the key of the person; what nobody assessed is absent. For matching only."""
    return {}
