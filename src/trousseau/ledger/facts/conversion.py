"""Lines in the base currency: the query that prepares them, and the rates it uses, kept with the facts."""

from __future__ import annotations

from trousseau.ledger.duck import query, text
from trousseau.ledger.facts.work import Work
from trousseau.ledger.rates.table import TABLE, Rates


def prepared(base: str | None) -> str:
    """The query of prepared lines over `lines`; `base` None: amounts as they stand."""
    in_base = "true" if base is None else f"coalesce(l.currency, {text(base)}) = {text(base)}"
    return query("facts/prepare.sql").format(base=text(base or ""), in_base=in_base)


def keep_rates(work: Work, rates: Rates | None) -> None:
    """Keep the rates of the currencies of `places` as the table `rates`."""
    if rates is not None and work.base is not None and rates.base != work.base:
        raise ValueError(f"rates to {rates.base} for amounts in {work.base}")
    given = rates.table if rates is not None and work.base is not None else TABLE.empty_table()
    work.con.register("given_rates", given)
    work.con.execute(
        "CREATE OR REPLACE TABLE rates AS SELECT *, CAST(rate AS DOUBLE) AS near FROM given_rates "
        "WHERE currency IN (SELECT currency FROM places)"
    )
    work.con.unregister("given_rates")


def save_rates(work: Work) -> str:
    """Write the rates to a file; returns its name."""
    return work.write("SELECT * FROM rates ORDER BY currency, date", "rates")


def rates_digests(work: Work) -> dict[str, str]:
    """A digest of the kept rates of each month."""
    rows = work.con.execute(
        "SELECT strftime(date, '%Y-%m'), md5(string_agg(concat_ws(' ', currency, date, rate), ',' "
        "ORDER BY currency, date)) FROM rates GROUP BY 1"
    ).fetchall()
    return dict(rows)
