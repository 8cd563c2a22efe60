"""Where everyone may stand in three years, kept for each version of the facts; who is a key account today."""

from __future__ import annotations

from trousseau.exposure.queries.losses import kept_retention
from trousseau.ledger import answers
from trousseau.ledger.selection.tomorrow import Tomorrow, tomorrow
from trousseau.portfolio.queries.kept import Kept, key
from trousseau.portfolio.queries.source import Asked
from trousseau.selection.queries import tiers

KEY = "key"
"""The tier of key accounts."""

_kept: Kept[Tomorrow] = Kept(6, "tomorrow")


def of_everyone(asked: Asked) -> Tomorrow:
    """Where everyone of a question stands and may stand; the last twelve months, whatever its period."""
    asked = asked.over(answers.windows(asked.facts)["r12"])
    who, capacity = key_accounts(), tiers.capacity()
    retained = kept_retention(asked)
    return _kept.get(
        key(asked, who, capacity),
        lambda: tomorrow(asked.facts, retained, scope=asked.scope, by=asked.by, key=who, capacity=capacity),
    )


def key_accounts() -> tuple[str, ...] | None:
    """The clients that hold the tier of key accounts; None: nobody decided yet."""
    return tuple(sorted(client for client, one in tiers.held().items() if one.tier == KEY)) or None
