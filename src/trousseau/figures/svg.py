"""Drawings made by the server as SVG text: bullet bars, bars, spark lines, the Pareto curve.

Colours are tokens of the page (`palette.token`): a drawing follows light and dark; nothing is styled inline.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

import numpy as np

from trousseau.figures.indicators import Indicator
from trousseau.figures.language import Language
from trousseau.figures.palette import token
from trousseau.method.pareto import Pareto


def spark(values: Sequence[float | None], *, width: int = 96, height: int = 24) -> str:
    """A spark line of the values in order, gaps where one is missing, a dot on the last; "" below two."""
    known = [float(v) for v in values if v is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = (width - 6) / (len(values) - 1)
    points = [
        None if v is None else (3 + i * step, 3 + (height - 6) * (1 - (float(v) - low) / span))
        for i, v in enumerate(values)
    ]
    path, pen_down = [], False
    for point in points:
        if point is None:
            pen_down = False
            continue
        path.append(f"{'L' if pen_down else 'M'}{_n(point[0])} {_n(point[1])}")
        pen_down = True
    last = next(point for point in reversed(points) if point is not None)
    return _svg(
        width,
        height,
        f'<path d="{"".join(path)}" fill="none" stroke="{token("muted")}" stroke-width="1.25" '
        'stroke-linejoin="round"/>'
        f'<circle cx="{_n(last[0])}" cy="{_n(last[1])}" r="2" fill="{token("ink")}"/>',
        class_="spark",
    )


def drift(
    values: Sequence[float | None], line: Sequence[float], *, width: int = 96, height: int = 32, css: str = "drift"
) -> str:
    """A spark line with the trend estimated through it, dashed; "" below two values."""
    known = [float(v) for v in values if v is not None]
    if len(known) < 2:
        return ""
    low, high = min(*known, *line), max(*known, *line)
    span, step = (high - low) or 1.0, (width - 6) / max(1, len(values) - 1)

    def path(points: Sequence[float | None]) -> str:
        drawn, pen_down = [], False
        for index, value in enumerate(points):
            if value is not None:
                y = 3 + (height - 6) * (1 - (float(value) - low) / span)
                drawn.append(f"{'L' if pen_down else 'M'}{_n(3 + index * step)} {_n(y)}")
            pen_down = value is not None
        return "".join(drawn)

    return _svg(
        width,
        height,
        f'<path d="{path(values)}" fill="none" stroke="{token("muted")}" stroke-width="1.25" stroke-linejoin="round"/>'
        f'<path d="{path(line)}" fill="none" stroke="{token("bad")}" stroke-width="1.5" stroke-dasharray="4 2.5"/>',
        class_=css,
    )


def bullet(row: Indicator, *, width: int = 168, height: int = 20) -> str:
    """A bullet bar: the axis, the good range as a band, the value as a stroke in the colour of its status."""
    low, high = row.axis

    def x(value: float) -> float:
        return width * min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0)

    parts = [_rect(0, 7, width, 6, "wash")]
    if row.range and (row.range.low is not None or row.range.high is not None):
        start = x(row.range.low if row.range.low is not None else low)
        end = x(row.range.high if row.range.high is not None else high)
        parts.append(_rect(start, 7, max(end - start, 2.0), 6, "band"))
        parts += [
            _rect(min(max(x(edge) - 0.5, 0.0), width - 1.0), 4, 1, 12, "good")
            for edge in (row.range.low, row.range.high)
            if edge is not None
        ]
    colour = {"good": "ink", "watch": "watch", "bad": "bad", None: "ink"}[row.status]
    parts.append(_rect(min(max(x(row.value) - 1.5, 0.0), width - 3.0), 2, 3, 16, colour))
    return _svg(width, height, "".join(parts), class_="bullet")


def bar(fraction: float, *, width: int = 96, height: int = 12, colour: str = "bar") -> str:
    """A horizontal bar for a fraction of its width, from zero; nothing for a negative or missing one."""
    part = fraction if math.isfinite(fraction) else 0.0
    return _svg(width, height, _rect(0, 0, width * min(max(part, 0.0), 1.0), height, colour), class_="bar")


def mark(status: str | None) -> str:
    """The shape of a status: ● good, ▲ watch, ◆ bad, a short line where none is given."""
    shapes = {
        "good": f'<circle cx="6" cy="6" r="4" fill="{token("good")}"/>',
        "watch": f'<path d="M6 1.5 11 10.5H1Z" fill="{token("watch")}"/>',
        "bad": f'<path d="M6 1 11 6 6 11 1 6Z" fill="{token("bad")}"/>',
        None: f'<path d="M2 6H10" stroke="{token("muted")}" stroke-width="1.5"/>',
    }
    return _svg(12, 12, shapes[status], class_="mark")


def curve_points(curve: Pareto, most: int = 400) -> list[int]:
    """Which customer counts (0 to n) are drawn: all of a small portfolio, else those where the curve bends.

    Steps in the share as well as in the count are kept even, so no part of it looks angular.
    """
    size = curve.size
    if size <= most:
        return list(range(size + 1))
    by_count = np.linspace(0, size, most // 2).round().astype(int)
    climbing = np.maximum.accumulate(curve.cumulative_share)
    by_share = np.searchsorted(climbing, np.linspace(0, climbing[-1], most // 2)) + 1
    return sorted({0, *by_count.tolist(), *np.minimum(by_share, size).tolist()})


def pareto_curve(curve: Pareto, language: Language, *, width: int = 640, height: int = 400, title: str = "") -> str:
    """The Pareto curve with its point and the classes under its axis; "" where shares mean nothing."""
    if not curve.defined:
        return ""
    left, right, top, bottom = 48, width - 8, 20, height - 68
    highest = max(1.0, float(curve.cumulative_share.max()))

    def x(customers: float) -> float:
        return left + (right - left) * customers / curve.size

    def y(share: float) -> float:
        return bottom - (bottom - top) * share / highest

    counts = curve_points(curve)
    share = [0.0, *curve.cumulative_share.tolist()]
    line = "L".join(f"{_n(x(k))} {_n(y(share[k]))}" for k in counts)
    needed = curve.count_for(0.8) or 0
    area = "L".join(f"{_n(x(k))} {_n(y(share[k]))}" for k in sorted({*counts, needed}) if k <= needed)
    point = curve.point * curve.size
    parts = [
        *(_gridline(left, right, y(level), language.percent(level, 0)) for level in (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (
            f'<path d="M{_n(x(0))} {_n(y(1))}L{_n(x(curve.size))} {_n(y(0))}" fill="none" '
            f'stroke="{token("line-strong")}" stroke-dasharray="2 4"/>'
        ),
        (
            f'<path d="M{_n(x(0))} {_n(bottom)}L{area}L{_n(x(needed))} {_n(bottom)}Z" '
            f'fill="{token("brass")}" fill-opacity=".16"/>'
        ),
        (
            f'<path d="M{_n(x(needed))} {_n(bottom)}V{_n(y(share[needed]))}" stroke="{token("brass")}" '
            'stroke-width="1.5" fill="none"/>'
        ),
        f'<path d="M{line}" fill="none" stroke="{token("ink")}" stroke-width="2"/>',
        (
            f'<circle cx="{_n(x(point))}" cy="{_n(y(1 - curve.point))}" r="5" fill="{token("sheet")}" '
            f'stroke="{token("ink")}" stroke-width="2"/>'
        ),
        *_curve_labels(curve, language, (x(point), y(1 - curve.point)), (x(needed), y(share[needed])), right),
        *_class_strip(curve, language, left, right, bottom),
    ]
    return _svg(width, height, "".join(parts), class_="chart", title=title)


def _curve_labels(
    curve: Pareto, language: Language, point: tuple[float, float], cut: tuple[float, float], right: float
) -> list[str]:
    """What the point and the cut at 80 % say, placed where the curve leaves room: under it, to the right."""
    few = int(100 * curve.point + 0.5)
    needed = curve.count_for(0.8) or 0
    title = language.text("Pareto point {few}/{many}", few=few, many=100 - few)
    subtitle = language.text(
        "{few} of customers, {many} of sales",
        few=language.percent(curve.point),
        many=language.percent(1 - curve.point),
    )
    reached = float(curve.cumulative_share[needed - 1])
    cut_title = language.plural(
        "{n} customer makes {share}", "{n} customers make {share}", needed, share=language.percent(reached)
    )
    at = min(max(point[0], cut[0]) + 16, right - 190)
    return [
        _words(at, point[1] + 30, title, weight=600),
        _words(at, point[1] + 47, subtitle, colour="secondary", size=12),
        _words(at, point[1] + 88, cut_title, colour="brass-text", weight=600),
        _words(at, point[1] + 105, language.text("class A, up to 80% of sales"), colour="secondary", size=12),
    ]


def _class_strip(curve: Pareto, language: Language, left: float, right: float, bottom: float) -> list[str]:
    """The customer axis with its numbers, and the classes under it with their counts."""
    parts = []
    step = _round_step(curve.size / 4)
    ticks = [k for k in range(0, curve.size + 1, step) if k <= curve.size - step * 0.6] + [curve.size]
    for k in ticks:
        label = language.number(k) if k < curve.size else language.plural("{n} customer", "{n} customers", k)
        anchor = "start" if k == 0 else "end" if k == curve.size else "middle"
        parts.append(
            _words(
                left + (right - left) * k / curve.size,
                bottom + 18,
                label,
                colour="muted",
                size=12,
                anchor=anchor,
            )
        )
    start, written_to = left, left
    total = 0
    for class_, count in curve.class_counts().items():
        end = start + (right - left) * count / curve.size
        colour = {"A": "brass", "B": "muted", "C": "bar-soft"}[class_]
        parts.append(_rect(start, bottom + 28, max(end - start - 1, 0.0), 6, colour))
        before = float(curve.cumulative_share[total - 1]) if total else 0.0
        total += count
        made = (float(curve.cumulative_share[total - 1]) if total else 0.0) - before
        label = f"{class_} {language.number(count)} · {language.percent(made, 0)}"
        at = max(start, written_to)
        if count and at + 7 * len(label) <= right + 8:
            parts.append(
                _words(
                    at,
                    bottom + 52,
                    label,
                    colour="brass-text" if class_ == "A" else "secondary",
                    size=12,
                    weight=600 if class_ == "A" else 400,
                )
            )
            written_to = at + 7 * len(label) + 10
        start = end
    return parts


def _round_step(rough: float) -> int:
    """The round number (1, 2, 5 × 10ⁿ) next above a rough step, at least 1."""
    if rough <= 1:
        return 1
    size = 10 ** math.floor(math.log10(rough))
    return int(next(size * m for m in (1, 2, 5, 10) if size * m >= rough))


def _gridline(left: float, right: float, y: float, label: str) -> str:
    return f'<path d="M{_n(left)} {_n(y)}H{_n(right)}" stroke="{token("line")}"/>' + _words(
        left - 8, y + 4, label, colour="muted", size=12, anchor="end"
    )


def _words(
    x: float,
    y: float,
    text: str,
    *,
    colour: str = "ink",
    size: int = 13,
    weight: int = 400,
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" fill="{token(colour)}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{token(colour)}"/>'


def _svg(width: int, height: int, content: str, *, class_: str, title: str = "") -> str:
    """The drawing; with a title an image that says so, without one hidden from screen readers."""
    role = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    return (
        f'<svg class="{class_}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" {role} '
        f'focusable="false">{content}</svg>'
    )


def _n(value: float) -> str:
    """A coordinate with one decimal, without a useless zero."""
    return f"{value:.1f}".removesuffix(".0")
