"""One run of a connection, and starting one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.connectors import queries
from trousseau.connectors.actions import running as actions
from trousseau.connectors.models import Connection
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


@access("manage_connections")
@require_POST
def read_now(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have a connection read now."""
    connection = get_object_or_404(Connection, public_id=public_id)
    try:
        actions.read_now(person(request), connection)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is read as soon as a worker is free; the run then stands under “Last runs”."))
    return redirect("connectors:connection", public_id)
