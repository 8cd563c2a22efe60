"""The waterfall of growth: its zero is the period before; what is estimated is hatched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HATCH = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 4], "rotation": -0.785, "color": "--sheet"}


@dataclass(frozen=True)
class Step:
    """One column: from where to where, in units of the axis."""

    label: str
    start: float
    end: float
    shown: str
    total: bool = False
    estimated: bool = False


def waterfall(steps: Sequence[Step], written: str, *, compact: bool = False) -> dict[str, Any]:
    """Columns that hang where the one before ends; totals stand on zero.

    `written`: how the axis writes a figure (`Language.axis`). `compact`: labels on lines of one word, and no figures
    on the axis, since each column bears its own.
    """
    return {
        "animation": False,
        "grid": {"left": 8, "right": 8, "top": 28, "bottom": 8, "containLabel": True},
        "xAxis": {
            "type": "category",
            "data": [step.label.replace(" ", "\n") if compact else step.label for step in steps],
            "axisLine": {"lineStyle": {"color": "--line-strong"}, "onZero": True},
            "axisTick": {"show": False},
            "axisLabel": {
                "color": "--secondary",
                "fontSize": 10 if compact else 11,
                "interval": 0,
                "lineHeight": 14,
                "hideOverlap": False,
            },
        },
        "yAxis": {
            "type": "value",
            "axisLine": {"show": False},
            "axisTick": {"show": False},
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {"color": "--muted", "fontSize": 11, "formatter": written, "show": not compact},
        },
        "series": [
            _series("base", [_base(step) for step in steps]),
            _series("above", [_column(step, above=True) for step in steps]),
            _series("below", [_column(step, above=False) for step in steps]),
        ],
    }


def _series(name: str, data: list[Any]) -> dict[str, Any]:
    return {"id": name, "type": "bar", "stack": "growth", "silent": True, "barMaxWidth": 48, "data": data}


def _base(step: Step) -> dict[str, Any]:
    """The part of a column that is not drawn: up to where it hangs."""
    low, high = sorted((step.start, step.end))
    value = low if low > 0 else high if high < 0 else 0.0
    return {"value": value, "itemStyle": {"color": "transparent"}}


def _column(step: Step, *, above: bool) -> dict[str, Any]:
    """The part of a column above zero, or below it; the label is at the end of the longer one."""
    low, high = sorted((step.start, step.end))
    value = max(0.0, high) - max(0.0, low) if above else min(0.0, low) - min(0.0, high)
    longer = (high >= -low) == above
    item: dict[str, Any] = {"value": value, "itemStyle": {"color": _colour(step)}}
    if step.estimated:
        item["itemStyle"]["decal"] = HATCH
    if longer:
        item["label"] = {
            "show": True,
            "position": "top" if above else "bottom",
            "formatter": step.shown,
            "color": _colour(step),
            "fontSize": 12,
            "fontWeight": 600,
        }
    return item


def _colour(step: Step) -> str:
    if step.total:
        return "--ink"
    return "--good" if step.end >= step.start else "--bad"
