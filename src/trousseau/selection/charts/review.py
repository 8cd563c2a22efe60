"""How well each criterion told growth: its interval as a hatched bar, the estimate as a dot, chance as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from trousseau.figures.language import Language

CHANCE = 0.5


@dataclass(frozen=True)
class Told:
    """One criterion, or the composite."""

    name: str
    auc: float
    low: float
    high: float
    strong: bool = False
    """The composite, which stands out."""


def powers(rows: Sequence[Told], language: Language, chance: str) -> dict[str, Any]:
    """The AUC of each row from 0 to 1; `chance` words the line at one half."""
    shown = list(reversed(rows))
    return {
        "animation": False,
        "grid": {"left": 8, "right": 52, "top": 22, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "value",
            "min": min(0.2, *(row.low for row in shown)) if shown else 0,
            "max": 1,
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {"color": "--muted", "fontSize": 11, "showMinLabel": False, "formatter": language.axis()},
        },
        "yAxis": {
            "type": "category",
            "data": [row.name for row in shown],
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "axisLabel": {"color": "--ink", "fontSize": 12, "width": 200, "overflow": "truncate"},
        },
        "series": [
            {
                "type": "bar",
                "stack": "interval",
                "silent": True,
                "barWidth": 12,
                "itemStyle": {"color": "transparent"},
                "data": [row.low for row in shown],
            },
            {
                "type": "bar",
                "stack": "interval",
                "silent": True,
                "barWidth": 12,
                "data": [
                    {
                        "value": row.high - row.low,
                        "itemStyle": {
                            "color": "--brass" if row.strong else "--bar",
                            "opacity": 0.55,
                            "decal": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 4], "rotation": -0.785},
                        },
                    }
                    for row in shown
                ],
            },
            {
                "type": "scatter",
                "silent": True,
                "symbolSize": 9,
                "itemStyle": {"color": "--ink"},
                "label": {
                    "show": True,
                    "position": "top",
                    "distance": 3,
                    "color": "--ink",
                    "fontSize": 11,
                    "fontWeight": 600,
                },
                "data": [
                    {"value": [row.auc, at], "label": {"formatter": language.number(row.auc, 2)}}
                    for at, row in enumerate(shown)
                ],
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "lineStyle": {"color": "--bad", "type": "dashed"},
                    "label": {"formatter": chance, "position": "end", "color": "--muted", "fontSize": 11},
                    "data": [{"xAxis": CHANCE}],
                },
            },
        ],
    }
