"""The pages of the client space."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from trousseau.access.rules import access, person
from trousseau.portal.access import memberships, window_or_404
from trousseau.portal.pages import home as pages


@access("client_space")
@never_cache
@require_GET
def spaces(request: HttpRequest) -> HttpResponse:
    """The spaces someone is a member of; the only one opens by itself."""
    found = list(memberships(person(request)))
    if len(found) == 1:
        return redirect("portal:home", found[0].space.public_id)
    return render(request, "portal/spaces.html", {"memberships": found})


@access("client_space")
@never_cache
@require_GET
def home(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where we stand."""
    return render(request, "portal/home.html", pages.home(window_or_404(request, public_id)))
