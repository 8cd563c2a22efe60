"""What stands beside Home once it is there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from trousseau.access.rules import SIGNED_IN, access, person
from trousseau.portfolio.pages import home as pages


@access(SIGNED_IN)
@require_GET
def beside(request: HttpRequest) -> HttpResponse:
    """What happened last and the portfolio in small: in place on Home, which does not wait for them, or as a page."""
    place = "beside" if request.headers.get("HX-Request") else "beside_page"
    return render(request, f"portfolio/home/{place}.html", {"beside": pages.beside(person(request))})
