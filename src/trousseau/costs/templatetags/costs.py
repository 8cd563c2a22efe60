"""How a number stands in a field, ready to be typed over."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from trousseau.accounts.rows import language

SOURCES = (
    gettext_noop("World Bank, FP.CPI.TOTL.ZG (CC BY 4.0), 2025-07-01"),
    gettext_noop("Hypothesis of the demo: as in 2024 (World Bank, FP.CPI.TOTL.ZG)"),
)
"""The sources the demonstration company comes with."""
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
def source_words(source: str) -> str:
    """Where a figure comes from: those of the demonstration are said in the reader's language."""
    return _(source) if source in SOURCES else source


@register.filter
def nth(values: Sequence[T], at: int) -> T:
    """One of some values, by its place."""
    return values[at]
