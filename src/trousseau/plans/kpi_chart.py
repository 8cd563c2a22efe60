"""The picture of an indicator: its corridor, what was, and what is to come if things go on, hatched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trousseau.figures.language import Language
from trousseau.ledger.facts.calendar import between, last_day, month, shift
from trousseau.plans.corridor import Corridor, corridor
from trousseau.plans.models import Kpi, KpiStanding, Unit
from trousseau.plans.pages import kpi_words as words

HATCH = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 3], "rotation": -0.785, "color": "--muted"}
SCALES = ((1e9, "Md", "bn"), (1e6, "M", "M"), (1e3, "k", "k"))
LONGEST = 120
"""Months drawn at most; the target lies at the right end."""
Points = Sequence[tuple[dt.date, float]]
Ahead = Mapping[str, tuple[float, float, float]]


def chart(
    kpi: Kpi, points: Points, standing: KpiStanding | None, language: Language, *, small: bool = False
) -> dict[str, Any]:
    """ECharts options of one indicator; `small`: one of three beside each other."""
    names = _months(kpi, points)
    scale, unit = _scale(kpi, points, language)
    path = corridor(kpi)
    ahead = _ahead(standing)
    series = [
        *(_band(names, path, scale) if path is not None else []),
        *_forecast(names, points, ahead, scale),
        _actual(names, points, scale, _labels(kpi, ahead, names, scale, language)),
    ]
    return {
        "animation": False,
        "grid": {"left": 8, "right": 86, "top": 14, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category",
            "data": [language.month(last_day(name)) for name in names],
            "boundaryGap": False,
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "axisLabel": {"color": "--muted", "fontSize": 11, "hideOverlap": True, "interval": _every(names)},
        },
        "yAxis": {
            "type": "value",
            "scale": True,
            "splitNumber": 3 if small else 5,
            "splitLine": {"lineStyle": {"color": "--line"}},
            "axisLabel": {"color": "--muted", "fontSize": 11, "formatter": unit},
        },
        "series": series,
    }


def _months(kpi: Kpi, points: Points) -> list[str]:
    """From the first reading (or the baseline) to the day of the target."""
    first = min([kpi.baseline_on, *(on for on, _value in points)])
    last = max([kpi.target_on, *(on for on, _value in points)])
    return between(max(month(first), shift(month(last), 1 - LONGEST)), month(last))


def _every(names: Sequence[str]) -> int:
    """A label every so many months."""
    return max(0, len(names) // 4 - 1)


def _scale(kpi: Kpi, points: Points, language: Language) -> tuple[float, str]:
    """By what values are divided, and how the axis writes them."""
    if kpi.unit != Unit.MONEY:
        return 1.0, "{value} %" if kpi.unit == Unit.PERCENT else "{value}"
    told = [abs(value) for _on, value in points]
    largest = max([*told, abs(float(kpi.baseline or 0)), abs(float(kpi.target or 0))])
    for size, french, english in SCALES:
        if largest >= size:
            return size, language.axis(words.currency(), french if language.french else english)
    return 1.0, language.axis(words.currency())


def _band(names: Sequence[str], path: Corridor, scale: float) -> list[dict[str, Any]]:
    """The corridor: a line below and, stacked on it, its height."""
    bounds = [path.bounds(last_day(name)) for name in names]
    low = [None if pair is None else round(pair[0] / scale, 6) for pair in bounds]
    height = [None if pair is None else round((pair[1] - pair[0]) / scale, 6) for pair in bounds]
    edge = {"color": "--good", "width": 1, "opacity": 0.55}
    return [
        _line("corridor-low", low, edge, stack="corridor"),
        _line("corridor", height, edge, stack="corridor") | {"areaStyle": {"color": "--band", "opacity": 0.45}},
    ]


def _forecast(names: Sequence[str], points: Points, ahead: Ahead, scale: float) -> list[dict[str, Any]]:
    """The middle dashed, its interval hatched; both begin at the last reading."""
    if not ahead or not points:
        return []
    last_on, last_value = points[-1]
    told = {month(last_on): (last_value, last_value, last_value), **ahead}
    middle = [round(told[name][0] / scale, 6) if name in told else None for name in names]
    low = [round(told[name][1] / scale, 6) if name in told else None for name in names]
    height = [round((told[name][2] - told[name][1]) / scale, 6) if name in told else None for name in names]
    nothing = {"width": 0, "opacity": 0}
    hatched = _line("ahead", height, nothing, stack="ahead")
    hatched |= {"areaStyle": {"color": "--muted", "opacity": 0.22}, "itemStyle": {"color": "--muted", "decal": HATCH}}
    dashed = {"color": "--secondary", "width": 1.5, "type": "dashed"}
    return [_line("ahead-low", low, nothing, stack="ahead"), hatched, _line("forecast", middle, dashed)]


def _actual(names: Sequence[str], points: Points, scale: float, ends: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What was read, the last of each month; the last one marked. `ends`: what stands at the right end, in words."""
    told = {month(on): value for on, value in points}
    data = [round(told[name] / scale, 6) if name in told else None for name in names]
    line = _line("actual", data, {"color": "--ink", "width": 2})
    marks = list(ends)
    line |= {"name": _("Reading"), "z": 5, "silent": False}
    if points and month(points[-1][0]) in names:
        at = names.index(month(points[-1][0]))
        marks.append({"coord": [at, data[at]], "symbolSize": 7, "label": {"show": False}})
        line["markLine"] = {
            "silent": True,
            "symbol": "none",
            "label": {"show": False},
            "lineStyle": {"color": "--ink", "type": "dotted", "width": 1},
            "data": [{"xAxis": at}],
        }
    line["markPoint"] = {"silent": True, "symbol": "circle", "itemStyle": {"color": "--ink"}, "data": marks}
    return line


def _labels(kpi: Kpi, ahead: Ahead, names: Sequence[str], scale: float, language: Language) -> list[dict[str, Any]]:
    """The target and what is forecast, in words at the right end; apart where they would lie on each other."""
    told, path = [], corridor(kpi)
    if path is not None and (bounds := path.bounds(last_day(names[-1]))) is not None:
        said = pgettext("at the end of a chart", "target") + "\n" + words.value(kpi.unit, kpi.target, language)
        told.append((sum(bounds) / 2, said, "--good"))
    if ahead:
        last = max(ahead)
        said = pgettext("at the end of a chart", "forecast") + "\n" + words.value(kpi.unit, ahead[last][0], language)
        told.append((ahead[last][0], said, "--secondary"))
    return [
        {
            "coord": [len(names) - 1, round(level / scale, 6)],
            "symbolSize": 1,
            "itemStyle": {"color": colour},
            "label": _label(said, colour, offset),
        }
        for (level, said, colour), offset in zip(told, _apart([one[0] for one in told]), strict=True)
    ]


def _apart(levels: Sequence[float]) -> Sequence[int]:
    """How far labels are moved up or down: two of them never lie on each other."""
    if len(levels) < 2:
        return [0] * len(levels)
    return [-15, 15] if levels[0] >= levels[1] else [15, -15]


def _label(said: str, colour: str, offset: int) -> dict[str, Any]:
    return {
        "show": True,
        "formatter": said,
        "position": "right",
        "align": "left",
        "color": colour,
        "fontSize": 11,
        "lineHeight": 13,
        "fontWeight": 600 if colour == "--good" else 400,
        "offset": [4, offset],
    }


def _ahead(standing: KpiStanding | None) -> Ahead:
    """The forecast by month: middle, low, high."""
    if standing is None:
        return {}
    return {
        str(day)[:7]: (float(middle), float(low), float(high)) for day, middle, low, high in standing.forecast
    }  # fmt: skip


def _line(name: str, data: Sequence[float | None], style: Mapping[str, Any], stack: str = "") -> dict[str, Any]:
    more = {"stack": stack, "stackStrategy": "all"} if stack else {}
    return {
        "id": name,
        "type": "line",
        "silent": True,
        "symbol": "none",
        "connectNulls": True,
        "data": list(data),
        "lineStyle": dict(style),
        "tooltip": {"show": name == "actual"},
        **more,
    }
