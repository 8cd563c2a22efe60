"""Growth told straight: the bridge of two years, made once after an import, then answered for a page.

*Bare* is what the page cannot do without: DuckDB adding up the kept bridge from its file.
"""

from __future__ import annotations

from decimal import Decimal

import duckdb

from ground import ACCOUNTS, LINES_WANTED, best, prepared, timed
from trousseau.ledger import answers
from trousseau.ledger.answers import Scope
from trousseau.ledger.facts import Facts
from trousseau.ledger.growth import By, Inflation, comparison, growth, items, make_usual, zones

PAGE = 0.150
WAYS: tuple[By, ...] = ("zone", "division", "account", "group")


def main() -> None:
    """Print what is worked out once, then what a page asks."""
    facts = Facts.open(prepared())
    compared = comparison(facts, answers.window(facts, "fy"))
    told = Inflation({zone: {"2025": Decimal("0.02")} for zone in zones(facts) if zone})
    once = timed(lambda: make_usual(facts))
    file = facts.folder / "derived" / facts.version / f"bridge-{compared.key}.parquet"
    print(f"{LINES_WANTED:,} lines, {ACCOUNTS:,} accounts; the bridges of the usual periods, once: {once:.1f} s")
    bare = best(lambda: duckdb.sql(f"SELECT count(*), sum(current), sum(previous) FROM '{file}'").fetchall())
    for by in WAYS:
        took = best(lambda by=by: growth(facts, compared, inflation=told, by=by, limit=100))
        print(f"growth by {by}: {took * 1000:.0f} ms, {took / bare:.1f} × bare (limit {PAGE * 1000:.0f} ms)")
    first = growth(facts, compared, by="account", order="current", limit=1).rows[0].key
    took = best(lambda: items(facts, compared, scope=Scope(accounts=(first,))))
    print(f"the products of the largest account: {took * 1000:.0f} ms, {took / bare:.1f} × bare")


if __name__ == "__main__":
    main()
