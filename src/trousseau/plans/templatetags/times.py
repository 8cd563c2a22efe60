"""What pages say of the time people spent."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from trousseau.plans.queries.times import CHOICES

register = template.Library()


@register.simple_tag
def durations() -> tuple[tuple[str, str | Promise], ...]:
    """What can be chosen: its key and its word."""
    return CHOICES
