"""Which field of a CRM tells which thing of ours."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trousseau.access.rules import access, person
from trousseau.accounts.posted import revision
from trousseau.connectors import posted_rows
from trousseau.connectors.actions import mapping as actions
from trousseau.connectors.models import Connection
from trousseau.connectors.pages import mapping as pages
from trousseau.connectors.protocol import Entity
from trousseau.connectors.targets import OUTBOUND, TARGETS


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def mapping(request: HttpRequest, public_id: str, entity: str) -> HttpResponse:
    """Show the rows and the CRM's fields; try them on some records, keep them, or put the preset back."""
    found = get_object_or_404(Connection, public_id=public_id)
    if entity not in set(Entity):
        raise Http404
    kind = Entity(entity)
    if request.method == "GET":
        shown = pages.page(found, kind, pages.stored(found, kind), pages.ask(found, kind), request.GET.get("find", ""))
        return render(request, "connectors/mapping.html", shown)
    return _sent(request, found, kind)


def _sent(request: HttpRequest, found: Connection, kind: Entity) -> HttpResponse:
    do, told, editing = request.POST.get("do", ""), pages.Told(), pages.stored(found, kind)
    try:
        if do == "preset":
            actions.put_back(person(request), found, kind, revision=revision(request))
        else:
            rows = posted_rows.rows(request.POST, TARGETS[kind])
            back = posted_rows.rows(request.POST, OUTBOUND, "back-") if kind is Entity.ACCOUNT else []
            editing = pages.Editing(rows, back, sent=request.POST)
            told = pages.ask(found, kind, rows if do == "try" else None)
            if do == "try":
                return render(request, "connectors/mapping.html", pages.page(found, kind, editing, told))
            actions.remap(person(request), found, kind, rows, back, offered=told.fields, revision=revision(request))
    except ValidationError as error:
        wrong = {name: " ".join(said) for name, said in error.message_dict.items()}
        for text in filter(None, [wrong.get(NON_FIELD_ERRORS, "")]):
            messages.error(request, text)
        editing = pages.Editing(editing.rows, editing.back, wrong, request.POST)
        return render(request, "connectors/mapping.html", pages.page(found, kind, editing, told), status=422)
    messages.success(request, _("Kept. The next run reads everything anew by these rows."))
    return redirect("connectors:mapping", found.public_id, kind.value)
