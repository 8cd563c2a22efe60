"""How many signs of silent erosion each account shows: what the rules of good and bad may ask of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger import answers
from trousseau.ledger.answers import ALL, Scope, Window
from trousseau.ledger.answers.accounts import By
from trousseau.ledger.costs import NOTHING, Costs
from trousseau.ledger.erosion import last_month, verdicts
from trousseau.ledger.facts import Facts
from trousseau.method.erosion import SIGNALS

SURE = 0.05
"""A signal counts when its drift is this unlikely to be chance, as `ledger.erosion` names them."""


def signs(
    facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account", costs: Costs = NOTHING
) -> dict[str, int] | None:
    """The signs of each judged account (or group: the most of its accounts), 0 where it does not erode.

    Accounts that could not be judged (too short a history, too few orders, falling sales) are absent; None where the
    ledger has no whole month by the end of the window. An account that erodes shows at least one.
    """
    found = _by_account(facts, window.end, costs)
    if found is None or by == "account":
        return found
    table = answers.accounts(facts, window, scope=scope, by="account").select(["account", "group"]).to_pydict()
    grouped: dict[str, int] = {}
    for account, group in zip(table["account"], table["group"], strict=True):
        if account in found:
            name = group or account
            grouped[name] = max(grouped.get(name, 0), found[account])
    return grouped


def _by_account(facts: Facts, end: date, costs: Costs) -> dict[str, int] | None:
    name = last_month(facts, end)
    if name is None:
        return None
    columns = ["account", "reason", "eroding", *(f"{signal}_p" for signal in SIGNALS)]
    table = pq.read_table(verdicts(facts, name, costs), columns=columns)
    drifting = sum(_sure(table[f"{signal}_p"]) for signal in SIGNALS)
    counts = np.where(table["eroding"].to_numpy(), np.maximum(drifting, 1), 0)
    return {
        account: int(count)
        for account, reason, count in zip(
            table["account"].to_pylist(), table["reason"].to_pylist(), counts.tolist(), strict=True
        )
        if not reason
    }


def _sure(chances: pa.ChunkedArray) -> np.ndarray:
    """1 where a drift is sure enough, 0 elsewhere and where it is not known."""
    found: np.ndarray = np.asarray(chances.to_numpy() < SURE, dtype=np.int64)
    return found
