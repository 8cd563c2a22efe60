"""Tables of exposure as files."""

from __future__ import annotations

from django.http import HttpResponse

from trousseau.exposure.queries import losing
from trousseau.exposure.tables import losing as tables
from trousseau.portfolio.downloads import as_file
from trousseau.portfolio.queries.measure import measured, whole
from trousseau.portfolio.queries.source import Asked
from trousseau.portfolio.tables import dimension


def of_exposure(asked: Asked, name: str, form: str, lost: tuple[str, ...]) -> HttpResponse:
    """A table of the exposure; 404 for one there is not."""
    checkup = measured(asked).checkup
    if name == "what-if":
        return as_file(tables.without(losing.lose(asked, lost)), form, checkup)
    return as_file(dimension(whole(asked), name), form, checkup)
