"""Attractiveness against relative strength: a bubble an account, its area the sales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LARGEST, SMALLEST = 56.0, 7.0
"""Diameters in pixels."""
NAMED = 24
"""Bubbles that bear a name."""
MOST = 300
WIDE, HIGH = 1060.0, 370.0
"""The picture on a usual screen, in pixels."""
LETTER, LINE = 6.2, 13.0
"""The width of a letter and the height of a line, in pixels."""
TURNED = 82.0
"""Strength beyond which a name stands on the left of its bubble, for it would leave the picture."""


@dataclass(frozen=True)
class Bubble:
    """One account on the matrix."""

    name: str
    strength: float
    attractiveness: float
    revenue: float
    says: str
    """What its tooltip says."""
    state: str
    """listed, fragile or other."""


def matrix(bubbles: Sequence[Bubble], labels: dict[str, str]) -> dict[str, Any]:
    """The matrix; `labels`: `attractiveness`, `strength`, and the four corners `ne`, `nw`, `se`, `sw`."""
    shown = list(bubbles[:MOST])
    largest = max((bubble.revenue for bubble in shown), default=1.0) or 1.0
    return {
        "animation": False,
        "grid": {"left": 44, "right": 16, "top": 14, "bottom": 44},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": _axis(labels["strength"], 26),
        "yAxis": _axis(labels["attractiveness"], 30),
        "series": [_series(state, shown, largest, labels) for state in ("other", "fragile", "listed")],
    }


def _readable(bubbles: Sequence[Bubble], largest: float) -> set[int]:
    """Which of the first bubbles can bear their name without writing over a name before it, on a usual screen."""
    placed: list[tuple[float, float, float]] = []
    readable = set()
    for place, bubble in enumerate(bubbles[:NAMED]):
        x, y = bubble.strength / 100 * WIDE, bubble.attractiveness / 100 * HIGH
        away, width = _size(bubble, largest) / 2 + 5, LETTER * len(bubble.name)
        left = x - away - width if bubble.strength > TURNED else x + away
        if all(left + width < other or left > end or abs(y - at) >= LINE for other, end, at in placed):
            placed.append((left, left + width, y))
            readable.add(place)
    return readable


def _size(bubble: Bubble, largest: float) -> float:
    return round(max(SMALLEST, LARGEST * math.sqrt(max(bubble.revenue, 0.0) / largest)), 1)


def _axis(name: str, gap: int) -> dict[str, Any]:
    return {
        "type": "value",
        "name": name,
        "nameLocation": "middle",
        "nameGap": gap,
        "nameTextStyle": {"color": "--muted", "fontSize": 11},
        "min": 0,
        "max": 100,
        "interval": 25,
        "axisLine": {"show": True, "lineStyle": {"color": "--line-strong"}},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": "--line"}},
        "axisLabel": {"color": "--muted", "fontSize": 11},
    }


def _series(state: str, bubbles: Sequence[Bubble], largest: float, labels: dict[str, str]) -> dict[str, Any]:
    colour = {"listed": "--brass", "fragile": "--watch", "other": "--muted"}[state]
    style: dict[str, Any] = {"color": colour, "opacity": 0.72 if state == "listed" else 0.45, "borderColor": colour}
    if state == "fragile":
        style |= {"borderType": "dashed", "borderWidth": 1.5}
    named = _readable(bubbles, largest)
    series: dict[str, Any] = {
        "type": "scatter",
        "name": state,
        "itemStyle": style,
        "data": [
            {
                "name": bubble.says,
                "value": [round(bubble.strength, 2), round(bubble.attractiveness, 2)],
                "symbolSize": _size(bubble, largest),
                "label": {
                    "show": place in named,
                    "formatter": bubble.name,
                    "position": "left" if bubble.strength > TURNED else "right",
                    "color": "--ink" if state != "other" else "--muted",
                    "fontSize": 11,
                },
            }
            for place, bubble in enumerate(bubbles)
            if bubble.state == state
        ],
    }
    if state == "other":
        series["markArea"] = {
            "silent": True,
            "itemStyle": {"color": "transparent"},
            "label": {"color": "--muted", "fontSize": 11, "fontWeight": 600},
            "data": [
                _corner(labels["nw"], (0, 100), (50, 50), "insideTopLeft"),
                _corner(labels["ne"], (50, 100), (100, 50), "insideTopRight"),
                _corner(labels["sw"], (0, 50), (50, 0), "insideBottomLeft"),
                _corner(labels["se"], (50, 50), (100, 0), "insideBottomRight"),
            ],
        }
    return series


def _corner(name: str, start: tuple[int, int], end: tuple[int, int], where: str) -> list[dict[str, Any]]:
    return [{"name": name, "coord": list(start), "label": {"position": where}}, {"coord": list(end)}]
