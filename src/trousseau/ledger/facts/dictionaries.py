"""Numbers for accounts, places, families and products: given once, kept from version to version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from trousseau.ledger.duck import parquet, query, text
from trousseau.ledger.facts.calendar import month

if TYPE_CHECKING:
    from trousseau.ledger.facts.engine import Work

EMPTY_LINES = (
    "SELECT NULL::TEXT AS account, NULL::TEXT AS customer, NULL::TEXT AS code, NULL::TEXT AS \"group\", "
    "NULL::DATE AS date, NULL::TEXT AS zone, NULL::TEXT AS division, NULL::TEXT AS currency, "
    "NULL::TEXT AS family, NULL::TEXT AS product WHERE false"
)


def number_everything(work: Work, by_month: Mapping[str, list[str]], touched: list[str]) -> dict[str, str]:
    """Number what the touched months hold that has no number yet; leaves the tables in the session.

    In the session: `accounts` (id, account), `places`, `families`, `products`, `identities`. Returns the files of
    places, families and products.
    """
    con = work.con
    sources = [work.ledger / source for name in touched for source in by_month[name]]
    _lines(con, sources)
    _identities(work, by_month, touched)
    _numbered(work, "accounts", ("account",), "SELECT DISTINCT account FROM identities", "INTEGER")
    files = {}
    for name, columns, found, kind in (
        ("places", ("zone", "division", "currency"), query("facts/places.sql").format(base=text(work.base or "")), "INTEGER"),
        ("families", ("family",), "SELECT DISTINCT coalesce(family, '') AS family FROM lines", "INTEGER"),
        ("products", ("product",), "SELECT DISTINCT coalesce(product, '') AS product FROM lines", "INTEGER"),
    ):
        grown = _numbered(work, name, columns, found, kind)
        if work.old is not None and not grown:
            files[name] = work.old.tables[name]
        else:
            files[name] = work.write(f"SELECT * FROM {name} ORDER BY id", name)
    return files


def save_accounts(work: Work, tables: Mapping[str, str]) -> dict[str, str]:
    """Write what the files call each account, and the one row an account made of it."""
    con = work.con
    con.execute("CREATE OR REPLACE TEMP VIEW numbered AS SELECT * FROM accounts")
    return {
        "identities": work.write("SELECT * FROM identities ORDER BY account", "identities"),
        "accounts": work.write(query("facts/accounts.sql"), "accounts"),
    }


def _lines(con: duckdb.DuckDBPyConnection, sources: list[Path]) -> None:
    """Call some ledger files `lines`."""
    relation = f"SELECT * FROM {parquet(sources)}" if sources else EMPTY_LINES
    con.execute(f"CREATE OR REPLACE TEMP VIEW lines AS {relation}")


def _numbered(work: Work, name: str, columns: tuple[str, ...], found: str, kind: str) -> bool:
    """The table `name`: the numbers given before, and new ones in alphabetical order; tells if there are new ones."""
    con = work.con
    listed = ", ".join(columns)
    if work.old is None:
        con.execute(f"CREATE TEMP TABLE {name} AS SELECT CAST(0 AS {kind}) AS id, {listed} FROM ({found}) WHERE false")
    else:
        con.execute(f"CREATE TEMP TABLE {name} AS SELECT id, {listed} FROM {parquet([work.old.table(name)])}")
    count = con.execute(
        f"INSERT INTO {name} SELECT (SELECT coalesce(max(id), 0) FROM {name}) + row_number() OVER (ORDER BY {listed}), "
        f"{listed} FROM (({found}) EXCEPT SELECT {listed} FROM {name})"
    ).fetchall()[0][0]
    return bool(count)


def _identities(work: Work, by_month: Mapping[str, list[str]], touched: list[str]) -> None:
    """The table `identities`, of the lines of every month.

    The old table and the touched months give the new one, unless a first or last day was in a touched month and may
    have moved inwards: then every month is read.
    """
    con, old = work.con, work.old
    con.execute(f"CREATE TEMP TABLE found AS {query('facts/identities.sql')}")
    gone = [name for name in (old.months if old else ()) if name not in by_month]
    if old is None:
        con.execute("CREATE TEMP VIEW identities AS SELECT * FROM found")
        return
    changed = ", ".join(text(name) for name in (*touched, *gone)) or "''"
    key = 'o.account = f.account AND o.customer = f.customer AND o.code = f.code AND o."group" = f."group"'
    doubtful = con.execute(
        f"SELECT count(*) FROM {parquet([old.table('identities')])} AS o LEFT JOIN found AS f ON {key} "
        f"WHERE (strftime(o.first, '%Y-%m') IN ({changed}) AND (f.first IS NULL OR f.first > last_day(o.first))) "
        f"OR (strftime(o.last, '%Y-%m') IN ({changed}) AND (f.last IS NULL OR f.last < date_trunc('month', o.last)))"
    ).fetchall()[0][0]
    if doubtful:
        everything = [work.ledger / source for name in by_month for source in by_month[name]]
        _lines(con, everything)
        con.execute(f"CREATE TEMP TABLE identities AS {query('facts/identities.sql')}")
        _lines(con, [work.ledger / source for name in touched for source in by_month[name]])
        return
    con.execute(
        "CREATE TEMP TABLE identities AS "
        'SELECT account, customer, code, "group", min(first) AS first, max(last) AS last FROM ('
        f"SELECT o.account, o.customer, o.code, o.\"group\", "
        f"CASE WHEN strftime(o.first, '%Y-%m') IN ({changed}) THEN NULL ELSE o.first END AS first, "
        f"CASE WHEN strftime(o.last, '%Y-%m') IN ({changed}) THEN NULL ELSE o.last END AS last "
        f"FROM {parquet([old.table('identities')])} AS o UNION ALL SELECT * FROM found) GROUP BY ALL"
    )
