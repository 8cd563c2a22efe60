"""Sales month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, last_complete, month, shift

COLUMNS = pa.schema(
    [
        pa.field("month", pa.date32()),
        pa.field("revenue", pa.decimal128(38, 4)),
        pa.field("cost", pa.decimal128(38, 4)),
        pa.field("costed", pa.decimal128(38, 4)),
        pa.field("lines", pa.int64()),
        pa.field("unconverted", pa.int64()),
    ]
)


def months(
    facts: Facts, account: str | Sequence[str] | None = None, *, last: int | None = 24, scope: Scope = ALL
) -> pa.Table:
    """Sales of each month, oldest first, to the last complete one (`last` None: of all months of the ledger).

    `account`: one, several (a group) or all. Columns: `month` (its first day), `revenue`, `cost`
    (null: unknown), `costed`, `lines`, `unconverted`. A month without a line is a row with 0; months
    before the ledger's first line are absent.
    """
    if facts.first is None or facts.last is None:
        return COLUMNS.empty_table()
    if account is not None:
        scope = replace(scope, accounts=(account,) if isinstance(account, str) else tuple(account))
    begin, end = month(facts.first), last_complete(facts.last, facts.today)
    wanted = between(max(begin, shift(end, 1 - last)), end) if last is not None else between(begin, month(facts.last))
    question = Question(facts, scope)
    question.bound["wanted"] = [first_day(name) for name in wanted]
    return question.ask("months", sums=question.by_month(wanted)).cast(COLUMNS)
