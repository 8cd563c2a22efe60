"""What accounts bought month by month, all of them at once: what indicators are measured from.

One query answers for every account, month and measure under one filter, so that thousands of indicators cost a handful
of queries. Months add up: a window of months is their sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from trousseau.ledger.answers.lines import places as ledger_places
from trousseau.ledger.answers.months import by_account
from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.duck import parquet, query, reading
from trousseau.ledger.facts import Facts
from trousseau.ledger.facts.calendar import first_day, last_day, shift

EMPTY = pa.schema(
    [
        pa.field("account", pa.string()),
        pa.field("month", pa.date32()),
        pa.field("revenue", pa.decimal128(38, 4)),
        pa.field("cost", pa.decimal128(38, 4)),
        pa.field("costed", pa.decimal128(38, 4)),
        pa.field("lines", pa.int64()),
        pa.field("unconverted", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Period:
    """A window of whole months, by the names of its first and last one (YYYY-MM)."""

    first: str
    last: str


def tracks(facts: Facts, *, scope: Scope = ALL, families: Sequence[str] | None = None) -> pa.Table:
    """Sales by account and month, sorted; a month without a line has no row.

    Columns: `account`, `month` (its first day), `revenue`, `cost`, `costed`, `lines`, `unconverted`. `families`: names
    of product families, "" for lines without one.
    """
    question = Question(facts, scope)
    if not facts.months:
        return EMPTY.empty_table()
    return question.ask("tracks", sums=_sums(question, families)).cast(EMPTY)


def _sums(question: Question, families: Sequence[str] | None) -> str:
    """Monthly sums with their month, from the cheapest facts that know the filter."""
    facts, scope = question.facts, question.scope
    if families is not None:
        question.bound["families"] = list(families)
        lines = question.lines(first_day(min(facts.months)), last_day(max(facts.months)))
        told = query("answers/track_lines.sql").format(lines=lines, families=question.names()["families"])
        return f"({told})"
    if scope.zones is None and scope.divisions is None:
        return f"(SELECT * FROM {parquet([by_account(facts)])} WHERE {question.condition()})"
    sums = question.by_month(list(facts.months))
    months = "(SELECT unnest($files::TEXT[]) AS file, unnest($file_months::DATE[]) AS month)"
    return f"(SELECT s.*, m.month FROM {sums} AS s JOIN {months} AS m ON m.file = s.file)"


def orders(facts: Facts, *, scope: Scope = ALL, families: Sequence[str] | None = None) -> pa.Table:
    """Distinct documents by account and month: `account`, `month`, `orders`; read from the ledger's own lines.

    A document that has lines in two months counts in both.
    """
    question = Question(facts, scope)
    files = facts.ledger_files(facts.months)
    if not files:
        return pa.table({"account": pa.array([], pa.string()), "month": [], "orders": []})
    conditions = ledger_places(question)
    if scope.accounts is not None:
        conditions += " AND account IN (SELECT unnest($only::TEXT[]))"
        question.bound["only"] = list(scope.accounts)
    if families is not None:
        conditions += " AND coalesce(family, '') IN (SELECT unnest($families::TEXT[]))"
        question.bound["families"] = list(families)
    return question.ask("track_orders", ledger=parquet(files), conditions=conditions)


def price_changes(
    facts: Facts,
    bags: Mapping[int, Sequence[str]],
    periods: Sequence[Period],
    *,
    scope: Scope = ALL,
    families: Sequence[str] | None = None,
) -> dict[tuple[int, Period], float]:
    """The price level of what each bag of accounts buys in a period, the same period a year before being 100.

    A Paasche index, 100 × Σ p₁q₁ / Σ p₀q₁ over the products bought in both periods; prices are net, in the base
    currency. A bag without such a product is absent.
    """
    if not periods or not bags or not facts.months:
        return {}
    question = Question(facts, scope)
    start = first_day(min(shift(period.first, -12) for period in periods))
    relations = {**question.names(), "lines": question.lines(start, last_day(max(one.last for one in periods)))}
    relations["family"] = ""
    if families is not None:
        question.bound["families"] = list(families)
        relations["family"] = (
            f"JOIN {relations['families']} AS f ON f.id = l.family AND f.family IN (SELECT unnest($families::TEXT[]))"
        )
    sql = query("answers/track_prices.sql").format(**relations)
    bound = {key: value for key, value in question.bound.items() if f"${key}" in sql}
    with reading() as con:
        con.register("bags", _bags(bags))
        con.register("periods", _periods(periods))
        rows = con.execute(sql, bound).fetchall()
    return {(bag, periods[at]): 100.0 * now / before for bag, at, now, before in rows if before > 0}


def _bags(bags: Mapping[int, Sequence[str]]) -> pa.Table:
    pairs = [(bag, account) for bag, accounts in bags.items() for account in dict.fromkeys(accounts)]
    return pa.table(
        {
            "bag": pa.array([bag for bag, _account in pairs], pa.int64()),
            "account": pa.array([account for _bag, account in pairs], pa.string()),
        }
    )


def _periods(periods: Sequence[Period]) -> pa.Table:
    def days(found: list[date]) -> pa.Array:
        return pa.array(found, pa.date32())

    return pa.table(
        {
            "period": pa.array(range(len(periods)), pa.int64()),
            "start": days([first_day(one.first) for one in periods]),
            "until": days([first_day(one.last) for one in periods]),
            "previous_start": days([first_day(shift(one.first, -12)) for one in periods]),
            "previous_end": days([first_day(shift(one.last, -11)) for one in periods]),
        }
    )
