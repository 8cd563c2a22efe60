"""Signing in: leaving for the CRM, coming back, trying what one has."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from trousseau.access.rules import access, person
from trousseau.connectors.actions import signing as actions
from trousseau.connectors.errors import ConnectorError, ThrottledError, UnavailableError
from trousseau.connectors.models import Connection
from trousseau.connectors.protocol import Health
from trousseau.connectors.signing import way_of
from trousseau.connectors.signing.leaving import back, leave
from trousseau.connectors.signing.ways import Back
from trousseau.connectors.views.setting_up import callback_of

LONGEST_CODE, LONGEST_TOLD = 4_000, 200


@access("manage_connections")
@never_cache
@require_POST
def connect(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign in: by a page that leads to the CRM, by a code that was pasted, or at once.

    A page, not a redirect: browsers hold what a form leads to against our own rules all the way, and the CRM may lead
    on to the company's own sign-on, wherever that is.
    """
    found = get_object_or_404(Connection, public_id=public_id)
    way = way_of(found)
    if not way.leads_away:
        code = request.POST.get("code", "").strip()
        if way.takes_code and not (0 < len(code) <= LONGEST_CODE and code.isprintable()):
            messages.error(request, _("Paste the code that %(crm)s shows.") % {"crm": found.crm_name})
            return redirect("connectors:connection", public_id)
        pasted = Back(code) if way.takes_code else None
        return _told(request, found, lambda: actions.sign_in(person(request), found, pasted))
    try:
        address = leave(request.session, found, callback_of(request))
    except ConnectorError as error:
        messages.error(request, str(error))
        return redirect("connectors:connection", public_id)
    response = render(request, "connectors/leaving.html", {"connection": found, "address": address})
    response.headers["Refresh"] = f"0; url={address}"
    return response


@access("manage_connections")
@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Come back from the CRM: with a code, or with a no."""
    begun = back(request.session, request.GET.get("state", ""))
    found = Connection.objects.filter(public_id=begun.connection).first() if begun else None
    if begun is None or found is None:
        messages.error(request, _("This sign-in was not begun here, or too long ago: begin it once more."))
        return redirect("connectors:list")
    code, said = request.GET.get("code", ""), request.GET.get("error_description") or request.GET.get("error", "")
    if not 0 < len(code) <= LONGEST_CODE:
        told = {"crm": found.crm_name, "message": said[:LONGEST_TOLD] or "–"}
        messages.error(request, _("%(crm)s did not let us in: “%(message)s”. Nothing was changed.") % told)
        return redirect("connectors:connection", found.public_id)
    come = Back(code, request.GET.get("accounts-server", "")[:LONGEST_TOLD])
    return _told(request, found, lambda: actions.sign_in(person(request), found, come, begun.trip))


@access("manage_connections")
@require_POST
def try_it(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask the CRM who we are there."""
    found = get_object_or_404(Connection, public_id=public_id)
    return _told(request, found, lambda: actions.try_it(person(request), found))


def _told(request: HttpRequest, found: Connection, ask: Callable[[], Health]) -> HttpResponse:
    try:
        health = ask()
    except (UnavailableError, ThrottledError):
        said = _("%(crm)s does not answer at the moment, and nothing was changed: try once more later.")
        messages.error(request, said % {"crm": found.crm_name})
    except ConnectorError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        told = {"crm": found.crm_name, "person": health.person, "organisation": health.organisation}
        messages.success(request, _("%(crm)s knows us: %(person)s, %(organisation)s.") % told)
    return redirect("connectors:connection", found.public_id)
