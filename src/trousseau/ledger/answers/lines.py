"""The lines behind a figure, and what must be counted on lines because it does not add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa

from trousseau.ledger.answers.question import Question
from trousseau.ledger.answers.scope import ALL, Scope
from trousseau.ledger.answers.windows import Window
from trousseau.ledger.duck import parquet, text
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
    product: str | None = None,
    offset: int = 0,
    limit: int = 50,
) -> LinePage:
    """The lines of an account (or of the accounts of a group), newest first; `revenue` equals what `accounts` shows.

    `product` leaves only those of one product.

    Columns of `table`: `account`, `date`, `document`, `line`, `product`, `family`, `zone`,
    `division`, `quantity`, `amount`, `currency`, `rate` (null: unconverted), `revenue` (amount in the
    base currency, null: unconverted), `cost` (base currency, null: unknown), `discount`, `source`,
    `import_id`, `row` (of the file).
    """
    wanted = (account,) if isinstance(account, str) else tuple(account)
    question = Question(facts, replace(scope, accounts=wanted))
    lines = question.lines(window.start, window.end)
    if product is not None:
        question.bound["product"] = product
        products = f"SELECT id FROM {parquet([facts.table('products')])} WHERE product = $product"
        lines = f"(SELECT * FROM {lines} WHERE product IN ({products}))"
    counted = question.ask("account_months", lines=lines).to_pylist()
    total = sum(row["lines"] for row in counted)
    revenue = sum((row["revenue"] for row in counted), Decimal("0.0000"))
    # Newest first: only the months that hold the page are opened in the ledger itself.
    months, skipped, seen = [], 0, 0
    for row in counted:
        if seen + row["lines"] <= offset:
            skipped += row["lines"]
        elif seen < offset + limit:
            months.append(row["month"])
        seen += row["lines"]
    question.bound.update(wanted=list(wanted), offset=offset - skipped, limit=limit)
    files = facts.ledger_files(months)
    if not files:
        files = facts.ledger_files(list(facts.months)[:1])
    if not files:
        return LinePage(pa.table({}), 0, revenue)
    base = text(facts.base or "")
    in_base = "true" if facts.base is None else f"coalesce(l.currency, {base}) = {base}"
    conditions = f"date BETWEEN DATE '{window.start}' AND DATE '{window.end}' AND {places(question)}"
    if product is not None:
        conditions += " AND coalesce(product, '') = $product"
    if not months:
        conditions = "false"
    table = question.ask(
        "account_lines",
        ledger=parquet(files),
        rates=parquet([facts.table("rates")]),
        conditions=conditions,
        in_base=in_base,
        base=base,
    )
    return LinePage(table, total, revenue)


def documents(facts: Facts, window: Window, *, scope: Scope = ALL) -> pa.Table:
    """Distinct documents of each account in the window: `account`, `documents`. Read from lines, so ask for it."""
    question = Question(facts, scope)
    names = [n for n, m in facts.months.items() if m.first <= str(window.end) and str(window.start) <= m.last]
    files = facts.ledger_files(names)
    if not files:
        return pa.table({"account": pa.array([], pa.string()), "documents": pa.array([], pa.int64())})
    conditions = f"date BETWEEN DATE '{window.start}' AND DATE '{window.end}' AND {places(question)}"
    if scope.accounts is not None:
        conditions += " AND account IN (SELECT unnest($only::TEXT[]))"
        question.bound["only"] = list(scope.accounts)
    return question.ask("documents", ledger=parquet(files), conditions=conditions)


def places(question: Question) -> str:
    """The scope's zones, divisions and excluded accounts as a condition on lines of the ledger."""
    scope, said = question.scope, ["true"]
    if scope.excluded:
        question.bound["excluded"] = list(scope.excluded)
        said.append("account NOT IN (SELECT unnest($excluded))")
    for name, values in (("zone", scope.zones), ("division", scope.divisions)):
        if values is not None:
            question.bound[name] = list(values)
            said.append(f"coalesce({name}, '') IN (SELECT unnest(${name}::TEXT[]))")
    return " AND ".join(said)
