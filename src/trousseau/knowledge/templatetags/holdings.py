"""How what is known of clients is written on its pages."""

from __future__ import annotations

from decimal import Decimal

from django import template

from trousseau.knowledge.pages.tables import percent

register = template.Library()


@register.filter
def held(value: Decimal | None) -> str:
    """Write a stored percentage: `60 %`; None as unknown."""
    return percent(value)
