"""What is to be mended of a connection."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.accounts.posted import whole
from trousseau.connectors import queries
from trousseau.connectors.actions import mending as actions
from trousseau.connectors.models import Connection
from trousseau.connectors.pages import mending as pages


@access("read_connections")
@require_GET
def mend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show records with values that were not taken over, and what the CRM does not let us write."""
    found = get_object_or_404(queries.connections(person(request)), public_id=public_id)
    return render(request, "connectors/mend.html", pages.page(person(request), found, request))


@access("manage_connections")
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let what is kept back be sent once more: one (`one`), or all."""
    found = get_object_or_404(Connection, public_id=public_id)
    one = request.POST.get("one", "")
    try:
        count = actions.try_again(person(request), found, whole(one) if one else None)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = ngettext("%(n)s value waits for the next run.", "%(n)s values wait for the next run.", count)
        messages.success(request, said % {"n": count})
    return redirect("connectors:mend", public_id)
