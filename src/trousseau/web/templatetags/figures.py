"""How pages write figures: `trousseau.figures.language` in the language of the request.

{% load figures %}
{{ revenue|amount:"EUR" }}  {{ revenue|short_amount:"EUR" }}  {{ share|percent }}  {{ n|number }}
{% short revenue "EUR" %}   short, with the exact figure in its title
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache

from django import template
from django.template.defaultfilters import stringfilter
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from trousseau.figures.language import LANGUAGES, NBSP, Language

register = template.Library()
Number = Decimal | float | int | None
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
WRITTEN_DAY = re.compile(r"\b(\d{1,2}(?:er)?) ([^\W\d_]{3,5}\.?) (\d{4})\b")


@cache
def _spoken(code: str) -> Language:
    return Language(code if code in LANGUAGES else "en")


def language() -> Language:
    """Give the language of the request."""
    return _spoken((get_language() or "en")[:2])


@register.filter
def number(value: Number, decimals: int = 0) -> str:
    """Write `1 234`."""
    return language().number(value, decimals)


@register.filter
def signed(value: Number, decimals: int = 0) -> str:
    """Write `+12`."""
    return language().signed(value, decimals)


@register.filter
def percent(value: Number, decimals: int = 1) -> str:
    """Write a fraction as `12,0 %`."""
    return language().percent(value, decimals)


@register.filter
def signed_percent(value: Number, decimals: int = 1) -> str:
    """Write a relative change as `+6,8 %`."""
    return language().signed_percent(value, decimals)


@register.filter
def points(value: Number, decimals: int = 1) -> str:
    """Write the change of a share as `+0,7 pt`."""
    return language().points(value, decimals)


@register.filter
def amount(value: Number, currency: str | None = None) -> str:
    """Write money in whole units: `1 234 567 €`."""
    return language().amount(value, currency or None)


@register.filter
def cents(value: Number, currency: str | None = None) -> str:
    """Write money to the cent: `1 234 567,89 €`."""
    return language().amount(value, currency or None, cents=True)


@register.filter
def short_amount(value: Number, currency: str | None = None) -> str:
    """Write money short: `146,0 M€`."""
    return language().short_amount(value, currency or None)


@register.simple_tag
def short(value: Number, currency: str | None = None) -> SafeString:
    """Write money short, its exact figure in the title."""
    return format_html('<span title="{}">{}</span>', amount(value, currency), short_amount(value, currency))


@register.filter
def day(value: dt.date | None) -> str:
    """Write a day: `22 nov. 2026`; a moment is first put in the time zone of the site."""
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return language().date(value)


@register.filter
def month(value: dt.date | None) -> str:
    """Write a month: `nov. 2026`."""
    return language().month(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write a day and an hour: `22 nov. 2026, 06:14`."""
    if value is None:
        return day(None)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{language().date(local.date())}, {local:%H:%M}"


@register.filter
def direction(value: Number) -> str:
    """Give the class of a change: `positive`, `negative` or nothing."""
    if not value:
        return ""
    return "positive" if value > 0 else "negative"


@register.filter
def with_dates(text: str) -> str:
    """Write the dates inside a stored label as the reader's language does: `2026-07-31` is `31 juil. 2026`."""
    return ISO_DATE.sub(_said_date, text)


@register.filter(is_safe=True)
@stringfilter
def whole_days(text: str) -> str:
    """Keep each day of a heading on one line: `22 nov. 2026` with no-break spaces."""
    return WRITTEN_DAY.sub(NBSP.join((r"\1", r"\2", r"\3")), text)


def _said_date(found: re.Match[str]) -> str:
    try:
        return language().date(dt.date.fromisoformat(found[0]))
    except ValueError:
        return found[0]
