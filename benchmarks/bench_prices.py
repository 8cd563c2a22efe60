"""Prices across zones and the tariff simulator: worked out once after an import, then answered for a page.

*Bare* is what the page cannot do without: DuckDB reading the kept ranking of accounts from its file.
"""

from __future__ import annotations

from datetime import timedelta

import duckdb

from ground import ACCOUNTS, LINES_WANTED, best, prepared, timed
from trousseau.ledger.answers import ALL, Window
from trousseau.ledger.answers.prices import Prices
from trousseau.ledger.facts import Facts
from trousseau.ledger.prices import bought, corridor_of, exposed
from trousseau.ledger.tariffs import TariffSales, simulate
from trousseau.method.indexing import TariffWish

PAGE = 0.150


def main() -> None:
    """Print what is worked out once, then what a page asks."""
    facts = Facts.open(prepared())
    assert facts.last is not None
    year = Window("dates", facts.last - timedelta(days=364), facts.last)
    prices = Prices(facts, year, scope=ALL, by="account")
    once = timed(lambda: (prices.accounts(), prices.products(), prices.totals()))
    everybody = exposed(prices)
    print(f"{LINES_WANTED:,} lines, {ACCOUNTS:,} accounts, {len(everybody.accounts):,} of which compare prices")
    print(f"worked out once after an import: {once:.2f} s")
    file = next((facts.folder / "derived" / facts.version).glob("price_accounts-*.parquet"))
    bare = best(lambda: duckdb.sql(f"SELECT count(*), sum(to_lowest) FROM '{file}'").fetchall())
    ranking = best(lambda: exposed(prices))
    print(f"ranking of the accounts and products: {ranking * 1000:.0f} ms, {ranking / bare:.1f} × bare")
    first = everybody.accounts[0].account
    product = bought(prices, first)[0].product
    page = best(lambda: (bought(prices, first), corridor_of(prices, first, product)))
    print(
        f"one corridor with its days: {page * 1000:.0f} ms, {page / bare:.1f} × bare (with the ranking, limit {PAGE})"
    )
    sales = TariffSales(facts, year, scope=ALL, by="account")
    once = timed(sales.sold)
    sold = sales.sold()
    wish = TariffWish(elsewhere=0.03, cap=0.02)
    acting = best(lambda: simulate(wish, sold, year.start, year.end))
    print(f"a tariff over {len(sold.revenue):,} rows: once {once:.2f} s, then {acting * 1000:.0f} ms (limit {PAGE})")


if __name__ == "__main__":
    main()
