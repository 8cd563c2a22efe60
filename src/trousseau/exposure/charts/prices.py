"""The dot plot of prices by zone: what each zone pays, its days as small points, the corridor behind."""

from __future__ import annotations

from typing import Any

from trousseau.figures.language import Language
from trousseau.figures.prices import unit_price
from trousseau.method.across_zones import PriceCorridor, Standing, ZonePrice

COLOURS: dict[Standing, str] = {
    "inside": "--ink", "low": "--bad", "high": "--bad", "thin": "--muted", "none": "--muted",
}  # fmt: skip
MOST_DAYS = 400
"""Small points drawn, evenly chosen where there are more."""


def dot_plot(found: PriceCorridor, currency: str | None, language: Language, labels: dict[str, str]) -> dict[str, Any]:
    """One row a zone, the dearest on top; `labels` words the corridor and the zone without a name."""
    rows = [row for row in reversed(found.rows) if row.price is not None]
    zones = [row.zone or labels["nowhere"] for row in rows]
    step = -(-len(found.days) // MOST_DAYS) or 1
    place = {row.zone: n for n, row in enumerate(rows)}
    days = [day for day in found.days[::step] if day.zone in place]
    low, high = _range(found, [row.price or 0.0 for row in rows], [day.price for day in days])
    about = found.corridor
    return {
        "animation": False,
        "grid": {"left": 8, "right": 64, "top": 28, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "value",
            "min": low,
            "max": high,
            "axisLine": {"lineStyle": {"color": "--line-strong"}},
            "splitLine": {"show": False},
            "axisLabel": {
                "color": "--muted",
                "fontSize": 11,
                "hideOverlap": True,
                "showMinLabel": False,
                "showMaxLabel": False,
                "formatter": language.axis(),
            },
        },
        "yAxis": [
            {
                "type": "category",
                "data": zones,
                "axisLine": {"show": False},
                "axisTick": {"show": False},
                "splitLine": {"show": True, "lineStyle": {"color": "--line"}},
                "axisLabel": {"color": "--ink", "fontSize": 12, "width": 120, "overflow": "truncate"},
            },
            {
                "type": "category",
                "position": "right",
                "data": [_gap(row, language) for row in rows],
                "axisLine": {"show": False},
                "axisTick": {"show": False},
                "axisLabel": {"fontSize": 12, "fontWeight": 600},
            },
        ],
        "series": [
            {
                "type": "scatter",
                "silent": True,
                "symbolSize": 7,
                "itemStyle": {"color": "--bar", "opacity": 0.35},
                "data": [[day.price, place[day.zone]] for day in days],
                "z": 2,
            },
            {
                "type": "scatter",
                "silent": True,
                "data": [_dot(row, n, currency, language) for n, row in enumerate(rows)],
                "markArea": _band(found, labels["corridor"]),
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "label": {"show": False},
                    "lineStyle": {"color": "--good", "type": "solid", "width": 1.5},
                    "data": [{"xAxis": about.reference}],
                },
                "z": 4,
            },
            {"type": "scatter", "silent": True, "yAxisIndex": 1, "data": []},
        ],
    }


def _dot(row: ZonePrice, n: int, currency: str | None, language: Language) -> dict[str, Any]:
    """The price of a zone: ◆ out of the corridor, hollow where it does not count."""
    colour = COLOURS[row.standing]
    outside = row.standing in {"low", "high"}
    hollow = {"color": "--sheet", "borderColor": colour, "borderWidth": 2}
    return {
        "value": [row.price, n],
        "symbol": "diamond" if outside else "circle",
        "symbolSize": 14 if outside else 11,
        "itemStyle": hollow if row.standing == "thin" else {"color": colour},
        "label": {
            "show": True,
            "position": "top",
            "distance": 3,
            "color": "--bad-text" if outside else colour,
            "fontSize": 12,
            "fontWeight": 640,
            "formatter": unit_price(row.price, currency, language),
        },
    }


def _gap(row: ZonePrice, language: Language) -> dict[str, Any]:
    """The distance from the reference, at the right edge."""
    outside = row.standing in {"low", "high"}
    text = language.signed_percent(row.gap, 0) if row.standing != "thin" else ""
    return {"value": text, "textStyle": {"color": "--bad-text" if outside else "--secondary"}}


def _band(found: PriceCorridor, label: str) -> dict[str, Any]:
    about = found.corridor
    return {
        "silent": True,
        "itemStyle": {"color": "--band", "opacity": 0.45},
        "label": {"show": True, "position": "top", "color": "--good", "fontSize": 11, "fontWeight": 600},
        "data": [[{"name": label, "xAxis": about.low}, {"xAxis": about.high}]],
    }


def _range(found: PriceCorridor, prices: list[float], days: list[float]) -> tuple[float, float]:
    """The ends of the axis: every point and the corridor inside, days at most as far again as the prices."""
    about = found.corridor
    ends = [*prices, about.low, about.high]
    least, most = min(ends), max(ends)
    reach = (most - least) or abs(most) or 1.0
    shown = [*ends, *(day for day in days if least - reach <= day <= most + reach)]
    margin = 0.04 * reach
    return round(min(shown) - margin, 4), round(max(shown) + margin, 4)
