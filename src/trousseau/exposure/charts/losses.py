"""The distribution of losses: hatched as all estimates, its tail once more enlarged."""

from __future__ import annotations

from typing import Any

import numpy as np

from trousseau.method.loss import LossDistribution

BINS = 48
SEEN = 0.998
"""The picture ends where one year in five hundred does."""
TAIL_FROM = 0.9
LATE = 0.7
NEAR = 0.4
"""Two marks nearer than this part of the inset would write over each other: one stands on its left."""
ROOM = 0.3
"""What that takes on its left; else the other stands lower."""
HEAD = 1.6
"""The room above the inset's bars, for the words on its marks."""


def distribution(law: LossDistribution, labels: dict[str, str], written: str, *, scale: float) -> dict[str, Any]:
    """Probability of each loss, in `scale` (a million, a thousand) of the currency.

    `labels`: `mean`, `twentieth`, `hundredth` and their `…_detail`, and `zoom`, in words already. `written`: how the
    axes write a figure (`Language.axis`).
    """
    low, high = min(law.quantile(0.0), 0.0), max(law.quantile(SEEN), law.expected, law.unit)
    start = law.quantile(TAIL_FROM)
    worst = law.quantile(0.95)
    whole, tail = bins(law, low, high), bins(law, start, high)
    hundredth, reach = law.quantile(0.99), (high - start) or 1.0
    near = hundredth - worst < NEAR * reach
    marks = [
        _mark(law.expected / scale, (labels["mean"], labels["mean_detail"]), "--ink"),
        _mark(
            worst / scale,
            (labels["twentieth"], labels["twentieth_detail"]),
            "--bad",
            late=near and worst - start > ROOM * reach,
        ),
        _mark(
            hundredth / scale,
            (labels["hundredth"], labels["hundredth_detail"]),
            "--bad",
            late=hundredth - start > LATE * reach and not near,
            lower=near and not worst - start > ROOM * reach,
        ),
    ]
    top = max((p for _, _, p in whole), default=1.0)
    inset = max((p for _, _, p in tail), default=1.0)
    return {
        "animation": False,
        "grid": [
            {"left": 12, "right": 16, "top": 14, "bottom": 28},
            {"left": "42%", "right": 24, "top": "26%", "bottom": "30%"},
        ],
        "xAxis": [_x(low / scale, high / scale, 0, written), _x(start / scale, high / scale, 1, written)],
        "yAxis": [_y(top, 0), _y(inset * HEAD, 1)],
        "series": [
            _bars("whole", whole, worst, scale, 0),
            {**_bars("tail", tail, worst, scale, 1), "markPoint": _told(labels["zoom"], start / scale, inset * HEAD)},
            {
                "id": "marks",
                "type": "line",
                "silent": True,
                "data": [],
                "markLine": {"silent": True, "symbol": "none", "data": marks[:1]},
            },
            {
                "id": "worst",
                "type": "line",
                "silent": True,
                "xAxisIndex": 1,
                "yAxisIndex": 1,
                "data": [],
                "markLine": {"silent": True, "symbol": "none", "data": marks[1:]},
            },
        ],
    }


def bins(law: LossDistribution, low: float, high: float, count: int = BINS) -> list[tuple[float, float, float]]:
    """Losses from and to, and the probability between them."""
    if high <= low:
        return [(low, low, float(law.probabilities[law.losses <= low].sum()))]
    edges = np.linspace(low, high, count + 1)
    at = np.clip(np.searchsorted(edges, law.losses, side="right") - 1, -1, count)
    inside = (at >= 0) & (law.losses <= high)
    sums = np.bincount(np.minimum(at[inside], count - 1), weights=law.probabilities[inside], minlength=count)
    return [(float(edges[i]), float(edges[i + 1]), float(sums[i])) for i in range(count)]


def _bars(name: str, rows: list[tuple[float, float, float]], worst: float, scale: float, axis: int) -> dict[str, Any]:
    return {
        "id": name,
        "type": "bar",
        "silent": True,
        "xAxisIndex": axis,
        "yAxisIndex": axis,
        "barWidth": "98%",
        "barGap": "-100%",
        "data": [
            {
                "value": [round((low + high) / 2 / scale, 6), p],
                "itemStyle": {
                    "color": "--sheet",
                    "borderColor": "--bad" if low >= worst else "--estimate",
                    "borderWidth": 0.6,
                    "decal": {
                        "symbol": "rect",
                        "color": "--bad" if low >= worst else "--estimate",
                        "dashArrayX": [1, 0],
                        "dashArrayY": [2, 3],
                        "rotation": -0.785,
                    },
                },
            }
            for low, high, p in rows
        ],
    }


def _mark(at: float, said: tuple[str, str], colour: str, *, late: bool = False, lower: bool = False) -> dict[str, Any]:
    """A loss worth naming, its words beside the line: on its left where it is `late`, `lower` where one is there."""
    figure, detail = said
    return {
        "xAxis": at,
        "lineStyle": {"color": colour, "width": 1.5, "type": "solid"},
        "label": {
            "show": True,
            "position": "end",
            "rotate": 0,
            "distance": [6, -58 if lower else -26],
            "align": "right" if late else "left",
            "padding": [0, 8, 0, 8],
            "formatter": "{a|" + figure + "}\n{b|" + detail + "}",
            "rich": {
                "a": {"color": colour, "fontSize": 12, "fontWeight": 600, "lineHeight": 16},
                "b": {"color": "--muted", "fontSize": 11, "lineHeight": 14},
            },
        },
    }


def _told(words: str, x: float, y: float) -> dict[str, Any]:
    """What the inset shows, above it on the left."""
    return {
        "silent": True,
        "symbol": "circle",
        "symbolSize": 1,
        "itemStyle": {"color": "--estimate"},
        "data": [
            {
                "coord": [x, y],
                "label": {
                    "show": True,
                    "position": "top",
                    "align": "left",
                    "distance": 22,
                    "formatter": words,
                    "color": "--muted",
                    "fontSize": 11,
                },
            }
        ],
    }


def _x(low: float, high: float, grid: int, written: str) -> dict[str, Any]:
    return {
        "type": "value",
        "gridIndex": grid,
        "min": low,
        "max": high,
        "axisLine": {"lineStyle": {"color": "--line-strong"}},
        "axisTick": {"show": False},
        "splitLine": {"show": False},
        "axisLabel": {
            "color": "--muted",
            "fontSize": 11,
            "formatter": written,
            "hideOverlap": True,
            "showMinLabel": False,
            "showMaxLabel": False,
        },
    }


def _y(top: float, grid: int) -> dict[str, Any]:
    return {"type": "value", "gridIndex": grid, "min": 0, "max": top * 1.05, "show": False}
