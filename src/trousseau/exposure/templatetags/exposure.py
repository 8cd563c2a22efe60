"""Drawings of the what-if lab.

{% load exposure %}
{% pair_bar before=1 after=.8 fixed=.9 state="bad" estimated=True %}    before over after, and the tick of fixed costs
{% span_of figure "EUR" %}    a figure before → after, short, the exact amounts in the title
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trousseau.method.impact import Figure
from trousseau.portfolio.words import language

register = template.Library()


@register.simple_tag
def pair_bar(
    *, before: float, after: float, fixed: float | None = None, state: str = "", estimated: bool = False
) -> SafeString:
    """Two bars from zero on one scale, what is estimated hatched; the figures stand beside it, so it is hidden."""
    tick = SafeString("")
    if fixed is not None:
        at = f"{_width(fixed) * 0.985 + 0.5:.2f}%"
        tick = format_html('<line class="tick" x1="{}" x2="{}" y1="0" y2="100%"/>', at, at)
    return format_html(
        '<svg class="pair-bar {}{}" aria-hidden="true" focusable="false">'
        '<rect class="was" width="{}%" y="2" height="9"/><rect class="is" width="{}%" y="13" height="9"/>{}{}</svg>',
        state,
        " estimated" if estimated else "",
        f"{_width(before) * 0.985:.2f}",
        f"{_width(after) * 0.985:.2f}",
        format_html('<rect class="hatch" width="{}%" y="13" height="9"/>', f"{_width(after) * 0.985:.2f}")
        if estimated
        else "",
        tick,
    )


@register.simple_tag
def span_of(figure: Figure, currency: str | None = None) -> SafeString:
    """A figure before and after, short; its exact amounts in the title."""
    written = language()
    exact = f"{written.amount(figure.before, currency)} → {written.amount(figure.after, currency)}"
    return format_html('<span title="{}">{}</span>', exact, written.span(figure.before, figure.after, currency))


def _width(fraction: float) -> float:
    return min(1.0, max(0.0, fraction)) * 100
