"""Connections: the list, one of them, how it works, removing it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.rules import access, may, person
from trousseau.accounts.posted import refuse, revision
from trousseau.connectors import queries, sections
from trousseau.connectors.actions import settings as actions
from trousseau.connectors.forms import WishesForm
from trousseau.connectors.models import Connection
from trousseau.connectors.queries import feeds as feed_queries
from trousseau.connectors.queries.matching import queue
from trousseau.connectors.signing import way_of


@access("read_connections")
@require_GET
def connections(request: HttpRequest) -> HttpResponse:
    """List the connections: state, last run, next, calls."""
    lines = [queries.line(one) for one in queries.connections(person(request))]
    lost = [line.connection.name for line in lines if line.connection.state == Connection.State.RECONNECT]
    context = {
        "lines": lines,
        "lost": lost,
        "feeds": [feed_queries.line(one) for one in feed_queries.feeds(person(request))],
        "may_manage": may(request.user, "manage_connections"),
        "to_match": queue(person(request)).count(),
    }
    return render(request, "connectors/list.html", context)


@access("read_connections")
@require_GET
def connection(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one connection: who we are there, what is missing, and what other parts of the room add."""
    found = get_object_or_404(queries.connections(person(request)), public_id=public_id)
    context = {
        "line": queries.line(found),
        "connection": found,
        "way": way_of(found),
        "may_manage": may(request.user, "manage_connections"),
        "sections": sections.shown(person(request), found),
    }
    return render(request, "connectors/connection.html", context)


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show and decide how a connection works."""
    found = get_object_or_404(Connection, public_id=public_id)
    initial = {name: getattr(found, name) for name in WishesForm.base_fields}
    form = WishesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(person(request), found, form.wishes(), revision=revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("connectors:connection", public_id)
    context = {"form": form, "connection": found}
    return render(request, "connectors/settings.html", context, status=422 if request.method == "POST" else 200)


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what removing a connection would do; do it once its name is written."""
    found = get_object_or_404(Connection, public_id=public_id)
    wrong = ""
    if request.method == "POST":
        if request.POST.get("name", "").strip() == found.name:
            try:
                count = actions.remove(person(request), found, revision=revision(request))
            except ValidationError as error:
                wrong = " ".join(error.messages)
            else:
                said = ngettext(
                    "“%(name)s” is removed, with %(n)s record.", "“%(name)s” is removed, with %(n)s records.", count
                )
                messages.success(request, said % {"name": found.name, "n": count})
                return redirect("connectors:list")
        else:
            wrong = _("Write the name of the connection as it stands: %(name)s") % {"name": found.name}
    context = {"connection": found, "wrong": wrong, "records": found.records.count()}
    return render(request, "connectors/remove.html", context, status=422 if wrong else 200)
