"""A check-up to be frozen and back: what is kept is enough to draw the page again without the lines."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from trousseau.figures.indicators import Indicator
from trousseau.method.checkup import AccountSum, Checkup, Dimension, LineCounts, Within, check_up
from trousseau.portfolio.indicators import Movement, measured
from trousseau.portfolio.keeping import panel_in, panel_out
from trousseau.portfolio.models import FrozenAccount, FrozenCheckup


def as_frozen(checkup: Checkup, rows: Iterable[Indicator], moved: Movement | None) -> dict[str, Any]:
    """The figures of a check-up that its rows per account do not already say, as JSON; money as exact text."""
    lines, panel = checkup.lines, tuple(rows)
    return {
        "indicators": {row.key: row.value for row in panel},
        "panel": panel_out(panel),
        "summary": checkup.as_json(),
        "lines": {
            "read": lines.read,
            "accepted": lines.accepted,
            "quarantined": lines.quarantined,
            "totals": lines.totals,
            "unconverted": lines.unconverted,
        },
        "movement": {name: str(value) for name, value in asdict(moved).items()} if moved else None,
        "over_10": [list(pair) for pair in checkup.over_10],
        "unconverted": [[currency, count, str(amount)] for currency, count, amount in checkup.unconverted],
        "dimensions": {name: _dimension_out(dimension) for name, dimension in checkup.by_dimension.items()},
    }


def thawed(frozen: FrozenCheckup, rows: Iterable[FrozenAccount]) -> Checkup:
    """The check-up as it was frozen: the curve anew from the rows, the rest as it was kept."""
    figures = frozen.figures
    accounts = [AccountSum(row.account, None, row.name, row.group or None, row.revenue, row.lines) for row in rows]
    again = check_up(
        accounts,
        start=frozen.start,
        end=frozen.end,
        base_currency=frozen.base_currency,
        lines=LineCounts(**figures["lines"]),
        revenue=frozen.revenue,
        unconverted=tuple((c, n, Decimal(amount)) for c, n, amount in figures["unconverted"]),
        by=frozen.by,
    )
    again.by_dimension.update({name: _dimension_in(name, kept) for name, kept in figures["dimensions"].items()})
    return again


def panel(frozen: FrozenCheckup, checkup: Checkup) -> tuple[Indicator, ...]:
    """The panel as it was kept, with the ranges it was judged by; an old check-up kept the values only."""
    kept = frozen.figures.get("panel")
    return measured(checkup, movement(frozen)) if kept is None else panel_in(kept)


def movement(frozen: FrozenCheckup) -> Movement | None:
    """What had moved since the period before; None where there was none."""
    kept = frozen.figures.get("movement")
    if not kept:
        return None
    return Movement(
        now=Decimal(kept["now"]),
        before=Decimal(kept["before"]),
        kept=Decimal(kept["kept"]),
        lost=Decimal(kept["lost"]),
        gone=int(kept["gone"]),
        arrived=int(kept["arrived"]),
        falling=Decimal(kept["falling"]),
        fallen=int(kept["fallen"]),
    )


def _dimension_out(dimension: Dimension) -> dict[str, Any]:
    return {
        "hhi": _finite(dimension.hhi),
        "effective_number": _finite(dimension.effective_number),
        "values": [
            {
                "value": value,
                "share": _finite(share),
                "revenue": str(dimension.revenue[value]),
                "within": _within_out(dimension.within.get(value)),
            }
            for value, share in dimension.shares.items()
        ],
    }


def _within_out(inside: Within | None) -> dict[str, Any] | None:
    if inside is None:
        return None
    return {
        "accounts": inside.accounts,
        "hhi": _finite(inside.hhi),
        "first": inside.first,
        "first_share": _finite(inside.first_share),
    }


def _finite(value: float | None) -> float | None:
    """JSON has no NaN."""
    return None if value is None or math.isnan(value) else value


def _number(value: float | None) -> float:
    """And back."""
    return math.nan if value is None else value


def _dimension_in(name: str, kept: dict[str, Any]) -> Dimension:
    values = kept["values"]
    return Dimension(
        name=name,
        hhi=kept["hhi"],
        effective_number=kept["effective_number"],
        shares={row["value"]: _number(row["share"]) for row in values},
        revenue={row["value"]: Decimal(row["revenue"]) for row in values},
        within={
            row["value"]: Within(
                accounts=row["within"]["accounts"],
                revenue=Decimal(row["revenue"]),
                hhi=_number(row["within"]["hhi"]),
                first=row["within"]["first"],
                first_share=_number(row["within"]["first_share"]),
            )
            for row in values
            if row["within"] is not None
        },
    )
