"""Revenue by zone, division, currency, family, product, and by account inside each."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa

from trousseau.ledger.answers.accounts import By
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.facts import Facts

Dimension = Literal["zone", "division", "currency", "family", "product"]


def breakdown(facts: Facts, window: Window, dimension: Dimension, *, scope: Scope = ALL) -> pa.Table:
    """Revenue of each value of a dimension, greatest first, then by value; the rows add up to `totals`.

    Columns: `value` ("" where not given), `revenue`, `previous`, `cost`, `costed`, `lines`, `unconverted` as in
    `accounts`, `accounts` (int64: how many have a line in the window).
    """
    raise NotImplementedError


def cells(
    facts: Facts, window: Window, dimension: Dimension, *, scope: Scope = ALL, by: By = "account"
) -> pa.Table:
    """Revenue of each (value of a dimension, account): concentration inside a zone, what-if before and after.

    Columns: `value`, `account` (as in `accounts`), `revenue`, `cost`, `costed`; sorted by value, then revenue
    descending; only cells with a converted line in the window.
    """
    raise NotImplementedError
