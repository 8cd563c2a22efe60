"""Small drawings of the portfolio's tables.

{% load portfolio %}
{% share_bar .42 %}              a bar without a track, for a column of figures
{% share_bar .42 css="soft" %}   lighter: what was there before
{% class_mark "A" %}             the letter of a class
{{ "watch"|standing_word }}      what the rules make of an account
"""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trousseau.figures.classes import class_word
from trousseau.portfolio.words import language

register = template.Library()


@register.simple_tag
def share_bar(fraction: float | None, css: str = "") -> SafeString:
    """A bar from zero; the figure it draws stands beside it, so it is hidden from screen readers."""
    width = min(1.0, max(0.0, float(fraction or 0.0))) * 100
    return format_html(
        '<svg class="share-bar {}" aria-hidden="true" focusable="false"><rect width="{}%" height="100%"/></svg>',
        css,
        f"{width:.2f}",
    )


@register.simple_tag
def class_mark(letter: str) -> SafeString:
    """A class, A in the colour of what is key."""
    return (
        format_html('<span class="class-mark class-{}">{}</span>', letter.lower(), letter)
        if letter
        else SafeString("–")
    )


@register.simple_tag
def signed_short(value: Decimal | None, currency: str | None = None) -> SafeString:
    """A change of money, short and signed, its exact figure in the title."""
    written = language()
    plus = "+" if value is not None and value > 0 else ""
    return format_html(
        '<span title="{}">{}</span>',
        plus + written.amount(value, currency or None),
        plus + written.short_amount(value, currency or None),
    )


@register.filter
def standing_word(name: str) -> str:
    """What the rules make of an account, in a word; its shape is `{% status name word %}`."""
    return class_word(name, language()) if name else ""
