"""ECharts options of the portfolio; colours are names of tokens, resolved by the chart loader in light and dark."""

from __future__ import annotations

from typing import Any

from trousseau.figures.svg import curve_points
from trousseau.method.checkup import Checkup
from trousseau.method.pareto import Pareto


def pareto(checkup: Checkup, labels: dict[str, str]) -> dict[str, Any]:
    """The curve, the line p → 1 − p whose crossing is the Pareto point, and the cut that a reader may move.

    x counts customers, y is per cent of sales. `labels` words the point and its detail.
    """
    curve = checkup.pareto
    points = _points(curve)
    top = max(100.0, max((y for _, y in points), default=100.0))
    text = {"color": "--ink", "fontSize": 12}
    return {
        "animation": False,
        "grid": {"left": 48, "right": 12, "top": 14, "bottom": 28},
        "xAxis": {
            "type": "value",
            "min": 0,
            "max": curve.size,
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "axisTick": {"show": False},
            "splitLine": {"show": False},
            "axisLabel": {**_muted(), "hideOverlap": True, "showMaxLabel": True},
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": top if top > 100.0 else 100,
            "interval": 20,
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {**_muted(), "formatter": "{value} %"},
        },
        "series": [
            {
                "id": "diagonal",
                "type": "line",
                "silent": True,
                "symbol": "none",
                "data": [[0, 100], [curve.size, 0]],
                "lineStyle": {"color": "--line-strong", "type": "dotted", "width": 1.25},
            },
            {
                "id": "cut",
                "type": "line",
                "silent": True,
                "symbol": "none",
                "data": [],
                "lineStyle": {"width": 0},
                "areaStyle": {"color": "--brass", "opacity": 0.16},
                "z": 1,
            },
            {
                "id": "curve",
                "type": "line",
                "silent": True,
                "symbol": "none",
                "data": points,
                "lineStyle": {"color": "--ink", "width": 2},
                "z": 3,
            },
            {
                "id": "point",
                "type": "scatter",
                "silent": True,
                "symbol": "circle",
                "symbolSize": 11,
                "data": [[round(curve.point * curve.size, 2), round(100 * (1 - curve.point), 2)]],
                "itemStyle": {"color": "--sheet", "borderColor": "--ink", "borderWidth": 2},
                "label": {
                    "show": True,
                    "position": "right",
                    "distance": 14,
                    "offset": [0, 22],
                    "formatter": "{a|" + labels["point"] + "}\n{b|" + labels["detail"] + "}",
                    "align": "left",
                    "rich": {
                        "a": {**text, "fontWeight": 600, "lineHeight": 18},
                        "b": {**_muted(), "lineHeight": 16},
                    },
                },
                "z": 5,
            },
        ],
    }


def _points(curve: Pareto) -> list[list[float]]:
    """The drawn points of the curve: customers, per cent of sales."""
    share = [0.0, *curve.cumulative_share.tolist()]
    return [[k, round(100 * share[k], 3)] for k in curve_points(curve)]


def _muted() -> dict[str, Any]:
    """Text of axes."""
    return {"color": "--muted", "fontSize": 11}
