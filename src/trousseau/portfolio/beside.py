"""The indicators that rest on what is told beside the sales lines; one that cannot be told is left out."""

from __future__ import annotations

from decimal import Decimal

from trousseau.figures.indicators import RANGES, Indicator
from trousseau.ledger.classes import Made, Measures
from trousseau.ledger.whale import Curve

ZERO = Decimal(0)


def profitability(found: Measures, curve: Curve) -> tuple[Indicator, ...]:
    """Net contribution rate, whale peak, customers that cost more than they bring, payment days."""
    known = [row for row in found.rows if row.contribution is not None]
    rows = [_net_rate(known, found), _whale_peak(curve), _negative(known), _payment_days(found.rows)]
    return tuple(row for row in rows if row is not None)


def _net_rate(known: list[Made], found: Measures) -> Indicator | None:
    """Contribution of the sales whose cost is known, over those sales; `also`: their share of all sales."""
    base = sum((row.costed for row in known), ZERO)
    revenue = sum((row.revenue or ZERO for row in found.rows), ZERO)
    if base <= 0:
        return None
    left = sum((row.contribution or ZERO for row in known), ZERO)
    return Indicator(
        "net_rate",
        "profitability",
        "share",
        float(left / base),
        (-0.1, 0.4),
        RANGES["net_rate"],
        subject="" if found.serving_known else "margin",
        amount=left,
        also=float(base / revenue) if revenue > 0 else None,
    )


def _whale_peak(curve: Curve) -> Indicator | None:
    """What those that contribute earn, over what is left of it; without meaning where nothing is left."""
    if curve.peak_share is None:
        return None
    return Indicator(
        "whale_peak",
        "profitability",
        "share",
        curve.peak_share,
        (1.0, 2.0),
        RANGES["whale_peak"],
        amount=curve.drag,
        others=len(curve.tail),
    )


def _negative(known: list[Made]) -> Indicator | None:
    """The share of customers, of those whose contribution is known, that take away more than they bring."""
    if not known:
        return None
    below = [row.contribution for row in known if row.contribution is not None and row.contribution < 0]
    return Indicator(
        "negative_accounts",
        "profitability",
        "share",
        len(below) / len(known),
        (0, 0.6),
        RANGES["negative_accounts"],
        others=len(below),
        amount=sum(below, ZERO),
    )


def _payment_days(rows: tuple[Made, ...]) -> Indicator | None:
    """The payment days of the customers that have some, weighted by their sales above zero."""
    told = [(row.payment_days, float(row.revenue)) for row in rows if row.payment_days is not None and row.revenue]
    told = [(days, revenue) for days, revenue in told if revenue > 0]
    total = sum(revenue for _, revenue in told)
    if not total:
        return None
    return Indicator(
        "payment_days",
        "profitability",
        "days",
        sum(days * revenue for days, revenue in told) / total,
        (0, 120),
        RANGES["payment_days"],
        others=len(told),
    )
