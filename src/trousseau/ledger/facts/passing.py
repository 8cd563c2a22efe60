"""Facts of a stream of lines that are looked at once: sums only, in a folder the caller throws away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from trousseau.ledger.duck import parquet, query, session, text
from trousseau.ledger.facts.conversion import keep_rates, prepared, save_rates
from trousseau.ledger.facts.dictionaries import number_everything, save_accounts
from trousseau.ledger.facts.manifest import Facts, Month
from trousseau.ledger.facts.work import Work
from trousseau.ledger.lines import LINES
from trousseau.ledger.rates import Rates, RatesError, ecb, merge
from trousseau.ledger.store import Ledger

HELD = """
    account, customer, "group", date, amount, currency, zone, division,
    CASE WHEN code IS NOT NULL THEN '' END AS code,
    NULL::TEXT AS family, NULL::TEXT AS product, NULL::DECIMAL(18, 4) AS quantity, NULL::DECIMAL(18, 4) AS cost
"""
"""What a check-up looks at, under the names the queries know; of the code, only whether there is one."""


def pass_through(
    batches: Iterable[pa.RecordBatch],
    folder: Path,
    *,
    rates: Rates | None,
    base: str | None,
    start: date | None,
    end: date | None,
) -> Facts:
    """Facts of the lines of a period that can answer for that whole period, without lines or families.

    With a base, `rates` win over the ECB's. What `batches` raises is raised as it is.
    """
    (folder / "files").mkdir()
    with session(folder) as con:
        work = Work(con, folder, folder, base, None, [])
        _hold(con, batches, start, end)
        tables = number_everything(work)
        first, last, count = con.execute("SELECT min(date), max(date), count(*) FROM lines").fetchall()[0]
        if base is not None and count:
            currencies = {c for (c,) in con.execute("SELECT DISTINCT currency FROM places").fetchall()}
            rates = filled(rates, base, first, last, currencies - {base})
        keep_rates(work, rates)
        tables["rates"] = save_rates(work)
        con.execute(f"CREATE TEMP VIEW prepared AS {prepared(base)}")
        sums = work.write(query("facts/sums.sql"), "sums")
        tables |= save_accounts(work, (), ())
    month = Month((), "", "", sums, count, 0, str(first), str(last))
    return Facts(
        folder=folder,
        version="",
        ledger_version=-1,
        base=base,
        today=last or end or start or date(1970, 1, 1),
        fiscal_year_start=1,
        first=first,
        last=last,
        lines=count,
        unconverted=0,
        ledger="",
        rates="",
        tables=tables,
        state={},
        months={"all": month} if count else {},
    )


def _hold(
    con: duckdb.DuckDBPyConnection, batches: Iterable[pa.RecordBatch], start: date | None, end: date | None
) -> None:
    """The table `lines`: of the lines of the period, the columns used."""
    failure: list[BaseException] = []

    def watched() -> Iterator[pa.RecordBatch]:
        try:
            for batch in batches:
                yield batch if batch.schema.equals(LINES) else batch.select(LINES.names).cast(LINES)
        except BaseException as error:
            failure.append(error)
            raise

    con.register("batches", pa.RecordBatchReader.from_batches(LINES, watched()))
    period = f"date >= DATE {text(start or date.min)} AND date <= DATE {text(end or date.max)}"
    try:
        con.execute(f"CREATE TABLE lines AS SELECT {HELD} FROM batches WHERE {period}")
    except duckdb.Error:
        if failure:
            raise failure[0] from None
        raise
    con.unregister("batches")


def filled(own: Rates | None, base: str, first: date, last: date, currencies: set[str]) -> Rates | None:
    """The company's rates, and the ECB's where they say nothing."""
    if not currencies:
        return None
    try:
        return merge(ecb(base, first, last, currencies=currencies), own)
    except RatesError as error:
        if error.code != "rates_unknown_currency":
            raise
        return own  # the ECB does not quote this base: what has no rate of its own stays unconverted


def rates_for(ledger: Ledger, own: Rates | None, base: str | None) -> Rates | None:
    """The rates of every line of a ledger: the company's, and the ECB's for what they do not say."""
    files = sorted(ledger.files()) if ledger.version >= 0 else []
    if base is None or not files:
        return own
    with session() as con:
        first, last = con.sql(f"SELECT min(date), max(date) FROM {parquet(files)}").fetchall()[0]
        found = con.sql(f"SELECT DISTINCT currency FROM {parquet(files)} WHERE currency IS NOT NULL").fetchall()
    return filled(own, base, first, last, {currency for (currency,) in found} - {base})
