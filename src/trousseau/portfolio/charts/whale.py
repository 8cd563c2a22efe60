"""The whale curve: green up to where everything is earned, red where it is given back, the tail once more enlarged."""

from __future__ import annotations

from typing import Any

from trousseau.ledger.whale import Curve

POINTS = 400
LATE = 0.55
"""From this part of the customers on, words stand to the left of what they tell of."""


def whale(curve: Curve, labels: dict[str, str], *, percent: bool) -> dict[str, Any]:
    """The curve over customers from the best to the worst; y in per cent of the total, or in money where it has none.

    `labels`: `peak`, `carrying`, `carrying_detail`, `drag`, `drag_first`, `zoom`, in words already.
    """
    points = _points(curve, percent=percent)
    peak_at = curve.whale.peak_at
    up = [point for point in points if point[0] <= peak_at]
    down = [point for point in points if point[0] >= peak_at]
    peak = up[-1][1] if up else 0.0
    end = points[-1][1]
    series = [
        _line("up", up, "--good"),
        _line("down", down, "--bad", area=True, floor=end if peak_at < len(curve.rows) else None),
        _mark("peak", [peak_at, peak], labels["peak"], late=peak_at > LATE * len(curve.rows)),
    ]
    if percent and curve.carrying is not None:
        series.append(_level(len(curve.rows)))
        detail = {"a": labels["carrying"], "b": labels["carrying_detail"]}
        late = curve.carrying > LATE * len(curve.rows)
        series.append(_told("carrying", [curve.carrying, 100], detail, "--good", late=late))
    options: dict[str, Any] = {
        "animation": False,
        "grid": [{"left": 48, "right": 12, "top": 34, "bottom": 28}],
        "xAxis": [_x(0, len(curve.rows))],
        "yAxis": [_y(points, percent=percent)],
        "series": series,
    }
    if len(curve.tail) > 1:
        _zoom(options, down, labels)
    return options


def _zoom(options: dict[str, Any], down: list[list[Any]], labels: dict[str, str]) -> None:
    """The tail alone, enlarged, in the empty space under the curve."""
    options["grid"].append({"left": "46%", "right": 28, "top": "58%", "bottom": 52})
    options["xAxis"].append({**_x(down[0][0], down[-1][0]), "gridIndex": 1, "axisLabel": {"show": False}})
    low, high = down[-1][1], down[0][1]
    options["yAxis"].append(
        {
            "type": "value",
            "gridIndex": 1,
            "min": low - 0.02 * (high - low),
            "max": high,
            "show": False,
        }
    )
    line = _line("zoom", down, "--bad", area=True, floor=high)
    line |= {"xAxisIndex": 1, "yAxisIndex": 1}
    line["markPoint"] = {
        "silent": True,
        "symbol": "circle",
        "symbolSize": 1,
        "itemStyle": {"color": "--bad"},
        "data": [
            {
                "coord": [down[-1][0], high],
                "label": {
                    "show": True,
                    "position": "left",
                    "distance": 0,
                    "offset": [0, -32],
                    "align": "right",
                    "formatter": "\n".join(
                        ("{a|" + labels["drag"] + "}", "{b|" + labels["drag_first"] + "}", "{b|" + labels["zoom"] + "}")
                    ),
                    "rich": _rich("--bad"),
                },
            }
        ],
    }
    options["series"].append(line)


def _points(curve: Curve, *, percent: bool) -> list[list[Any]]:
    """The drawn points: every customer where there are few, else evenly, and always where something happens."""
    n = len(curve.rows)
    step = max(1, n // POINTS)
    peak = curve.whale.peak_at
    ends = range(max(0, n - 60), n + 1)
    kept = sorted({*range(0, n + 1, step), 1, peak, n, *ends, *range(min(n, 60)), curve.carrying or 0})
    scale = 100 / float(curve.total) if percent else 1.0
    so_far = [0.0, *(float(value) for value in curve.cumulative)]
    return [[at, round(so_far[at] * scale, 3)] for at in kept if at <= n]


def _line(
    name: str, data: list[list[Any]], colour: str, *, area: bool = False, floor: float | None = None
) -> dict[str, Any]:
    return {
        "id": name,
        "type": "line",
        "silent": True,
        "symbol": "none",
        "data": data,
        "lineStyle": {"color": colour, "width": 2},
        "z": 3,
        **(
            {"areaStyle": {"color": colour, "opacity": 0.14, "origin": floor}}
            if area and floor is not None
            else {}
        ),
    }  # fmt: skip


def _level(n: int) -> dict[str, Any]:
    """The dashed line of 100 %."""
    return {
        "id": "level",
        "type": "line",
        "silent": True,
        "symbol": "none",
        "data": [[0, 100], [n, 100]],
        "lineStyle": {"color": "--muted", "type": "dashed", "width": 1},
        "z": 1,
    }


def _mark(name: str, at: list[float], text: str, *, late: bool) -> dict[str, Any]:
    """The peak."""
    return {
        "id": name,
        "type": "scatter",
        "silent": True,
        "symbol": "circle",
        "symbolSize": 10,
        "data": [at],
        "itemStyle": {"color": "--sheet", "borderColor": "--ink", "borderWidth": 2},
        "label": {
            "show": True,
            "position": "top",
            "align": "right" if late else "left",
            "distance": 8,
            "formatter": text,
            "color": "--ink",
            "fontSize": 12,
            "fontWeight": 600,
        },
        "z": 5,
    }


def _told(name: str, at: list[float], text: dict[str, str], colour: str, *, late: bool) -> dict[str, Any]:
    """A point with two lines of words to its lower right."""
    return {
        "id": name,
        "type": "scatter",
        "silent": True,
        "symbol": "circle",
        "symbolSize": 9,
        "data": [at],
        "itemStyle": {"color": colour},
        "label": {
            "show": True,
            "position": "left" if late else "right",
            "distance": 8,
            "offset": [0, 22],
            "align": "right" if late else "left",
            "formatter": "{a|" + text["a"] + "}\n{b|" + text["b"] + "}",
            "rich": _rich(colour),
        },
        "z": 5,
    }


def _rich(colour: str) -> dict[str, Any]:
    return {
        "a": {"color": colour, "fontSize": 12, "fontWeight": 600, "lineHeight": 18},
        "b": {"color": "--muted", "fontSize": 11, "lineHeight": 16},
    }


def _x(low: float, high: float) -> dict[str, Any]:
    return {
        "type": "value",
        "min": low,
        "max": high,
        "axisLine": {"lineStyle": {"color": "--line-strong"}},
        "axisTick": {"show": False},
        "splitLine": {"show": False},
        "axisLabel": {"color": "--muted", "fontSize": 11, "hideOverlap": True, "showMaxLabel": True},
    }


def _y(points: list[list[Any]], *, percent: bool) -> dict[str, Any]:
    least, most = min(y for _, y in points), max(y for _, y in points)
    axis: dict[str, Any] = {
        "type": "value",
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": "--line"}},
        "axisLabel": {"color": "--muted", "fontSize": 11, "formatter": "{value} %" if percent else "{value}"},
    }
    if percent and most <= 250 and least >= 0:
        axis |= {"min": 0, "max": 25 * (int(most) // 25 + 1), "interval": 25}
    return axis
