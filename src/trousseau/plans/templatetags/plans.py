"""{% load plans %}: what addresses of the parts of a plan are made of."""

from __future__ import annotations

from typing import Any

from django import template

from trousseau.plans.roles import ROLES

register = template.Library()


@register.filter
def plan_key(one: Any) -> str:  # noqa: ANN401 - an objective, action, risk or recommendation
    """What stands for a part of a plan in an address."""
    return str(getattr(one, "public_id", None) or one.pk)


@register.filter
def role(who: str) -> str:
    """A role that a template gives something to, as people call it."""
    return str(ROLES.get(who, who))
