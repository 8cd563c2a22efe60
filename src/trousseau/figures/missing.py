"""What a panel lacks to be whole: which indicators, and what has to be told for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from trousseau.figures.indicators import DOZEN, Indicator
from trousseau.figures.language import Language
from trousseau.figures.meanings import labels

Reason = Literal["sales", "fixed", "costs", "days", "erosion", "inflation", "previous"]
NEEDS: dict[str, Reason] = {
    "first_share": "sales",
    "pareto_point": "sales",
    "effective_number": "sales",
    "fixed_cover": "fixed",
    "net_rate": "costs",
    "whale_peak": "costs",
    "negative_accounts": "costs",
    "payment_days": "days",
    "erosion": "erosion",
    "real_growth": "inflation",
    "retention": "previous",
    "new_share": "previous",
}
"""What each indicator of the dozen cannot do without."""


@dataclass(frozen=True)
class Missing:
    """Indicators that cannot be computed, for one reason."""

    reason: Reason
    keys: tuple[str, ...]
    sentence: str


def missing(rows: Iterable[Indicator], language: Language) -> tuple[Missing, ...]:
    """What of the dozen is not among these rows, by reason, in the order of the panel."""
    there, named, said = {row.key for row in rows}, labels(language), reasons(language)
    lacking: dict[Reason, list[str]] = {}
    for key in (key for keys in DOZEN.values() for key in keys if key not in there):
        lacking.setdefault(NEEDS[key], []).append(key)
    return tuple(
        Missing(
            reason,
            tuple(keys),
            language.text(
                "{names}: {reason}.", names=language.listed([named[key] for key in keys]), reason=said[reason]
            ),
        )
        for reason, keys in lacking.items()
    )


def reasons(language: Language) -> dict[Reason, str]:
    """What has to be told or to be there."""
    text = language.text
    return {
        "sales": text("there are no sales to measure"),
        "fixed": text("no fixed costs of a division are told, or its contribution is not known"),
        "costs": text("no costs are told"),
        "days": text("payment days are not told"),
        "erosion": text("the ledger does not reach back far enough"),
        "inflation": text("no inflation is told for the zones and years"),
        "previous": text("the ledger does not reach back over the period before"),
    }
