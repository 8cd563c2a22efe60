"""`trousseau potential`: who may become a key account within three years, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Unpack

import click
import numpy as np

from trousseau.cli.failures import Failure
from trousseau.cli.measuring import Flags, Measured, flags_by, measured
from trousseau.cli.output import say, say_json
from trousseau.figures import spend as spend_words
from trousseau.figures import tomorrow as words
from trousseau.figures.selection import chance
from trousseau.ledger.costs.tables.headers import plain
from trousseau.ledger.outlook.retention import retention
from trousseau.ledger.rates import MAX_AGE, RatesError, ecb
from trousseau.ledger.selection.paths import Paths
from trousseau.ledger.selection.spend_table import Problem, SpendRow, SpendTable, SpendTableError, read_spend
from trousseau.ledger.selection.tomorrow import AHEAD, Listed, listed, tomorrow
from trousseau.method import wallet
from trousseau.method.criteria import CAPACITY
from trousseau.method.wallet import Part, Total

SHOWN = 20


@click.command(name="potential")
@flags_by("group", "account")
@click.option(
    "--spend",
    type=click.Path(path_type=Path),
    help="Total spend: client, amount, source, date, confidence, unit, offer.",
)
@click.option("--top", type=int, metavar="N", default=CAPACITY, help="How many key accounts can be served.")
def potential(*, spend: Path | None, top: int, **flags: Unpack[Flags]) -> None:
    """Forecast yearly sales for three years and list who may reach the size of a key account, with intervals.

    Of the stored ledger key accounts are those that hold the tier, and total spend is what was told. Of a FILE they
    are the largest of each of the last three years, at most one in five.
    """
    if top < 1:
        raise Failure("rank_top", exit=2, flag="--top", value=top)
    with measured(flags) as given:
        retained = retention(given.facts, scope=given.scope, by=given.by)
        key, totals = _told(given) if given.stored else (None, {})
        seen = tomorrow(given.facts, retained, scope=given.scope, by=given.by, key=key, capacity=top)
        if spend is not None:
            totals = _spend(spend, given, seen.paths)
        found = listed(seen, totals)
        if flags["as_json"]:
            say_json(_json(found, totals, given))
        else:
            say(_text(found, totals, given))


def _told(given: Measured) -> tuple[tuple[str, ...] | None, Mapping[str, Total]]:
    """What the application knows: who holds the tier of key accounts, and what was told of total spend."""
    from trousseau.selection.queries.potential import spending  # noqa: PLC0415 - only with a database
    from trousseau.selection.queries.tomorrow import key_accounts  # noqa: PLC0415

    totals = {client: one.total for client, one in spending().items() if one.total is not None}
    return key_accounts(given.by), totals


def _spend(path: Path, given: Measured, paths: Paths) -> Mapping[str, Total]:
    """The total spend of a table; `Failure` with every row that cannot be used."""
    try:
        table = read_spend(path)
        return _totals(table, given, paths)
    except SpendTableError as error:
        said = " ".join(spend_words.refusal(error.code, error.detail, error.problems, given.language))
        raise Failure("spend_table", exit=2, flag="--spend", message=f"{path.name}: {said}") from error


def _totals(table: SpendTable, given: Measured, paths: Paths) -> Mapping[str, Total]:
    known: dict[str, set[str]] = {}
    for account, name in zip(paths.accounts, paths.names, strict=True):
        for called in {plain(account), plain(name)}:
            known.setdefault(called, set()).add(account)
    rates = _rates(table, given)
    newest: dict[tuple[str, str, str], tuple[SpendRow, Decimal]] = {}
    problems = []
    for row in sorted(table.rows, key=lambda row: (row.date, row.row)):
        accounts = known.get(plain(row.client), set())
        rate = Decimal(1) if row.currency in {"", given.facts.base} else rates.get((row.currency, row.date.isoformat()))
        if len(accounts) != 1:
            code = "several" if accounts else "unknown"
            problems.append(Problem(row.row, table.columns["client"], row.client, code))
        elif rate is None:
            problems.append(Problem(row.row, table.columns["currency"], row.currency, "rate"))
        else:
            newest[next(iter(accounts)), plain(row.unit), plain(row.offer)] = (row, row.amount * rate)
    if problems:
        raise SpendTableError("cells", problems=sorted(problems))
    parts: dict[str, list[Part]] = {}
    for (client, unit, offer), (row, worth) in newest.items():
        old = wallet.faded(row.date, given.facts.today)
        parts.setdefault(client, []).append(Part(unit, offer, float(worth), row.confidence, old))
    return {client: wallet.total(own) for client, own in parts.items()}


def _rates(table: SpendTable, given: Measured) -> dict[tuple[str, str], Decimal]:
    """What one unit of each other currency was worth on each day of the table."""
    base = given.facts.base
    foreign = [row for row in table.rows if base and row.currency not in {"", base}]
    if not foreign or base is None:
        return {}
    days = [row.date for row in foreign]
    try:
        found = ecb(base, min(days) - timedelta(days=MAX_AGE), max(days), currencies={row.currency for row in foreign})
    except RatesError:
        return {}
    columns = (found.table[name].to_pylist() for name in ("currency", "date", "rate"))
    return {(currency, day.isoformat()): rate for currency, day, rate in zip(*columns, strict=True)}


def _json(found: Listed, totals: Mapping[str, Total], given: Measured) -> dict[str, Any]:
    seen, made = found.seen, found.seen.forecast
    check = made.check
    return {
        "end": seen.paths.ends[-1].isoformat() if seen.paths.ends else None,
        "years": AHEAD,
        "level": made.level,
        "base_currency": given.facts.base,
        "by": given.by,
        "key_accounts": [seen.paths.accounts[at] for at in np.flatnonzero(seen.key).tolist()],
        "decided": seen.decided,
        "line": _number(seen.line),
        "check": {"accounts": check.accounts, "inside": check.inside, "share": check.share} if check else None,
        "accounts": [
            {
                "rank": rank,
                "account": seen.paths.accounts[at],
                "name": seen.paths.names[at],
                "revenue": _number(made.now[at]),
                "growth": _number(made.growth.rate[at]),
                "growth_low": _number(made.growth.low[at]),
                "growth_high": _number(made.growth.high[at]),
                "forecast": [
                    {"year": year + 1, **{name: _number(one[at, year]) for name, one in _columns(found).items()}}
                    for year in range(AHEAD)
                ],
                "expected": _number(found.expected[at]),
                "reach": _number(found.reach[at]),
                "alive": _number(seen.alive[at]),
                **_wallet(totals.get(seen.paths.accounts[at]), float(made.now[at])),
                "alike": [
                    {
                        "account": seen.paths.accounts[star],
                        "quarter": seen.paths.ends[when].isoformat(),
                        "distance": _number(apart),
                    }
                    for star, when, apart in zip(
                        seen.alike.star[at].tolist(), seen.alike.when[at].tolist(), seen.alike.distance[at], strict=True
                    )
                    if star >= 0
                ],
            }
            for rank, at in enumerate(found.order.tolist(), 1)
        ],
    }


def _columns(found: Listed) -> dict[str, Any]:
    made = found.seen.forecast
    return {"middle": made.middle, "low": made.low, "high": made.high, "expected": made.expected}


def _wallet(total: Total | None, sales: float) -> dict[str, Any]:
    share = total.share(sales) if total else None
    return {
        "potential": {"amount": total.amount, "low": total.low, "high": total.high} if total else None,
        "share_of_wallet": {"share": share.amount, "low": share.low, "high": share.high} if share else None,
    }


def _text(found: Listed, totals: Mapping[str, Total], given: Measured) -> str:
    language, base, seen = given.language, given.facts.base, found.seen
    lines = [_finding(found, given), ""]
    check = seen.forecast.check
    tried = words.checked(check.share, check.accounts, check.level, language) if check else words.untried(language)
    lines += [tried, ""]
    for rank, at in enumerate(found.order[:SHOWN].tolist(), 1):
        low, high = (float(one) for one in (seen.forecast.low[at, -1], found.high[at]))
        now, then = (language.short_amount(float(one[at]), base) for one in (seen.forecast.now, found.expected))
        span = f"{language.short_amount(min(low, high), base)} – {language.short_amount(high, base)}"
        reach = "–" if np.isnan(found.reach[at]) else chance(float(found.reach[at]), language)
        total = totals.get(seen.paths.accounts[at])
        share = total.share(float(seen.forecast.now[at])) if total else None
        part = language.percent(share.amount, 0) if share else "–"
        lines.append(f"{rank:>4}  {seen.paths.names[at][:32]:<33}{now:>10} → {then:<10}{span:<22}{reach:>8}{part:>8}")
    if len(found.order) > SHOWN:
        lines.append(language.plural("  and {n} more", "  and {n} more", len(found.order) - SHOWN))
    return "\n".join(lines)


def _finding(found: Listed, given: Measured) -> str:
    seen, likely = found.seen, found.likely
    if not len(found.order):
        return words.too_early(given.language)
    if not likely:
        return words.nobody(AHEAD, given.language)
    end = seen.paths.ends[-1]
    sales = float(seen.forecast.now[likely].sum()), float(found.expected[likely].sum())
    names = [seen.paths.names[at] for at in likely]
    return words.finding(names, sales, end.replace(year=end.year + AHEAD, day=1), given.facts.base, given.language)


def _number(figure: float) -> float | None:
    return None if np.isnan(figure) else float(figure)
