"""One run of a connection."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.connectors import queries
from trousseau.connectors.pages import runs as pages
from trousseau.connectors.queries import runs as found


@access("read_connections")
@require_GET
def run(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """Show what a run read, wrote and met, and what it changed."""
    user = person(request)
    connection = get_object_or_404(queries.connections(user), public_id=public_id)
    one = get_object_or_404(found.runs(user, connection), public_id=key)
    one.connection = connection
    return render(request, "connectors/run.html", pages.page(user, one, request))
