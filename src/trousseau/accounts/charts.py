"""ECharts options of the account page; colours are names of tokens, which the loader resolves in light and dark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trousseau.accounts.queries import Month
from trousseau.figures.language import Language


def sales(months: Sequence[Month], said: Language, base: str | None) -> dict[str, Any]:
    """Sales month by month: the last twelve in ink, those before in grey, a tick where the year before stood.

    Bars start at zero; credit notes may take a month below it. The exact figure is in the tip and in the table.
    """
    names = [said.month(month.month) for month in months]
    recent = max(0, len(months) - 12)
    return {
        "animation": False,
        "grid": {"left": 8, "right": 4, "top": 22, "bottom": 4, "containLabel": True},
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
            "splitNumber": 3,
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
    return float(month.revenue) / _unit(months)


def _unit(months: Sequence[Month]) -> float:
    """The unit of the axis: 1, a thousand, a million."""
    largest = max((abs(float(month.revenue)) for month in months), default=0.0)
    return 1e6 if largest >= 1e6 else 1e3 if largest >= 1e4 else 1.0


def _scale(months: Sequence[Month], said: Language, base: str | None) -> dict[str, Any]:
    """The name of the axis: its unit, in the base currency."""
    scaled = said.short_amount(_unit(months), base) if _unit(months) > 1 else said.amount(1, base)
    unit = scaled.replace("1,0", "").replace("1.0", "").replace("1", "").strip("\u00a0 ")
    return {
        "name": unit,
        "nameGap": 8,
        "nameTextStyle": {"color": "--muted", "fontSize": 11, "align": "right"},
    }


def _label(
    month: Month, months: Sequence[Month], said: Language, base: str | None, *, last: bool
) -> dict[str, Any]:
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
