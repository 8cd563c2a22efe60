"""The map: the entries of the sidebar, those that exist and that the person may open."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.access import shell
from trousseau.access.models import User
from trousseau.access.rules import SIGNED_IN, may


@dataclass(frozen=True)
class Place:
    """An entry of the map: its label, the URL it opens, the rule it needs, its drawing."""

    label: str | Promise
    url_name: str
    rule: str
    icon: str
    second: bool = False  # below the thin line: data and settings
    otherwise: tuple[str, str] | None = None
    """URL and rule for who may not open the first."""


PLACES = (
    Place(_("Today"), "home", SIGNED_IN, "today"),
    Place(_("Check-up"), "portfolio:checkup", "read_portfolio", "checkup"),
    Place(_("Exposure"), "exposure:overview", "read_portfolio", "exposure"),
    Place(_("Accounts"), "accounts:list", "read_accounts", "accounts"),
    Place(_("Selection"), "selection:ranking", "read_portfolio", "selection"),
    Place(_("Team"), "staffing:managers", "read_team", "people"),
    Place(_("Plans"), "plans:all", "read_plans", "plans"),
    Place(
        _("Data"),
        "imports:list",
        "read_imports",
        "data",
        second=True,
        otherwise=("connectors:list", "read_connections"),
    ),
    Place(_("Settings"), "settings", SIGNED_IN, "settings", second=True),
)


@dataclass(frozen=True)
class Entry:
    """A place as one page shows it."""

    label: str | Promise
    url: str
    icon: str
    here: bool
    count: int | None
    second: bool


def entries(user: User, path: str) -> list[Entry]:
    """Give the map for one person on one page; a place whose room has no such page yet is absent."""
    found = []
    for place in PLACES:
        doors = [(place.url_name, place.rule), *([place.otherwise] if place.otherwise else [])]
        name = next((name for name, rule in doors if may(user, rule)), None)
        if name is None:
            continue
        with suppress(NoReverseMatch):
            url = reverse(name)
            here = path == url if url == "/" else path.startswith(url)
            number = shell.count(place.url_name, user)
            found.append(Entry(place.label, url, place.icon, here, number, place.second))
    return found
