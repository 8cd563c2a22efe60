"""`trousseau erosion`: who erodes in silence, of files or of the stored ledger."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Unpack

import click

from trousseau.cli.costs_flags import CostFlags, costs_of
from trousseau.cli.measuring import Flags, measured, measuring_flags
from trousseau.cli.output import say, say_json
from trousseau.figures import erosion as words
from trousseau.figures.erosion_printed import printed
from trousseau.figures.language import Language
from trousseau.ledger.erosion import erosion as judged_by
from trousseau.method.erosion import SIGNALS
from trousseau.method.verdicts import Erosion, Judged, Trend

CENT = Decimal("0.01")


@click.command()
@measuring_flags
@click.option("--costs", "drivers", type=click.Path(path_type=Path), help="With FILE: payment days by account, period.")
@click.option("--skip-rows", is_flag=True, help="Leave rows of this table that cannot be used aside.")
def erosion(drivers: Path | None, skip_rows: bool, **flags: Unpack[Flags]) -> None:  # noqa: FBT001 - click's
    """Customers whose prices, margin, orders, breadth or payment drift the wrong way while sales still hold.

    Every account is judged on the two years to the end of the last whole month of the period, against how the whole
    portfolio moved. Accounts are judged one by one, also with --by group. Payment days are those told of the stored
    ledger, or by --costs.
    """
    with measured(flags) as found:
        told = CostFlags(drivers=drivers, activity_rates=None, fixed=None, budgets=None, skip_rows=skip_rows)
        costs = costs_of(found, told)
        judged = judged_by(found.facts, found.window.end, scope=found.scope, costs=costs)
        if flags["as_json"]:
            say_json(as_json(judged, found.facts.base, found.language))
            return
        say("\n".join(printed(judged, found.facts.base, found.language)) + "\n")


def as_json(judged: Judged, base: str | None, language: Language) -> dict[str, Any]:
    """The verdicts as documented: money as decimal strings (estimates to the cent), shares as fractions."""
    return {
        "end": judged.end.isoformat(),
        "currency": base,
        "finding": "".join(part.text for part in words.finding(judged, base, language)),
        "accounts": judged.accounts,
        "judged": judged.judged,
        "not_judged": dict(judged.reasons),
        "unknown": dict(judged.unknown),
        "false_alarms": words.FALSE_ALARMS,
        "revenue": str(judged.revenue),
        "lost_a_year": _money(judged.lost),
        "eroding": [_account(one, language) for one in judged.eroding],
    }


def _account(one: Erosion, language: Language) -> dict[str, Any]:
    return {
        "account": one.account,
        "name": one.name,
        "since": one.since.isoformat(),
        "strong": one.strong,
        "evidence": one.evidence,
        "threshold": one.threshold,
        "revenue": str(one.revenue),
        "sales_change": None if one.sales is None else one.sales - 1,
        "lost_a_year": _money(one.lost),
        "lost_low": _money(one.lost_low),
        "lost_high": _money(one.lost_high),
        "said": words.evidence(one, language),
        "months": [month.isoformat() for month in one.months],
        "signals": {name: _signal(one.trends[name]) if name in one.trends else None for name in SIGNALS},
    }


def _signal(trend: Trend) -> dict[str, Any]:
    return {
        "change": trend.moved,
        "slope_a_year": trend.slope,
        "low": trend.low,
        "high": trend.high,
        "p": trend.p,
        "values": list(trend.shown),
        "trend": list(trend.shown_line),
    }


def _money(value: float | None) -> str | None:
    return None if value is None else str(Decimal(str(value)).quantize(CENT))
