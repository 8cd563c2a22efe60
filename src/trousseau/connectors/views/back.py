"""What goes back to a CRM: the dry run, and the switch that lets runs write."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousseau.access.rules import access, person
from trousseau.accounts.posted import revision
from trousseau.connectors.actions import writing as actions
from trousseau.connectors.models import Connection
from trousseau.connectors.pages import back as pages


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what the next run would write; work it out anew, switch writing on or off."""
    user, found = person(request), get_object_or_404(Connection, public_id=public_id)
    if request.method == "GET":
        return render(request, "connectors/back.html", pages.page(user, found, request))
    try:
        match request.POST.get("do", ""):
            case "on":
                actions.start(user, found, request.POST.get("seen", ""), revision=revision(request))
                messages.success(request, _("From the next run on, this is written."))
            case "off":
                actions.stop(user, found)
                messages.success(request, _("Nothing is written from now on."))
            case _other:
                actions.rehearse(user, found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("connectors:back", public_id)
