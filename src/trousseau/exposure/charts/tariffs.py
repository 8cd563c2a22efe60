"""Revenue by zone before a tariff, and what it adds or takes: hatched, since it is estimated."""

from __future__ import annotations

from typing import Any

from trousseau.figures.language import Language
from trousseau.method.indexing import SimulatedTariff

HATCHED = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 3], "rotation": -0.785, "color": "--sheet"}
MOST = 12


def before_after(found: SimulatedTariff, language: Language, labels: dict[str, str]) -> dict[str, Any]:
    """One bar a zone, the largest on top: what stays in ink, the change hatched in good or bad."""
    parts = list(reversed(found.zones[:MOST]))
    scale = 1e6 if max((abs(part.effect.revenue) for part in parts), default=0.0) >= 1e6 else 1e3
    stays = [min(part.effect.revenue, part.effect.after) / scale for part in parts]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 72, "top": 4, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "value",
            "axisLabel": {
                "color": "--muted",
                "fontSize": 11,
                "formatter": language.axis(None, "M" if scale > 1e3 else "k"),
            },
            "splitLine": {"lineStyle": {"color": "--line"}},
        },
        "yAxis": {
            "type": "category",
            "data": [part.name or labels["nowhere"] for part in parts],
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "axisTick": {"show": False},
            "axisLabel": {"color": "--ink", "fontSize": 12, "width": 130, "overflow": "truncate"},
        },
        "series": [
            {
                "name": labels["before"],
                "type": "bar",
                "stack": "revenue",
                "silent": True,
                "barWidth": 16,
                "itemStyle": {"color": "--bar-soft"},
                "data": [round(value, 4) for value in stays],
            },
            {
                "name": labels["change"],
                "type": "bar",
                "stack": "revenue",
                "silent": True,
                "label": {"show": True, "position": "right", "color": "--secondary", "fontSize": 12},
                "data": [
                    {
                        "value": round(abs(part.effect.change) / scale, 4),
                        "itemStyle": {"color": "--good" if part.effect.change >= 0 else "--bad", "decal": HATCHED},
                        "label": {"formatter": _signed(part.effect.change, language)},
                    }
                    for part in parts
                ],
            },
        ],
    }


def _signed(change: float, language: Language) -> str:
    if not change:
        return ""
    return ("+" if change > 0 else "") + language.short_amount(change)
