"""What a grid said of the past, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trousseau.figures.language import Language
from trousseau.figures.selection import criterion_word

Figures = Mapping[str, Any]
NAMED = 3
"""Criteria a sentence names."""


def grid_sentence(grid: Figures, language: Language) -> str:
    """How well a grid would have told growth, and which of its criteria do; as `ledger.selection.history_json` says."""
    whole = grid["together"]
    if not whole or not whole["goals"]["growth"]["enough"]:
        return language.text("There is not enough history to try the grid on.")
    growth = whole["goals"]["growth"]
    low, high = growth["rho_interval"]
    figures = {
        "years": language.number(grid["years"]),
        "rho": language.number(growth["rho"], 2),
        "rho_span": span(growth["rho_interval"], language),
        "auc": language.number(growth["auc"], 2),
        "span": span(growth["auc_interval"], language),
    }
    if low > 0.0:
        text = language.plural(
            "Over one year the grid tells growth better than chance: ρ {rho} ({rho_span}), AUC {auc} ({span}).",
            "Over {years} years the grid tells growth better than chance: ρ {rho} ({rho_span}), AUC {auc} ({span}).",
            grid["years"],
            **figures,
        )
    elif high < 0.0:
        text = language.plural(
            "Over one year those the grid puts first grew less than the others: ρ {rho} ({rho_span}), AUC {auc} "
            "({span}).",
            "Over {years} years those the grid puts first grew less than the others: ρ {rho} ({rho_span}), AUC {auc} "
            "({span}).",
            grid["years"],
            **figures,
        )
    else:
        text = language.plural(
            "Over one year the grid cannot be told from chance: ρ {rho} ({rho_span}), AUC {auc} ({span}).",
            "Over {years} years the grid cannot be told from chance: ρ {rho} ({rho_span}), AUC {auc} ({span}).",
            grid["years"],
            **figures,
        )
    return " ".join(filter(None, (text, _criteria(grid, language))))


def name(one: Figures, language: Language) -> str:
    """What a criterion is called."""
    return str(one["name"] or criterion_word(one["measure"] or one["key"], language))


def span(interval: Sequence[float | None], language: Language, decimals: int = 2) -> str:
    """An interval, from and to."""
    low, high = interval
    if low is None or high is None:
        return language.text("unknown")
    return f"{language.number(low, decimals)}–{language.number(high, decimals)}"


def _criteria(grid: Figures, language: Language) -> str:
    """Which criteria tell growth, and which do not."""
    whole = grid["together"]
    alone = dict(zip(whole["keys"], whole["goals"]["growth"]["criteria"], strict=True))
    named = {one["key"]: name(one, language) for one in grid["criteria"]}
    told = {key: one["rho_interval"][0] > 0.0 for key, one in alone.items() if one["enough"]}
    helps = [named[key] for key, tells in told.items() if tells]
    idle = [named[key] for key, tells in told.items() if not tells]
    if helps and idle:
        return language.text(
            "What tells it: {helps}; what does not: {idle}.", helps=_some(helps, language), idle=_some(idle, language)
        )
    if helps:
        return language.text("Each of its criteria tells something of it.")
    return language.text("None of its criteria tells anything of it.") if idle else ""


def _some(names: Sequence[str], language: Language) -> str:
    more = len(names) - NAMED
    others = [language.plural("{n} other", "{n} others", more)] if more > 0 else []
    return language.listed([*names[:NAMED], *others])
