"""Numbers for accounts, places, families and products: given once, kept from version to version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from trousseau.ledger.duck import parquet, query, text
from trousseau.ledger.facts.calendar import first_day
from trousseau.ledger.facts.work import Work


def number_everything(work: Work) -> dict[str, str]:
    """Number what `lines` holds that has no number yet; leaves the tables in the session.

    In the session: `accounts` (id, account), `places`, `families`, `products`, and `found`, what the
    lines call each account. Returns the files of places, families and products.
    """
    work.con.execute(f"CREATE TABLE found AS {query('facts/identities.sql')}")
    _numbered(work, "accounts", ("account",), "SELECT DISTINCT account FROM found")
    files = {}
    for name, columns, found in (
        ("places", ("zone", "division", "currency"), query("facts/places.sql").format(base=text(work.base or ""))),
        ("families", ("family",), query("facts/names.sql").format(name="family")),
        ("products", ("product",), query("facts/names.sql").format(name="product")),
    ):
        grown = _numbered(work, name, columns, found)
        if work.old is not None and not grown:
            files[name] = work.old.tables[name]
        else:
            files[name] = work.write(f"SELECT * FROM {name} ORDER BY id", name)
    return files


def save_accounts(work: Work, everything: Sequence[Path], changed: Iterable[str]) -> dict[str, str]:
    """Write what the files call each account, and the one row an account made of it; returns both files.

    `everything` is all files of the ledger, `changed` the months whose lines changed.
    """
    changed = list(changed)
    if work.old is not None and not changed:
        return {name: work.old.tables[name] for name in ("identities", "accounts")}
    with work.con.cursor() as con:
        mine = replace(work, con=con)
        _identities(mine, everything, [f"DATE '{first_day(name)}'" for name in changed])
        con.execute("CREATE TEMP VIEW numbered AS SELECT * FROM accounts")
        return {
            "identities": mine.write("SELECT * FROM identities", "identities"),
            "accounts": mine.write(query("facts/accounts.sql"), "accounts"),
        }


def _numbered(work: Work, name: str, columns: tuple[str, ...], found: str) -> bool:
    """The table `name`: the numbers given before, and new ones in alphabetical order; tells if there are new ones."""
    con = work.con
    listed = ", ".join(columns)
    if work.old is None:
        con.execute(f"CREATE TABLE {name} AS SELECT CAST(0 AS INTEGER) AS id, {listed} FROM ({found}) WHERE 1 = 0")
    else:
        con.execute(f"CREATE TABLE {name} AS SELECT id, {listed} FROM {parquet([work.old.table(name)])}")
    count = con.execute(
        f"INSERT INTO {name} SELECT (SELECT coalesce(max(id), 0) FROM {name}) + row_number() OVER (ORDER BY {listed}), "
        f"{listed} FROM (({found}) EXCEPT SELECT {listed} FROM {name})"
    ).fetchall()[0][0]
    return bool(count)


def _identities(work: Work, everything: Sequence[Path], changed: Sequence[str]) -> None:
    """Call `identities` what the lines of every month call each account.

    What was known and the months that changed tell it, unless a first or last day was in such a month
    and may have moved inwards: then every month is read.
    """
    con, old = work.con, work.old
    if old is None:
        con.execute("CREATE TEMP VIEW identities AS SELECT * FROM found")
        return
    names = {"known": parquet([old.table("identities")]), "changed": ", ".join(changed) or "NULL"}
    doubtful = changed and con.execute(query("facts/doubtful.sql").format(**names)).fetchall()[0][0]
    if not doubtful:
        con.execute(f"CREATE TEMP TABLE identities AS {query('facts/known_and_found.sql').format(**names)}")
        return
    if everything:
        work.view("lines", everything)
    else:
        con.execute(f"CREATE TEMP VIEW lines AS {query('facts/no_lines.sql')}")
    con.execute(f"CREATE TEMP TABLE identities AS {query('facts/identities.sql')}")
