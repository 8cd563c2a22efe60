"""Sales month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.duck import parquet, query, text
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import between, first_day, last_complete, month, shift
from trousseau.ledger.facts.derived import of_version, writing

ROWS_A_GROUP = 8_192
"""Rows of the sums by account and month a row group: one account is found in one or two."""

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
    if scope.accounts is not None and scope.zones is None and scope.divisions is None:
        sums = parquet([by_account(facts)])
        return question.ask("months_of_accounts", sums=sums, condition=question.condition()).cast(COLUMNS)
    return question.ask("months", sums=question.by_month(wanted)).cast(COLUMNS)


def by_account(facts: Facts) -> Path:
    """The sums of every account and month, of all places; made once a version of the facts."""

    def make(draft: Path) -> None:
        months = " UNION ALL ".join(
            f"SELECT *, DATE '{first_day(name)}' AS month FROM {parquet(facts.month_files('sums', [name]))}"
            for name in facts.months
        )
        sql = query("answers/months_by_account.sql").format(months=months)
        with writing(facts, draft) as con:
            con.execute("SET preserve_insertion_order = true")  # sorted as it is written
            con.execute(f"COPY ({sql}) TO {text(draft)} (FORMAT parquet, ROW_GROUP_SIZE {ROWS_A_GROUP})")

    return of_version(facts, "months-by-account", make)
