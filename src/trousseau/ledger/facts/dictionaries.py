"""Numbers for accounts, places, families and products: given once, kept from version to version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from trousseau.ledger.duck import parquet, query, text
from trousseau.ledger.facts.work import Work


def number_everything(
    work: Work, touched: Sequence[Path], everything: Sequence[Path], changed: str
) -> dict[str, str]:
    """Number what the `touched` ledger files hold that has no number yet; leaves the tables in the session.

    In the session: `accounts` (id, account), `places`, `families`, `products`, `identities`. `everything` is all
    files of the ledger, `changed` the months touched or gone, as SQL. Without `touched`, what the session calls
    `lines` is looked at, if it calls something so. Returns the files of places, families and products.
    """
    if touched:
        work.view("lines", touched)
    elif work.old is not None or not _has_lines(work):
        work.con.execute(f"CREATE OR REPLACE TEMP VIEW lines AS {query('facts/no_lines.sql')}")
    _identities(work, touched, everything, changed)
    _numbered(work, "accounts", ("account",), "SELECT DISTINCT account FROM identities")
    files = {}
    for name, columns, found in (
        ("places", ("zone", "division", "currency"), query("facts/places.sql").format(base=text(work.base or ""))),
        ("families", ("family",), "SELECT DISTINCT coalesce(family, '') AS family FROM lines"),
        ("products", ("product",), "SELECT DISTINCT coalesce(product, '') AS product FROM lines"),
    ):
        grown = _numbered(work, name, columns, found)
        if work.old is not None and not grown:
            files[name] = work.old.tables[name]
        else:
            files[name] = work.write(f"SELECT * FROM {name} ORDER BY id", name)
    return files


def save_accounts(work: Work) -> dict[str, str]:
    """Write what the files call each account, and the one row an account made of it."""
    work.con.execute("CREATE OR REPLACE TEMP VIEW numbered AS SELECT * FROM accounts")
    return {
        "identities": work.write("SELECT * FROM identities ORDER BY account", "identities"),
        "accounts": work.write(query("facts/accounts.sql"), "accounts"),
    }


def _has_lines(work: Work) -> bool:
    """Whether the session has something called `lines`."""
    named = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'lines'"
    return bool(work.con.execute(named).fetchall()[0][0])


def _numbered(work: Work, name: str, columns: tuple[str, ...], found: str) -> bool:
    """The table `name`: the numbers given before, and new ones in alphabetical order; tells if there are new ones."""
    con = work.con
    listed = ", ".join(columns)
    if work.old is None:
        con.execute(f"CREATE TEMP TABLE {name} AS SELECT CAST(0 AS INTEGER) AS id, {listed} FROM ({found}) WHERE false")
    else:
        con.execute(f"CREATE TEMP TABLE {name} AS SELECT id, {listed} FROM {parquet([work.old.table(name)])}")
    count = con.execute(
        f"INSERT INTO {name} SELECT (SELECT coalesce(max(id), 0) FROM {name}) + row_number() OVER (ORDER BY {listed}), "
        f"{listed} FROM (({found}) EXCEPT SELECT {listed} FROM {name})"
    ).fetchall()[0][0]
    return bool(count)


def _identities(work: Work, touched: Sequence[Path], everything: Sequence[Path], changed: str) -> None:
    """The table `identities`, of the lines of every month.

    The old table and the touched months give the new one, unless a first or last day was in a touched month and may
    have moved inwards: then every month is read.
    """
    con, old = work.con, work.old
    if old is None:
        con.execute(f"CREATE TEMP TABLE identities AS {query('facts/identities.sql')}")
        return
    con.execute(f"CREATE TEMP TABLE found AS {query('facts/identities.sql')}")
    names = {"known": parquet([old.table("identities")]), "changed": changed or "''"}
    doubtful = con.execute(query("facts/doubtful.sql").format(**names)).fetchall()[0][0]
    if not doubtful:
        con.execute(f"CREATE TEMP TABLE identities AS {query('facts/known_and_found.sql').format(**names)}")
        return
    if everything:
        work.view("lines", everything)
    con.execute(f"CREATE TEMP TABLE identities AS {query('facts/identities.sql')}")
    if touched:
        work.view("lines", touched)
