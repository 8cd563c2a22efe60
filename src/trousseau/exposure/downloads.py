"""Tables of exposure as files."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict

from trousseau.exposure.pages import compare
from trousseau.exposure.pages.concentration import limit_of
from trousseau.exposure.pages.lab import happening_of
from trousseau.exposure.queries import concentration, whatif
from trousseau.exposure.tables import concentration as concentration_tables
from trousseau.exposure.tables import whatif as tables
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.tables import dimension


def of_exposure(asked: Asked, name: str, form: str, query: QueryDict) -> HttpResponse:
    """A table of the exposure; 404 for one there is not."""
    checkup = measured(asked).checkup
    if name == "what-if":
        happening, _refused = happening_of(query, checkup.ranked)
        return as_file(tables.before_and_after(whatif.answer(asked, happening)), form, checkup)
    if name == "scenarios":
        return as_file(tables.side_by_side(compare.page(asked, query)), form, checkup)
    if name == "inside":
        return as_file(concentration_tables.inside(concentration.concentrations(asked)), form, checkup)
    if name == "lender":
        limit = limit_of(query.get("limit", ""))[0]
        return as_file(concentration_tables.lender(concentration.concentrations(asked), limit), form, checkup)
    if name == "movement":
        return as_file(concentration_tables.movement(concentration.moved(asked)), form, checkup)
    return as_file(dimension(whole(asked), name), form, checkup)
