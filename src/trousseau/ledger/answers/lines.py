"""The lines behind a figure, and what must be counted on lines because it does not add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.facts import Facts


@dataclass(frozen=True)
class LinePage:
    """Some lines of one account; `lines` and `revenue` are of all its lines in the window, not of this page."""

    table: pa.Table
    lines: int
    revenue: Decimal


def account_lines(
    facts: Facts,
    account: str | Sequence[str],
    window: Window,
    *,
    scope: Scope = ALL,
    offset: int = 0,
    limit: int = 50,
) -> LinePage:
    """The lines of an account (or of the accounts of a group), newest first; `revenue` equals what `accounts` shows.

    Columns of `table`: `account`, `date`, `document`, `line`, `product`, `family`, `zone`, `division`, `quantity`,
    `amount`, `currency`, `rate` (null: unconverted), `revenue` (amount in the base currency, null: unconverted),
    `cost` (base currency, null: unknown), `discount`, `source`, `import_id`, `row` (of the file).
    """
    raise NotImplementedError


def documents(facts: Facts, window: Window, *, scope: Scope = ALL) -> pa.Table:
    """Distinct documents of each account in the window: `account`, `documents`. Read from lines, so ask for it."""
    raise NotImplementedError
