"""What people told of the total spend of each client, as the ranking takes it."""

from __future__ import annotations

from collections.abc import Mapping


def told() -> Mapping[str, Mapping[str, float]]:
    """For a measure the ledger does not know (`potential`), what is told of each client, in the base currency."""
    return {}
