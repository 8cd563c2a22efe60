"""Where everyone may stand in three years, kept for each version of the facts; who is a key account today."""

from __future__ import annotations

from trousseau.accounts.access import every_account
from trousseau.exposure.queries.losses import kept_retention
from trousseau.ledger import answers
from trousseau.ledger.answers.accounts import By
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
    who, capacity = key_accounts(asked.by), tiers.capacity()
    retained = kept_retention(asked)
    return _kept.get(
        key(asked, who, capacity),
        lambda: tomorrow(asked.facts, retained, scope=asked.scope, by=asked.by, key=who, capacity=capacity),
    )


def key_accounts(by: By = "group") -> tuple[str, ...] | None:
    """The clients that hold the tier of key accounts; None: nobody decided yet. One query.

    By account, those of a group that holds it hold it too; one more query.
    """
    held = {client for client, one in tiers.held().items() if one.tier == KEY}
    if held and by == "account":
        held |= set(every_account().filter(group__name__in=held).values_list("key", flat=True))
    return tuple(sorted(held)) or None
