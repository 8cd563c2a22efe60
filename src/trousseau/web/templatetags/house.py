"""Tags of the shell: built files, drawings, status marks, bullet bars, progress bars, sort links.

{% load house %}
{% asset "app.css" %}                          the built file's address
{% icon "key" %}                               a drawing
{% status "watch" _("To watch") %}             ● good, ▲ watch, ◆ bad, with its word
{% bullet value=.12 low=None high=.10 start=0 end=.2 previous=.11 state="bad" label="≤ 10 %" %}
{% bar done=.55 due=.74 state="watch" %}       one progress mark everywhere: bar = done, tick = due by today
{% tabs "exposure" "exposure:growth" %}        the tabs of a place, `period` and `by` of the address kept
{% sort_header "revenue" _("Revenue") numeric=True %}    a column head that sorts (?sort=-revenue)
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from trousseau.access.rules import person
from trousseau.web.icons import ICONS
from trousseau.web.tabs import tabs as tabs_of

register = template.Library()
BUILT = Path(__file__).resolve().parent.parent / "static" / "built"
MARKS = {
    "good": '<circle cx="5" cy="5" r="4.5"/>',
    "watch": '<path d="M5 .6 9.8 9.4H.2z"/>',
    "bad": '<path d="M5 0l5 5-5 5-5-5z"/>',
    "none": '<circle cx="5" cy="5" r="3.5"/>',
}
STATES = frozenset(MARKS)


@lru_cache(maxsize=1)
def _manifest() -> dict[str, str]:
    path = BUILT / "assets.json"
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return names


@register.simple_tag
def asset(name: str) -> str:
    """Give the address of a built file; before the build, where it would be."""
    if settings.DEBUG:
        _manifest.cache_clear()
    return static(f"built/{_manifest().get(name, name)}")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon, hidden from screen readers (its button has the words); KeyError for an unknown name."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own constant
    return format_html(
        '<svg class="icon icon-{}{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        name,
        f" {css}" if css else "",
        drawing,
    )


@register.simple_tag
def mark(state: str) -> SafeString:
    """Draw the shape of a state alone, for beside a text that says it."""
    shape = mark_safe(MARKS[state if state in STATES else "none"])  # noqa: S308 - our own constant
    return format_html('<svg class="mark" viewBox="0 0 10 10" aria-hidden="true" focusable="false">{}</svg>', shape)


@register.simple_tag
def status(state: str, text: str) -> SafeString:
    """Draw a state with its word: the shape never stands for it alone, nor does the colour."""
    known = state if state in STATES else "none"
    return format_html('<span class="status status-{}">{}<b>{}</b></span>', known, mark(known), text)


def _place(value: float | None, start: float, end: float) -> float | None:
    """Where a value falls between start and end, in percent, kept inside."""
    if value is None or end <= start:
        return None
    return round(min(100.0, max(0.0, (float(value) - start) / (end - start) * 100)), 2)


@register.inclusion_tag("web/components/bullet.html")
def bullet(
    *,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    start: float = 0.0,
    end: float = 1.0,
    previous: float | None = None,
    state: str = "none",
    label: str = "",
    text: str = "",
) -> dict[str, Any]:
    """Draw a value on its reference band.

    The band goes from `low` to `high` (None: open); the thin tick is the value of last time.
    `label` is written under the band (“≤ 10 %”), `text` is what a screen reader says.
    """
    left = _place(low, float(start), float(end)) if low is not None else 0.0
    right = _place(high, float(start), float(end)) if high is not None else 100.0
    banded = left is not None and right is not None and (low is not None or high is not None)
    left, right = left or 0.0, right if right is not None else 100.0
    return {
        "value": _place(value, float(start), float(end)),
        "previous": _place(previous, float(start), float(end)),
        "banded": banded,
        "left": left,
        "right": right,
        "width": round(right - left, 2),
        "middle": round(min(88.0, max(12.0, (left + right) / 2)), 2),
        "low": low,
        "high": high,
        "state": state if state in STATES else "none",
        "label": label,
        "text": text,
    }


@register.inclusion_tag("web/components/bar.html")
def bar(
    *, done: float | None, due: float | None = None, state: str = "", text: str = "", soft: bool = False
) -> dict[str, Any]:
    """Draw how much is done (0 to 1), and where it should be by today."""
    return {"done": _place(done, 0, 1), "due": _place(due, 0, 1), "state": state, "text": text, "soft": soft}


@register.inclusion_tag("web/components/sort_header.html", takes_context=True)
def sort_header(
    context: template.Context,
    key: str,
    title: str,
    *,
    numeric: bool = False,
    parameter: str = "sort",
    target: str = "",
) -> dict[str, Any]:
    """Make a column head that sorts: first click the natural way (largest first), second the other."""
    request = context["request"]
    current = str(context.get("sort") or request.GET.get(parameter, ""))
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    first = f"-{key}" if numeric else key
    other = key if numeric else f"-{key}"
    query: QueryDict = request.GET.copy()
    query[parameter] = other if current == first else first
    query.pop("page", None)
    return {
        "title": title,
        "direction": direction,
        "numeric": numeric,
        "url": f"?{query.urlencode()}",
        "target": target,
    }


@register.inclusion_tag("web/components/tabs.html", takes_context=True)
def tabs(context: template.Context, place: str, here: str) -> dict[str, Any]:
    """Give the tabs of a place; what the address says of the period is kept from one to the other."""
    request = context["request"]
    kept = {name: request.GET[name] for name in ("period", "start", "end", "by") if request.GET.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    return {"tabs": tabs_of(place, person(request), here, query)}
