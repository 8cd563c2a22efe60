"""What assessors agreed on of each client, as the ranking takes it."""

from __future__ import annotations

from collections.abc import Mapping

Range = tuple[float, float]
"""The lowest and the highest level (1 to 5) that still stand; equal ones once it is settled."""


def agreed() -> Mapping[str, Mapping[str, Range]]:
    """For each judged criterion, what is known of each client; one that nobody judged is absent."""
    return {}
