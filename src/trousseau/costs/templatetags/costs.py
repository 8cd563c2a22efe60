"""How a number stands in a field, ready to be typed over."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from django import template

from trousseau.accounts.rows import language

register = template.Library()
T = TypeVar("T")


@register.filter
def typed(value: Decimal | None) -> str:
    """`1234,5` or `1234.5`: no thousands, no needless zeros; empty where there is none."""
    if value is None or value == "":  # a variable that is not there comes as an empty text
        return ""
    plain = format(value, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain.replace(".", ",") if language().french else plain


@register.filter
def typed_percent(value: Decimal) -> str:
    """A fraction as a percentage to be typed over: `4,5 %` or `4.5%`."""
    return typed(value * 100) + ("\u00a0%" if language().french else "%")


@register.filter
def nth(values: Sequence[T], at: int) -> T:
    """One of some values, by its place."""
    return values[at]
