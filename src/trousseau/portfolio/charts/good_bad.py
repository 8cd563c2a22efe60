"""The map of good, to watch and bad: sales on a logarithmic axis, what is left of them, a shape a class."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from trousseau.method.classes import Rule
from trousseau.method.rules import RuleSet

LIMIT = 0.6
"""Rates beyond ±60 % are drawn in a band of their own, spread so that none hides another."""
BAND = 0.20
NAMES = "28%"
"""The part of the picture on the right where names stand, one under the other, each led to its point by a line."""
LINES = 24
"""Lines of words the height of the picture holds."""
MOST = 1_500
"""Points drawn; of more accounts, the largest."""
SHAPES = {"good": ("circle", "--good"), "watch": ("triangle", "--watch"), "bad": ("diamond", "--bad")}


@dataclass(frozen=True)
class Dot:
    """One account on the map."""

    name: str
    class_: str
    revenue: float
    rate: float
    says: str
    """What its tooltip says."""
    named: bool


def good_bad(
    dots: list[Dot], rules: RuleSet, labels: dict[str, str], powers: list[tuple[int, str]]
) -> dict[str, Any]:  # fmt: skip
    """The map; `labels`: `axis` (of sales), `above`, `below` (how many lie beyond the limits, "" for none), `watch`.

    `powers`: the powers of ten of the axis of sales, written.
    """
    decades = [power for power, _ in powers]
    low, high = _bounds([dot.rate for dot in dots])
    rule = rules.rule("contribution_rate")
    return {
        "animation": False,
        "grid": {"left": 48, "right": NAMES, "top": 14, "bottom": 44},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {
            "type": "log",
            "name": labels["axis"],
            "nameLocation": "middle",
            "nameGap": 26,
            "nameTextStyle": {"color": "--muted", "fontSize": 11},
            "axisLine": {"onZero": False, "lineStyle": {"color": "--line-strong"}},
            "axisTick": {"show": False},
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {"show": False},
            "min": 10 ** min(decades),
            "max": 10 ** max(decades),
        },
        "yAxis": {
            "type": "value",
            "min": round(100 * low),
            "max": round(100 * high),
            "interval": 20,
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {
                "color": "--muted", "fontSize": 11, "formatter": "{value} %", "showMaxLabel": high <= LIMIT,
                "showMinLabel": low >= -LIMIT,
            },
        },
        "series": [
            *(_series(name, dots, rule, labels, powers) for name in SHAPES),
            _names(dots, 10 ** max(decades), low, high),
        ],
    }  # fmt: skip


def _bounds(rates: list[float]) -> tuple[float, float]:
    """The least and the most of the axis: the fifths that hold every rate, and a band beyond ±60 % where needed."""
    low, high = min(rates, default=0.0), max(rates, default=0.0)
    return (
        -LIMIT - BAND if low < -LIMIT else BAND * math.floor(min(low, 0.0) / BAND),
        LIMIT + BAND if high > LIMIT else BAND * max(1, math.ceil(high / BAND)),
    )


def _series(
    name: str, dots: list[Dot], rule: Rule, labels: dict[str, str], powers: list[tuple[int, str]]
) -> dict[str, Any]:  # fmt: skip
    shape, colour = SHAPES[name]
    mine = [(at, dot) for at, dot in enumerate(dots) if dot.class_ == name]
    series: dict[str, Any] = {
        "id": name,
        "type": "scatter",
        "symbol": shape,
        "itemStyle": {"color": colour, "opacity": 0.85},
        "data": [_dot(at, dot) for at, dot in mine],
        "z": 4 if name == "bad" else 3,
    }
    if name == "good":
        series["markLine"] = _lines(rule, labels, powers)
        series["markArea"] = _areas(rule)
    return series


def _dot(at: int, dot: Dot) -> dict[str, Any]:
    y = dot.rate
    if abs(y) > LIMIT:
        spread = BAND * (0.1 + 0.65 * ((at * 0.618034) % 1.0))
        y = LIMIT + spread if y > 0 else -LIMIT - spread
    return {
        "name": dot.says,
        "value": [dot.revenue, round(100 * y, 2)],
        "symbolSize": 11 if dot.named else 7 if dot.class_ != "good" else 6,
    }


def _names(dots: list[Dot], edge: float, low: float, high: float) -> dict[str, Any]:
    """The names on the right, from the best rate to the worst, none closer to the next than a line of words."""
    placed = [(dot, _dot(at, dot)["value"]) for at, dot in enumerate(dots) if dot.named]
    placed.sort(key=lambda one: -one[1][1])
    heights = _apart([value[1] for _, value in placed], 100 * low, 100 * high)
    label = {"show": True, "position": "right", "distance": 5, "color": "--ink", "fontSize": 11, "fontWeight": 560}
    return {
        "id": "names",
        "type": "scatter",
        "silent": True,
        "symbolSize": 0,
        "data": [
            {"value": [edge, at], "label": {**label, "formatter": dot.name}}
            for (dot, _), at in zip(placed, heights, strict=True)
        ],
        "markLine": {
            "silent": True,
            "symbol": "none",
            "lineStyle": {"color": "--line-strong", "type": "solid", "width": 1},
            "label": {"show": False},
            "data": [[{"coord": value}, {"coord": [edge, at]}] for (_, value), at in zip(placed, heights, strict=True)],
        },
        "z": 2,
    }


def _apart(falling: list[float], low: float, high: float) -> list[float]:
    """Heights that fall like those given, each a line of words under the one before, and all above `low`."""
    line = (high - low) / LINES
    found: list[float] = []
    for at in falling:
        found.append(min(at, found[-1] - line) if found else at)
    floor = low
    for back in range(len(found) - 1, -1, -1):
        found[back] = max(found[back], floor)
        floor = found[back] + line
    return [round(at, 2) for at in found]


def _lines(rule: Rule, labels: dict[str, str], powers: list[tuple[int, str]]) -> dict[str, Any]:
    """The thresholds of the contribution rate, and how many lie beyond the limits."""
    data: list[dict[str, Any]] = [
        {"yAxis": 0, "lineStyle": {"color": "--secondary", "type": "solid"}, "label": {"show": False}}
    ]
    if rule.watch is not None and abs(rule.watch) <= LIMIT:
        data.append({"yAxis": 100 * rule.watch, "label": {"formatter": labels["watch"], "position": "insideStartTop"}})
    for name, at in (("above", LIMIT), ("below", -LIMIT)):
        if labels[name]:
            position = "insideStartTop" if name == "above" else "insideStartBottom"
            data.append({"yAxis": 100 * at, "label": {"formatter": labels[name], "position": position}})
    for power, written in powers:
        line = {"xAxis": 10**power, "lineStyle": {"width": 0}, "label": {"formatter": written, "position": "start"}}
        data.append(line)
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"color": "--muted", "type": "dotted", "width": 1},
        "label": {"color": "--muted", "fontSize": 11},
        "data": data,
    }


def _areas(rule: Rule) -> dict[str, Any]:
    """What lies under the thresholds, in the colour of its class, very light."""
    data = []
    if rule.bad is not None:
        data.append([{"yAxis": 100 * rule.bad, "itemStyle": {"color": "--bad", "opacity": 0.06}}, {"yAxis": -1000}])
    if rule.watch is not None:
        floor = 100 * rule.bad if rule.bad is not None else -1000
        data.append([{"yAxis": 100 * rule.watch, "itemStyle": {"color": "--watch", "opacity": 0.08}}, {"yAxis": floor}])
    return {"silent": True, "data": data}
