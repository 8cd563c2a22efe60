"""A chart of a deck as an SVG, for papers: the same numbers, bars from zero, direct labels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from html import escape

from trousseau.accounts import rows
from trousseau.figures.palette import LIGHT
from trousseau.plans.decks import measure
from trousseau.plans.decks.slides import Chart, Series
from trousseau.plans.decks.template import BRAND
from trousseau.support.papers.typesetting import tidy

SIZE = 8.0
OURS = "currentColor"
"""The company's colour, told once at the top of the drawing."""
LOOKS = {"main": OURS, "dashed": OURS, "soft": "#a5b4c1", "good": LIGHT["good"], "bad": LIGHT["bad"]}


def drawn(chart: Chart, wide: int, high: int, brand: str = BRAND) -> str:
    """The chart, `wide` by `high` points, in a company's colour."""
    shown = [one for one in chart.series if one.look != "hidden"]
    legend = _legend(shown) if len(shown) > 1 else []
    body = _sideways(chart, wide, high) if chart.form in {"bars", "spans"} else _upright(chart, wide, high)
    inside = "".join([*legend, *body])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" '
        f'color="{brand}" font-family="Inter, Libertinus Serif" font-size="{SIZE}">{inside}</svg>'
    )


def _legend(shown: Sequence[Series]) -> list[str]:
    parts, x = [], 0.0
    for one in shown:
        parts.append(
            f'<rect x="{x}" y="4" width="8" height="6" fill="{LOOKS[one.look]}"/>{_text(x + 11, 10, one.name)}'
        )
        x += 24 + measure.width(one.name, SIZE)
    return parts


def _upright(chart: Chart, wide: int, high: int) -> list[str]:
    values = [value for one in chart.series for value in one.values if value is not None] or [0.0]
    top, bottom = max(0.0, *values), min(0.0, *values)
    if chart.form == "lines":
        bottom = min(values)
    scale = (high - 44) / ((top - bottom) or 1)
    floor, step = 22 + top * scale, wide / max(1, len(chart.categories))

    def y(value: float) -> float:
        return floor - value * scale

    axis = f'y1="{y(max(0.0, bottom)):.1f}" y2="{y(max(0.0, bottom)):.1f}" stroke="{LIGHT["line-strong"]}"'
    parts = [f'<line x1="0" x2="{wide}" {axis}/>']
    every = max(1, round(len(chart.categories) * 48 / wide))
    for at, name in enumerate(chart.categories):
        if at % every == 0:
            parts.append(_text(step * (at + 0.5), high - 6, _short(name, step * every - 3), "middle"))
    shown = [one for one in chart.series if one.look != "hidden"]
    for place, one in enumerate(shown):
        if chart.form == "lines":
            parts += _line(chart, one, step, y)
        else:
            parts += _bars(chart, one, (step, place, len(shown)), y)
    return parts


def _line(chart: Chart, one: Series, step: float, y: Callable[[float], float]) -> list[str]:
    spots = [(step * (at + 0.5), y(value)) for at, value in enumerate(one.values) if value is not None]
    dash = ' stroke-dasharray="4 3"' if one.look == "dashed" else ""
    line = " ".join(f"{left:.1f},{down:.1f}" for left, down in spots)
    parts = [f'<polyline points="{line}" fill="none" stroke="{LOOKS[one.look]}" stroke-width="1.5"{dash}/>']
    if spots:
        last = next(value for value in reversed(one.values) if value is not None)
        parts.append(_text(spots[-1][0], spots[-1][1] - 4, _number(last, chart), "end"))
    return parts


def _bars(chart: Chart, one: Series, place: tuple[float, int, int], y: Callable[[float], float]) -> list[str]:
    """The bars of one series; `place`: the breadth of a category, which of the series it is, of how many."""
    step, nth, count = place
    bar, parts = step * 0.7 / count, list[str]()
    for at, value in enumerate(one.values):
        if value is None:
            continue
        left, up = step * at + step * 0.15 + bar * nth, min(y(value), y(0))
        parts.append(_bar(left, up, bar, abs(y(value) - y(0)), one))
        if nth == 0 and step > 30:
            parts.append(_text(left + bar / 2, up - 2, _number(value, chart), "middle"))
    return parts


def _bar(left: float, up: float, wide: float, high: float, one: Series) -> str:
    return f'<rect x="{left:.1f}" y="{up:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{LOOKS[one.look]}"/>'


def _sideways(chart: Chart, wide: int, high: int) -> list[str]:
    names = wide * 0.34
    room = wide - names - 34
    lifted = [one for one in chart.series if one.look == "hidden"]
    shown = [one for one in chart.series if one.look != "hidden"]
    least = chart.least or 0.0

    def begin(at: int) -> float:
        return sum((one.values[at] or 0.0) for one in lifted) - (least if lifted else 0.0)

    count = len(chart.categories)
    most = max((begin(at) + abs(one.values[at] or 0.0) for one in shown for at in range(count)), default=1.0) or 1.0
    step = (high - 20) / max(1, count)
    parts = []
    for at, name in enumerate(chart.categories):
        middle = 18 + step * (at + 0.5)
        parts.append(_text(names - 6, middle + 3, _short(name, names - 8), "end"))
        bar = step * 0.7 / len(shown)
        for place, one in enumerate(shown):
            value = one.values[at]
            if value is None:
                continue
            left, length = names + room * begin(at) / most, room * abs(value) / most
            up = middle - step * 0.35 + bar * place
            parts.append(_bar(left, up, max(1, length), bar, one))
            if not lifted:
                parts.append(_text(left + length + 3, up + bar / 2 + 3, _number(value, chart)))
    if lifted:
        for share in (0.0, 0.5, 1.0):
            day = dt.date(1899, 12, 30) + dt.timedelta(days=least + most * share)
            parts.append(_text(names + room * share, 10, rows.language().month(day), "middle"))
    return parts


def _number(value: float | None, chart: Chart) -> str:
    """A number as the reader's language writes it, with as many decimals as the chart has at least."""
    if value is None:
        return ""
    decimals = len(chart.number.partition(".")[2])
    sure = len(chart.number.partition(".")[2].rstrip("#"))
    while decimals > sure and round(value, decimals - 1) == round(value, decimals):
        decimals -= 1
    return rows.language().number(value, decimals)


def _short(name: str, room: float) -> str:
    return measure.cut(name, max(10.0, room), SIZE, 1)


def _text(x: float, y: float, said: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{LIGHT["ink"]}">{escape(str(tidy(said)))}</text>'
    )
