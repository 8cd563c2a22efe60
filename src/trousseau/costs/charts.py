"""The waterfall from sales to contribution as ECharts options; colours are names of tokens."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from trousseau.figures.language import Language

MUTED = {"color": "--muted", "fontSize": 11}


def waterfall(
    steps: Sequence[tuple[str, Decimal | None, bool]], language: Language, base: str | None
) -> dict[str, Any]:
    """Bars that hang where the one before ended; totals stand on zero; what is unknown has no bar, and says so."""
    hidden: list[float] = []
    bars: list[dict[str, Any]] = []
    at = 0.0
    for __, amount, total in steps:
        value = float(amount or 0)
        start = 0.0 if total else at
        at = value if total else at + value
        # A bar across zero is drawn from zero to its end: the floor is what lies between zero and it.
        low, high = min(start, at), max(start, at)
        floor = low if low > 0 else high if high < 0 else 0.0
        hidden.append(floor)
        bars.append(
            {
                "value": (high - low) if floor >= 0 and low >= 0 else -(high - low) if high <= 0 else at - start,
                "itemStyle": {"color": "--ink" if total and value >= 0 else "--good" if value > 0 else "--bad"},
                "label": {"formatter": _("unknown") if amount is None else language.short_amount(amount, base)},
            }
        )
    return {
        "animation": False,
        "grid": {"left": 150, "right": 72, "top": 6, "bottom": 6},
        "xAxis": {"type": "value", "show": False},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [label for label, _, _ in steps],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "axisLabel": {**MUTED, "color": "--ink", "width": 140, "overflow": "truncate"},
        },
        "series": [
            {"type": "bar", "stack": "steps", "silent": True, "itemStyle": {"color": "transparent"}, "data": hidden},
            {
                "type": "bar",
                "stack": "steps",
                "barWidth": 14,
                "label": {"show": True, "position": "right", "color": "--ink", "fontSize": 11},
                "data": bars,
            },
        ],
    }
