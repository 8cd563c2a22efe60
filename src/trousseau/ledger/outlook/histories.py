"""When each account ordered: the days, the gaps between them, how long it has been silent."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from trousseau.ledger.answers.accounts import KEYS, By
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import Scope
from trousseau.ledger.duck import parquet, query, reading, text
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.derived import of_month, of_version, writing
from trousseau.ledger.facts.manifest import digest


def histories(facts: Facts, as_of: date, *, scope: Scope, by: By = "account") -> pa.Table:
    """One row an account (or group) that had ordered by a day, by name of the account; see `answers/histories.sql`.

    A customer is seen whole: of the scope only the left-out accounts and the groups count, not zones or divisions.
    """
    told = [f"{key}={value}" for key, value in sorted(scope.groups.items())] if by == "group" else []
    name = f"histories-{by}-{as_of}-{digest([*sorted(scope.excluded), *told])}"
    return pq.read_table(of_version(facts, name, lambda draft: _write(facts, as_of, scope, by, draft)))


def _write(facts: Facts, as_of: date, scope: Scope, by: By, draft: Path) -> None:
    """Work the histories out and keep them."""
    question = Question(facts, Scope(excluded=scope.excluded, groups=scope.groups))
    names = question.names()
    files = [order_days(facts, month) for month in facts.months]
    condition = "true"
    if scope.excluded:
        question.bound["excluded"] = list(scope.excluded)
        condition = "a.account NOT IN (SELECT unnest($excluded))"
    sql = query("answers/histories.sql").format(days=parquet(files), condition=condition, **{**names, **KEYS[by]})
    bound = {
        **{key: value for key, value in question.bound.items() if f"${key}" in sql},
        "as_of": as_of,
        "year_before": shifted(as_of, -1),
        "year_after": shifted(as_of, 1),
    }
    with writing(facts, draft) as con:
        pq.write_table(con.sql(sql, params=bound).to_arrow_table(), draft)


def order_days(facts: Facts, month: str) -> Path:
    """The days of a month on which each account ordered."""
    return of_month(facts, month, "order_days", partial(_days, facts, month))


def _days(facts: Facts, month: str, draft: Path) -> None:
    """The order days of one month."""
    lines = parquet(facts.month_files("lines", [month]))
    with reading() as con:  # a month is small: a database of its own would cost more than the query
        con.execute(f"COPY ({query('answers/order_days.sql').format(lines=lines)}) TO {text(draft)} (FORMAT parquet)")


def shifted(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
