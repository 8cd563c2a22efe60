"""Asking the rules from a template: `{% load rules %}{% if user|may:"import_sales" %}`, and the tabs of Settings."""

from django import template
from django.template import Context

from trousseau.access import factors, rules, shell, sso
from trousseau.access.models import User
from trousseau.access.rules import Person

register = template.Library()


@register.filter
def may(user: Person, rule: str) -> bool:
    """Whether the person holds the rule."""
    return rules.may(user, rule)


@register.filter
def settings_tabs(user: User) -> list[shell.SettingsTab]:
    """The tabs of Settings that someone may open."""
    return shell.settings_tabs(user)


@register.filter
def lacks_factor(user: User) -> bool:
    """Whether the person must set up a second factor before anything else."""
    return factors.lacks(user)


@register.simple_tag
def other_ways() -> tuple[shell.Way, ...]:
    """The ways in of other rooms, told below the form."""
    return shell.ways()


@register.simple_tag(takes_context=True)
def sign_on_doors(context: Context) -> list[sso.Door]:
    """The company's own sign-on, as the environment names it."""
    return sso.doors(context["request"])
