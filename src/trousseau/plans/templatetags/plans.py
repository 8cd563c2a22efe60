"""{% load plans %}: what addresses of the parts of a plan are made of."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.filter
def plan_key(one: Any) -> str:  # noqa: ANN401 - an objective, action, risk or recommendation
    """What stands for a part of a plan in an address."""
    return str(getattr(one, "public_id", None) or one.pk)
