"""The movement of concentration as small line charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trousseau.figures.language import Language
from trousseau.ledger.concentration import Moment


def movement(moments: Sequence[Moment], language: Language) -> dict[str, Any]:
    """The first part's share over twelve months, quarter by quarter, in per cent; a gap where there were no sales."""
    shares = [None if moment.first_share is None else round(100 * moment.first_share, 2) for moment in moments]
    last = language.percent(moments[-1].first_share)
    return {
        "grid": {"left": 36, "right": 56, "top": 12, "bottom": 22},
        "xAxis": {
            "type": "category",
            "data": [language.month(moment.end) for moment in moments],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "axisLabel": {"color": "--muted", "fontSize": 11, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "splitNumber": 3,
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {"color": "--muted", "fontSize": 11, "formatter": "{value} %"},
        },
        "series": [
            {
                "type": "line",
                "data": shares,
                "symbol": "circle",
                "symbolSize": 5,
                "lineStyle": {"color": "--ink", "width": 2},
                "itemStyle": {"color": "--ink"},
                "endLabel": {"show": True, "formatter": last, "color": "--ink", "fontWeight": 600},
            }
        ],
        "tooltip": {"trigger": "axis"},
    }
