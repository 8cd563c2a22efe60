"""Where accounts will stand: arrows on the matrix, and the sales of one account with what is forecast of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

Point = tuple[float, float]
"""Relative strength, attractiveness."""

WIDTH, HEIGHT = 190, 16
NAMED = 12


@dataclass(frozen=True)
class Arrow:
    """One account from today to its forecast, with the ends of its interval."""

    name: str
    now: Point
    then: Point
    low: Point
    high: Point
    says: str


@dataclass(frozen=True)
class Mark:
    """A key account of today, for comparison."""

    name: str
    now: Point


def matrix(arrows: Sequence[Arrow], marks: Sequence[Mark], labels: dict[str, str]) -> dict[str, Any]:
    """Arrows from today to three years on; dashed lines join the ends of each interval, as for all estimates."""
    points = [mark.now for mark in marks]
    for arrow in arrows:
        points += [arrow.now, arrow.then, arrow.low, arrow.high]
    return {
        "animation": False,
        "grid": {"left": 44, "right": 20, "top": 14, "bottom": 44},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": _axis(labels["strength"], 26, [point[0] for point in points]),
        "yAxis": _axis(labels["attractiveness"], 30, [point[1] for point in points]),
        "series": [
            _dots("key", [(mark.name, mark.name, mark.now) for mark in marks], "--brass", named=False),
            {
                **_dots("today", [(arrow.name, arrow.says, arrow.now) for arrow in arrows], "--ink", named=True),
                "markLine": {
                    "silent": True,
                    "animation": False,
                    "symbol": ["none", "arrow"],
                    "symbolSize": 8,
                    "label": {"show": False},
                    "lineStyle": {"color": "--ink", "type": "solid", "width": 1.5},
                    "data": [_line(arrow.now, arrow.then) for arrow in arrows if _far(arrow.now, arrow.then)],
                },
            },
            {
                **_dots("then", [(arrow.name, arrow.says, arrow.then) for arrow in arrows], "transparent", named=False),
                "itemStyle": {
                    "color": "transparent",
                    "borderColor": "--ink",
                    "borderType": "dashed",
                    "borderWidth": 1.5,
                },
                "markLine": {
                    "silent": True,
                    "animation": False,
                    "symbol": ["none", "none"],
                    "label": {"show": False},
                    "lineStyle": {"color": "--muted", "type": "dashed", "width": 5, "opacity": 0.35},
                    "data": [_line(arrow.low, arrow.high) for arrow in arrows if _far(arrow.low, arrow.high)],
                },
            },
        ],
    }


def sales(
    labels: Sequence[str], past: Sequence[float | None], ahead: Sequence[tuple[float, float, float]], written: str
) -> dict[str, Any]:
    """Yearly sales at the end of each quarter, then the forecast (middle, low, high) of each year, in the axis's unit.

    The labels are those of the past and of the years ahead.
    """
    before = len(past) - 1
    last = past[-1] if past else None
    lead: list[float | None] = [None] * before
    bridge = [last] if past else []
    lows, widths = [low for _, low, _ in ahead], [high - low for _, low, high in ahead]
    band = {"type": "line", "stack": "interval", "silent": True, "symbol": "none", "lineStyle": {"opacity": 0}}
    return {
        "animation": False,
        "grid": {"left": 8, "right": 16, "top": 14, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "boundaryGap": False,
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "axisLabel": {"color": "--muted", "fontSize": 11, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {"color": "--muted", "fontSize": 11, "formatter": written},
        },
        "series": [
            {**band, "name": "low", "data": [*lead, *bridge, *lows], "tooltip": {"show": False}},
            {
                **band,
                "name": "interval",
                "data": [*lead, *([0.0] if past else []), *widths],
                "tooltip": {"show": False},
                "areaStyle": {
                    "color": "--muted",
                    "opacity": 0.28,
                    "decal": {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 4], "rotation": -0.785},
                },
            },
            _curve("past", list(past), "solid"),
            _curve("ahead", [*lead, *bridge, *(middle for middle, _, _ in ahead)], "dashed"),
        ],
    }


def range_bar(now: float, low: float, expected: float, high: float, *, top: float, says: str) -> SafeString:
    """Today's sales (a dot), the interval of the forecast (hatched) with what is expected (a line), from 0 to top."""
    scale = (WIDTH - 6) / top if top > 0.0 else 0.0
    x = [3 + scale * min(max(value, 0.0), top) for value in (now, low, expected, high)]
    return mark_safe(  # noqa: S308 - numbers, and one escaped text
        f'<svg class="range-bar" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(says)}" focusable="false"><line class="ground" x1="3" x2="{WIDTH - 3}" y1="8" y2="8"/>'
        f'<rect class="interval" x="{x[1]:.1f}" y="4" width="{max(x[3] - x[1], 1.5):.1f}" height="8"/>'
        f'<line class="expected" x1="{x[2]:.1f}" x2="{x[2]:.1f}" y1="1" y2="15"/>'
        f'<circle class="today" cx="{x[0]:.1f}" cy="8" r="3"/></svg>'
    )


def _curve(name: str, data: Sequence[float | None], line: str) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "data": list(data),
        "symbol": "circle",
        "symbolSize": 4 if line == "solid" else 0,
        "lineStyle": {"color": "--ink", "type": line, "width": 1.75},
        "itemStyle": {"color": "--ink"},
    }


def _far(start: Point, end: Point) -> bool:
    """Whether two points can be told apart."""
    return abs(start[0] - end[0]) + abs(start[1] - end[1]) > 0.5


def _line(start: Point, end: Point) -> list[dict[str, Any]]:
    return [{"coord": [round(one, 2) for one in point]} for point in (start, end)]


def _dots(name: str, points: Sequence[tuple[str, str, Point]], colour: str, *, named: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": name,
        "symbolSize": 8,
        "itemStyle": {"color": colour, "opacity": 0.55 if name == "key" else 0.9},
        "data": [
            {
                "name": says,
                "value": [round(at, 2) for at in point],
                "label": {
                    "show": named and place < NAMED,
                    "formatter": title,
                    "position": "left" if point[0] > 88.0 else "top",
                    "color": "--ink",
                    "fontSize": 11,
                },
            }
            for place, (title, says, point) in enumerate(points)
        ],
        "labelLayout": {"hideOverlap": True},
    }


def _axis(name: str, gap: int, values: Sequence[float]) -> dict[str, Any]:
    """An axis of scores, as far as they reach."""
    return {
        "type": "value",
        "name": name,
        "nameLocation": "middle",
        "nameGap": gap,
        "nameTextStyle": {"color": "--muted", "fontSize": 11},
        "min": max(0, 10 * math.floor(min(values, default=0.0) / 10)),
        "max": min(100, 10 * math.ceil(max(values, default=100.0) / 10)),
        "axisLine": {"show": True, "lineStyle": {"color": "--line-strong"}},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": "--line"}},
        "axisLabel": {"color": "--muted", "fontSize": 11},
    }
