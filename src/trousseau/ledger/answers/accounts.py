"""One row an account (or a group): what the ranking, the list and the account page show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pyarrow as pa

from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.facts import Facts

By = Literal["account", "group"]


def accounts(facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account") -> pa.Table:
    """Revenue of each account with a line in the window or in the previous one, greatest first, then by account.

    Columns: `account` (ledger account; by="group": the group, or the account where it has none), `name`, `code`
    (null by group), `group` (null: none), `revenue` DECIMAL (null: every line is unconverted), `previous` DECIMAL
    (null: nothing to compare with, see Window; 0: no line then), `cost` DECIMAL (null: no line has a cost), `costed`
    DECIMAL (revenue of the lines that have a cost: margin = costed - cost), `lines` and `unconverted` (int64, in the
    window; lines counts all of them), `first`, `last` (dates of the first and last line in the whole ledger), `zone`,
    `division` (where most of the revenue of the window is; null where not given), `accounts` (int64: legal entities
    in the row, 1 by account).
    """
    raise NotImplementedError


def places(facts: Facts, window: Window, *, scope: Scope = ALL, by: By = "account") -> pa.Table:
    """Where each account buys in the window: `account`, `zones`, `divisions`, `currencies`: sorted lists of names."""
    raise NotImplementedError


def sparks(
    facts: Facts, *, last: int = 24, scope: Scope = ALL, by: By = "account", only: Sequence[str] | None = None
) -> pa.Table:
    """Monthly revenue for spark lines: `account`, `revenue` (list of `last` DECIMAL, oldest first).

    The months end with the last complete one; a month without a line is 0; a month before the ledger begins is null.
    `only` limits to these accounts (or groups).
    """
    raise NotImplementedError
