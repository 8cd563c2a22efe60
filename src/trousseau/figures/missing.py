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


def left_out(unread: int, reason: str, unconverted: int, language: Language) -> str:
    """What of the lines is in no figure: those that could not be read (why the first), and those without a rate."""
    said = []
    if unread:
        said.append(
            language.plural(
                "{n} line could not be read and is in no figure: {reason}",
                "{n} lines could not be read and are in no figure; the first: {reason}",
                unread,
                reason=reason,
            )
        )
    if unconverted:
        said.append(
            language.plural(
                "{n} line has no exchange rate on its day and is in no amount: give --rates, or use --nominal.",
                "{n} lines have no exchange rate on their day and are in no amount: give --rates, or use --nominal.",
                unconverted,
            )
        )
    return " ".join(said)
