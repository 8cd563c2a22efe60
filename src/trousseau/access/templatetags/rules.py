"""Asking the rules from a template: `{% load rules %}{% if user|may:"import_sales" %}`."""

from django import template

from trousseau.access import rules
from trousseau.access.rules import Person

register = template.Library()


@register.filter
def may(user: Person, rule: str) -> bool:
    """Whether the person holds the rule."""
    return rules.may(user, rule)
