"""ECharts options of the account page; colours are names of tokens, resolved by the page's loader."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from trousseau.accounts.queries import Month
from trousseau.figures.language import Language

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 250)


def sales(months: Sequence[Month], said: Language, base: str | None) -> dict[str, Any]:
    """Sales month by month: the last twelve in ink, those before in grey, a tick where the year before stood.

    Bars start at zero; credit notes may take a month below it. The exact figure is in the tip and in the
    table.
    """
    names = [said.month(month.month) for month in months]
    recent = max(0, len(months) - 12)
    return {
        "animation": False,
        "grid": {"left": 8, "right": 20, "top": 26, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {
            "type": "category",
            "data": names,
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "axisLabel": {
                "color": "--muted",
                "fontSize": 11,
                "hideOverlap": True,
                "interval": _interval(len(names)),
            },
        },
        "yAxis": {
            "type": "value",
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {"color": "--muted", "fontSize": 11},
            **_scale(months, said, base),
        },
        "series": [
            {
                "type": "bar",
                "barCategoryGap": "28%",
                "data": [
                    {
                        "value": _plotted(month, months),
                        "name": _tip(month, said, base),
                        "itemStyle": {"color": "--series-1" if index >= recent else "--bar-soft"},
                        "label": _label(month, months, said, base, last=index == len(months) - 1),
                    }
                    for index, month in enumerate(months)
                ],
            }
        ],
    }


def _plotted(month: Month, months: Sequence[Month]) -> float:
    """What is drawn: the revenue in the unit of the axis."""
    return round(float(month.revenue) / _unit(months), 4)


def _largest(months: Sequence[Month]) -> float:
    return max((abs(float(month.revenue)) for month in months), default=0.0)


def _unit(months: Sequence[Month]) -> float:
    """The unit of the axis: 1, a thousand, a million, a billion."""
    largest = _largest(months)
    return next((unit for unit in (1e9, 1e6, 1e3) if largest >= unit), 1.0)


def _scale(months: Sequence[Month], said: Language, base: str | None) -> dict[str, Any]:
    """The axis: its unit as its name, and steps in whole numbers, which both languages write alike."""
    unit = _unit(months)
    written = said.short_amount(unit, base) if unit > 1 else said.amount(1, base)
    highest = _largest(months) / unit
    step = next((step for step in STEPS if highest / step <= 4), STEPS[-1])
    return {
        "name": re.sub(r"[\d.,\s]", "", written),
        "nameGap": 10,
        "nameTextStyle": {"color": "--muted", "fontSize": 11, "align": "right"},
        "interval": step,
        "max": math.ceil(highest / step) * step or 1,
    }


def _label(month: Month, months: Sequence[Month], said: Language, base: str | None, *, last: bool) -> dict[str, Any]:
    """Direct labels on the largest month and on the last."""
    largest = max((other.revenue for other in months), default=None)
    return {
        "show": bool(month.revenue) and (last or month.revenue == largest),
        "position": "top",
        "color": "--ink",
        "fontSize": 11,
        "fontWeight": 600,
        "formatter": said.short_amount(month.revenue, base),
    }


def _tip(month: Month, said: Language, base: str | None) -> str:
    """The exact figure, and that of a year before."""
    lines = [f"{said.month(month.month)}  {said.amount(month.revenue, base, cents=True)}"]
    if month.year_before is not None:
        before = month.month.replace(year=month.month.year - 1)
        lines.append(f"{said.month(before)}  {said.amount(month.year_before, base, cents=True)}")
    return "\n".join(lines)


def _interval(count: int) -> int:
    """Every third month is named."""
    return 2 if count > 12 else 0
