"""All figures of a check-up, worked out from a question and from what is told: what freezing keeps, and compares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from trousseau.method.checkup import Checkup
from trousseau.portfolio import results
from trousseau.portfolio.queries.classes import judged
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.panel import panel_of
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.queries.told import Told


@dataclass(frozen=True)
class AccountFigures:
    """One account of a check-up as it is kept."""

    rank: int
    account: str
    name: str
    group: str
    revenue: Decimal
    class_now: str
    lines: int
    standing: str
    """good, watch, bad or unknown."""
    contribution: Decimal | None


@dataclass(frozen=True, eq=False)
class Worked:
    """A check-up with all that is kept of it."""

    checkup: Checkup
    figures: dict[str, Any]
    accounts: tuple[AccountFigures, ...]

    def as_json(self) -> dict[str, Any]:
        """Every figure in one structure, to be compared and digested."""
        return whole_of(self.checkup.revenue, self.figures, self.accounts)


def work_out(asked: Asked, told: Told) -> Worked:
    """The figures of a question."""
    now, checkup = measured(asked), whole(asked)
    found = judged(asked, told.rules, told.costs)
    names = found.names()
    contribution = {row.account: row.contribution for row in found.measures.rows}
    return Worked(
        checkup=checkup,
        figures=results.as_frozen(checkup, panel_of(asked, told).rows, now.moved),
        accounts=tuple(
            AccountFigures(
                rank=rank,
                account=row.account,
                name=row.name,
                group=row.group or "",
                revenue=row.revenue,
                class_now=row.class_,
                lines=row.lines,
                standing=names.get(row.account, "unknown"),
                contribution=contribution.get(row.account),
            )
            for rank, row in enumerate(checkup.ranked, 1)
        ),
    )


def whole_of(revenue: Decimal, figures: Mapping[str, Any], accounts: Iterable[AccountFigures]) -> dict[str, Any]:
    """Figures and accounts as one structure of JSON; money with its four decimals."""
    return {
        "revenue": _money(revenue),
        "figures": dict(figures),
        "accounts": {
            row.account: {
                "rank": row.rank,
                "name": row.name,
                "group": row.group,
                "revenue": _money(row.revenue),
                "class": row.class_now,
                "lines": row.lines,
                "standing": row.standing,
                "contribution": None if row.contribution is None else _money(row.contribution),
            }
            for row in accounts
        },
    }


def _money(amount: Decimal) -> str:
    return f"{amount:.4f}"
