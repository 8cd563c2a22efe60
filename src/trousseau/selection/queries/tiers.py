"""The tiers in force, and the tier each client holds."""

from __future__ import annotations

from trousseau.method.tiers import Tiers, shipped


def in_force(capacity: int) -> Tiers:
    """The tiers the company published; before that those as shipped, for so many key accounts."""
    return shipped(capacity)
