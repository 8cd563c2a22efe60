"""The tabs of the places of the map that have several pages; a page whose room does not have it yet is absent."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trousseau.access.models import User
from trousseau.access.rules import may

TABS: dict[str, tuple[tuple[str | Promise, str, str], ...]] = {
    "checkup": (
        (_("Check-up"), "portfolio:checkup", "read_portfolio"),
        (_("Good and bad"), "portfolio:contributions", "read_portfolio"),
        (_("Segments"), "portfolio:segments", "read_portfolio"),
        (_("Silent erosion"), "portfolio:erosion", "read_portfolio"),
        (_("Past check-ups"), "portfolio:past", "read_portfolio"),
        (_("Reference ranges"), "portfolio:ranges", "read_portfolio"),
    ),
    "exposure": (
        (_("What if"), "exposure:overview", "read_portfolio"),
        (_("Concentration"), "exposure:concentration", "read_portfolio"),
        (_("Possible losses"), "exposure:losses", "read_portfolio"),
        (_("Growth"), "exposure:growth", "read_portfolio"),
        (_("Prices"), "exposure:prices", "read_portfolio"),
        (_("Tariff"), "exposure:tariff", "read_portfolio"),
    ),
    "selection": (
        (_("Ranking"), "selection:ranking", "read_portfolio"),
        (_("Grid"), "selection:grid", "read_portfolio"),
        (_("Assessments"), "selection:assessments", "assess"),
        (_("Decisions"), "selection:sessions", "read_sessions"),
        (_("Tomorrow’s accounts"), "selection:potential", "read_portfolio"),
        (_("Review"), "selection:review", "read_portfolio"),
    ),
    "team": (
        (_("Managers"), "staffing:managers", "read_team"),
        (_("Competencies"), "staffing:competencies", "read_competencies"),
        (_("Matching"), "staffing:matching", "match_managers"),
        (_("Experts"), "support:experts", "read_team"),
        (_("Requests"), "support:requests", "read_team"),
        (_("Commitments"), "support:commitments", "read_commitments"),
        (_("Watch"), "support:watch", "read_team"),
    ),
    "plans": (
        (_("All plans"), "plans:all", "read_plans"),
        (_("Indicators"), "plans:kpis", "read_plans"),
        (_("Diary"), "plans:calendar", "read_plans"),
        (_("Business reviews"), "plans:reviews", "read_plans"),
        (_("Value delivered"), "plans:value", "read_plans"),
        (_("Client spaces"), "portal:overview", "read_plans"),
        (_("Idea bank"), "plans:ideas", "read_plans"),
        (_("Treatments"), "plans:treatments", "read_plans"),
        (_("Templates"), "plans:templates", "read_plans"),
        (_("Programme"), "plans:programme", "read_programme"),
    ),
    "data": (
        (_("Imports"), "imports:list", "read_imports"),
        (_("Exchange rates"), "imports:rates", "read_imports"),
        (_("Costs"), "costs:costs", "read_imports"),
        (_("Inflation"), "costs:inflation", "read_imports"),
        (_("Connectors"), "connectors:list", "read_connections"),
    ),
}
"""Place → label, URL name, rule."""


@dataclass(frozen=True)
class Tab:
    """One tab as a page shows it."""

    label: str | Promise
    url: str
    here: bool


def tabs(place: str, user: User, here: str, query: str = "") -> list[Tab]:
    """The tabs of a place someone may open; `here` is the URL name of the page, `query` what the others keep."""
    found = []
    for label, name, rule in TABS[place]:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        if may(user, rule):
            found.append(Tab(label, url + query, name == here))
    return found
