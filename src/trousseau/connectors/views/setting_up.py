"""Setting a connection up: which CRM, which way, what its administrator creates there, what is copied from it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trousseau.access.rules import access, person
from trousseau.accounts.posted import refuse, revision
from trousseau.connectors.actions import settings as actions
from trousseau.connectors.forms import AccessForm
from trousseau.connectors.models import Connection, Crm, Feed
from trousseau.connectors.signing import WAYS
from trousseau.connectors.signing.ways import Way


@access("manage_connections")
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a CRM, and the way of signing in."""
    tools = [(Crm(crm), tuple(ways.values())) for crm, ways in WAYS.items()]
    return render(request, "connectors/new.html", {"tools": tools, "feeds": Feed.Kind})


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, crm: str, way: str) -> HttpResponse:
    """Tell what to create in the CRM, and take what was copied from it: a new connection."""
    chosen = _way(crm, way)
    form = AccessForm(chosen, None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(person(request), crm, way, form.cleaned_data["name"], form.given())
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept. Now sign in."))
            return redirect("connectors:connection", made.public_id)
    return _page(request, form, Crm(crm), chosen, None)


@access("manage_connections")
@require_http_methods(["GET", "POST"])
def access_of(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for a connection that is there: another secret, another way (`?way=`)."""
    found = get_object_or_404(Connection, public_id=public_id)
    chosen = _way(found.crm, request.GET.get("way", found.way))
    form = AccessForm(chosen, found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.tell(person(request), found, chosen.name, form.given(), revision=revision(request))
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept. Now sign in."))
            return redirect("connectors:connection", public_id)
    return _page(request, form, Crm(found.crm), chosen, found)


def callback_of(request: HttpRequest) -> str:
    """The address to which a CRM sends back, as it is told there."""
    return request.build_absolute_uri(reverse("connectors:callback"))


def _way(crm: str, way: str) -> Way:
    try:
        return WAYS[crm][way]
    except KeyError:
        raise Http404 from None


def _page(request: HttpRequest, form: AccessForm, crm: Crm, way: Way, connection: Connection | None) -> HttpResponse:
    context = {
        "form": form,
        "crm": crm,
        "way": way,
        "connection": connection,
        "others": [one for one in WAYS[crm].values() if one.name != way.name],
        "steps": f"connectors/setup/{crm.value}_{way.name}.html",
        "callback": callback_of(request) if way.leads_away else "",
        "plain": not request.is_secure(),
        "scopes": way.apart.join(way.scopes),
        "scopes_lines": len(way.scopes),
    }
    return render(request, "connectors/setup.html", context, status=422 if request.method == "POST" else 200)
