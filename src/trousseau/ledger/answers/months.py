"""Sales month by month."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.facts import Facts


def months(
    facts: Facts, account: str | Sequence[str] | None = None, *, last: int | None = 24, scope: Scope = ALL
) -> pa.Table:
    """Sales of each month, oldest first, to the last complete one (`last` None: of all months of the ledger).

    `account`: one, several (a group) or all. Columns: `month` (its first day), `revenue`, `cost`, `costed`, `lines`,
    `unconverted`. A month without a line is a row with 0; months before the ledger's first line are absent.
    """
    raise NotImplementedError
