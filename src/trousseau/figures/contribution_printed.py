"""Net contribution, printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from trousseau.figures.columns import table
from trousseau.figures.contribution import Summary, finding, unknowns
from trousseau.figures.language import Language
from trousseau.figures.terminal import Column, wrapped

ENDS = 12
"""How many customers are printed from each end."""


def printed(told: Summary, rows: Sequence[Mapping[str, Any]], language: Language) -> list[str]:
    """The finding, what is unknown, and the customers at both ends."""
    said = "".join(part.text for part in finding(told, language))
    lines = [*wrapped(said), ""]
    for remark in unknowns(told, language):
        lines += wrapped(remark)
    if not rows:
        return lines
    text = language.text
    titles = (text("Sales"), text("Margin"), text("To serve"), text("Financing"), text("Contribution"))
    columns = [Column(text("Account"), 28), *(Column(title, 13, right=True) for title in titles)]
    known = [row for row in rows if row["contribution"] is not None]
    shown = known if len(known) <= 2 * ENDS else [*known[:ENDS], None, *known[-ENDS:]]
    body = [
        ["…", "", "", "", "", ""]
        if row is None
        else [
            row["name"],
            *(_amount(row[name], told.base, language) for name in ("revenue", "margin")),
            *(_amount(_taken(row[name]), told.base, language) for name in ("serve", "financing")),
            _amount(row["contribution"], told.base, language),
        ]
        for row in shown
    ]
    return [*lines, "", *table(columns, body)]


def _taken(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _amount(value: Decimal | None, base: str | None, language: Language) -> str:
    return language.amount(value, base)
