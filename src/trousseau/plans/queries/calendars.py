"""The countries whose public holidays count for an account, and the working calendar they make together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache

from babel import Locale

from trousseau.accounts.models import Account
from trousseau.knowledge.models import Site
from trousseau.method.working_days import Off, together
from trousseau.support.queries.days import countries, country_choices, holiday_name, is_holiday

MOST = 6
"""Countries that count at once: with more, dates drift by weeks."""


def countries_of(account: Account) -> tuple[str, ...]:
    """The countries of an account: those of its zones, then those of its sites; one query."""
    sites = Site.objects.filter(account=account, removed_at=None).exclude(country="").order_by("pk")
    return tuple(dict.fromkeys([*of_zones(account), *_read(sites.values_list("country", flat=True))]))[:MOST]


def of_zones(account: Account) -> tuple[str, ...]:
    """The countries that zones of an account are named after, the main zone first."""
    figures = getattr(account, "figures", None)
    return () if figures is None else tuple(dict.fromkeys(_read([figures.zone, *figures.zones])))[:MOST]


def known(asked: Iterable[str]) -> tuple[str, ...]:
    """The countries somebody asked for whose public holidays are known, each once."""
    return tuple(one for one in dict.fromkeys(asked) if one in countries())[:MOST]


def off(codes: Sequence[str]) -> Off:
    """The days off of some countries together, beyond the weekends; none where no country is named."""
    return together(*(_of(code) for code in codes))


def holidays(day: dt.date, codes: Sequence[str]) -> list[tuple[str, str]]:
    """The public holidays of a day: the country's name in the language in force, and the holiday's."""
    called = dict(country_choices())
    found = ((code, holiday_name(code, day)) for code in codes)
    return [(called.get(code, code), name) for code, name in found if name]


def _read(called: Iterable[str]) -> list[str]:
    return [code for one in called if (code := _names().get(one.strip().casefold()))]


def _of(code: str) -> Off:
    return lambda day: is_holiday(code, day)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Country by its code and by its name in English and French, in small letters."""
    found = {code.casefold(): code for code in countries()}
    for language in ("en", "fr"):
        names = Locale.parse(language).territories
        found |= {names[code].casefold(): code for code in countries() if code in names}
    return found
